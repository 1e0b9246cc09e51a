"""The budget's reservations, beside a bare script call and two libraries that do the same three windows."""

import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import redis

from benchmarks import Row
from tests.fixtures.processes import RunningValkey

PROCESSES = (1, 4, 16)
ROUNDS = 5
CALLS = 1_500
# So wide that nothing is refused: what is measured is a reservation that is granted.
PLENTY = 10**9
NAMES = ("bare EVALSHA", "reserve", "reserve + settle", "the pair with figures", "limits", "pyrate-limiter")

Act = Callable[[], object]


def measure() -> Iterator[Row]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    with tempfile.TemporaryDirectory(prefix="imgurhub-bench-") as folder:
        server = RunningValkey(Path(folder))
        try:
            for processes in PROCESSES:
                yield from _side_by_side(server.url, processes)
            yield from _memory(server.url)
        finally:
            server.close()


def _side_by_side(url: str, processes: int) -> Iterator[Row]:
    """All contestants in turn, round after round, so that whatever else the machine does meets them alike."""
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in NAMES}
    for _ in range(ROUNDS):
        for name in NAMES:
            redis.Redis.from_url(url).flushall()
            seen[name].append(_run(url, name, processes))
    rate = {name: statistics.median(rate for rate, _ in runs) for name, runs in seen.items()}
    p99 = {name: statistics.median(p99 for _, p99 in runs) for name, runs in seen.items()}
    for name in NAMES:
        note = f"p99 {p99[name] * 1000:.2f} ms, {rate[name] / rate[NAMES[0]]:.2f} of a bare call"
        yield Row(f"{processes} processes: {name}", rate[name], "a second", note)
    yield Row(f"{processes} processes: reserve beside limits", rate["reserve"] / rate["limits"], "times")
    yield Row(
        f"{processes} processes: reserve beside pyrate-limiter", rate["reserve"] / rate["pyrate-limiter"], "times"
    )
    yield Row(f"{processes} processes: p99 of reserve beside a bare call", p99["reserve"] / p99[NAMES[0]], "times")


def _run(url: str, name: str, processes: int) -> tuple[float, float]:
    """Calls a second of all processes together, and the 99th percentile of a call's seconds."""
    _limiter(url)  # the windows are there before anybody calls
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(processes + 1)
    results: Any = context.Queue()
    workers = [context.Process(target=_work, args=(url, name, barrier, results)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    barrier.wait()
    begun_at = time.perf_counter()
    lasted = sorted(seconds for _ in workers for seconds in results.get())
    elapsed = time.perf_counter() - begun_at
    for worker in workers:
        worker.join()
    return len(lasted) / elapsed, lasted[int(len(lasted) * 0.99)]


def _work(url: str, name: str, barrier: Any, results: Any) -> None:
    act = CONTESTANTS[name](url)
    for _ in range(50):
        act()
    barrier.wait()
    lasted = []
    for _ in range(CALLS):
        begun_at = time.perf_counter()
        act()
        lasted.append(time.perf_counter() - begun_at)
    results.put(lasted)


def _bare(url: str) -> Act:
    client = redis.Redis.from_url(url)
    digest = client.script_load("return 1")
    return lambda: client.evalsha(digest, 2, "{budget}1", "{budget}2", 1)


def _limiter(url: str) -> Any:
    import django

    django.setup()
    from media_sync.budget import Limiter, WindowState
    from media_sync.budget.limiter import rules_for
    from media_sync.budget.store import BudgetStore

    limiter = Limiter(BudgetStore(app_pk=1, egress="here", client=redis.Redis.from_url(url), rules=rules_for()))
    full = WindowState(PLENTY, 0, None)
    limiter.restore(dict.fromkeys(("client-day", "user-hour", "post-hour"), full), under_way=[])
    return limiter


def _claim() -> Any:
    from media_sync.budget import Claim
    from media_sync.models import Lane

    return Claim(cost=1, lane=Lane.UPLOAD, team_pk=1, is_post=True)


def _reserve(url: str) -> Act:
    limiter, claim = _limiter(url), _claim()
    return lambda: limiter.reserve(claim)


def _reserve_and_settle(url: str) -> Act:
    from imgur import RateLimits

    limiter, claim, silent = _limiter(url), _claim(), RateLimits()
    return lambda: limiter.settle(limiter.reserve(claim), silent)


def _pair_with_figures(url: str) -> Act:
    """As nearly every call goes: Imgur's answer tells what is left, and that is settled with it."""
    from imgur import RateLimits, Window

    limiter, claim, used = _limiter(url), _claim(), 0

    def act() -> None:
        nonlocal used
        used += 1
        window = Window(limit=PLENTY, remaining=PLENTY - used, resets_at=None)
        limiter.settle(limiter.reserve(claim), RateLimits(client=window, user=window, post=window))

    return act


def _limits(url: str) -> Act:
    from limits import RateLimitItemPerDay, RateLimitItemPerHour
    from limits.storage import RedisStorage
    from limits.strategies import FixedWindowRateLimiter

    limiter = FixedWindowRateLimiter(RedisStorage(url))
    day, hour, posts = RateLimitItemPerDay(PLENTY), RateLimitItemPerHour(PLENTY), RateLimitItemPerHour(PLENTY)
    return lambda: limiter.hit(day, "app1") and limiter.hit(hour, "here") and limiter.hit(posts, "here", "post")


def _pyrate(url: str) -> Act:
    from pyrate_limiter import Duration, Limiter, Rate, RedisBucket

    client = redis.Redis.from_url(url)
    limiters = [
        Limiter(RedisBucket.init([Rate(PLENTY, length)], client, name))
        for name, length in (("day", Duration.DAY), ("hour", Duration.HOUR), ("posts", Duration.HOUR))
    ]
    return lambda: [limiter.try_acquire("app1", blocking=False) for limiter in limiters]


def _memory(url: str) -> Iterator[Row]:
    from imgur import RateLimits

    client = redis.Redis.from_url(url)
    client.flushall()
    limiter, claim = _limiter(url), _claim()
    for reservation in [limiter.reserve(claim) for _ in range(200)]:
        limiter.settle(reservation, RateLimits())
    size = sum(int(client.memory_usage(key) or 0) for key in client.scan_iter())
    yield Row("state of the four windows", size / 4, "bytes", "a window, by MEMORY USAGE")


CONTESTANTS: dict[str, Callable[[str], Act]] = {
    "bare EVALSHA": _bare,
    "reserve": _reserve,
    "reserve + settle": _reserve_and_settle,
    "the pair with figures": _pair_with_figures,
    "limits": _limits,
    "pyrate-limiter": _pyrate,
}
