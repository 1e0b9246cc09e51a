"""Whatever happens in whatever order, Imgur never counts more than its limits: a machine of hypothesis against a model
of Imgur's windows, which know nothing of ours.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.shared_redis import redis_client
from imgur import RateLimitError, RateLimits, Window
from media_sync.budget import BudgetError, BudgetUnknownError, Claim, Limiter, Reservation, WindowState
from media_sync.budget.limiter import rules_for
from media_sync.budget.store import BudgetStore
from media_sync.models import Lane

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]

START = 1_790_000_000.0
DAY, HOUR, POST = 400, 120, 15
MARGIN = 30


@dataclass
class ImgurWindow:
    """A fixed window that begins with its first use, as Imgur's do."""

    limit: int
    seconds: float
    used: int = 0
    ends_at: float = 0
    most: int = 0

    def count(self, amount: int, now: float) -> None:
        if now >= self.ends_at:
            self.used, self.ends_at = 0, now + self.seconds
        self.used += amount
        self.most = max(self.most, self.used)

    def told(self, now: float) -> Window:
        is_over = now >= self.ends_at
        return Window(
            limit=self.limit,
            remaining=self.limit - (0 if is_over else self.used),
            resets_at=datetime.fromtimestamp(now + self.seconds if is_over else self.ends_at, UTC),
        )


@dataclass
class Call:
    reservation: Reservation
    cost: int
    is_post: bool
    told: RateLimits | None = None  # what its answer will say; None while it has not reached Imgur


@dataclass
class World:
    """Imgur's side. It rarely tells when its day ends."""

    tells_day_reset: bool
    day: ImgurWindow = field(default_factory=lambda: ImgurWindow(DAY, 86_400))
    hour: ImgurWindow = field(default_factory=lambda: ImgurWindow(HOUR, 3_600))
    post: ImgurWindow = field(default_factory=lambda: ImgurWindow(POST, 3_600))

    def take(self, cost: int, now: float, *, is_post: bool) -> RateLimits:
        self.day.count(cost, now)
        self.hour.count(cost, now)
        if is_post:
            self.post.count(1, now)
        return self.told(now, is_post=is_post)

    def told(self, now: float, *, is_post: bool) -> RateLimits:
        day = self.day.told(now)
        return RateLimits(
            client=day if self.tells_day_reset else replace(day, resets_at=None),
            user=self.hour.told(now),
            post=self.post.told(now) if is_post else None,
        )


class BudgetMachine(RuleBasedStateMachine):
    """Calls are reserved, reach Imgur, are answered, answered without figures, lost, or never leave; the clock goes on;
    Redis forgets.
    """

    @initialize(tells_day_reset=st.booleans())
    def begin(self, tells_day_reset: bool = True) -> None:
        redis_client().flushdb()
        self.now = self.out_since = START
        self.world = World(tells_day_reset)
        store = BudgetStore(app_pk=1, egress="here", client=redis_client(), rules=rules_for(day_margin=MARGIN))
        self.limiter = Limiter(store, clock=lambda: self.now)
        self.calls: list[Call] = []
        self.limiter.restore(self._told_windows(), under_way=[])

    @rule(
        lane=st.sampled_from(Lane), cost=st.sampled_from([1, 1, 1, 10]), is_post=st.booleans(), team=st.integers(1, 3)
    )
    def reserve(self, lane: Lane, cost: int, is_post: bool, team: int) -> None:
        # As the hub does before a burst: figures that do not even tell an end are asked for.
        if self._hour_is_over() and self.world.hour.ends_at and not self.calls:
            self.imgur_is_asked()
        claim = Claim(cost=cost, lane=lane, team_pk=team, is_post=is_post, share=333)
        try:
            reservation = self.limiter.reserve(claim)
        except BudgetUnknownError:
            under_way = [(call.cost, call.is_post) for call in self.calls]
            self.limiter.restore(self._told_windows(), under_way=under_way)
        except BudgetError:
            pass
        else:
            self.calls.append(Call(reservation, cost, is_post))

    @rule(lane=st.sampled_from(Lane), cost=st.sampled_from([1, 10]))
    def flood(self, lane: Lane, cost: int) -> None:
        for _ in range(40):
            self.reserve(lane, cost, False, 1)

    @rule(index=st.integers(0, 99))
    def reach_imgur(self, index: int) -> None:
        waiting = [call for call in self.calls if call.told is None]
        if waiting:
            call = waiting[index % len(waiting)]
            call.told = self.world.take(call.cost, self.now, is_post=call.is_post)

    @rule(index=st.integers(0, 99), has_figures=st.booleans())
    def answer(self, index: int, has_figures: bool) -> None:
        if call := self._one_that_was_counted(index):
            self.limiter.settle(call.reservation, call.told if has_figures and call.told else RateLimits())

    @rule(cost=st.sampled_from([1, 10]))
    def a_stretch_without_figures(self, cost: int) -> None:
        """The content network answers: many calls, and not one tells what is left."""
        for _ in range(15):
            self.reserve(Lane.INTERACTIVE, cost, False, 1)
            self.reach_imgur(0)
            self.answer(0, False)

    # Before we know anything of the new hour; what others spend behind our back later nobody can know.
    @precondition(lambda self: not self.calls and 0 < self.world.hour.ends_at < self.now - 2 and self._hour_is_over())
    @rule(cost=st.integers(50, 110))
    def somebody_else_is_first_in_a_new_hour(self, cost: int) -> None:
        if self.world.day.used + cost <= DAY - DAY * MARGIN // 1000:
            self.world.take(cost, self.now, is_post=False)

    @rule(index=st.integers(0, 99))
    def lose(self, index: int) -> None:
        """The worker dies; nobody settles."""
        self._one_that_was_counted(index)

    @rule(index=st.integers(0, 99))
    def never_leave(self, index: int) -> None:
        waiting = [call for call in self.calls if call.told is None]
        if waiting:
            call = waiting[index % len(waiting)]
            self.calls.remove(call)
            self.limiter.settle(call.reservation, RateLimits(), was_counted=False)

    # A call is answered or given up within its reservation's life: the transport's timeouts see to it.
    @rule(seconds=st.sampled_from([2, 6, 11]))
    def calls_are_slow(self, seconds: int) -> None:
        """The clock goes on while they are out."""
        if self.calls and self.now - self.out_since > 120:
            self.a_while_goes_by(1)
        if not self.calls:
            self.out_since = self.now
        self.now += seconds

    @rule(seconds=st.sampled_from([1, 20, 170]))
    def a_while_goes_by(self, seconds: int) -> None:
        for _ in range(len(self.calls)):
            if self.calls[0].told is None:
                self.reach_imgur(0)
            self.answer(0, True)
        self.now += seconds
        self.out_since = self.now

    @rule(seconds=st.sampled_from([400, 3_590, 3_601, 86_300, 90_000]))
    def a_long_time_goes_by(self, seconds: int) -> None:
        self.a_while_goes_by(1)
        self.now += seconds

    @rule()
    def imgur_shuts_the_hour(self) -> None:
        error = RateLimitError("no", window="user-hour", retry_at=datetime.fromtimestamp(self.now + 60, UTC))
        self.limiter.refused(error, RateLimits())

    @rule()
    def imgur_is_asked(self) -> None:
        """As /3/credits answers."""
        self.limiter.correct(self.world.told(self.now, is_post=False))

    @rule()
    def redis_forgets(self) -> None:
        redis_client().flushdb()

    @invariant()
    def imgur_counted_no_more_than_its_limits(self) -> None:
        assert self.world.day.most <= DAY - DAY * MARGIN // 1000
        assert self.world.hour.most <= HOUR
        assert self.world.post.most <= POST

    def _hour_is_over(self) -> bool:
        hour = self.limiter.states().get("user-hour")
        return hour is None or hour.resets_at is None

    def _one_that_was_counted(self, index: int) -> Call | None:
        counted = [call for call in self.calls if call.told is not None]
        if not counted:
            return None
        call = counted[index % len(counted)]
        self.calls.remove(call)
        return call

    def _told_windows(self) -> dict[str, WindowState]:
        told = self.world.told(self.now, is_post=True)
        named = {"client-day": told.client, "user-hour": told.user, "post-hour": told.post}
        return {
            name: WindowState(window.limit or 0, (window.limit or 0) - (window.remaining or 0), window.resets_at)
            for name, window in named.items()
            if window
        }


def test_imgur_never_counts_more_than_its_limits():
    run_state_machine_as_test(
        BudgetMachine,
        settings=settings(
            max_examples=25,
            stateful_step_count=60,
            deadline=None,
            database=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
