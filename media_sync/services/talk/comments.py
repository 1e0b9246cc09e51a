"""Keeping comments: an account's own, and the threads below its posts."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from accounts.models import LinkedAccount
from imgur.models import Comment as ImgurComment
from media_sync.models import Comment, Post
from media_sync.services.mirror.details import brief, details_of, readable
from media_sync.services.mirror.keeping import BATCH, Kept, batched, keep_rows, mark_gone

# The client's names of what has a column, and the answers, which are rows of their own.
_COLUMNS = frozenset(
    {
        "id", "image_id", "comment", "author", "author_id", "album_cover", "ups", "downs", "points", "written_at",
        "parent_id", "vote", "platform", "children",
    }
)  # fmt: skip
_DELETED = "Deleted at Imgur."
_UNLISTED = "The account’s comments at Imgur are without it."


def keep_thread(post: Post, comments: Sequence[ImgurComment], now: datetime) -> Kept:
    """Keep all comments of an own post, as trees, and mark those that are there no longer.

    Of an answer without any comment, although Imgur counts some, nothing is believed to be gone.
    """
    kept = Kept()
    told: set[int] = set()
    for batch in batched(_flat(comments), BATCH):
        kept += keep_comments(post.account, batch, now, post=post)
        told.update(comment.id for comment in batch)
    if not told and post.comment_count:
        return kept
    known = post.comments.filter(gone_at=None).values_list("imgur_id", flat=True)
    gone = 0
    for missing in batched(sorted(set(known) - told), BATCH):
        gone += mark_gone(post.comments.filter(imgur_id__in=missing), now, _DELETED)
    return kept + Kept(gone=gone)


def keep_listed(account: LinkedAccount, comments: Iterable[ImgurComment], now: datetime) -> tuple[Kept, int]:
    """Keep a page of the account's own list. Says also how many had not stood in that list before."""
    comments = list(comments)
    kept = keep_comments(account, comments, now, is_own=True)
    listed = account.comments.filter(imgur_id__in=[comment.id for comment in comments])
    new_to_list = listed.filter(listed_at=None).count()
    listed.update(listed_at=now)
    return kept, new_to_list


def forget_listed(account: LinkedAccount, unseen_since: datetime, now: datetime) -> int:
    """Mark own comments that a walk through the whole list did not meet; how many."""
    return mark_gone(account.comments.filter(listed_at__lt=unseen_since), now, _UNLISTED)


def keep_unknown(account: LinkedAccount, comments: Iterable[ImgurComment], now: datetime) -> Kept:
    """Keep those of ``comments`` that we do not have. Copies in notifications are old: they replace nothing."""
    kept = Kept()
    by_id = {comment.id: comment for comment in comments if comment.id}
    for batch in batched(by_id, BATCH):
        known = set(account.comments.filter(imgur_id__in=batch).values_list("imgur_id", flat=True))
        kept += keep_comments(account, [by_id[imgur_id] for imgur_id in batch if imgur_id not in known], now)
    return kept


def keep_comments(
    account: LinkedAccount,
    comments: Sequence[ImgurComment],
    now: datetime,
    *,
    post: Post | None = None,
    is_own: bool | None = None,
) -> Kept:
    """Keep ``comments``, without their answers, as part of ``account``'s mirror. One that Imgur calls deleted is
    marked, and keeps the words that we have of it. ``post`` is the own post that all of them stand below, ``is_own``
    whether the account wrote them, where that is known.
    """
    posts = {} if post else _own_posts(account, comments)
    live: dict[int, dict[str, Any]] = {}
    deleted: dict[int, dict[str, Any]] = {}
    for comment in comments:
        values = _values(comment, now)
        values["post_id"] = post.pk if post else posts.get(comment.image_id)
        values["is_own"] = _is_by(account, comment) if is_own is None else is_own
        (deleted if comment.deleted else live)[comment.id] = values
    kept = keep_rows(account.comments.all(), live, scope={"account": account}, watched=("text",), moment="written_at")
    return kept + _keep_deleted(account, deleted, now)


def _keep_deleted(account: LinkedAccount, deleted: dict[int, dict[str, Any]], now: datetime) -> Kept:
    if not deleted:
        return Kept()
    known = account.comments.filter(imgur_id__in=list(deleted))
    gone = mark_gone(known, now, _DELETED)
    known.update(seen_at=now)
    marks = {"gone_at": now, "gone_reason": _DELETED}
    Comment.objects.bulk_create(
        (
            Comment(
                account=account,
                imgur_id=imgur_id,
                **(values | marks | {"written_at": values["written_at"] or now}),
            )
            for imgur_id, values in deleted.items()
        ),
        ignore_conflicts=True,
    )
    return Kept(gone=gone)


def _own_posts(account: LinkedAccount, comments: Sequence[ImgurComment]) -> dict[str, int]:
    """The primary keys of the account's own posts among those commented on, by Imgur's ids."""
    commented = {comment.image_id for comment in comments}
    return dict(account.posts.filter(imgur_id__in=commented).values_list("imgur_id", "pk"))


def _values(comment: ImgurComment, now: datetime) -> dict[str, Any]:
    return {
        "post_imgur_id": brief(comment.image_id, 16),
        "parent_imgur_id": comment.parent_id,
        "text": readable(comment.comment),
        "author": brief(comment.author, 64),
        "author_imgur_id": comment.author_id,
        "ups": comment.ups,
        "downs": comment.downs,
        "points": comment.points,
        "vote": brief(comment.vote, 8),
        "platform": brief(comment.platform, 40),
        "cover_imgur_id": brief(comment.album_cover, 16),
        "details": details_of(comment, but=_COLUMNS),
        "written_at": comment.written_at,
        "seen_at": now,
        "gone_at": None,
        "gone_reason": "",
    }


def _is_by(account: LinkedAccount, comment: ImgurComment) -> bool:
    if comment.author_id and account.imgur_account_id:
        return comment.author_id == account.imgur_account_id
    return (comment.author or "").lower() == account.username.lower()


def _flat(comments: Iterable[ImgurComment]) -> Iterator[ImgurComment]:
    """``comments`` and all that is below them, in reading order, as far as it has an id."""
    waiting = list(reversed(list(comments)))
    while waiting:
        comment = waiting.pop()
        waiting += reversed(comment.children or ())
        if comment.id:
            yield comment
