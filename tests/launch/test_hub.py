"""The real thing: the whole hub, started, disturbed and stopped as a person or a power cut would."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
import redis
import requests

from tests.fixtures.ports import free_port
from tests.fixtures.processes import ROOT, Hub, clean_environment, is_running, wait_until

MakeHub = Callable[..., Hub]
# Without the sandbox a start takes a third of the time. Nothing listens at that address; Imgur itself is not reached.
OWN_APPLICATION = {
    "IMGUR_CLIENT_ID": "0123456789abcde",
    "IMGUR_CLIENT_SECRET": "f" * 40,
    "IMGUR_API_URL": "http://127.0.0.1:1",
}


def is_ready(hub: Hub) -> bool:
    try:
        return requests.get(f"{hub.url}/readyz", timeout=5).ok
    except (requests.ConnectionError, requests.Timeout):
        return False


def family(hub: Hub) -> set[int]:
    """Every process of the hub: those it names, and all in their groups."""
    named = set(hub.pids.values())
    listed = subprocess.run(["ps", "-A", "-o", "pid=,pgid="], capture_output=True, text=True, check=True).stdout
    return named | {int(pid) for pid, group in map(str.split, listed.splitlines()) if int(group) in named}


def test_it_tells_how_to_get_in(hub: Hub) -> None:
    assert is_ready(hub)
    assert {
        "url", "email", "password", "redis_url", "sandbox_url", "client_id", "client_secret",
        "imgur_username", "imgur_password", "access_token", "refresh_token",
    } == set(hub.demo)  # fmt: skip
    assert hub.demo["url"] == hub.url
    assert hub.demo["password"] in hub.log
    assert set(hub.pids) == {"launcher", "watchdog", "valkey", "sandbox", "worker", "beat", "web"}
    assert redis.Redis.from_url(hub.demo["redis_url"]).ping()


def test_its_owner_can_sign_in(hub: Hub) -> None:
    with requests.Session() as browser:
        page = browser.get(f"{hub.url}/accounts/login/", timeout=30)
        answer = browser.post(
            f"{hub.url}/accounts/login/",
            data={
                "login": hub.demo["email"],
                "password": hub.demo["password"],
                "csrfmiddlewaretoken": browser.cookies["imgurhub_csrf"],
            },
            headers={"Referer": page.url},
            allow_redirects=False,
            timeout=30,
        )
    assert answer.status_code == 302
    assert "imgurhub_session" in answer.cookies


def test_the_sandbox_knows_the_hubs_application_and_person(hub: Hub) -> None:
    answer = requests.get(
        f"{hub.demo['sandbox_url']}/3/account/me",
        headers={"Authorization": f"Bearer {hub.demo['access_token']}"},
        timeout=30,
    )
    assert answer.status_code == 200
    assert answer.json()["data"]["url"] == hub.demo["imgur_username"]


def test_another_shell_finds_the_running_hub(hub: Hub) -> None:
    code = "from django.conf import settings; print(settings.REDIS_URL, settings.IMGUR_API_URL, settings.IMGUR_DEMO)"

    answer = hub.manage("shell", "--no-imports", "-c", code)

    assert answer.stdout.split() == [hub.demo["redis_url"], hub.demo["sandbox_url"], "True"]
    assert "does not run" not in answer.stderr


def test_setup_in_another_shell_changes_no_password(hub: Hub) -> None:
    answer = hub.manage("setup", "--json")
    assert answer.returncode == 0, answer.stderr
    assert hub.demo["password"] in answer.stdout


def test_no_secret_is_in_a_log_or_on_a_command_line(hub: Hub) -> None:
    secrets = [hub.demo[name] for name in ("client_secret", "access_token", "refresh_token")]
    secrets.append(hub.demo["redis_url"].split(":")[2].partition("@")[0])
    lines = subprocess.run(["ps", "-A", "-o", "args="], capture_output=True, text=True, check=True).stdout
    written = "".join(path.read_text() for path in (hub.run_dir / "logs").glob("*.log"))

    assert "imgurhub" in lines
    assert "worker@" in written
    for secret in [*secrets, hub.demo["password"]]:
        assert secret not in lines
        assert secret not in written


def test_its_state_is_its_owners_alone(hub: Hub) -> None:
    assert stat.S_IMODE(hub.run_dir.stat().st_mode) == 0o700
    for name in ("env", "demo.json", "secrets.json", "imgurhub.sqlite3", "valkey/valkey.conf", "logs/web.log"):
        assert stat.S_IMODE((hub.run_dir / name).stat().st_mode) == 0o600, name


def test_it_refuses_to_start_twice(hub: Hub) -> None:
    before = hub.pids
    second = subprocess.run(
        [sys.executable, "-m", "imgurhub.launch"],
        cwd=ROOT,
        env=clean_environment({"IMGURHUB_RUN_DIR": str(hub.run_dir), "PORT": str(free_port())}),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert second.returncode == 1
    assert f"ImgurHub already runs from {hub.run_dir}" in second.stderr
    assert hub.pids == before
    assert is_ready(hub)


@pytest.mark.parametrize("variable", ["PORT", "SANDBOX_PORT"])
def test_it_names_a_taken_port(variable: str, tmp_path: object) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        environment = {"IMGURHUB_RUN_DIR": str(tmp_path), "PORT": str(free_port()), variable: str(port)}
        answer = subprocess.run(
            [sys.executable, "-m", "imgurhub.launch"],
            cwd=ROOT,
            env=clean_environment(environment),
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"ImgurHub cannot start. Port {port} is taken by another program.")
    assert f"{variable}=" in answer.stderr


def test_it_names_a_redis_that_does_not_answer(tmp_path: object) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "imgurhub.launch"],
        cwd=ROOT,
        env=clean_environment(
            {
                "IMGURHUB_RUN_DIR": str(tmp_path),
                "PORT": str(free_port()),
                "SANDBOX_PORT": str(free_port()),
                "REDIS_URL": f"redis://:a-password@127.0.0.1:{free_port()}/0",
            }
        ),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.returncode == 1
    assert "The server that REDIS_URL names" in answer.stderr
    assert "a-password" not in answer.stdout + answer.stderr


@pytest.mark.slow
def test_it_recovers_from_the_loss_of_every_process_and_stops_without_a_trace(make_hub: MakeHub) -> None:
    hub = make_hub()
    hub.start()
    with redis.Redis.from_url(hub.demo["redis_url"]) as client:
        client.set("kept", "yes")
    # The append-only file is brought to the disk every second.
    time.sleep(1.2)

    for name in ("web", "worker", "beat", "sandbox", "valkey"):
        killed = hub.kill(name)
        wait_until(lambda: hub.pids.get(name) not in {None, killed}, seconds=60, what=f"{name} runs again")  # noqa: B023
    wait_until(lambda: is_ready(hub), seconds=90, what="the hub is ready again")
    with redis.Redis.from_url(hub.demo["redis_url"]) as client:
        assert client.get("kept") == b"yes"

    everybody = family(hub)
    assert len(everybody) >= 9
    assert hub.stop() == 0
    assert not any(map(is_running, everybody))


@pytest.mark.slow
def test_it_loses_nothing_over_a_stop_and_leaves_nothing_when_the_launcher_is_killed(make_hub: MakeHub) -> None:
    hub = make_hub(**OWN_APPLICATION)
    hub.start()
    before = hub.demo
    with redis.Redis.from_url(before["redis_url"]) as client:
        client.set("kept", "yes")
    hub.stop(signal.SIGINT)

    stopped = hub.manage("check")
    assert stopped.returncode == 0
    assert f"ImgurHub does not run from {hub.run_dir} at present" in stopped.stderr

    hub.start()
    assert hub.demo == before
    with redis.Redis.from_url(before["redis_url"]) as client:
        assert client.get("kept") == b"yes"

    everybody = family(hub)
    os.kill(hub.pids["launcher"], signal.SIGKILL)
    wait_until(lambda: not any(map(is_running, everybody - {hub.pids["launcher"]})), seconds=60, what="nothing is left")
    hub.stop()

    # The state is as good as after an ordinary stop.
    hub.start()
    assert is_ready(hub)
    assert hub.demo == before


@pytest.mark.slow
def test_with_an_application_and_a_redis_of_ones_own_neither_stand_in_starts(make_hub: MakeHub, valkey: str) -> None:
    hub = make_hub(**OWN_APPLICATION, REDIS_URL=valkey, WORKERS="2")
    hub.start()

    assert set(hub.pids) == {"launcher", "watchdog", "worker-1", "worker-2", "beat", "web"}
    assert hub.demo["redis_url"] == valkey
    assert "sandbox_url" not in hub.demo
    # Ready with its first worker; the second shows a sign of life a moment later.
    wait_until(
        lambda: "imgurhub_workers_up 2.0" in requests.get(f"{hub.url}/metrics", timeout=30).text,
        seconds=90,
        what="both workers are up",
    )
    answer = hub.manage(
        "shell", "--no-imports", "-c", "from django.conf import settings; print(settings.IMGUR_CLIENT_ID)"
    )
    assert answer.stdout.strip() == "0123456789abcde"
