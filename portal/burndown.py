"""Credits left of the day, hour by hour, as bars and as a table. Computed backwards from what is left now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone

from accounts.models import ImgurApp, Team
from media_sync.budget import WindowState
from media_sync.services.credits.ledger import spent_of_app

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
# The chart's measures, in the units of its viewBox.
LEFT, RIGHT, TOP, BOTTOM = 48, 752, 16, 216


@dataclass(frozen=True)
class Bar:
    """One hour. ``left`` is what was left at its end, or is expected to be; ``team`` and ``all`` were spent in it."""

    begins: datetime
    left: int
    team: int
    everybody: int
    is_ahead: bool
    x: float
    y: float
    width: float

    @property
    def height(self) -> float:
        return max(0.0, BOTTOM - self.y)


@dataclass(frozen=True)
class BurnDown:
    """``waiting_credits`` is what the queue will still take."""

    team: Team
    app: ImgurApp
    day: WindowState
    margin_percent: int
    waiting_credits: int
    now: datetime

    @cached_property
    def began(self) -> datetime:
        """When the day began, as far as that is known; else a day ago."""
        if self.day.resets_at:
            return self.day.resets_at - _DAY
        if self.day.began_at and self.now - self.day.began_at < _DAY:
            return self.day.began_at
        return self.now - _DAY

    @property
    def is_begin_known(self) -> bool:
        return self.day.resets_at is not None or self.began != self.now - _DAY

    @property
    def margin(self) -> int:
        return self.day.limit * self.margin_percent // 100

    @property
    def margin_y(self) -> float:
        return self._y(self.margin)

    @property
    def margin_height(self) -> float:
        return BOTTOM - self.margin_y

    @property
    def left_then(self) -> int:
        """What is left when everything that waits now has gone."""
        return max(self.day.remaining - self.waiting_credits, self.margin)

    @cached_property
    def lines(self) -> list[tuple[float, int]]:
        """Heights of the grid, with their credits."""
        step = self.day.limit / 4
        return [(self._y(step * number), round(step * number)) for number in range(5)]

    @cached_property
    def bars(self) -> list[Bar]:
        hours = self._hours()
        width = (RIGHT - LEFT) / len(hours)
        spent = self._spent(hours[0])
        left, bars = self.day.remaining, list[Bar]()
        for number, begins in reversed(list(enumerate(hours))):
            is_ahead = begins > self.now
            team, everybody = (0, 0) if is_ahead else spent.get(begins, (0, 0))
            shown = self.left_then if is_ahead else left
            bars.insert(
                0, Bar(begins, shown, team, everybody, is_ahead, LEFT + number * width, self._y(shown), width - 3)
            )
            if not is_ahead:
                left = min(self.day.limit, left + everybody)
        return bars

    @property
    def past(self) -> list[Bar]:
        return [bar for bar in self.bars if not bar.is_ahead]

    @property
    def ticks(self) -> list[Bar]:
        return self.bars[:24:6]

    def _hours(self) -> list[datetime]:
        first = self.began.replace(minute=0, second=0, microsecond=0)
        last = self.began + _DAY if self.is_begin_known else self.now
        return [first + _HOUR * number for number in range(25) if first + _HOUR * number < last]

    def _spent(self, since: datetime) -> dict[datetime, tuple[int, int]]:
        """(the team, everybody) by the hour."""
        spent: dict[datetime, tuple[int, int]] = {}
        for one in spent_of_app(self.app, by=["hour", "team"], since=since, until=self.now + _HOUR):
            team, everybody = spent.get(one.of["hour"], (0, 0))
            mine = one.credits_charged if one.of["team"] == self.team.pk else 0
            spent[one.of["hour"]] = (team + mine, everybody + one.credits_charged)
        return spent

    def _y(self, credits: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * min(credits / self.day.limit, 1), 1) if self.day.limit else BOTTOM


def burn_down(team: Team, app: ImgurApp, day: WindowState, *, margin_percent: int, waiting_credits: int) -> BurnDown:
    return BurnDown(team, app, day, margin_percent, waiting_credits, timezone.now())
