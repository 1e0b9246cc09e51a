"""Imgur's windows as a plan sees them: the rules of media_sync/budget/scripts/, on plain numbers.

Moments are epoch seconds; lanes count from 0 (interactive) to 3 (backfill). Each window answers when to come back, or
None where there is room. What a scarce window keeps for single teams among people who wait is left out: it holds up
nobody for longer than a quarter of a minute.
"""

import math
from dataclasses import dataclass, field

_AT_LEAST, _AT_MOST = (0.05, 0.06, 0.04), (0.25, 0.4, 0.2)
# Past a reset by this much, the window is taken to be a new one.
_AFTER_RESET = 1.5
_BUCKETS = 60
_LANES = 4
_DAY = 86_400


@dataclass(slots=True, kw_only=True)
class CreditWindow:
    """A window that Imgur resets at one moment. ``resets_at`` is None while it is new and nothing was taken of it.

    ``margin`` is never spent; ``took`` and ``before`` are what each lane took of this window and of the one before,
    None where lanes keep nothing from each other.
    """

    length: float
    limit: float
    used: float
    resets_at: float | None
    closed_until: float = 0.0
    margin: float = 0.0
    took: list[float] | None = None
    before: list[float] = field(default_factory=lambda: [0.0] * _LANES)
    # After a reset one call goes ahead; the others wait for its figures until then.
    asked_until: float = 0.0

    def come_back(self, now: float, amount: float, lane: int) -> float | None:
        if self.resets_at is not None and now >= self.resets_at + _AFTER_RESET:
            self._begin()
        if self.closed_until > now:
            return self.closed_until
        if self.asked_until > now:
            return self.asked_until
        free, kept = self.limit - self.used - self.margin, self._kept_from(lane, now)
        if free - kept >= amount:
            return None
        at = now + 60 if self.resets_at is None else self.resets_at + _AFTER_RESET
        # What is kept for others shrinks with the time that is left, so it is looked at again before the reset.
        return min(at, now + min(max(5, self.length / 60), 300)) if free >= amount else at

    def take(self, now: float, amount: float, lane: int, *, answered_at: float) -> None:
        if self.resets_at is None:
            self.resets_at, self.asked_until = now + self.length, answered_at
        self.used += amount
        if self.took is not None:
            self.took[lane] += amount

    def _begin(self) -> None:
        self.used, self.resets_at = 0, None
        if self.took is not None:
            self.before, self.took = self.took, [0.0] * _LANES

    def _kept_from(self, lane: int, now: float) -> float:
        if self.took is None or lane == 0:
            return 0
        left = 1.0 if self.resets_at is None else min(max((self.resets_at - now) / self.length, 0), 1)
        kept = 0.0
        for above in range(lane):
            demand = 1.5 * max(self.before[above], self.took[above] / max(1 - left, 0.1))
            kept += min(max(demand, self.limit * _AT_LEAST[above]), self.limit * _AT_MOST[above]) * left
        return math.ceil(kept)


@dataclass(slots=True, kw_only=True)
class UploadWindow:
    """The window of uploads that Imgur never shows; it slides. ``frees`` is how many leave it when, the first first.

    What a refusal has taught grows by five with every hour, up to ``most``.
    """

    length: float
    limit: float
    most: float
    known_at: float
    frees: list[tuple[float, int]]
    shut_until: float = 0.0

    def come_back(self, now: float) -> float | None:
        while self.frees and self.frees[0][0] <= now:
            self.frees.pop(0)
        if self.shut_until > now:
            return self.shut_until
        limit = min(self.most, self.limit + 5 * ((now - self.known_at) // self.length))
        total = sum(count for _, count in self.frees)
        if total < limit:
            return None
        for at, count in self.frees:
            total -= count
            if total < limit:
                return at + _AFTER_RESET
        return now + self.length

    def take(self, now: float) -> None:
        bucket = self.length / _BUCKETS
        at = (now // bucket + _BUCKETS + 1) * bucket
        if self.frees and self.frees[-1][0] >= at:
            self.frees[-1] = (self.frees[-1][0], self.frees[-1][1] + 1)
        else:
            self.frees.append((at, 1))


@dataclass(slots=True)
class Cap:
    """Credits that somebody may use from midnight to midnight (UTC)."""

    limit: float
    spent: float
    ends_at: float

    def come_back(self, now: float, amount: float) -> float | None:
        if now >= self.ends_at:
            self.spent, self.ends_at = 0, (now // _DAY + 1) * _DAY
        return self.ends_at if self.spent + amount > self.limit else None


@dataclass(slots=True, kw_only=True)
class Windows:
    """All that a call has to fit into. ``post`` and ``uploads`` are None where there is no such window."""

    day: CreditWindow
    hour: CreditWindow
    post: CreditWindow | None
    uploads: UploadWindow | None
    caps: dict[str, Cap]
