"""What an account posted, and all that it has: AC8, AC44."""

from typing import Any

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.lookup import find_account, own_account
from sandbox.api.own_pictures import own_pictures
from sandbox.api.paging import gallery_page, page_number
from sandbox.api.payloads.album import album_payload, image_counts
from sandbox.api.payloads.gallery import post_list
from sandbox.api.payloads.image import image_payload
from sandbox.api.payloads.ties import Ties
from sandbox.api.post_order import POINTS
from sandbox.api.posts import listed_posts
from sandbox.api.routes import Needs, endpoint
from sandbox.models import Album, Post


@endpoint("AC8", "GET", "account/{username}/submissions[/{page:int}][/{sort:newest|oldest|best|worst}]")
def submissions(call: Call, username: str, page: int | None = None, sort: str = "newest") -> Answer:
    """The account's posts in the gallery; mature ones as in other lists, and always for the account itself."""
    account = find_account(call, username)
    posts = Post.objects.present().pictured() if account == call.account else listed_posts(call)
    order: dict[str, list[Any]] = {
        "newest": ["-posted_at", "-pk"],
        "oldest": ["posted_at", "pk"],
        "best": [POINTS.desc(), "-pk"],
        "worst": [POINTS.asc(), "pk"],
    }
    rows = gallery_page(posts.filter(account=account).order_by(*order[sort]), call.parameters, page)
    return Answer(post_list(rows, call.account, has_previews=call.parameters.flag("album_previews")))


@endpoint("AC44", "GET", "account/{username}/items[/{sort:newest|oldest}][/{page:int}]", needs=Needs.ACCOUNT)
def items(call: Call, username: str, sort: str = "newest", page: int | None = None) -> Answer:
    """All albums of the caller, and the images that are in none of them."""
    account = own_account(call, username)
    pictures = own_pictures(account, sort, page_number(call.parameters, page))
    ties = Ties(account, pictures)
    counts = image_counts(picture for picture in pictures if isinstance(picture, Album))
    return Answer(
        [
            album_payload(picture, ties, is_owner=True, images_count=counts.get(picture.pk, 0))
            if isinstance(picture, Album)
            else image_payload(picture, ties, is_owner=True) | {"is_album": False}
            for picture in pictures
        ]
    )
