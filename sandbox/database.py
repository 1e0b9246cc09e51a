"""Writing to the one SQLite file from many threads."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

_turn = threading.RLock()


@contextmanager
def write() -> Iterator[None]:
    """One write transaction. All changes of the sandbox go through here.

    Threads of this process queue at a lock instead of at SQLite's, whose waiting is done by sleeping; another process
    (the command line) is held off by the transaction itself, which takes SQLite's write lock at its beginning.
    """
    with _turn, transaction.atomic():
        yield
