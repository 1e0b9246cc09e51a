"""AccountV1: an account as Imgur's unversioned API shows it, which has no envelope and other names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from imgur.models.reader import JsonReader


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountV1:
    """A user. Only ``reputation_name`` is documented; for the others both families of names are looked for."""

    id: int
    username: str
    bio: str | None = None
    avatar: str | None = None
    cover: str | None = None
    reputation: float = 0
    reputation_name: str | None = None
    created_at: datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> AccountV1:
        """Read an account. Never raises; what is no account has the id 0 and the username ""."""
        read = JsonReader(payload)
        return cls(
            id=read.integer("id"),
            username=read.text("username") or read.text("url"),
            bio=read.text_or_none("bio"),
            avatar=read.handle_or_none("avatar_url") or read.handle_or_none("avatar"),
            cover=read.handle_or_none("cover_url") or read.handle_or_none("cover"),
            reputation=read.number("reputation_count") or read.number("reputation"),
            reputation_name=read.text_or_none("reputation_name"),
            created_at=read.moment("created_at") or read.moment("created"),
            extra=read.rest(),
        )
