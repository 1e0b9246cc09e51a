"""What an account posted, and all that it has: AC8, AC44."""

from typing import Any

from django.db.models import CharField, Value

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.lookup import find_account, own_account
from sandbox.api.paging import gallery_page, page_number
from sandbox.api.payloads.album import album_payload, image_counts
from sandbox.api.payloads.gallery import post_list
from sandbox.api.payloads.image import image_payload
from sandbox.api.payloads.ties import Ties
from sandbox.api.post_order import POINTS
from sandbox.api.posts import listed_posts
from sandbox.api.routes import Needs, endpoint
from sandbox.models import Account, Album, Image, Post

PER_PAGE = 50


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
    first = page_number(call.parameters, page) * PER_PAGE
    keys = _keys(account, sort)[first : first + PER_PAGE]
    albums = Album.objects.complete().in_bulk([pk for _, kind, pk in keys if kind == "album"])
    images = Image.objects.in_bulk([pk for _, kind, pk in keys if kind == "image"])
    ties, counts = Ties(account, [*albums.values(), *images.values()]), image_counts(albums.values())

    def shown(kind: str, pk: int) -> dict[str, Any]:
        if kind == "album":
            return album_payload(albums[pk], ties, is_owner=True, images_count=counts.get(pk, 0))
        return image_payload(images[pk], ties, is_owner=True) | {"is_album": False}

    return Answer([shown(kind, pk) for _, kind, pk in keys])


def _keys(account: Account, sort: str) -> Any:
    """Moment, kind and primary key of everything, in order; a query yet to be cut."""
    columns = ["created_at", "kind", "pk"]
    albums = Album.objects.filter(account=account).annotate(kind=Value("album", CharField()))
    loose = Image.objects.present().filter(account=account).exclude(albums__account=account)
    images = loose.annotate(kind=Value("image", CharField()))
    both = albums.order_by().values_list(*columns).union(images.order_by().values_list(*columns), all=True)
    return (
        both.order_by("created_at", "kind", "pk") if sort == "oldest" else both.order_by("-created_at", "kind", "-pk")
    )
