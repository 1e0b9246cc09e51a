"""Conversation and Message: people writing to each other; OldMessage: the same until 2013."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from imgur.models.reader import JsonReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a conversation. ``sender`` is a user name, ``account_id`` the receiver's."""

    id: int
    sender: str = ""
    sender_id: int | None = None
    account_id: int | None = None
    body: str = field(default="", repr=False)
    conversation_id: int | None = None
    sent_at: datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> Message:
        """Read a message. Never raises; what is no message has the id 0."""
        read = JsonReader(payload)
        return cls(
            id=read.integer("id"),
            sender=read.text("from"),
            sender_id=read.integer_or_none("sender_id"),
            account_id=read.integer_or_none("account_id"),
            body=read.text("body"),
            conversation_id=read.integer_or_none("conversation_id"),
            sent_at=read.moment("datetime"),
            extra=read.rest(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The messages between the account and one other user.

    Lists hold only ``last_message_preview`` (30 characters). Read alone it has ``messages``, the newest last, and
    ``done`` when they reach back to the beginning; ``page`` is then the number of the page after this one.
    """

    id: int
    with_account: str = ""
    with_account_id: int | None = None
    last_message_preview: str = field(default="", repr=False)
    message_count: int = 0
    last_message_at: datetime | None = None
    messages: tuple[Message, ...] | None = None
    done: bool | None = None
    page: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> Conversation:
        """Read a conversation. Never raises; what is no conversation has the id 0."""
        read = JsonReader(payload)
        return cls(
            id=read.integer("id"),
            with_account=read.text("with_account"),
            with_account_id=read.integer_or_none("with_account_id"),
            last_message_preview=read.text("last_message_preview"),
            message_count=read.integer("message_count"),
            last_message_at=read.moment("datetime"),
            messages=read.items_or_none("messages", Message.from_json),
            done=read.flag_or_none("done"),
            page=read.integer_or_none("page"),
            extra=read.rest(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OldMessage:
    """A message of the time before conversations. ``timestamp`` is a text such as "5 days ago"."""

    id: int
    sender: str = ""
    account_id: int | None = None
    recipient_account_id: int | None = None
    subject: str | None = field(default=None, repr=False)
    body: str = field(default="", repr=False)
    timestamp: str = ""
    parent_id: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> OldMessage:
        """Read a message of 2012. Never raises; what is no message has the id 0."""
        read = JsonReader(payload)
        return cls(
            id=read.integer("id"),
            sender=read.text("from"),
            account_id=read.integer_or_none("account_id"),
            recipient_account_id=read.integer_or_none("recipient_account_id"),
            subject=read.text_or_none("subject"),
            body=read.text("body"),
            timestamp=read.text("timestamp"),
            parent_id=read.integer("parent_id"),
            extra=read.rest(),
        )
