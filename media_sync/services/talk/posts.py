"""Keeping what Imgur tells of posts: an account's own, and those it likes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from accounts.models import LinkedAccount
from imgur.models import GalleryAlbum, GalleryItem
from media_sync.models import Post
from media_sync.services.mirror.details import brief, details_of, readable
from media_sync.services.mirror.keeping import Kept, keep_rows, mark_gone

# The client's names of what has a column.
_COLUMNS = frozenset(
    {
        "id", "title", "description", "account_url", "account_id", "link", "views", "ups", "downs", "points", "score",
        "comment_count", "favorite_count", "nsfw", "vote",
    }
)  # fmt: skip
_ALBUM_COLUMNS = _COLUMNS | {"created_at", "cover", "images_count"}
_IMAGE_COLUMNS = _COLUMNS | {"uploaded_at", "type", "animated", "width", "height"}
_LONGEST_ID = 16
# Stands in place of what was counted when it was read, where Imgur showed nothing of that; it differs from every count.
_SHOWED_NOTHING = -1
_WATCHED = ("title", "description", "is_nsfw", "image_count", "cover_imgur_id")


def keep_posts(account: LinkedAccount, items: Iterable[GalleryItem], now: datetime) -> Kept:
    """Keep ``items`` as posts of ``account``'s own."""
    told = _told(items, now)
    return keep_rows(account.posts.all(), told, scope={"account": account}, watched=_WATCHED, moment="posted_at")


def keep_favorites(
    account: LinkedAccount, items: Iterable[GalleryItem], now: datetime, *, first_at: datetime, is_walk: bool
) -> Kept:
    """Keep ``items``, newest first, as favorites of ``account``; the first one takes its place at ``first_at``.

    One that is here already keeps its place, unless all of them are walked through.
    """
    told = _told(items, now)
    places = {
        imgur_id: {"ordered_at": first_at - timedelta(microseconds=number)} for number, imgur_id in enumerate(told)
    }
    if is_walk:
        told = {imgur_id: values | places[imgur_id] for imgur_id, values in told.items()}
    return keep_rows(
        account.favorites.all(), told, scope={"account": account}, watched=_WATCHED, moment="posted_at", if_new=places
    )


def forget_posts(account: LinkedAccount, unseen_since: datetime, now: datetime) -> int:
    """Mark posts that a walk through all of them did not meet; how many."""
    return mark_gone(account.posts.filter(seen_at__lt=unseen_since), now, "The account’s posts are without it.")


def forget_favorites(account: LinkedAccount, unseen_since: datetime, now: datetime) -> int:
    """The same for favorites."""
    return mark_gone(account.favorites.filter(seen_at__lt=unseen_since), now, "No favorite any more.")


def is_gone(post: Post, now: datetime) -> int:
    """Imgur has it no longer; we keep it, with its comments. How many that were: 1, or 0 if it was marked already."""
    return mark_gone(Post.objects.filter(pk=post.pk), now, "Not in the gallery any more.")


def is_silent_at_first(post: Post, now: datetime) -> bool:
    """Note that Imgur showed no comment although it counts some, so that the next look asks once more. False if that
    was noted already: it stays so.
    """
    if post.thread_count == _SHOWED_NOTHING:
        return False
    post.thread_read_at, post.thread_count = now, _SHOWED_NOTHING
    post.save(update_fields=["thread_read_at", "thread_count"])
    return True


def thread_was_read(post: Post, now: datetime) -> None:
    """Remember with which figures the comments of ``post`` were read."""
    post.thread_read_at, post.thread_count, post.thread_points = now, post.comment_count, post.points
    post.save(update_fields=["thread_read_at", "thread_count", "thread_points"])


def _told(items: Iterable[GalleryItem], now: datetime) -> dict[str, dict[str, Any]]:
    """Columns by id. What is longer than an id can be is none, and left out."""
    return {item.id: _values(item, now) for item in items if len(item.id) <= _LONGEST_ID}


def _values(item: GalleryItem, now: datetime) -> dict[str, Any]:
    is_album = isinstance(item, GalleryAlbum)
    return {
        "is_album": is_album,
        "title": readable(item.title),
        "description": readable(item.description),
        "author": brief(item.account_url, 64),
        "author_imgur_id": item.account_id,
        "link": brief(item.link, 300),
        "views": item.views,
        "ups": item.ups,
        "downs": item.downs,
        "points": item.points,
        "score": item.score,
        "comment_count": item.comment_count,
        "favorite_count": item.favorite_count,
        "is_nsfw": item.nsfw,
        "vote": brief(item.vote, 8),
        "seen_at": now,
        "gone_at": None,
        "gone_reason": "",
        **_picture(item),
    }


def _picture(item: GalleryItem) -> dict[str, Any]:
    """What differs between an album and an image."""
    if isinstance(item, GalleryAlbum):
        return {
            "cover_imgur_id": brief(item.cover, 16),
            "image_count": item.images_count,
            "content_type": "",
            "is_animated": False,
            "width": item.cover_width,
            "height": item.cover_height,
            "posted_at": item.created_at,
            "details": details_of(item, but=_ALBUM_COLUMNS),
        }
    return {
        "cover_imgur_id": brief(item.id, 16),
        "image_count": 1,
        "content_type": brief(item.type, 60),
        "is_animated": item.animated,
        "width": item.width,
        "height": item.height,
        "posted_at": item.uploaded_at,
        "details": details_of(item, but=_IMAGE_COLUMNS),
    }
