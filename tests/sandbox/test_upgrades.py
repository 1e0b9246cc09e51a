"""Folders of an earlier version of the sandbox: tables and parts of the world are added, nothing is lost."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from copy import copy
from pathlib import Path

import pytest

from tests.fixtures.sandbox import ROOT, Sandbox
from tests.sandbox.folders import environment_of

pytestmark = pytest.mark.slow
BACK = """
import django
from django.core.management import call_command

django.setup()
call_command("migrate", "sandbox", "0001", verbosity=0)
"""
FIRST_SIX = 63_000_006
# Tables of the first version; of some it had only the rows of those six.
OWNED = {"sandbox_album", "sandbox_image", "sandbox_accesstoken", "sandbox_refreshtoken"}
KEPT = {"sandbox_account", "sandbox_albumimage", "sandbox_client"}


def _make_older(folder: Path, file: str) -> None:
    """Take away from the database ``file`` what the first version did not have."""
    with closing(sqlite3.connect(folder / file)) as world:
        tables = [name for (name,) in world.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        newer = f"SELECT id FROM sandbox_image WHERE account_id IS NULL OR account_id > {FIRST_SIX}"
        world.execute(f"DELETE FROM sandbox_albumimage WHERE image_id IN ({newer})")
        for table in tables:
            if table in OWNED:
                world.execute(f"DELETE FROM {table} WHERE account_id IS NULL OR account_id > {FIRST_SIX}")
            elif table.startswith("sandbox_") and table not in KEPT:
                world.execute(f"DELETE FROM {table}")
        world.execute(f"DELETE FROM sandbox_account WHERE id > {FIRST_SIX}")
        world.execute("PRAGMA user_version = 0")
        world.commit()
    other = folder.with_name("apart")
    other.mkdir()
    shutil.move(folder / file, other / "sandbox.sqlite3")
    environment = environment_of(other, DJANGO_SETTINGS_MODULE="sandbox.settings")
    subprocess.run([sys.executable, "-c", BACK], env=environment, cwd=ROOT, check=True, timeout=60)
    with closing(sqlite3.connect(other / "sandbox.sqlite3")) as world:
        world.execute("PRAGMA journal_mode = DELETE")
    shutil.move(other / "sandbox.sqlite3", folder / file)
    shutil.rmtree(other)


@pytest.fixture(scope="module")
def old_folder(prepared_world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the first version would have left: six people, no gallery, and two things that somebody did."""
    folder = tmp_path_factory.mktemp("older") / "state"
    shutil.copytree(prepared_world, folder)
    for file in ("beginning.sqlite3", "sandbox.sqlite3"):
        _make_older(folder, file)
    with closing(sqlite3.connect(folder / "sandbox.sqlite3")) as world:
        assert world.execute("SELECT count(*) FROM sandbox_image").fetchone() == (77,)
        names = {name for (name,) in world.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert "sandbox_post" not in names
        world.execute("UPDATE sandbox_image SET title = 'Changed by hand' WHERE name = 'bokeh.jpg'")
        world.execute(
            "DELETE FROM sandbox_albumimage WHERE album_id IN (SELECT id FROM sandbox_album WHERE title = 'Maps')"
        )
        world.execute("DELETE FROM sandbox_album WHERE title = 'Maps'")
        world.commit()
    # It has run.
    (folder / "has-run").touch()
    return folder


@pytest.fixture(scope="module")
def brought_up(old_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Sandbox:
    """That folder as the present version prepares it, before it starts; to be copied."""
    folder = tmp_path_factory.mktemp("brought-up") / "state"
    shutil.copytree(old_folder, folder)
    return Sandbox(folder)


def _copy_of(sandbox: Sandbox, folder: Path) -> Sandbox:
    """The same sandbox, port and all, in another folder."""
    shutil.copytree(sandbox.folder, folder)
    copied = copy(sandbox)
    copied.folder = folder
    return copied


@pytest.fixture(scope="module")
def upgraded(brought_up: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    sandbox = _copy_of(brought_up, tmp_path_factory.mktemp("upgraded") / "state")
    sandbox.start()
    yield sandbox
    sandbox.kill()


def test_it_adds_what_is_missing_and_keeps_what_people_did(upgraded: Sandbox, old_folder: Path) -> None:
    with closing(sqlite3.connect(old_folder / "sandbox.sqlite3")) as world:
        token, name = world.execute(
            "SELECT value, username FROM sandbox_accesstoken JOIN sandbox_account ON account_id = sandbox_account.id"
            " ORDER BY sandbox_accesstoken.id"
        ).fetchone()
    state = upgraded.state()

    assert state["accounts"]["lanternfall"] == {"images": 22, "albums": 5}
    assert state["accounts"]["trailwiki"]["albums"] == 3
    assert state["accounts"]["kilnside"]["images"] > 10
    bearer = upgraded.people["lanternfall"].bearer
    titles = {image["title"] for image in upgraded.api("GET", "account/me/images", headers=bearer).json()["data"]}
    assert "Changed by hand" in titles
    # Tokens from before the upgrade go on working.
    assert upgraded.people[name].access_token == token
    with closing(sqlite3.connect(upgraded.folder / "sandbox.sqlite3")) as world:
        # The album was deleted, so it cannot have been posted.
        assert world.execute("SELECT count(*) FROM sandbox_post").fetchone()[0] == 174


def test_its_beginning_is_upgraded_too(upgraded: Sandbox) -> None:
    upgraded.reset()

    state = upgraded.state()
    assert state["accounts"]["trailwiki"] == {"images": 19, "albums": 4}
    for person in (upgraded.people["lanternfall"], upgraded.people["kilnside"]):
        assert upgraded.api("GET", "account/me", headers=person.bearer).ok
    with closing(sqlite3.connect(upgraded.folder / "sandbox.sqlite3")) as world:
        assert world.execute("SELECT count(*) FROM sandbox_post").fetchone()[0] == 175


def test_a_second_prepare_changes_nothing(upgraded: Sandbox) -> None:
    upgraded.reset()
    before = (upgraded.folder / "beginning.sqlite3").stat().st_mtime_ns

    first, second = (json.loads(upgraded.verb("prepare", "--json").stdout) for _ in range(2))

    assert first == second
    assert (upgraded.folder / "beginning.sqlite3").stat().st_mtime_ns == before


def test_it_goes_on_where_a_killed_build_stopped(old_folder: Path, brought_up: Sandbox, tmp_path: Path) -> None:
    """The database was brought up, the beginning was not: as if the power had gone in between."""
    folder = tmp_path / "state"
    sandbox = _copy_of(brought_up, folder)
    shutil.copyfile(old_folder / "beginning.sqlite3", folder / "beginning.sqlite3")
    (folder / "beginning.unfinished").write_bytes(b"half of it")

    sandbox.verb("prepare")

    with closing(sqlite3.connect(folder / "beginning.sqlite3")) as beginning:
        assert beginning.execute("SELECT count(*) FROM sandbox_post").fetchone()[0] == 175
    assert not (folder / "beginning.unfinished").exists()


def test_links_in_comments_follow_the_port(prepared_world: Path, tmp_path: Path) -> None:
    folder = tmp_path / "state"
    shutil.copytree(prepared_world, folder)
    (folder / "has-run").touch()

    moved = Sandbox(folder, {"SANDBOX_MEDIA_URL": "http://127.0.0.1:9/files"})

    for file in ("sandbox.sqlite3", "beginning.sqlite3"):
        with closing(sqlite3.connect(moved.folder / file)) as world:
            links = [text for (text,) in world.execute("SELECT text FROM sandbox_comment WHERE text LIKE 'http%'")]
        assert len(links) >= 5
        assert all(link.startswith("http://127.0.0.1:9/files/") for link in links)


def test_it_makes_do_without_a_lost_beginning(prepared_people: Path, tmp_path: Path) -> None:
    folder = tmp_path / "state"
    shutil.copytree(prepared_people, folder)
    (folder / "has-run").touch()
    (folder / "beginning.sqlite3").unlink()

    Sandbox(folder, {"SANDBOX_COMMUNITY": "0"})

    with closing(sqlite3.connect(folder / "beginning.sqlite3")) as beginning:
        assert beginning.execute("SELECT count(*) FROM sandbox_image").fetchone() == (77,)
