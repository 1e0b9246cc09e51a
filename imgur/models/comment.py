"""Comment: what somebody wrote below a post, and what others answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from imgur.models.reader import JsonReader

# Deeper ones would exhaust the stack of whatever walks through them; nobody can read them nested anyway.
DEEPEST_LEVEL = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment with its replies. ``image_id`` is the post's id, image or album; ``parent_id`` is 0 at the top.

    ``children`` is None where Imgur did not send them. Below DEEPEST_LEVEL they are no longer nested: the comment there
    has all that is under it side by side, and ``parent_id`` still tells which answers which.
    """

    id: int
    image_id: str = ""
    comment: str = ""
    author: str | None = None
    author_id: int | None = None
    on_album: bool | None = None
    album_cover: str | None = None  # an image id
    ups: int = 0
    downs: int = 0
    points: int = 0  # ups less downs
    written_at: datetime | None = None
    parent_id: int = 0
    deleted: bool = False
    vote: str | None = None
    platform: str | None = None  # "desktop", "iphone", "android", "api", "mweb"; a number in notifications
    has_admin_badge: bool = False
    children: tuple[Comment, ...] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> Comment:
        """Read a Comment of any year. Never raises; what is no comment has the id 0."""
        return _comment(payload, level=0)


def _comment(payload: Any, level: int) -> Comment:
    read = JsonReader(payload)
    replies = read.objects_or_none("children")
    children: tuple[Comment, ...] | None = None
    if replies is not None:
        below = replies if level < DEEPEST_LEVEL else _side_by_side(replies)
        children = tuple(_comment(reply, level + 1) for reply in below)
    return Comment(
        id=read.integer("id"),
        image_id=read.text("image_id") or read.text("hash"),  # "hash" and "caption" until 2012
        comment=read.text("comment") or read.text("caption"),
        author=read.text_or_none("author"),
        author_id=read.integer_or_none("author_id"),
        on_album=read.flag_or_none("on_album"),
        album_cover=read.handle_or_none("album_cover"),
        ups=read.integer("ups"),
        downs=read.integer("downs"),
        points=read.integer("points"),
        written_at=read.moment("datetime"),
        parent_id=read.integer("parent_id"),
        deleted=read.flag("deleted"),
        vote=read.text_or_none("vote"),
        platform=read.text_or_none("platform"),
        has_admin_badge=read.flag("has_admin_badge"),
        children=children,
        extra=read.rest(),
    )


def _side_by_side(replies: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """``replies`` and all that is under them, in reading order, each without its own replies."""
    waiting = list(reversed(replies))
    while waiting:
        reply = waiting.pop()
        waiting += reversed(JsonReader(reply).objects_or_none("children") or [])
        yield {**reply, "children": []}
