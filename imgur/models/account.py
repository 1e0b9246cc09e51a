"""Account: the public side of a user; AccountSettings: the private one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from imgur.models.reader import JsonReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A user of Imgur's. ``url`` is the user name; ``reputation`` may be negative."""

    id: int
    url: str
    bio: str | None = None
    avatar: str | None = None
    avatar_name: str | None = None
    cover: str | None = None
    cover_name: str | None = None
    reputation: float = 0
    reputation_name: str | None = None
    created_at: datetime | None = None
    pro_expires_at: datetime | None = None
    is_followed: bool = False  # by the caller
    is_blocked: bool = False  # by the caller
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> Account:
        """Read an Account of any year. Never raises; what is no account has the id 0 and the url ""."""
        read = JsonReader(payload)
        return cls(
            id=read.integer("id"),
            url=read.text("url"),
            bio=read.text_or_none("bio"),
            avatar=read.handle_or_none("avatar"),
            avatar_name=read.text_or_none("avatar_name"),
            cover=read.handle_or_none("cover"),
            cover_name=read.text_or_none("cover_name"),
            reputation=read.number("reputation"),
            reputation_name=read.text_or_none("reputation_name"),
            created_at=read.moment("created"),
            pro_expires_at=read.moment("pro_expiration"),
            is_followed=read.inner("user_follow").flag("status"),
            is_blocked=read.flag("is_blocked"),
            extra=read.rest(),
        )


@dataclass(frozen=True, slots=True)
class BlockedUser:
    """A user whom the account has blocked."""

    id: int
    url: str

    @classmethod
    def from_json(cls, payload: Any) -> BlockedUser:
        read = JsonReader(payload)
        return cls(id=read.integer("blocked_id"), url=read.text("blocked_url"))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSettings:
    """What only the account itself sees. A None is "not told"."""

    account_url: str
    email: str | None = field(default=None, repr=False)
    avatar: str | None = None
    cover: str | None = None
    public_images: bool | None = None
    album_privacy: str | None = None  # "public", "hidden" or "secret"
    pro_expires_at: datetime | None = None
    accepted_gallery_terms: bool | None = None
    active_emails: tuple[str, ...] = field(default=(), repr=False)
    messaging_enabled: bool | None = None
    comment_replies: bool | None = None
    blocked_users: tuple[BlockedUser, ...] = ()
    show_mature: bool | None = None
    newsletter_subscribed: bool | None = None
    first_party: bool | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> AccountSettings:
        """Read settings of any year. Never raises."""
        read = JsonReader(payload)
        return cls(
            account_url=read.text("account_url"),
            email=read.text_or_none("email"),
            avatar=read.handle_or_none("avatar"),
            cover=read.handle_or_none("cover"),
            public_images=read.flag_or_none("public_images"),
            album_privacy=read.text_or_none("album_privacy"),
            pro_expires_at=read.moment("pro_expiration"),
            accepted_gallery_terms=read.flag_or_none("accepted_gallery_terms"),
            active_emails=read.texts("active_emails"),
            messaging_enabled=read.flag_or_none("messaging_enabled"),
            comment_replies=read.flag_or_none("comment_replies"),
            blocked_users=read.items("blocked_users", BlockedUser.from_json),
            show_mature=read.flag_or_none("show_mature"),
            newsletter_subscribed=read.flag_or_none("newsletter_subscribed"),
            first_party=read.flag_or_none("first_party"),
            extra=read.rest(),
        )
