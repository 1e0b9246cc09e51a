"""The Comment model (section 5.5 of the reference)."""

from collections.abc import Iterable
from typing import Any

from sandbox.models import Account, Comment, CommentVote, Post


def comment_payload(comment: Comment, *, vote: str | None) -> dict[str, Any]:
    """A comment without its answers. ``vote`` is the caller's. Of a deleted one neither text nor author is shown."""
    is_deleted = comment.deleted_at is not None
    author = None if is_deleted else comment.account
    return {
        "id": comment.pk,
        "image_id": comment.post.imgur_id,
        "comment": "" if is_deleted else comment.text,
        "author": author.username if author else None,
        "author_id": author.pk if author else 0,
        "on_album": comment.post.album_id is not None,
        "album_cover": _cover_of(comment.post),
        "ups": comment.ups,
        "downs": comment.downs,
        "points": comment.ups - comment.downs,
        "datetime": comment.created_at,
        "parent_id": comment.parent_id or 0,
        "deleted": is_deleted,
        "vote": vote,
        "platform": comment.platform,
        "has_admin_badge": comment.has_admin_badge,
        "children": [],
    }


def comment_list(comments: Iterable[Comment], reader: Account | None) -> list[dict[str, Any]]:
    """A page of comments that are `complete`, as flat lists show them to ``reader``."""
    shown = list(comments)
    votes = votes_of(reader, comment__in=[comment.pk for comment in shown])
    return [comment_payload(comment, vote=votes.get(comment.pk)) for comment in shown]


def votes_of(reader: Account | None, **which: Any) -> dict[int, str]:
    """How ``reader`` voted, by comment; ``which`` says on which ones, in terms of CommentVote."""
    if reader is None:
        return {}
    return dict(CommentVote.objects.filter(account=reader, **which).values_list("comment_id", "vote"))


def _cover_of(post: Post) -> str | None:
    cover = post.album.cover if post.album else None
    return cover.imgur_id if cover and cover.deleted_at is None else None
