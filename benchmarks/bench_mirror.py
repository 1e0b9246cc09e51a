"""The mirror of 200 albums and 4,000 images, beside gallery-dl on the same account; and how it grows to 100,000."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import requests

from benchmarks import Row
from benchmarks.growth import grow
from tests.fixtures.processes import ROOT, Hub

ALBUMS, IMAGES_EACH = 200, 20
FILES = ALBUMS * IMAGES_EACH
# What a way across the world adds to every answer.
DELAY_MS = 50
PLENTY = "10000000"
SECONDS = 1_200
SETTINGS = {
    "SANDBOX_CONTROL": "1",
    "SANDBOX_COMMUNITY": "0",
    "SANDBOX_USER_HOUR": PLENTY,
    "SANDBOX_CLIENT_DAY": PLENTY,
    "WORKER_CONCURRENCY": "",
    "WEB_CONCURRENCY": "",
}


def measure() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="imgurhub-bench-") as folder:
        hub = Hub(Path(folder) / "run", SETTINGS)
        hub.start()
        try:
            yield from _beside_each_other(hub, Path(folder))
        finally:
            hub.stop()
    yield from grow()


def _beside_each_other(hub: Hub, folder: Path) -> Iterator[Row]:
    account = _control(hub, "accounts", {"username": "bench", "albums": ALBUMS, "images_each": IMAGES_EACH})
    _do(hub.manage("imgur_link", "--username", "bench", "--access-token", account["access_token"],
                   "--refresh-token", account["refresh_token"]))  # fmt: skip
    _control(hub, "limits", {"delay_milliseconds": DELAY_MS})

    def ours() -> None:
        answer = hub.manage("imgur_sync", "--account", "bench", "--wait", "--json", seconds=SECONDS)
        report = json.loads(_do(answer))
        if report["gap"] or report["originals"]["kept"] != FILES:
            raise RuntimeError(f"The mirror is not complete: {report}")

    def theirs() -> None:
        words = [sys.executable, "benchmarks/gallery_dl_at_sandbox.py", hub.demo["sandbox_url"],
                 account["access_token"], hub.demo["client_id"], str(folder / "gallery-dl"), "-q"]  # fmt: skip
        _do(subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS))

    credits: dict[str, tuple[int, int]] = {}
    seconds: dict[str, tuple[float, float]] = {}
    for who, run in (("ours", ours), ("gallery-dl", theirs)):
        first, second = _measured(hub, run), _measured(hub, run)
        credits[who], seconds[who] = (first[0], second[0]), (first[1], second[1])
        for name, (spent, lasted) in (("first", first), ("second", second)):
            yield Row(f"{who}, {name} run: credits", spent, "", f"{ALBUMS} albums, {FILES} images")
            yield Row(f"{who}, {name} run: wall time", lasted, "s", f"files included, {DELAY_MS} ms on every answer")
    (our_first, our_second), (their_first, their_second) = credits["ours"], credits["gallery-dl"]
    yield Row("credits, first run", our_first / their_first, "times", _verdict(our_first <= their_first))
    yield Row("credits, second run", our_second / their_second, "times", _verdict(our_second * 40 <= their_second))
    share = seconds["ours"][0] / seconds["gallery-dl"][0]
    yield Row("wall time, first run", share, "times", _verdict(share <= 0.2))


def _measured(hub: Hub, run: Callable[[], None]) -> tuple[int, float]:
    """Credits and seconds of one run."""
    before, begun_at = _spent(hub), time.perf_counter()
    run()
    return _spent(hub) - before, time.perf_counter() - begun_at


def _spent(hub: Hub) -> int:
    answer = requests.get(f"{hub.demo['sandbox_url']}/_control/state", timeout=30)
    return int(answer.json()["credits"]["spent"])


def _control(hub: Hub, path: str, body: dict[str, Any]) -> Any:
    answer = requests.post(f"{hub.demo['sandbox_url']}/_control/{path}", json=body, timeout=300)
    answer.raise_for_status()
    return answer.json()


def _do(answer: "subprocess.CompletedProcess[str]") -> str:
    if answer.returncode:
        raise RuntimeError(f"{' '.join(map(os.fspath, answer.args))} ended with {answer.returncode}: {answer.stderr}")
    return answer.stdout


def _verdict(holds: bool) -> str:
    return "pass" if holds else "FAIL"
