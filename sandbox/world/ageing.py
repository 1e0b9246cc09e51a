"""Keeping the community of a kept folder young: its moments move on with the days, by whole hours.

Only what the community began with moves on. What people did since, and their pictures of earlier years, stay.
"""

import sqlite3
from collections.abc import Sequence

from sandbox.world.community import bonds, moments, posts, settlement

HOUR = moments.HOUR

# Columns that hold moments, by table; all rows of these are the community's at the beginning.
_MOMENTS = (
    ("sandbox_post", "posted_at"),
    ("sandbox_post", "viral_at"),
    ("sandbox_comment", "created_at"),
    ("sandbox_comment", "deleted_at"),
    ("sandbox_message", "created_at"),
    ("sandbox_notification", "created_at"),
    ("sandbox_favorite", "created_at"),
    ("sandbox_subreddititem", "posted_at"),
    ("sandbox_customgallery", "created_at"),
)
# And those that people had before: there, only what bears one of some names is the community's.
_AMONG_OTHERS = (
    ("sandbox_image", "created_at", "imgur_id"),
    ("sandbox_album", "created_at", "imgur_id"),
    ("sandbox_trophy", "created_at", "name_clean"),
)


def today_of(database: sqlite3.Connection, beginning: sqlite3.Connection) -> int | None:
    """The hour (epoch seconds) before which the community of ``database`` happened; None without a community.

    A folder of an earlier version has not written it down. There it follows from the newest post of ``beginning``: that
    is at least 20 minutes older than the hour, and less than 80.
    """
    if written := database.execute("SELECT today FROM sandbox_making").fetchone():
        return int(written[0])
    (newest,) = beginning.execute("SELECT max(posted_at) FROM sandbox_post").fetchone()
    return None if newest is None else -(-(newest + HOUR // 3) // HOUR) * HOUR


def move_on(database: sqlite3.Connection, beginning: sqlite3.Connection, now: int) -> None:
    """Move what ``beginning`` has on in ``database`` (which may be the same), as if it had been made at ``now``.

    Callers hold a write transaction in ``database``. A moment that is not as it was at the beginning is people's.
    """
    today, first_today = today_of(database, beginning), today_of(beginning, beginning)
    seconds = 0 if today is None else (now - today) // HOUR * HOUR
    if today is None or first_today is None or seconds <= 0:
        return
    for table, column, rows in _own_moments(beginning):
        database.executemany(
            f"UPDATE {table} SET {column} = {column} + ? WHERE id = ? AND {column} = ?",  # noqa: S608  our own names
            [(seconds, key, moment - first_today + today) for key, moment in rows],
        )
    database.execute("DELETE FROM sandbox_making")
    database.execute("INSERT INTO sandbox_making (today) VALUES (?)", [today + seconds])


def _own_moments(beginning: sqlite3.Connection) -> list[tuple[str, str, Sequence[tuple[int, int]]]]:
    """Table, column, and each row's primary key and moment. All is read before anything is changed."""
    found: list[tuple[str, str, Sequence[tuple[int, int]]]] = [
        (table, column, beginning.execute(f"SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL").fetchall())  # noqa: S608
        for table, column in _MOMENTS
    ]
    names = {*settlement.imgur_ids(), *posts.album_ids(), bonds.FRONT_PAGE}
    for table, column, name in _AMONG_OTHERS:
        rows = beginning.execute(f"SELECT id, {column}, {name} FROM {table}").fetchall()  # noqa: S608
        found.append((table, column, [(key, moment) for key, moment, named in rows if named in names]))
    return found
