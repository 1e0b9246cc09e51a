"""Four published ways to lose credits, and bursts across a window's edge: the budget beside two libraries."""

import multiprocessing
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import redis

from benchmarks import Row
from tests.fixtures.processes import RunningValkey

DAY, HOUR, POSTS, PLENTY = 12_500, 500, 1_250, 10**9
PROCESSES = 16
# (cost, lane, is a POST, address) -> granted
Ask = Callable[[int, str, bool, str], bool]
Make = Callable[[str, dict[str, int]], Ask]


def measure() -> Iterator[Row]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    with tempfile.TemporaryDirectory(prefix="imgurhub-bench-") as folder:
        server = RunningValkey(Path(folder))
        try:
            for what, judge in PROMISES.items():
                for name, make in CONTESTANTS.items():
                    redis.Redis.from_url(server.url).flushall()
                    value, holds, note = judge(server.url, make)
                    yield Row(f"{what}: {name}", value, "credits", f"{'pass' if holds else 'FAIL'}, {note}")
            yield from _bursts(server.url)
        finally:
            server.close()


def _ceiling(url: str, make: Make) -> tuple[int, bool, str]:
    """S1: sixteen processes ask for 1 or 10 until nothing is left."""
    limits = {"day": DAY, "hour": PLENTY, "post": PLENTY}
    make(url, limits)
    granted = _by_many(_ask_until_refused, (url, make, limits))
    return granted, granted == DAY, f"{DAY} were there"


def _ask_until_refused(url: str, make: Make, limits: dict[str, int], number: int) -> int:
    ask, dice, granted, refused = make(url, limits), random.Random(number), 0, 0
    while refused < 60:
        cost = dice.choice((1, 10))
        if ask(cost, "interactive", False, "here"):
            granted, refused = granted + cost, 0
        else:
            refused += 1
    return granted


def _over_their_hour(url: str, make: Make) -> tuple[int, bool, str]:
    """S2: addresses over their hour keep asking; the day has room for the others all the same."""
    limits = {"day": DAY, "hour": HOUR, "post": PLENTY}
    ask = make(url, limits)
    granted = 0
    for address in range(5):
        granted += sum(ask(1, "interactive", False, f"address{address}") for _ in range(HOUR * 3))
    others = sum(ask(1, "interactive", False, f"other{number % 40}") for number in range(DAY - 5 * HOUR))
    return granted + others, granted + others == DAY, f"{DAY} could be used"


def _flood(url: str, make: Make) -> tuple[int, bool, str]:
    """S3: a flood in the background; then people ask."""
    ask = make(url, {"day": PLENTY, "hour": HOUR, "post": PLENTY})
    for _ in range(HOUR * 2):
        ask(1, "backfill", False, "here")
    left = sum(ask(1, "interactive", False, "here") for _ in range(HOUR))
    return left, left >= HOUR * 0.05, f"of {HOUR} an hour were left to people"


def _full_posts(url: str, make: Make) -> tuple[int, bool, str]:
    """S4: the hour of POSTs is full and they keep coming; then somebody reads."""
    ask = make(url, {"day": PLENTY, "hour": POSTS + 700, "post": POSTS})
    posted = sum(ask(1, "interactive", True, "here") for _ in range(POSTS * 2))
    read = sum(ask(1, "interactive", False, "here") for _ in range(2_000))
    return read, posted == POSTS and read == 700, f"of 700 were left to reading after {posted} POSTs"


def _by_many(work: Callable[..., int], arguments: tuple[Any, ...]) -> int:
    context = multiprocessing.get_context("fork")
    with context.Pool(PROCESSES) as pool:
        return sum(pool.starmap(work, [(*arguments, number) for number in range(PROCESSES)]))


def _ours(url: str, limits: dict[str, int]) -> Ask:
    import django

    django.setup()
    from media_sync.budget import BudgetError, Claim, Limiter, WindowState
    from media_sync.budget.store import BudgetStore, Rules
    from media_sync.models import Lane

    client = redis.Redis.from_url(url)
    rules = Rules(day_margin=0, post_limit=limits["post"], upload_limit=0, upload_window_ms=3_600_000)
    limiters: dict[str, Limiter] = {}

    def limiter_at(address: str) -> Limiter:
        if address not in limiters:
            limiter = limiters[address] = Limiter(BudgetStore(app_pk=1, egress=address, client=client, rules=rules))
            now = datetime.now(UTC)
            names = {"client-day": ("day", 24), "user-hour": ("hour", 1), "post-hour": ("post", 1)}
            limiter.restore(
                {
                    name: WindowState(limits[key], 0, now + timedelta(hours=hours))
                    for name, (key, hours) in names.items()
                },
                under_way=[],
            )
        return limiters[address]

    def ask(cost: int, lane: str, is_post: bool, address: str) -> bool:
        try:
            limiter_at(address).reserve(Claim(cost=cost, lane=Lane[lane.upper()], team_pk=1, is_post=is_post))
        except BudgetError:
            return False
        return True

    limiter_at("here")
    return ask


def _limits(url: str, limits: dict[str, int]) -> Ask:
    from limits import RateLimitItemPerDay, RateLimitItemPerHour
    from limits.storage import RedisStorage
    from limits.strategies import FixedWindowRateLimiter

    limiter = FixedWindowRateLimiter(RedisStorage(url))
    day, hour, post = (
        RateLimitItemPerDay(limits["day"]),
        RateLimitItemPerHour(limits["hour"]),
        RateLimitItemPerHour(limits["post"]),
    )

    def ask(cost: int, lane: str, is_post: bool, address: str) -> bool:
        return (
            limiter.hit(day, "app1", cost=cost)
            and limiter.hit(hour, address, cost=cost)
            and (not is_post or limiter.hit(post, address, "post"))
        )

    return ask


def _pyrate(url: str, limits: dict[str, int]) -> Ask:
    from pyrate_limiter import Duration, Limiter, Rate, RedisBucket

    client = redis.Redis.from_url(url)
    made: dict[str, Limiter] = {}

    def limiter(name: str, limit: int, length: int) -> Limiter:
        if name not in made:
            made[name] = Limiter(RedisBucket.init([Rate(limit, length)], client, name))
        return made[name]

    def ask(cost: int, lane: str, is_post: bool, address: str) -> bool:
        return bool(
            limiter("day", limits["day"], Duration.DAY).try_acquire("app1", weight=cost, blocking=False)
            and limiter(address, limits["hour"], Duration.HOUR).try_acquire(address, weight=cost, blocking=False)
            and (not is_post or limiter(f"{address}-post", limits["post"], Duration.HOUR).try_acquire(
                "post", blocking=False
            ))
        )  # fmt: skip

    return ask


def _bursts(url: str) -> Iterator[Row]:
    """Bursts whenever the own window opens, against Imgur's windows, whose edges lie elsewhere (moved clocks)."""
    from media_sync.budget import Limiter
    from tests.media_sync.test_budget_machine import HOUR as LIMIT
    from tests.media_sync.test_budget_machine import BudgetMachine, Lane

    redis.Redis.from_url(url).flushall()
    from django.conf import settings

    from accounts.shared_redis import redis_client

    settings.REDIS_URL = url
    redis_client.cache_clear()
    machine = BudgetMachine()
    machine.begin()
    assert isinstance(machine.limiter, Limiter)
    for _ in range(30):
        machine.flood(Lane.INTERACTIVE, 10)
        machine.a_while_goes_by(20)
        machine.a_long_time_goes_by(3_590)
    most = machine.world.hour.most
    yield Row(
        "burst across an edge, the most in one of Imgur's windows",
        most,
        "credits",
        f"{'pass' if most <= LIMIT else 'FAIL'}, of {LIMIT}",
    )


CONTESTANTS: dict[str, Make] = {"the budget": _ours, "limits": _limits, "pyrate-limiter": _pyrate}
PROMISES: dict[str, Callable[[str, Make], tuple[int, bool, str]]] = {
    "S1 one ceiling, 16 processes": _ceiling,
    "S2 over their hour": _over_their_hour,
    "S3 a flood behind": _flood,
    "S4 POSTs are full": _full_posts,
}
