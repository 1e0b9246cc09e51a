"""Programs that run to their end before the hub starts."""

import os
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from imgurhub.launch.child import Program
from imgurhub.launch.errors import LaunchError, StoppedError
from imgurhub.launch.guard import Guard
from imgurhub.launch.output import Output
from imgurhub.launch.supervisor import Supervisor


@pytest.fixture
def terminal() -> StringIO:
    return StringIO()


@pytest.fixture
def supervisor(tmp_path: Path, terminal: StringIO) -> Iterator[Supervisor]:
    guard = Guard()
    supervisor = Supervisor(guard, Output(tmp_path / "logs", terminal))
    yield supervisor
    supervisor.stop_all()
    guard.release()


def step(folder: Path, code: str) -> Program:
    return Program("step", (sys.executable, "-c", code), os.environ, folder)


def test_it_answers_what_a_step_prints_and_logs_what_it_complains(
    supervisor: Supervisor, terminal: StringIO, tmp_path: Path
) -> None:
    code = "import sys; print('{\"a\": 1}'); sys.stderr.write('a complaint\\n')"

    assert supervisor.run(step(tmp_path, code), what="Trying") == '{"a": 1}\n'

    assert "step     | a complaint" in terminal.getvalue()
    assert '"a"' not in terminal.getvalue()


def test_it_takes_a_large_answer(supervisor: Supervisor, tmp_path: Path) -> None:
    assert len(supervisor.run(step(tmp_path, "print('x' * 1_000_000)"), what="Trying")) == 1_000_001


def test_it_names_the_step_that_did_not_succeed(supervisor: Supervisor, tmp_path: Path) -> None:
    with pytest.raises(LaunchError, match=r"Trying did not succeed \(step ended with exit code 7"):
        supervisor.run(step(tmp_path, "raise SystemExit(7)"), what="Trying")


def test_it_runs_steps_at_the_same_time(supervisor: Supervisor, tmp_path: Path) -> None:
    # Each waits for the other, so one after the other would never end.
    wait = (
        "import pathlib, time; pathlib.Path({mine!r}).touch()\n"
        "while not pathlib.Path({theirs!r}).exists(): time.sleep(.01)\n"
        "print({mine!r})"
    )
    steps = [
        (step(tmp_path, wait.format(mine="a", theirs="b")), "First"),
        (step(tmp_path, wait.format(mine="b", theirs="a")), "Second"),
    ]

    assert supervisor.run_together(steps) == ["a\n", "b\n"]


def test_it_gives_up_a_step_when_told_to_stop(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.stop()

    with pytest.raises(StoppedError):
        supervisor.run(step(tmp_path, "import time; time.sleep(300)"), what="Trying")
