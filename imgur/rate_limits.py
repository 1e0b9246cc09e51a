"""What Imgur tells about its rate limits, read from answer headers or from GET /3/credits.

Imgur's figures are uneven: headers are missing on cached and failed answers, letter case varies, and a reset comes as
an epoch or as seconds from now. Everything here is therefore optional, and garbage reads as "not told".

An epoch is a moment of Imgur's clock, everything else here one of ours. Where the two differ, the answer's Date tells
by how much; otherwise a window would seem to be over before it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

# Above this a reset value is an epoch, below it seconds from now. 10**9 is September 2001.
_SMALLEST_EPOCH = 1_000_000_000
_LARGEST_EPOCH = 253_402_300_799  # the last second that datetime can hold
# No limit of Imgur's is larger, and some hosts give 0 where they mean nothing.
_LARGEST_LIMIT = 1_000_000_000
# A reset further ahead than a window can last is garbage; without a bound it would shut the window for as long.
_LONGEST_DAY, _LONGEST_HOUR, _LONGEST_PLAN = timedelta(days=2), timedelta(hours=2), timedelta(days=32)
# Date is in whole seconds, so up to one is no difference between the clocks. What the way takes besides makes a reset
# seem a little later than it is, never earlier.
_SAME_CLOCK = timedelta(seconds=1)
_NO_TIME = timedelta()
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
        clock = _Clock(now, clock_ahead(headers, now))
        return cls(
            client=_window(values, "x-ratelimit-client", clock, _LONGEST_DAY)
            or _window(values, "x-ratelimit-requests-", clock, _LONGEST_PLAN),
            user=_window(values, "x-ratelimit-user", clock, _LONGEST_HOUR),
            post=_window(values, "x-post-rate-limit-", clock, _LONGEST_HOUR),
        )

    @classmethod
    def from_credits(cls, data: Any, now: datetime, *, ahead: timedelta = _NO_TIME) -> RateLimits:
        """Read the ``data`` of GET /3/credits; ``ahead`` as from ``clock_ahead``. Never raises."""
        if not isinstance(data, Mapping):
            return cls()
        values = {str(name).lower(): value for name, value in data.items()}
        clock = _Clock(now, ahead)
        return cls(
            client=_window(values, "client", clock, _LONGEST_DAY), user=_window(values, "user", clock, _LONGEST_HOUR)
        )


def clock_ahead(headers: Mapping[str, str], now: datetime) -> timedelta:
    """How far the clock that told ``now`` is ahead of Imgur's, by the Date of an answer whose headers came then.

    Nothing where the answer has no readable Date. Never raises.
    """
    value = next((text for name, text in headers.items() if name.lower() == "date"), "")
    try:
        date = parsedate_to_datetime(value)
        ahead = now - (date if date.tzinfo else date.replace(tzinfo=UTC))
    except (ValueError, TypeError, OverflowError):
        return _NO_TIME
    return ahead if abs(ahead) > _SAME_CLOCK else _NO_TIME


@dataclass(frozen=True, slots=True)
class _Clock:
    now: datetime
    ahead: timedelta


def _window(values: Mapping[str, Any], prefix: str, clock: _Clock, longest: timedelta) -> Window | None:
    window = Window(
        limit=_whole_number(values.get(f"{prefix}limit")),
        remaining=_whole_number(values.get(f"{prefix}remaining")),
        resets_at=_reset(values.get(f"{prefix}reset"), clock, longest),
    )
    is_told = window.limit is None or 0 < window.limit <= _LARGEST_LIMIT
    return window if is_told and window != Window() else None


def _whole_number(value: Any) -> int | None:
    """The first whole number of a header (a proxy may have joined two: "500, 500"), or None."""
    if isinstance(value, bool) or value is None:
        return None
    match = _WHOLE_NUMBER.match(str(value))
    return int(match[1]) if match else None


def _reset(value: Any, clock: _Clock, longest: timedelta) -> datetime | None:
    number = _whole_number(value)
    if number is None or not 0 <= number <= _LARGEST_EPOCH:
        return None
    try:
        if number > _SMALLEST_EPOCH:
            moment = datetime.fromtimestamp(number, tz=UTC) + clock.ahead
        else:
            moment = clock.now.astimezone(UTC) + timedelta(seconds=number)
    except OverflowError:
        return None
    return moment if moment - clock.now <= longest else None
