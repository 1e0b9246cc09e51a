"""Keeping posts on a board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from imgur import Album
from media_sync.models import Board, BoardItem, BoardPicture, WatchedSource
from media_sync.sync.sources import fitting
from media_sync.sync.sources.pictures import Shown, ask_for_originals, keep_pictures
from media_sync.sync.sources.reading import Post, shows_all
from media_sync.sync.work import Work

# What makes a post another one for a reader; points and views move by themselves, and are news to nobody.
_NEWS = {"title", "description", "author", "image_count", "is_nsfw", "is_album"}
# Lists differ in what they tell; what one does not tell is not taken back.
_KEPT_IF_UNTOLD = {"points", "comment_count", "is_nsfw", "posted_at", "author", "description"}
_WRITTEN = (
    "source", "title", "description", "author", "link", "is_album", "image_count", "points", "comment_count", "views",
    "is_nsfw", "details", "posted_at", "seen_at", "gone_at", "gone_reason", "wants_pictures",
)  # fmt: skip


def keep_posts(work: Work, posts: Sequence[Post], *, first_rank: int = 0, is_read_alone: bool = False) -> int:
    """Keep ``posts`` with their pictures on the source's board, and count what is new. Call it while keeping.

    Returns how many the board did not have. ``first_rank`` is the place of the first in the whole list; a post that
    ``is_read_alone`` shows all its images. A post that another source brought keeps that source's words.
    """
    source, now = work.source, timezone.now()
    # One look after the other: two sources of a board may bring the same post at the same moment.
    Board.objects.select_for_update().get(pk=source.board_id)
    usable = {post.id: (rank, post) for rank, post in enumerate(posts, first_rank) if fitting.is_id(post.id)}
    known = {item.imgur_id: item for item in source.board.items.filter(imgur_id__in=list(usable))}
    added, changed = [], 0
    for imgur_id, (rank, post) in usable.items():
        item = known.get(imgur_id)
        if item is None:
            found_at = work.run.created_at - timedelta(milliseconds=rank)
            added.append(
                BoardItem(
                    board=source.board, source=source, imgur_id=imgur_id, found_at=found_at, seen_at=now,
                    **_facts(source, post),
                )
            )  # fmt: skip
        else:
            changed += _renew(item, source, post, now=now)
    BoardItem.objects.bulk_create(added, batch_size=100)
    items = [*known.values(), *added]
    shown = [_shown(item, usable[item.imgur_id][1], is_read_alone=is_read_alone) for item in items]
    # Of a post that another source reads, only all images together tell more than it knows.
    telling = [one for one in shown if one.is_whole or one.item.source_id == source.pk]
    _mark_unread(telling, fresh={item.imgur_id for item in added})
    keep_pictures(work, telling, now=now)
    BoardItem.objects.bulk_update(items, _WRITTEN, batch_size=50)
    ask_for_originals(work, items)
    work.tally("posts", added=len(added), changed=changed)
    return len(added)


def mark_gone(work: Work, item: BoardItem, reason: str) -> None:
    """It is not to be seen at Imgur any more; all that we have of it stays. Call it while keeping."""
    item.gone_at, item.gone_reason, item.wants_pictures = timezone.now(), reason, False
    item.save(update_fields=["gone_at", "gone_reason", "wants_pictures"])
    work.tally("posts", gone=1)


def _renew(item: BoardItem, source: WatchedSource, post: Post, *, now: datetime) -> bool:
    """Write what is shown now into the row, unsaved. Whether a reader would call it changed."""
    is_back = item.gone_at is not None
    item.seen_at, item.gone_at, item.gone_reason = now, None, ""
    if item.source_id is None:
        item.source = source
    if item.source_id != source.pk:
        return is_back
    facts = _facts(source, post)
    for name in _KEPT_IF_UNTOLD:
        if facts[name] in (None, ""):
            facts[name] = getattr(item, name)
    others = {name for name, value in facts.items() if getattr(item, name) != value}
    if "image_count" in others and item.is_album:
        item.wants_pictures = True
    for name in others:
        setattr(item, name, facts[name])
    return is_back or not others.isdisjoint(_NEWS)


def _shown(item: BoardItem, post: Post, *, is_read_alone: bool) -> Shown:
    if isinstance(post, Album):
        images = post.images or ()
        is_whole = shows_all(post) if is_read_alone else post.images is not None and len(images) == post.images_count
        return Shown(item, images, is_whole)
    return Shown(item, [post], is_whole=False)


def _mark_unread(shown: Sequence[Shown], *, fresh: set[str]) -> None:
    """Albums of which the list did not show all images are to be read if they are new, or not as they were."""
    albums = [one for one in shown if one.item.is_album]
    unsure = [one.item for one in albums if not one.is_whole and one.images]
    firsts = _first_pictures(unsure)
    for item, images, is_whole in albums:
        if is_whole:
            item.wants_pictures = False
        else:
            looks_other = bool(images) and [image.id for image in images] != firsts[item.pk][: len(images)]
            item.wants_pictures |= item.imgur_id in fresh or looks_other


def _first_pictures(items: Sequence[BoardItem]) -> dict[int, list[str]]:
    """The ids of the pictures that a list may show of each, in their order."""
    firsts: dict[int, list[str]] = {item.pk: [] for item in items}
    pictures = BoardPicture.objects.filter(item__in=items, gone_at=None, position__lt=10)
    for item_pk, imgur_id in pictures.order_by("position", "pk").values_list("item_id", "imgur_id"):
        firsts[item_pk].append(imgur_id)
    return firsts


def _facts(source: WatchedSource, post: Post) -> dict[str, Any]:
    is_album = isinstance(post, Album)
    moment = post.created_at if isinstance(post, Album) else post.uploaded_at
    count = (post.images_count or len(post.images or ()) or 1) if isinstance(post, Album) else 1
    return {
        "is_album": is_album,
        "title": post.title,
        "description": post.description,
        "author": fitting.author(post.account_url),
        "link": _page_of(source, post.id),
        "image_count": fitting.count(count),
        "points": fitting.figure(getattr(post, "points", None)),
        "comment_count": _count_or_none(getattr(post, "comment_count", None)),
        "views": fitting.big_count(post.views),
        "is_nsfw": post.nsfw,
        "details": fitting.details(post),
        "posted_at": moment,
    }


def _count_or_none(number: int | None) -> int | None:
    return None if number is None else fitting.count(number)


def _page_of(source: WatchedSource, post_id: str) -> str:
    """The post's page for people."""
    match source.kind:
        case WatchedSource.Kind.SUBREDDIT:
            way = f"r/{source.address}"
        case WatchedSource.Kind.ALBUM if not source.options.get("in_gallery"):
            way = "a"
        case _:
            way = "gallery"
    return f"{settings.IMGUR_SITE_URL}/{way}/{post_id}"
