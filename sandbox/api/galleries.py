"""Galleries of one's own: finding them, their posts, and the tags that calls name for them."""

from sandbox import clock
from sandbox.api.call import Call
from sandbox.api.errors import ApiError
from sandbox.api.posts import listed_posts
from sandbox.api.tagging import tag_name
from sandbox.models import Account, CustomGallery, Post, PostTag, Tag
from sandbox.models.gallery import PostQuerySet

STANDING = {CustomGallery.CUSTOM, CustomGallery.FILTERED}


def standing_gallery(account: Account, handle: str) -> CustomGallery:
    """The caller's own `custom` or `filtered`, for changing it: made when it is first needed, inside a write."""
    gallery, _ = CustomGallery.objects.get_or_create(
        account=account, handle=handle, defaults={"created_at": clock.now_seconds()}
    )
    return gallery


def tags_of(account: Account, handle: str) -> list[str]:
    """The names of the tags of one of the account's galleries; none when it was never used."""
    galleries = CustomGallery.objects.filter(account=account, handle=handle, tags__isnull=False)
    return list(galleries.order_by("tags__name").values_list("tags__name", flat=True))


def posts_with(call: Call, tags: list[str]) -> PostQuerySet:
    """The posts, of those that lists show the caller, with one of these tags."""
    return listed_posts(call).filter(pk__in=PostTag.objects.filter(tag__name__in=tags).values("post"))


def all_posts_with(tags: list[str]) -> PostQuerySet:
    """The same for a single read, which shows mature posts too."""
    return Post.objects.filter(pk__in=PostTag.objects.filter(tag__name__in=tags).values("post"))


def named_by(call: Call, parameter: str) -> list[Tag]:
    """The tags that the call names. Raises 400 when it names none, 404 when one of them does not exist."""
    names = {tag_name(text) for text in call.parameters.members(parameter) or []}
    if not names:
        raise ApiError(400, "A tag is required.")
    tags = list(Tag.objects.filter(name__in=names))
    if len(tags) < len(names):
        raise ApiError(404, "Tag does not exist")
    return tags
