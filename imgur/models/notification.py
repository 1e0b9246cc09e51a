"""Notification: somebody replied to a comment of the account's, or wrote to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from imgur.models.comment import Comment
from imgur.models.reader import JsonReader


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageNotice:
    """What a notification tells of a message. ``id`` is the conversation's; ids and counts arrive as text."""

    id: int
    account_id: int | None = None
    with_account_id: int | None = None
    sender: str = ""
    last_message: str = field(default="", repr=False)
    message_num: int = 0
    is_spam: bool = False
    sent_at: datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> MessageNotice:
        """Read a message's content. Never raises."""
        read = JsonReader(payload)
        return cls(
            id=read.integer("id"),
            account_id=read.integer_or_none("account_id"),
            with_account_id=read.integer_or_none("with_account"),
            sender=read.text("from"),
            last_message=read.text("last_message"),
            message_num=read.integer("message_num"),
            is_spam=read.flag("spam"),
            sent_at=read.moment("datetime"),
            extra=read.rest(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One notification; ``content`` is the reply itself, or what there is to know of a message."""

    id: int
    account_id: int | None = None
    viewed: bool = False
    content: Comment | MessageNotice
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> Notification:
        """Read a notification of any year. Never raises; what is none has the id 0."""
        read = JsonReader(payload)
        content = payload.get("content") if isinstance(payload, Mapping) else None
        is_message = isinstance(content, Mapping) and not {"last_message", "with_account"}.isdisjoint(content)
        read.skip("content")
        return cls(
            id=read.integer("id"),
            account_id=read.integer_or_none("account_id"),
            viewed=read.flag("viewed"),
            content=MessageNotice.from_json(content) if is_message else Comment.from_json(content),
            extra=read.rest(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifications:
    """Both kinds, as Imgur lists them."""

    replies: tuple[Notification, ...] = ()
    messages: tuple[Notification, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> Notifications:
        """Read the two lists. Never raises."""
        read = JsonReader(payload)
        return cls(
            replies=read.items("replies", Notification.from_json),
            messages=read.items("messages", Notification.from_json),
            extra=read.rest(),
        )
