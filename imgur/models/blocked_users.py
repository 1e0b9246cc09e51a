"""BlockedUsersPage: whom an account does not want to hear from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from imgur.models.reader import JsonReader


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedUsersPage:
    """User names. ``next`` says that there are more; how to ask for them is not documented."""

    usernames: tuple[str, ...] = ()
    next: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> BlockedUsersPage:
        """Read the list. Never raises."""
        read = JsonReader(payload)
        names = (JsonReader(user).text("url") for user in read.objects_or_none("items") or ())
        return cls(usernames=tuple(name for name in names if name), next=read.handle_or_none("next"), extra=read.rest())
