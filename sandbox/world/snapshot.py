"""The way back to the beginning: a copy of the database as it was prepared before the sandbox first ran."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from sandbox import clock
from sandbox.database import pointed_at, turn, write
from sandbox.media import store
from sandbox.models import Client
from sandbox.world import ageing, links


def path() -> Path:
    return Path(settings.SANDBOX_DIR) / "beginning.sqlite3"


def settle() -> None:
    """The sandbox is about to run for the first time: from now on the beginning stays as it is."""
    _mark().touch()


def is_settled() -> bool:
    """Whether there is a beginning that has to stay."""
    return _mark().exists() and path().exists()


def save() -> None:
    """Keep the database as it is now."""
    unfinished = path().with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(unfinished)])
    unfinished.replace(path())


def matches(client: Client) -> bool:
    """Whether the beginning has the same tables and parts of the world as the database, this application, our links."""
    with connection.cursor() as cursor, closing(_open()) as beginning:
        for question in ("PRAGMA user_version", "SELECT name FROM django_migrations WHERE app = 'sandbox' ORDER BY id"):
            if cursor.execute(question).fetchall() != beginning.execute(question).fetchall():
                return False
        registered = beginning.execute(
            "SELECT client_id, client_secret, name, callbacks FROM sandbox_client WHERE client_id = ?",
            [client.client_id],
        ).fetchone()
        linked = beginning.execute("SELECT text FROM sandbox_comment WHERE text LIKE 'http%' ORDER BY id").fetchone()
    wanted = (client.client_id, client.client_secret, client.name, json.dumps(client.callbacks))
    return registered == wanted and (linked is None or links.is_current(linked[0]))


def bring_up(work: Callable[[], None]) -> None:
    """Do ``work`` in the beginning too."""
    with _changing() as unfinished, pointed_at(unfinished):
        work()
        with connection.cursor() as cursor:
            # One file and nothing beside it, so that it can be put in place as a whole, and read without being written.
            cursor.execute("PRAGMA journal_mode = DELETE")


def keep_young() -> None:
    """Move the community on to the present hour, in the database and in the beginning; each of them wholly or not."""
    if settings.SANDBOX_TODAY is None:
        # First, because how old it is may follow from how old the beginning is.
        with write(), closing(_open()) as beginning:
            ageing.move_on(connection.connection, beginning, clock.now_seconds())
    _keep_beginning_young()


def restore() -> None:
    """Put everything back as it was, and delete all uploads.

    Whole pages are copied, as one transaction that others see or do not see: the beginning has thousands of rows, and
    this takes a few milliseconds however many they are.
    """
    connection.ensure_connection()
    with turn():
        _keep_beginning_young()
        with closing(_open()) as beginning:
            beginning.backup(connection.connection)
    store.forget_uploads()


def _keep_beginning_young() -> None:
    # Its clock is the computer's: nobody has shifted it yet.
    now = int(time.time())
    with closing(_open()) as beginning:
        today = ageing.today_of(beginning, beginning)
    if settings.SANDBOX_TODAY is not None or today is None or now - today < ageing.HOUR:
        return
    with _changing() as unfinished, closing(sqlite3.connect(unfinished)) as database, database:
        ageing.move_on(database, database, now)


@contextmanager
def _changing() -> Iterator[Path]:
    """A copy of the beginning to change. It takes its place when all is done, and is never half done there."""
    unfinished = path().with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(path())) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
    yield unfinished
    unfinished.replace(path())


def _open() -> sqlite3.Connection:
    return sqlite3.connect(f"{path().as_uri()}?mode=ro", uri=True)


def _mark() -> Path:
    return Path(settings.SANDBOX_DIR) / "has-run"
