"""How long the hub takes to start and to stop, as a person meets it (packages installed, demo mode)."""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import Row
from tests.fixtures.processes import Hub, is_running, wait_until


def measure() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="imgurhub-bench-") as folder:
        hub = Hub(Path(folder) / "run", {"WEB_CONCURRENCY": "", "WORKER_CONCURRENCY": ""})
        try:
            yield Row(
                "first start, until everything is ready", _seconds(hub.start), "s", "database and demo world made"
            )
            yield Row("stop, until nothing is left", _seconds(hub.stop), "s")
            yield Row("second start", _seconds(hub.start), "s")
            pids = hub.pids
            launcher = pids.pop("launcher")
            os.kill(launcher, signal.SIGKILL)
            gone = _seconds(
                lambda: wait_until(lambda: not any(map(is_running, pids.values())), seconds=60, what="all is gone")
            )
            yield Row("after kill -9 of the launcher", gone, "s", "until nothing is left")
        finally:
            hub.stop()


def _seconds(work: Callable[[], object]) -> float:
    begun_at = time.perf_counter()
    work()
    return time.perf_counter() - begun_at
