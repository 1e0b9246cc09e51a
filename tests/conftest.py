"""What every test gets: the fixtures of tests/fixtures/, and a network that ends at this computer."""

import ipaddress
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

pytest_plugins = [
    f"tests.fixtures.{path.stem}" for path in sorted((Path(__file__).parent / "fixtures").glob("[a-z]*.py"))
]
# Fixtures that cost seconds of the computer's time: those that tests share, and those that each makes for itself.
_SHARED, _OWN = ("hub", "shared_town"), ("make_hub",)
_CLIENT = Path(__file__).parent / "imgur"
# So many tests of the client, which need nothing made, keep the other processes busy until what is shared is there.
_FIRST = 600


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes longest begin early, but not all of it at once.

    xdist's `worksteal` gives each process a part of the list, in its order, and takes from the end of it for those who
    have nothing left. So tests that share something costly, standing in front of one part, make it once. Those that
    make something costly for themselves follow in other parts, a few tests later: what all of them begin from is made
    first.
    """
    shared: dict[str, list[pytest.Item]] = {name: [] for name in _SHARED}
    own: list[pytest.Item] = []
    others: list[pytest.Item] = []
    for item in items:
        needed = getattr(item, "fixturenames", ())
        of_many = next((name for name in _SHARED if name in needed), "")
        shared.get(of_many, own if set(_OWN) & set(needed) else others).append(item)
    others.sort(key=lambda item: not item.path.is_relative_to(_CLIENT))
    count = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    parts: list[list[pytest.Item]] = [[] for _ in range(count)]
    for number, head in enumerate(shared.values()):
        parts[-number % count] += head
    # The first has its hands full with the hub that is shared.
    for part in parts[1:]:
        part += others[:_FIRST]
        del others[:_FIRST]
    for number, item in enumerate(own):
        parts[1 + number % (count - 1) if count > 1 else 0].append(item)
    # Parts of the same length, for so xdist cuts the list.
    ends = [len(items) * (number + 1) // count for number in range(count)]
    lengths = [end - begin for begin, end in pairwise([0, *ends])]
    for part, length in zip(parts, lengths, strict=True):
        missing = max(0, length - len(part))
        part += others[:missing]
        del others[:missing]
    items[:] = [item for part in parts for item in part] + others


class OutsideNetworkError(Exception):
    """A test tried to reach another computer."""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, request: pytest.FixtureRequest
) -> Iterator[None]:
    """SQLite in memory begins with the tables of a prepared hub, so that not every process has to migrate."""
    if connection.vendor != "sqlite":
        yield
        return
    prepared = request.getfixturevalue("prepared_hub") / "imgurhub.sqlite3"
    name = connection.creation._get_test_db_name()
    with closing(sqlite3.connect(name, uri=True)) as memory:
        with closing(sqlite3.connect(prepared)) as tables:
            tables.backup(memory)
        # Kept open, for the last who closes it takes the database along.
        yield


@pytest.fixture(autouse=True, scope="session")
def patient_disk() -> Iterator[None]:
    """Nothing here waits for the disk: no test outlives a power cut. A test may look whether it is asked to wait."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


@pytest.fixture(autouse=True, scope="session")
def closed_network() -> Iterator[None]:
    """Connections to anything but this computer fail at once, with a name that says why."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _require_here(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _require_here(self.family, address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *arguments: Any, **named: Any) -> Any:
        if not _is_here(host):
            raise OutsideNetworkError(f"A test looks up {host!r}.")
        return look_up(host, *arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


def _require_here(family: int, address: Any) -> None:
    if family in {socket.AF_INET, socket.AF_INET6} and not _is_here(address[0]):
        raise OutsideNetworkError(f"A test connects to {address[0]}.")


def _is_here(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost", socket.gethostname()}:
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False
