"""Memes: CG13 to CG15."""

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.paging import gallery_page
from sandbox.api.payloads.gallery import post_list, post_payload
from sandbox.api.payloads.image import image_payload
from sandbox.api.payloads.ties import Ties
from sandbox.api.post_order import PAGE, SORT, WINDOW, in_order
from sandbox.api.posts import find_post, listed_posts
from sandbox.api.routes import endpoint
from sandbox.models import Image, Post

# The templates belong to Imgur's own account.
IMGUR_ACCOUNT_ID = 4


@endpoint("CG13", "GET", "g/memes" + SORT + WINDOW + PAGE)
def memes(call: Call, sort: str = "viral", window: str = "week", page: int | None = None) -> Answer:
    posts = in_order(listed_posts(call).filter(meme__isnull=False), sort, window)
    return Answer(post_list(gallery_page(posts, call.parameters, page), call.account))


@endpoint("CG14", "GET", "g/memes/{handle}")
def meme(call: Call, handle: str) -> Answer:
    post = find_post(call, handle, among=Post.objects.filter(meme__isnull=False))
    return Answer(post_payload(post, call.account))


@endpoint("CG15", "GET", "memegen/defaults")
def templates(call: Call) -> Answer:
    """The pictures that memes are made from; their titles are the memes' names."""
    images = list(Image.objects.present().filter(meme__isnull=False).order_by("meme__pk"))
    ties = Ties(call.account, images)
    return Answer([image_payload(image, ties, is_owner=False) | {"account_id": IMGUR_ACCOUNT_ID} for image in images])
