"""A launcher of tiny programs, started as a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.processes import ROOT, is_running, wait_until

# Notes its end, so that a test sees who ended, and in which order.
PATIENT = "trap 'echo {name} >> ended; exit 0' TERM; while :; do sleep 0.05; done"


class Launcher:
    """The launcher under test, the processes that it named, and what it said."""

    def __init__(self, run_dir: Path, environment: dict[str, str], *, via: tuple[str, ...] = ()) -> None:
        self.run_dir = run_dir
        self._log = run_dir / f"terminal-{time.monotonic_ns()}"
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [*via, sys.executable, "-m", "tests.launch.driver", str(run_dir)],
                cwd=ROOT,
                env={**os.environ, **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._log.read_text()

    @property
    def pids(self) -> dict[str, int]:
        try:
            found: dict[str, int] = json.loads((self.run_dir / "processes.json").read_text())
        except FileNotFoundError:
            return {}
        return found

    @property
    def ended(self) -> list[str]:
        """Who noted its end, in order."""
        path = self.run_dir / "ended"
        return path.read_text().split() if path.exists() else []

    def wait_until_said(self, text: str, *, seconds: float = 15) -> None:
        wait_until(lambda: text in self.said, seconds=seconds, what=f"the launcher says {text!r}:\n{self.said}")

    def everybody(self) -> set[int]:
        """All processes in the groups of those that it looks after."""
        leaders = {pid for name, pid in self.pids.items() if name not in {"launcher", "watchdog"}}
        listed = subprocess.run(["ps", "-A", "-o", "pid=,pgid="], capture_output=True, text=True, check=True).stdout
        return {int(pid) for pid, group in (line.split() for line in listed.splitlines()) if int(group) in leaders}


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[..., Launcher]]:
    """Starts ``launch({"name", "shell", ...}, ...)`` and waits until it has; everything has ended after the test."""
    made: list[Launcher] = []

    def start(*programs: dict[str, Any], environment: dict[str, str] | None = None, **options: Any) -> Launcher:
        if programs:
            (tmp_path / "programs.json").write_text(json.dumps(programs))
        launcher = Launcher(tmp_path, environment or {}, via=options.get("via", ()))
        made.append(launcher)
        if options.get("wait", True):
            launcher.wait_until_said("Started.")
        return launcher

    yield start
    remaining = {pid for launcher in made for pid in launcher.pids.values()}
    for launcher in made:
        launcher.process.kill()
        launcher.process.wait()
    wait_until(lambda: not any(map(is_running, remaining)), seconds=15, what="the watchdogs have cleaned up")


@pytest.fixture
def patient() -> Callable[..., dict[str, Any]]:
    """A program that waits for SIGTERM and notes it."""

    def make(name: str, stage: int = 1) -> dict[str, Any]:
        return {"name": name, "shell": PATIENT.format(name=name), "stage": stage}

    return make


@pytest.fixture
def end_quickly() -> Callable[[Launcher], int]:
    """Sends SIGTERM and answers the exit code."""

    def end(launcher: Launcher) -> int:
        launcher.process.send_signal(signal.SIGTERM)
        return launcher.process.wait(timeout=20)

    return end
