"""A hub in fast motion: the real budget in Redis and the dispatcher's turns, against a model of Imgur with windows,
uploads that are refused, and other teams. Its clock stands still unless it is moved.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import count

from imgur import RateLimitError, RateLimits, Window
from media_sync.budget import Claim, Limiter, NoCreditsError, Reservation, WindowState
from media_sync.budget.limiter import redis_client, rules_for
from media_sync.budget.store import BudgetStore
from media_sync.budget.turns import Waiting as InTurn
from media_sync.budget.turns import whose_turn
from media_sync.models import Lane

SWEEP_SECONDS = 5.0
MARGIN_PERCENT = 3
HOUR, DAY = 3_600, 86_400


@dataclass
class ImgurWindow:
    """It begins with its first use and ends ``seconds`` later."""

    limit: int
    seconds: float
    used: int = 0
    ends_at: float = 0.0

    def has_room(self, amount: int, now: float) -> bool:
        return now >= self.ends_at or self.used + amount <= self.limit

    def count(self, amount: int, now: float) -> None:
        if now >= self.ends_at:
            self.used, self.ends_at = 0, now + self.seconds
        self.used += amount

    def told(self, now: float) -> Window:
        used = 0 if now >= self.ends_at else self.used
        ends_at = now + self.seconds if now >= self.ends_at else self.ends_at
        return Window(limit=self.limit, remaining=self.limit - used, resets_at=datetime.fromtimestamp(ends_at, UTC))


@dataclass
class Imgur:
    day: ImgurWindow
    hour: ImgurWindow
    posts: ImgurWindow
    uploads: ImgurWindow  # which it never shows
    tells_day_reset: bool = True

    def figures(self, now: float) -> RateLimits:
        day = self.day.told(now)
        if not self.tells_day_reset:
            day = Window(limit=day.limit, remaining=day.remaining, resets_at=None)
        return RateLimits(client=day, user=self.hour.told(now), post=self.posts.told(now))

    def answer(self, cost: int, now: float, *, is_upload: bool) -> RateLimits:
        """Count a call, or raise RateLimitError for uploads that come too fast. Credits must never run out here."""
        if is_upload and not self.uploads.has_room(1, now):
            retry_at = datetime.fromtimestamp(self.uploads.ends_at, UTC)
            raise RateLimitError("too fast", window="upload-hour", retry_at=retry_at)
        assert self.day.has_room(cost, now)
        assert self.hour.has_room(cost, now)
        self.day.count(cost, now)
        self.hour.count(cost, now)
        self.posts.count(1, now)
        if is_upload:
            self.uploads.count(1, now)
        return self.figures(now)


@dataclass
class Call:
    """An operation."""

    team: int
    lane: Lane
    place: int
    batch: int | None
    size_bytes: float = 0.0
    is_upload: bool = False
    ready_at: float = 0.0

    @property
    def cost(self) -> int:
        return 10 if self.is_upload else 1


@dataclass
class SmallHub:
    """``seconds_of`` says how long a call takes, ``weights`` how teams share."""

    imgur: Imgur
    chance: random.Random
    app_pk: int
    now: float
    slots: int
    seconds_of: Callable[[Call], float]
    weights: dict[int, int] = field(default_factory=dict)
    queue: list[Call] = field(default_factory=list)
    out: list[tuple[float, int, Call, Reservation]] = field(default_factory=list)
    album_of: dict[int, int] = field(default_factory=dict)  # batch -> team, until its album is asked for
    done_at: dict[int, float] = field(default_factory=dict)
    later: list[tuple[float, int, list[Call]]] = field(default_factory=list)
    asked_at: float = 0.0

    def __post_init__(self) -> None:
        self.places = count(1)
        store = BudgetStore(
            app_pk=self.app_pk, egress="here", client=redis_client(), rules=rules_for(day_margin=MARGIN_PERCENT * 10)
        )
        self.limiter = Limiter(store, clock=lambda: self.now)
        told = self.imgur.figures(self.now)
        named = {"client-day": told.client, "user-hour": told.user, "post-hour": told.post}
        self.limiter.restore(
            {
                name: WindowState(window.limit, window.limit - window.remaining, window.resets_at)
                for name, window in named.items()
            },
            under_way=[],
        )

    def ask(self, team: int, sizes: Iterable[float], *, batch: int | None = None, album: bool = False) -> list[Call]:
        """Uploads of a batch, now."""
        calls = [Call(team, Lane.UPLOAD, next(self.places), batch, size, is_upload=True) for size in sizes]
        self.queue += calls
        if batch is not None and album:
            self.album_of[batch] = team
        return calls

    def ask_later(self, at: float, calls: list[Call]) -> None:
        heappush(self.later, (at, next(self.places), calls))

    def run_until_done(self, batch: int, *, at_most: float) -> float:
        """Move the clock until the batch is done; when that was."""
        sweep_at = self.now
        while batch not in self.done_at:
            assert self.now < at_most, "The simulated batch never ends."
            self._dispatch()
            moments = [
                at for at in (self.out[0][0] if self.out else None, self.later[0][0] if self.later else None) if at
            ]
            ready = [call.ready_at for call in self.queue if call.ready_at > self.now]
            if ready:
                # What may go on by its moment is seen by the sweeper's next look.
                looks = (min(ready) - sweep_at) // SWEEP_SECONDS + 1
                moments.append(sweep_at + looks * SWEEP_SECONDS)
            self.now = max(self.now, min(moments))
            while self.later and self.later[0][0] <= self.now:
                self.queue += heappop(self.later)[2]
            while self.out and self.out[0][0] <= self.now:
                self._come_back(heappop(self.out))
        return self.done_at[batch]

    def _dispatch(self) -> None:
        while (free := self.slots - len(self.out)) > 0:
            may_go = list(Lane) if free > self.slots // 8 else [Lane.INTERACTIVE]
            heads: dict[tuple[int, int], Call] = {}
            for call in self.queue:
                if call.ready_at <= self.now and call.lane in may_go:
                    heads.setdefault((call.lane, call.team), call)
            if not heads:
                return
            self._send(self._choose(list(heads.values())))

    def _choose(self, heads: list[Call]) -> Call:
        if self.chance.randrange(10) == 0:
            return min(heads, key=lambda call: call.place)
        first = min(heads, key=lambda call: (call.lane, call.place))
        rivals = [call for call in heads if call.lane == first.lane]
        turns = [InTurn(call.team, call.cost, self.weights.get(call.team, 1)) for call in rivals]
        return rivals[whose_turn(self.app_pk, first.lane, turns)]

    def _send(self, call: Call) -> None:
        claim = Claim(cost=call.cost, lane=call.lane, team_pk=call.team, is_post=True, is_upload=call.is_upload)
        try:
            reservation = self.limiter.reserve(claim)
        except NoCreditsError as refusal:
            self._look_for_new_day(refusal.window)
            until = refusal.retry_at.timestamp()
            for other in self.queue:
                is_alike = other.is_upload if refusal.window == "upload-hour" else other.cost >= call.cost
                if other.lane >= call.lane and is_alike and other.ready_at <= self.now:
                    other.ready_at = until + self.chance.uniform(0, 2)
            return
        self.queue.remove(call)
        heappush(self.out, (self.now + self.seconds_of(call), next(self.places), call, reservation))

    def _look_for_new_day(self, window: str) -> None:
        """What services/credits/budgets.py does while today is spent and Imgur has not told when it ends."""
        if window == "client-day" and not self.imgur.tells_day_reset and self.now - self.asked_at >= 300:
            self.asked_at = self.now
            self.limiter.correct(self.imgur.figures(self.now))

    def _come_back(self, one: tuple[float, int, Call, Reservation]) -> None:
        _, _, call, reservation = one
        try:
            figures = self.imgur.answer(call.cost, self.now, is_upload=call.is_upload)
        except RateLimitError as refusal:
            self.limiter.settle(reservation, RateLimits(), was_counted=False)
            self.limiter.refused(refusal, RateLimits())
            call.ready_at = refusal.retry_at.timestamp() + self.chance.uniform(0, 2)
            self.queue.insert(0, call)
            return
        self.limiter.settle(reservation, figures)
        if call.batch is None or any(other.batch == call.batch for other in [*self.queue, *(o[2] for o in self.out)]):
            return
        team = self.album_of.pop(call.batch, None)
        if team is None:
            self.done_at[call.batch] = self.now
        else:
            self.queue.append(Call(team, Lane.UPLOAD, next(self.places), call.batch))
