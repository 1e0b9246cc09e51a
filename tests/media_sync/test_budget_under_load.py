"""Many processes at once, and a Redis or a worker that dies among them: never a credit too many, and soon back."""

import multiprocessing
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
import redis

from imgur import RateLimits, Window
from media_sync.budget import BudgetError, BudgetUnknownError, Claim, Limiter, NoCreditsError, WindowState
from media_sync.budget.limiter import rules_for
from media_sync.budget.store import BudgetStore
from media_sync.models import Lane
from tests.fixtures.processes import RunningValkey

PROCESSES = 16
DAY, MARGIN = 12_500, 30


def limiter_at(url: str) -> Limiter:
    client = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)
    return Limiter(BudgetStore(app_pk=1, egress="here", client=client, rules=rules_for(day_margin=MARGIN)))


def windows(*, day: int = DAY, hour: int = 10**6, used: int = 0) -> dict[str, WindowState]:
    now = datetime.now(UTC)
    return {
        "client-day": WindowState(day, used, now + timedelta(hours=24)),
        "user-hour": WindowState(hour, used, now + timedelta(hours=1)),
    }


def _take_all(url: str, lanes: list[Lane], number: int) -> int:
    limiter, dice, taken, refused = limiter_at(url), random.Random(number), 0, 0
    while refused < 30:
        cost = dice.choice((1, 10))
        try:
            limiter.reserve(Claim(cost=cost, lane=dice.choice(lanes), team_pk=1))
        except NoCreditsError:
            refused += 1
        else:
            taken, refused = taken + cost, 0
    return taken


def _by_all(url: str, lanes: list[Lane]) -> int:
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        return sum(pool.starmap(_take_all, [(url, lanes, number) for number in range(PROCESSES)]))


def test_sixteen_processes_are_granted_exactly_what_is_there_lane_by_lane(hub_redis, valkey):
    limiter_at(valkey).restore(windows(), under_way=[])
    spendable = DAY - DAY * MARGIN // 1000

    backfill = _by_all(valkey, [Lane.BACKFILL])
    lower = backfill + _by_all(valkey, [Lane.SYNC, Lane.BACKFILL])
    uploads = lower + _by_all(valkey, [Lane.UPLOAD])
    everything = uploads + _by_all(valkey, [Lane.INTERACTIVE])

    assert everything == spendable
    # What each lane left to those above it: 15, 11 and 5 per cent of the day at least.
    assert backfill <= spendable - DAY * 0.145
    assert lower <= spendable - DAY * 0.105
    assert uploads <= spendable - DAY * 0.049


def test_a_hot_team_keeps_nobody_elses_person_waiting(hub_redis, valkey):
    limiter = limiter_at(valkey)
    limiter.restore(windows(hour=500), under_way=[])
    for lane in (*Lane, *reversed(Lane)):
        for _ in range(600):
            try:
                limiter.reserve(Claim(cost=1, lane=lane, team_pk=1, share=333))
            except BudgetError:
                break

    for team in (2, 3):
        for _ in range(5):
            limiter.reserve(Claim(cost=1, lane=Lane.INTERACTIVE, team_pk=team, share=333))
    with pytest.raises(NoCreditsError) as refused:
        limiter.reserve(Claim(cost=1, lane=Lane.INTERACTIVE, team_pk=1, share=333))
    assert refused.value.window == "team-share"
    assert refused.value.retry_at - datetime.now(UTC) < timedelta(seconds=20)


def test_what_is_kept_for_teams_that_rest_is_lent_out_at_the_end(hub_redis, valkey):
    limiter = limiter_at(valkey)
    soon = datetime.now(UTC) + timedelta(seconds=20)
    limiter.restore({name: WindowState(501, 1, soon) for name in ("client-day", "user-hour")}, under_way=[])

    with pytest.raises(NoCreditsError) as refused:
        for _ in range(501):
            limiter.reserve(Claim(cost=1, lane=Lane.INTERACTIVE, team_pk=1, share=333))

    assert refused.value.window == "client-day"
    assert limiter.states()["user-hour"].remaining == 16  # the day's margin


def test_what_teams_took_of_windows_that_are_over_goes_some_day(hub_redis, valkey):
    """Even where every hour is scarce, and so something is always taken."""
    limiter, client = limiter_at(valkey), redis.Redis.from_url(valkey)
    limiter.restore(windows(hour=20), under_way=[])
    for cost in (16, 1):
        limiter.reserve(Claim(cost=cost, lane=Lane.INTERACTIVE, team_pk=1, share=500))
    (key,) = client.keys("*:shares")
    client.pexpire(key, 60_000)

    limiter.reserve(Claim(cost=1, lane=Lane.INTERACTIVE, team_pk=2, share=500))

    assert client.hlen(key) == 2
    assert client.pttl(key) <= 60_000


@dataclass
class Imgur:
    """What Imgur counts, in one hour that does not end during the test."""

    limit: int
    used: int = 0
    resets_at: datetime = field(default_factory=lambda: datetime.now(UTC) + timedelta(hours=1))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, cost: int) -> RateLimits:
        with self.lock:
            self.used += cost
            return self.told()

    def told(self) -> RateLimits:
        window = Window(limit=self.limit, remaining=self.limit - self.used, resets_at=self.resets_at)
        return RateLimits(client=window, user=window)


@dataclass
class Load:
    """Eight threads that call for as long as they are let; when something was last granted."""

    url: str
    imgur: Imgur
    last_grant: float = 0.0
    is_over: threading.Event = field(default_factory=threading.Event)
    asking: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        limiter = limiter_at(self.url)
        while not self.is_over.is_set():
            try:
                reservation = limiter.reserve(Claim(cost=10, lane=Lane.INTERACTIVE, team_pk=1))
                self.last_grant = time.monotonic()
                told = self.imgur.count(10)
                time.sleep(0.02)  # the call
                limiter.settle(reservation, told)
            except BudgetUnknownError:
                self._begin_anew(limiter)
            except BudgetError:
                time.sleep(0.02)

    def _begin_anew(self, limiter: Limiter) -> None:
        """As the hub does: one asks Imgur at a time; what is under way counts as spent on top of Imgur's word."""
        with self.asking:
            told = self.imgur.told().user
            assert told is not None
            state = WindowState(self.imgur.limit, self.imgur.used, told.resets_at)
            try:
                limiter.restore({"client-day": state, "user-hour": state}, under_way=[(10, False)] * 8)
            except BudgetUnknownError:
                time.sleep(0.1)

    def recovers_within(self, seconds: float) -> bool:
        since = time.monotonic()
        while time.monotonic() < since + seconds:
            if self.last_grant > since:
                return True
            time.sleep(0.02)
        return False


@pytest.fixture
def server(tmp_path) -> Iterator[RunningValkey]:
    running = RunningValkey(tmp_path / "valkey")
    yield running
    running.close()


@pytest.fixture
def under_load(server: RunningValkey) -> Iterator[Callable[[int], Load]]:
    threads: list[threading.Thread] = []
    loads: list[Load] = []

    def begin(limit: int) -> Load:
        load = Load(server.url, Imgur(limit))
        loads.append(load)
        threads.extend(threading.Thread(target=load.run) for _ in range(8))
        for thread in threads:
            thread.start()
        assert load.recovers_within(10)
        return load

    yield begin
    for load in loads:
        load.is_over.set()
    for thread in threads:
        thread.join(20)


def test_an_emptied_redis_is_on_its_feet_within_seconds_and_nothing_is_overspent(server, under_load):
    load = under_load(20_000)
    client = redis.Redis.from_url(server.url)

    for _ in range(3):
        time.sleep(0.2)
        client.flushall()
        assert load.recovers_within(10)

    load.imgur.limit = load.imgur.used + 500
    time.sleep(1.5)
    load.is_over.set()
    assert load.imgur.used <= load.imgur.limit


def test_a_killed_redis_is_on_its_feet_within_seconds_and_nothing_is_overspent(server, under_load):
    load = under_load(20_000)

    server.end(signal.SIGKILL)
    time.sleep(0.5)
    server.start()
    assert load.recovers_within(10)

    load.imgur.limit = load.imgur.used + 500
    time.sleep(1.5)
    load.is_over.set()
    assert load.imgur.used <= load.imgur.limit


def _reserve_and_die(url: str, count: int) -> None:
    limiter = limiter_at(url)
    for _ in range(count):
        limiter.reserve(Claim(cost=10, lane=Lane.INTERACTIVE, team_pk=1))
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_killed_worker_had_reserved_is_not_spent_again(server, under_load):
    limiter_at(server.url).restore(windows(day=10**6, hour=2_000), under_way=[])
    load = under_load(2_000)
    worker = multiprocessing.get_context("fork").Process(target=_reserve_and_die, args=(server.url, 5))

    worker.start()
    worker.join(20)
    time.sleep(4)
    load.is_over.set()

    assert worker.exitcode == -signal.SIGKILL
    # Its five calls may have reached Imgur: their credits stay out of reach.
    assert load.imgur.used <= 2_000 - 5 * 10
