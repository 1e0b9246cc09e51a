"""What imgur.com's own pages ask for below `post/v1`; read only, and no rows of the reference (its section 4.13).

A list has 50 posts a page, the first of which is page 1, and of albums in it the first three media.
"""

from collections.abc import Sequence
from typing import Any

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError
from sandbox.api.lookup import find_album, find_image
from sandbox.api.own_pictures import PER_PAGE, own_pictures
from sandbox.api.paging import page_number
from sandbox.api.payloads.album import image_counts
from sandbox.api.payloads.previews import previews_of
from sandbox.api.payloads.ties import Picture
from sandbox.api.payloads.web_post import web_posts
from sandbox.api.post_order import in_order, most_viral
from sandbox.api.posts import browsed_posts, find_post, find_tag, listed_posts
from sandbox.api.routes import Needs, endpoint
from sandbox.models import Album
from sandbox.models.gallery import PostQuerySet


@endpoint("", "GET", "//post/v1/media/{handle}")
def media(call: Call, handle: str) -> Answer:
    return _one(call, find_image(call, handle).row)


@endpoint("", "GET", "//post/v1/albums/{handle}")
def album(call: Call, handle: str) -> Answer:
    """An album with all its media, public or hidden; a secret one for its owner only, as everywhere."""
    return _one(call, find_album(call, handle).row)


@endpoint("", "GET", "//post/v1/posts/{handle}")
def post(call: Call, handle: str) -> Answer:
    """What is in the gallery, whether it is an image or an album."""
    return _one(call, find_post(call, handle).picture)


@endpoint("", "GET", "//post/v1/posts")
def posts(call: Call) -> Answer:
    """The sections `hot`, `top` and `user` of the gallery: `filter[section]=eq:hot`, `sort=-viral`."""
    section = _filtered(call, "section") or "hot"
    found = browsed_posts(call)
    if section == "hot":
        found = found.filter(viral_at__isnull=False)
    sort = "top" if section == "top" else _sort(call)
    return _posts(call, most_viral(found) if (section, sort) == ("hot", "time") else in_order(found, sort))


@endpoint("", "GET", "//post/v1/posts/t/{tag}")
def tagged(call: Call, tag: str) -> Answer:
    return _posts(call, in_order(listed_posts(call).filter(tags=find_tag(tag)), _sort(call)))


@endpoint("", "GET", "//post/v1/accounts/me/all_posts", needs=Needs.ACCOUNT)
def all_posts(call: Call) -> Answer:
    """All albums of the caller, and the images that are in none of them."""
    sort = "oldest" if call.parameters.text("sort") == "created_at" else "newest"
    return _several(call, own_pictures(call.identity.require_account(), sort, _page(call)))


@endpoint("", "GET", "//post/v1/accounts/me/hidden_albums", needs=Needs.ACCOUNT)
def hidden_albums(call: Call) -> Answer:
    """The caller's albums that are not public."""
    albums = Album.objects.filter(account=call.account).exclude(privacy=Album.Privacy.PUBLIC).newest_first()
    return _several(call, _cut(albums.complete(), call))


def _posts(call: Call, found: PostQuerySet) -> Answer:
    return _several(call, [post.picture for post in _cut(found, call)])


def _one(call: Call, picture: Picture) -> Answer:
    images = list(picture.images_in_order()) if isinstance(picture, Album) else []
    (payload,) = web_posts(
        [picture],
        call.account,
        counts={picture.pk: len(images)},
        media={picture.pk: images},
        includes=call.parameters.members("include") or [],
    )
    return Answer(payload, has_envelope=False)


def _several(call: Call, pictures: Sequence[Picture]) -> Answer:
    albums = [picture for picture in pictures if isinstance(picture, Album)]
    includes = call.parameters.members("include") or []
    shown = web_posts(pictures, call.account, counts=image_counts(albums), media=previews_of(albums), includes=includes)
    return Answer(shown, has_envelope=False)


def _cut(rows: Any, call: Call) -> Any:
    page = _page(call)
    return rows[page * PER_PAGE : (page + 1) * PER_PAGE]


def _page(call: Call) -> int:
    """The page asked for, from 0 as the rest of the sandbox counts; here they begin at 1."""
    return max(0, page_number(call.parameters, None) - 1)


def _sort(call: Call) -> str:
    """The sort, which begins with a dash where it goes downwards, as all of these do."""
    words = {"-viral": "viral", "-time": "time", "-created_at": "time", "-top": "top"}
    return words.get(call.parameters.text("sort") or "", "viral")


def _filtered(call: Call, name: str) -> str | None:
    """The value of `filter[name]=eq:value`. Raises ApiError: 400 for another comparison."""
    text = call.parameters.text(f"filter[{name}]")
    if text is None:
        return None
    comparison, _, value = text.partition(":")
    if comparison != "eq":
        raise ApiError(400, "Bad Request")
    return value
