"""Starting again, stopping in order, and leaving nothing behind, looked at from outside with tiny programs."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.fixtures.processes import is_running, wait_until
from tests.launch.conftest import Launcher

Launch = Callable[..., Launcher]
Patient = Callable[..., dict[str, Any]]

# Does not end by itself, and has a child that ignores SIGTERM too.
STUBBORN = "trap '' TERM; (trap '' TERM; sleep 300) & while :; do sleep 0.05; done"


def test_it_starts_a_killed_process_again_and_leaves_the_others_alone(launch: Launch, patient: Patient) -> None:
    launcher = launch(patient("web"), patient("worker"))
    before = launcher.pids

    os.kill(before["web"], signal.SIGKILL)

    wait_until(lambda: launcher.pids.get("web") not in {None, before["web"]}, seconds=10, what="web runs again")
    assert launcher.pids["worker"] == before["worker"]
    assert is_running(launcher.pids["web"])
    assert "web was ended by SIGKILL" in launcher.said


def test_it_kills_what_a_dead_process_left_in_its_group(launch: Launch) -> None:
    launcher = launch({"name": "web", "shell": "sleep 300 & while :; do sleep 0.05; done"})
    leader = launcher.pids["web"]
    wait_until(lambda: len(launcher.everybody()) >= 2, seconds=5, what="web has a child")
    before = launcher.everybody()

    os.kill(leader, signal.SIGKILL)

    wait_until(lambda: launcher.pids.get("web") not in {None, leader}, seconds=10, what="web runs again")
    assert not any(map(is_running, before))


def test_it_stops_stage_by_stage_on_sigterm_and_leaves_nothing(launch: Launch, patient: Patient) -> None:
    launcher = launch(patient("valkey", 5), patient("worker", 3), patient("web", 1))
    everybody = {*launcher.everybody(), *launcher.pids.values()}

    launcher.process.send_signal(signal.SIGTERM)

    assert launcher.process.wait(timeout=15) == 0
    assert launcher.ended == ["web", "worker", "valkey"]
    assert not any(map(is_running, everybody))
    assert launcher.pids == {}


def test_it_stops_on_ctrl_c_and_on_a_closed_terminal(launch: Launch, patient: Patient) -> None:
    for number in (signal.SIGINT, signal.SIGHUP):
        launcher = launch(patient("web"))
        launcher.process.send_signal(number)
        assert launcher.process.wait(timeout=15) == 0
    assert launcher.ended == ["web", "web"]


def test_it_kills_what_does_not_stop_in_its_time(launch: Launch, end_quickly: Callable[[Launcher], int]) -> None:
    launcher = launch({"name": "worker", "shell": STUBBORN, "stop_seconds": 0.5})
    wait_until(lambda: len(launcher.everybody()) >= 2, seconds=5, what="worker has a child")
    everybody = launcher.everybody()

    assert end_quickly(launcher) == 0

    assert "worker did not stop within 0.5 s and is killed." in launcher.said
    assert not any(map(is_running, everybody))


def test_it_does_not_wait_after_a_second_ctrl_c(launch: Launch) -> None:
    launcher = launch({"name": "worker", "shell": STUBBORN, "stop_seconds": 60})

    launcher.process.send_signal(signal.SIGINT)
    time.sleep(1.5)
    assert launcher.process.poll() is None
    launcher.process.send_signal(signal.SIGINT)

    assert launcher.process.wait(timeout=5) == 0


def test_it_leaves_nothing_when_it_is_killed_itself(launch: Launch, patient: Patient) -> None:
    launcher = launch(patient("valkey", 5), patient("web", 1), {"name": "other", "shell": "sleep 300 & wait"})
    everybody = {*launcher.everybody(), *launcher.pids.values()}
    assert len(everybody) >= 5

    launcher.process.kill()
    launcher.process.wait()

    wait_until(lambda: not any(map(is_running, everybody)), seconds=10, what="nothing is left")
    assert launcher.ended == ["web", "valkey"]


def test_it_leaves_nothing_when_killed_after_the_watchdog_was(launch: Launch, patient: Patient) -> None:
    launcher = launch(patient("web"))
    first = launcher.pids["watchdog"]
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: launcher.pids.get("watchdog") not in {None, first}, seconds=5, what="another watchdog runs")
    everybody = {*launcher.everybody(), *launcher.pids.values()}

    launcher.process.kill()
    launcher.process.wait()

    wait_until(lambda: not any(map(is_running, everybody)), seconds=10, what="nothing is left")


def test_it_reports_a_process_that_keeps_crashing_and_goes_on_trying(launch: Launch) -> None:
    crashing = {"name": "web", "shell": "echo the reason; exit 3"}
    launcher = launch(crashing, environment={"FIRST_DELAY_SECONDS": "0.01"})

    launcher.wait_until_said("web has ended 5 times in a row. Its last lines:")
    launcher.wait_until_said("    the reason")
    tries = launcher.said.count("web ended with exit code 3")

    wait_until(
        lambda: launcher.said.count("web ended with exit code 3") > tries, seconds=10, what="it is tried once more"
    )


def test_it_says_so_when_a_command_is_not_there(launch: Launch) -> None:
    launcher = launch({"name": "web", "shell": "exec /nowhere/program"})

    launcher.wait_until_said("/nowhere/program")
    launcher.wait_until_said("web ended with exit code 127")


def test_it_stops_when_its_parent_is_gone_if_it_was_told_so(launch: Launch, patient: Patient) -> None:
    # `make` killed without warning does not pass anything on.
    parent = (sys.executable, "-c", "import subprocess, sys; subprocess.run(sys.argv[1:])")
    launcher = launch(patient("web"), via=parent)
    everybody = {*launcher.everybody(), *launcher.pids.values()}

    launcher.process.kill()

    wait_until(lambda: not any(map(is_running, everybody)), seconds=10, what="everything has stopped")
    assert launcher.ended == ["web"]


def test_it_refuses_a_second_launcher_for_the_same_state(launch: Launch, patient: Patient) -> None:
    first = launch(patient("web"))

    second = launch(wait=False)

    assert second.process.wait(timeout=10) == 1
    assert f"ImgurHub already runs from {first.run_dir} (process {first.process.pid})" in second.said
    assert is_running(first.pids["web"])


def test_it_waits_for_the_clean_up_after_a_killed_launcher(launch: Launch, patient: Patient) -> None:
    first = launch(
        {"name": "slow", "shell": "trap 'sleep 2; echo slow >> ended; exit 0' TERM; while :; do sleep 0.05; done"}
    )
    old = first.everybody()
    first.process.kill()
    first.process.wait()

    second = launch(patient("web"), wait=False)

    wait_until(lambda: "web" in second.pids, seconds=15, what="the second launcher has started")
    assert first.ended == ["slow"]
    assert not any(map(is_running, old))


def test_a_program_never_begins_when_the_launcher_dies_before_it_is_watched() -> None:
    from imgurhub.launch.child import _DOOR

    answer = subprocess.run(
        ["/bin/sh", "-c", _DOOR, "sh", "echo", "begun"], stdin=subprocess.DEVNULL, capture_output=True
    )

    assert answer.stdout == b""
