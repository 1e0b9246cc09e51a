"""Credits: what is left of Imgur's budgets, as GET /3/credits tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from imgur.models.reader import JsonReader
from imgur.rate_limits import RateLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """The user's hour and the application's day. A None is "not told"; ``rate_limits`` says the same as headers do."""

    user_limit: int | None = None
    user_remaining: int | None = None
    user_resets_at: datetime | None = None
    client_limit: int | None = None
    client_remaining: int | None = None
    rate_limits: RateLimits = field(default_factory=RateLimits)
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any, now: datetime, *, ahead: timedelta = timedelta()) -> Credits:
        """Read Credits that arrived at ``now`` (aware): the reset may come as seconds from then, or as a moment of
        Imgur's clock, which ours is ``ahead`` of. Never raises.
        """
        read = JsonReader(payload)
        limits = RateLimits.from_credits(payload, now, ahead=ahead)
        read.skip("UserReset", "ClientReset")
        return cls(
            user_limit=read.integer_or_none("UserLimit"),
            user_remaining=read.integer_or_none("UserRemaining"),
            user_resets_at=limits.user.resets_at if limits.user else None,
            client_limit=read.integer_or_none("ClientLimit"),
            client_remaining=read.integer_or_none("ClientRemaining"),
            rate_limits=limits,
            extra=read.rest(),
        )
