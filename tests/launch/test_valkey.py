"""The embedded server with our options: ours alone, and with nothing lost by a stop."""

import signal
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from imgurhub.launch.valkey import Valkey
from tests.fixtures.processes import RunningValkey


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningValkey]:
    server = RunningValkey(tmp_path / "valkey")
    yield server
    server.close()


def test_it_lets_nobody_in_without_the_password(server: RunningValkey) -> None:
    address = server.url.rpartition("@")[2]
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(f"redis://{address}").ping()
    assert redis.Redis.from_url(server.url).ping()


def test_it_serves_this_computer_only(server: RunningValkey) -> None:
    client = redis.Redis.from_url(server.url)
    assert client.config_get("bind") == {"bind": "127.0.0.1"}
    assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_it_keeps_what_was_written_over_an_end(server: RunningValkey, number: int) -> None:
    with redis.Redis.from_url(server.url) as client:
        client.set("kept", "yes")
    if number == signal.SIGKILL:
        # The file is brought to the disk every second; that is the promise.
        time.sleep(1.2)
    server.end(number)
    server.start()

    with redis.Redis.from_url(server.url) as client:
        assert client.get("kept") == b"yes"


def test_it_keeps_its_port_and_its_password_private(tmp_path: Path) -> None:
    first = Valkey.in_run_dir(tmp_path)
    second = Valkey.in_run_dir(tmp_path)

    assert second.url == first.url
    config = tmp_path / "valkey" / "valkey.conf"
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    # Every user of the computer sees the command line.
    assert "VALKEY_PASSWORD" not in " ".join(second.command)
    password = first.url.split(":")[2].partition("@")[0]
    assert password not in " ".join(second.command)
    assert password in config.read_text()


def test_it_takes_another_port_when_its_own_is_taken(tmp_path: Path) -> None:
    first = Valkey(tmp_path, password="x")
    with socket.create_server(("127.0.0.1", first.port)):
        second = Valkey(tmp_path, password="x")
    assert second.port != first.port
    assert Valkey(tmp_path, password="x").port == second.port


def test_it_runs_from_a_folder_with_a_space(tmp_path: Path) -> None:
    server = RunningValkey(tmp_path / "a folder")
    try:
        assert redis.Redis.from_url(server.url).ping()
    finally:
        server.close()
    assert (tmp_path / "a folder" / "appendonlydir").is_dir()
