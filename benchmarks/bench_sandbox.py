"""The stand-in for Imgur: how long its world takes to make, and how many calls one worker answers."""

import http.client
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from benchmarks import Row
from tests.fixtures.sandbox import Person, Sandbox

CLIENTS, SECONDS = 4, 4.0
RESETS = 20


def measure() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="imgurhub-bench-") as folder:
        begun_at = time.perf_counter()
        # Preparing is the first thing that it does.
        sandbox = Sandbox(Path(folder) / "state", {"SANDBOX_USER_HOUR": "10000000", "SANDBOX_CLIENT_DAY": "10000000"})
        yield Row("world, made from nothing", time.perf_counter() - begun_at, "s")
        yield Row("its pictures", _megabytes(Path(folder) / "state" / "world"), "MB")
        sandbox.start()
        try:
            yield from _calls(sandbox)
            begun_at = time.perf_counter()
            for _ in range(RESETS):
                sandbox.reset()
            yield Row("reset", (time.perf_counter() - begun_at) / RESETS * 1000, "ms")
        finally:
            sandbox.kill()
            shutil.rmtree(sandbox.folder)


def _calls(sandbox: Sandbox) -> Iterator[Row]:
    person = sandbox.people["trailwiki"]
    image = sandbox.api("GET", "account/me/images/ids", headers=person.bearer).json()["data"][0]
    paths = {
        "GET image/{id}": f"/3/image/{image}",
        "GET account/me": "/3/account/me",
        "GET account/me/images, 19 of them": "/3/account/me/images",
        "GET a thumbnail": f"/i/{image}m.jpg",
        "GET gallery, 60 posts": "/3/gallery/hot/viral/0",
    }
    for what, path in paths.items():
        yield Row(what, _rate(sandbox, path, person), "calls/s", f"1 worker, {CLIENTS} clients on the same cores")


def _rate(sandbox: Sandbox, path: str, person: Person) -> float:
    """Calls answered in a second, by clients that keep their connections."""
    until = time.perf_counter() + SECONDS

    def call(_: int) -> int:
        count = 0
        with closing(http.client.HTTPConnection("127.0.0.1", sandbox.port, timeout=30)) as connection:
            while time.perf_counter() < until:
                connection.request("GET", path, headers=person.bearer)
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    raise RuntimeError(f"{path} answered {answer.status}.")
                count += 1
        return count

    begun_at = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        total = sum(clients.map(call, range(CLIENTS)))
    return total / (time.perf_counter() - begun_at)


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.iterdir()) / 1_000_000
