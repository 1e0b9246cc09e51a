"""What Imgur tells about its rate limits, read from answer headers or from GET /3/credits.

Imgur's figures are uneven: headers are missing on cached and failed answers, letter case varies, and a reset comes as
an epoch or as seconds from now. Everything here is therefore optional, and garbage reads as "not told".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

# Above this a reset value is an epoch, below it seconds from now. 10**9 is September 2001.
_SMALLEST_EPOCH = 1_000_000_000
_LARGEST_EPOCH = 253_402_300_799  # the last second that datetime can hold
_WHOLE_NUMBER = re.compile(r"\s*(-?\d{1,15})(?:\.0*)?\s*(?:,|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One budget of Imgur's; a None is something that Imgur did not tell.

    ``remaining`` may be negative: Imgur lets a burst overdraw a window.
    """

    limit: int | None = None
    remaining: int | None = None
    resets_at: datetime | None = None

    @property
    def is_exhausted(self) -> bool:
        """True when Imgur told that nothing is left."""
        return self.remaining is not None and self.remaining <= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimits:
    """The budgets that Imgur reports: the application's day, the address's hour, the address's POSTs of the hour."""

    client: Window | None = None
    user: Window | None = None
    post: Window | None = None

    @classmethod
    def from_headers(cls, headers: Mapping[str, str], now: datetime) -> RateLimits:
        """Read answer headers; ``now`` (aware) is the moment at which they arrived. Never raises.

        On the commercial gateway the application's window has names of its own.
        """
        values = {name.lower(): value for name, value in headers.items()}
        return cls(
            client=_window(values, "x-ratelimit-client", now) or _window(values, "x-ratelimit-requests-", now),
            user=_window(values, "x-ratelimit-user", now),
            post=_window(values, "x-post-rate-limit-", now),
        )

    @classmethod
    def from_credits(cls, data: Any, now: datetime) -> RateLimits:
        """Read the ``data`` of GET /3/credits. Never raises."""
        if not isinstance(data, Mapping):
            return cls()
        values = {str(name).lower(): value for name, value in data.items()}
        return cls(client=_window(values, "client", now), user=_window(values, "user", now))


def _window(values: Mapping[str, Any], prefix: str, now: datetime) -> Window | None:
    window = Window(
        limit=_whole_number(values.get(f"{prefix}limit")),
        remaining=_whole_number(values.get(f"{prefix}remaining")),
        resets_at=_reset(values.get(f"{prefix}reset"), now),
    )
    return None if window == Window() else window


def _whole_number(value: Any) -> int | None:
    """The first whole number of a header (a proxy may have joined two: "500, 500"), or None."""
    if isinstance(value, bool) or value is None:
        return None
    match = _WHOLE_NUMBER.match(str(value))
    return int(match[1]) if match else None


def _reset(value: Any, now: datetime) -> datetime | None:
    number = _whole_number(value)
    if number is None or not 0 <= number <= _LARGEST_EPOCH:
        return None
    if number > _SMALLEST_EPOCH:
        return datetime.fromtimestamp(number, tz=UTC)
    try:
        return now.astimezone(UTC) + timedelta(seconds=number)
    except OverflowError:
        return None
