"""The sandbox's own tests talk to it as a real process."""

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from PIL import Image

from tests.fixtures.sandbox import Person, Sandbox, make_sandbox, prepared_world, sandbox, shared_sandbox

__all__ = ["make_sandbox", "prepared_world", "sandbox", "shared_sandbox"]


@pytest.fixture
def owner(sandbox: Sandbox) -> Person:
    return sandbox.people["lanternfall"]


@pytest.fixture
def stranger(sandbox: Sandbox) -> Person:
    return sandbox.people["trailwiki"]


@pytest.fixture
def picture() -> Callable[..., bytes]:
    """Bytes of a small picture: ``picture("PNG", color="red")``."""

    def make(form: str = "PNG", *, color: str = "teal", size: tuple[int, int] = (40, 30)) -> bytes:
        buffer = io.BytesIO()
        Image.new("RGB", size, color).save(buffer, format=form)
        return buffer.getvalue()

    return make


@pytest.fixture
def sql(sandbox: Sandbox) -> Callable[..., list[Any]]:
    """Ask or change the sandbox's database where no call does: ``sql("SELECT ... = ?", value)`` answers the rows."""

    def run(statement: str, *values: Any) -> list[Any]:
        with closing(sqlite3.connect(sandbox.folder / "sandbox.sqlite3", timeout=20)) as database, database:
            return database.execute(statement, values).fetchall()

    return run


@pytest.fixture
def insert(sql: Callable[..., list[Any]]) -> Callable[..., int]:
    """Write a row straight into the database and answer its number: ``insert("tag", name="cats", ...)``."""

    def write(table: str, **values: Any) -> int:
        columns, places = ", ".join(values), ", ".join("?" * len(values))
        statement = f"INSERT INTO sandbox_{table} ({columns}) VALUES ({places}) RETURNING id"
        number: int = sql(statement, *values.values())[0][0]
        return number

    return write


@pytest.fixture
def make_post(sandbox: Sandbox, sql: Callable[..., list[Any]], insert: Callable[..., int]) -> Callable[..., str]:
    """Put somebody's newest public album with images, or image, into the gallery: ``make_post(owner)`` is its id."""

    def make(person: Person, *, kind: str = "album") -> str:
        listed = sandbox.api("GET", f"account/me/{kind}s", headers=person.bearer).json()["data"]
        shareable = (item for item in listed if item.get("images_count") != 0)
        imgur_id: str = next(item["id"] for item in shareable if item.get("privacy", "public") == "public")
        picture = {f"{kind}_id": sql(f"SELECT id FROM sandbox_{kind} WHERE imgur_id = ?", imgur_id)[0][0]}
        columns = {"title": "A post", "section": "", "is_mature": 0, "meme_top": "", "meme_bottom": ""}
        counts = {"ups": 1, "downs": 0, "favorite_count": 0, "posted_at": 1_780_000_000}
        insert("post", **columns, **counts, **picture, account_id=person.account_id)
        return imgur_id

    return make
