"""Writing to the one SQLite file from many threads."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

_turn = threading.RLock()


@contextmanager
def write() -> Iterator[None]:
    """One write transaction. All changes of the sandbox go through here.

    Threads of this process queue at a lock instead of at SQLite's, whose waiting is done by sleeping; another process
    (the command line) is held off by the transaction itself, which takes SQLite's write lock at its beginning.
    """
    with _turn, transaction.atomic():
        yield


@contextmanager
def turn() -> Iterator[None]:
    """The same queue, for a change that is one statement, and with it a transaction of its own."""
    with _turn:
        yield


@contextmanager
def pointed_at(file: Path) -> Iterator[None]:
    """Everything in here reads and writes another SQLite file. Only for one thread, while no server runs in it."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = file
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
