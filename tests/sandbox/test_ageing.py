"""A folder that is kept for days: its community stays young, and what people did stays where it was."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.fixtures.sandbox import Sandbox
from tests.fixtures.sandbox_gallery import Gallery

pytestmark = pytest.mark.slow

HOUR, DAY = 3_600, 86_400
DAYS = 9
COLUMNS = {
    "post": ("posted_at", "viral_at"),
    "comment": ("created_at", "deleted_at"),
    "message": ("created_at",),
    "notification": ("created_at",),
    "favorite": ("created_at",),
    "subreddititem": ("posted_at",),
    "customgallery": ("created_at",),
}
FILES = ("sandbox.sqlite3", "beginning.sqlite3")


def make_older(folder: Path, *files: str, is_written_down: bool = True) -> None:
    """As if the folder had been made days before, by a version that wrote that down or by one that did not."""
    for file in files:
        with closing(sqlite3.connect(folder / file, timeout=20)) as world, world:
            for table, columns in COLUMNS.items():
                for column in columns:
                    world.execute(f"UPDATE sandbox_{table} SET {column} = {column} - ?", [DAYS * DAY])
            world.execute("UPDATE sandbox_making SET today = today - ?", [DAYS * DAY])
            if not is_written_down:
                world.execute("DELETE FROM sandbox_making")


def moments(folder: Path, file: str = "sandbox.sqlite3") -> dict[str, list[tuple[int, ...]]]:
    with closing(sqlite3.connect(folder / file, timeout=20)) as world:
        found = {
            table: world.execute(f"SELECT id, {', '.join(columns)} FROM sandbox_{table} ORDER BY id").fetchall()
            for table, columns in COLUMNS.items()
        }
        for table in ("image", "album", "trophy", "account"):
            found[table] = world.execute(f"SELECT id, created_at FROM sandbox_{table} ORDER BY id").fetchall()
        return found | {"making": world.execute("SELECT today FROM sandbox_making").fetchall()}


@pytest.fixture
def kept_town(town: Sandbox, tmp_path: Path) -> Iterator[Sandbox]:
    """The town with its process stopped. It begins as others know it when it is used again."""
    town.stop()
    shutil.copyfile(town.folder / "beginning.sqlite3", tmp_path / "beginning.sqlite3")
    yield town
    town.stop()
    # All else follows from the beginning: `town` starts it and resets it.
    shutil.copyfile(tmp_path / "beginning.sqlite3", town.folder / "beginning.sqlite3")


@pytest.mark.parametrize("is_written_down", [True, False])
def test_its_community_moves_on_at_the_start(kept_town: Sandbox, is_written_down: bool) -> None:
    before = moments(kept_town.folder)
    make_older(kept_town.folder, *FILES, is_written_down=is_written_down)
    with closing(sqlite3.connect(kept_town.folder / "sandbox.sqlite3")) as world, world:
        # What somebody did meanwhile: one thing of their own, and one to a thing of the community.
        world.execute(
            "INSERT INTO sandbox_comment (post_id, account_id, text, platform, has_admin_badge, ups, downs, created_at)"
            " SELECT id, account_id, 'Mine', 'api', 0, 1, 0, 1780000000 FROM sandbox_post LIMIT 1"
        )
        deleted, *_ = world.execute("SELECT min(id) FROM sandbox_comment WHERE deleted_at IS NULL").fetchone()
        world.execute("UPDATE sandbox_comment SET deleted_at = 1780000001 WHERE id = ?", [deleted])

    kept_town.start()

    after = moments(kept_town.folder)
    shift = after["making"][0][0] - before["making"][0][0]
    assert shift in {0, HOUR}  # the hour may have ended meanwhile
    comments = {key: (made, gone) for key, made, gone in after["comment"]}
    assert comments.pop(max(comments)) == (1_780_000_000, None)
    expected = {key: (made + shift, gone and gone + shift) for key, made, gone in before["comment"]}
    expected[deleted] = (expected[deleted][0], 1_780_000_001)
    assert comments == expected
    for table in ("post", "message", "notification", "favorite", "subreddititem", "customgallery"):
        moved = [(key, *(moment and moment + shift for moment in rest)) for key, *rest in before[table]]
        assert after[table] == moved, table
    assert after["account"] == before["account"]
    assert moments(kept_town.folder, "beginning.sqlite3")["post"] == after["post"]
    posts = Gallery(kept_town).get("gallery/top/time/day")
    assert len(posts) >= 8
    assert all(post["datetime"] > time.time() - DAY for post in posts)


def test_its_pictures_and_awards_move_on_with_their_posts(kept_town: Sandbox) -> None:
    before = moments(kept_town.folder)
    # As if ten hours had gone by: only what is the community's may follow.
    for file in FILES:
        with closing(sqlite3.connect(kept_town.folder / file)) as world, world:
            world.execute("UPDATE sandbox_making SET today = today - 36000")

    kept_town.start()

    after = moments(kept_town.folder)
    shift = after["making"][0][0] - before["making"][0][0] + 36_000
    with closing(sqlite3.connect(kept_town.folder / "sandbox.sqlite3")) as world:
        posted = "SELECT {0}.id FROM sandbox_{0} {0} JOIN sandbox_post post ON post.{0}_id = {0}.id"
        shared = {kind: {row[0] for row in world.execute(posted.format(kind))} for kind in ("image", "album")}
        earned = {row[0] for row in world.execute("SELECT id FROM sandbox_trophy WHERE name_clean = 'FrontPage'")}
        first_six = {row[0] for row in world.execute("SELECT id FROM sandbox_image WHERE account_id <= 63000006")}
    moved = {
        table: {key for (key, moment), (_, was) in zip(after[table], before[table], strict=True) if moment != was}
        for table in ("image", "album", "trophy")
    }
    for table in moved:
        assert {moment - was for (_, moment), (_, was) in zip(after[table], before[table], strict=True)} == {0, shift}
    assert moved["trophy"] == earned
    assert shared["image"] - moved["image"] <= first_six
    assert not moved["image"] & first_six
    assert moved["album"] <= shared["album"]
    assert len(moved["album"]) > 60


def test_its_community_moves_on_at_a_reset(kept_town: Sandbox) -> None:
    kept_town.start()
    make_older(kept_town.folder, "beginning.sqlite3")

    kept_town.reset()

    assert len(Gallery(kept_town).get("gallery/top/time/day")) >= 8
    assert moments(kept_town.folder) == moments(kept_town.folder, "beginning.sqlite3")


def test_a_world_with_a_date_stays_where_it_is(kept_town: Sandbox) -> None:
    make_older(kept_town.folder, *FILES)
    before = moments(kept_town.folder)
    kept_town.environment["SANDBOX_TODAY"] = "2026-10-05T12:00"
    try:
        kept_town.start()
        kept_town.reset()
        assert moments(kept_town.folder) == before
    finally:
        del kept_town.environment["SANDBOX_TODAY"]
