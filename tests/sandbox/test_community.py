"""The community of the demo world: that it is there, believable, of today, and the same each time."""

import hashlib
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.sandbox import ROOT, run_verb
from tests.sandbox.folders import environment_of

FIRST_SIX = 63_000_006
# Rows that are made anew each time: tokens and the application are random.
RANDOM = {"sandbox_accesstoken", "sandbox_refreshtoken", "sandbox_client"}


@pytest.fixture
def world(prepared_world: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(prepared_world / "sandbox.sqlite3")) as connection:
        yield connection


def one(world: sqlite3.Connection, question: str, *values: Any) -> Any:
    (found,) = world.execute(question, values).fetchone()
    return found


def column(world: sqlite3.Connection, question: str, *values: Any) -> list[Any]:
    return [found for (found,) in world.execute(question, values)]


def depths(world: sqlite3.Connection) -> Counter[int]:
    question = """
        WITH RECURSIVE below (id, depth) AS (
            SELECT id, 1 FROM sandbox_comment WHERE parent_id IS NULL
            UNION ALL SELECT sandbox_comment.id, depth + 1 FROM sandbox_comment JOIN below ON parent_id = below.id
        ) SELECT depth FROM below"""
    return Counter(column(world, question))


def test_it_has_a_gallery(world: sqlite3.Connection) -> None:
    assert one(world, "SELECT count(*) FROM sandbox_post") >= 150
    assert one(world, "SELECT count(*) FROM sandbox_post WHERE image_id IS NOT NULL") > 60
    assert one(world, "SELECT count(*) FROM sandbox_post WHERE album_id IS NOT NULL") > 60
    assert one(world, "SELECT count(*) FROM sandbox_post WHERE viral_at IS NULL") > 30
    assert one(world, "SELECT count(*) FROM sandbox_post WHERE is_mature") >= 2
    assert one(world, "SELECT count(*) FROM sandbox_tag WHERE accent != '' AND display_name != ''") >= 25
    assert one(world, "SELECT count(*) FROM sandbox_tag WHERE background_id IS NULL") == 0
    topics = dict(world.execute("SELECT id, name FROM sandbox_topic").fetchall())
    assert topics.items() >= {2: "Funny", 11: "The More You Know", 29: "No Topic"}.items()
    assert len(column(world, "SELECT DISTINCT subreddit FROM sandbox_subreddititem")) >= 3
    assert one(world, "SELECT count(*) FROM sandbox_meme") >= 6
    assert one(world, "SELECT count(*) FROM sandbox_post WHERE meme_id IS NOT NULL AND meme_top != ''") >= 10


@pytest.mark.parametrize(("days", "least"), [(1, 8), (7, 20), (30, 40)])
def test_its_gallery_has_posts_of_today_and_of_this_week(
    world: sqlite3.Connection, prepared_world: Path, days: int, least: int
) -> None:
    made_at = (prepared_world / "beginning.sqlite3").stat().st_mtime
    posted = column(world, "SELECT posted_at FROM sandbox_post")

    # The hour in which it is made, and then some for a slow machine.
    assert sum(moment > made_at - days * 86_400 for moment in posted) >= least - 1
    assert max(posted) <= made_at


def test_nothing_happens_before_it_can(world: sqlite3.Connection) -> None:
    answers = """SELECT count(*) FROM sandbox_comment answer JOIN sandbox_comment line ON answer.parent_id = line.id
        WHERE answer.created_at <= line.created_at OR answer.id <= line.id OR answer.post_id != line.post_id"""
    early = """SELECT count(*) FROM sandbox_comment JOIN sandbox_post ON post_id = sandbox_post.id
        WHERE created_at <= posted_at"""
    unmade = """SELECT count(*) FROM sandbox_post JOIN sandbox_image ON image_id = sandbox_image.id
        WHERE created_at >= posted_at"""
    assert (one(world, answers), one(world, early), one(world, unmade)) == (0, 0, 0)
    moments = ("comment.created_at", "message.created_at", "post.viral_at", "favorite.created_at", "image.created_at")
    for moment in moments:
        table, name = moment.split(".")
        assert one(world, f"SELECT max({name}) FROM sandbox_{table}") <= time.time()


def test_its_people_talk(world: sqlite3.Connection) -> None:
    found = depths(world)
    assert found.total() >= 500
    assert max(found) == 6
    assert one(world, "SELECT count(*) FROM sandbox_comment WHERE deleted_at IS NOT NULL") >= 5
    assert one(world, "SELECT count(*) FROM sandbox_comment WHERE text LIKE 'http://127.0.0.1:8001/i/%.%'") >= 5
    assert len(column(world, "SELECT DISTINCT platform FROM sandbox_comment")) >= 4
    per_talk = column(world, "SELECT count(*) FROM sandbox_message GROUP BY conversation_id")
    assert len(per_talk) >= 12
    assert max(per_talk) > 60
    assert one(world, "SELECT count(*) FROM sandbox_message WHERE subject IS NOT NULL AND thread_id IS NULL") >= 12
    mine = Counter(column(world, "SELECT is_viewed FROM sandbox_notification WHERE account_id = 63000001"))
    assert (mine[0] > 0, mine[1] > 10) == (True, True)


def test_nobody_says_the_same_twice(world: sqlite3.Connection) -> None:
    said = "SELECT text FROM sandbox_comment WHERE text NOT LIKE 'http%'"

    assert one(world, f"SELECT count(*) FROM ({said} GROUP BY account_id, text HAVING count(*) > 1)") == 0
    assert max(column(world, "SELECT count(*) FROM sandbox_comment GROUP BY text")) <= 6


def test_nobody_says_or_keeps_anything_before_they_came(world: sqlite3.Connection) -> None:
    for table in ("comment", "favorite", "message", "album"):
        account = "sender_id" if table == "message" else "account_id"
        joined = f"sandbox_{table} thing JOIN sandbox_account account ON account.id = {account}"
        assert one(world, f"SELECT count(*) FROM {joined} WHERE thing.created_at < account.created_at") == 0, table


def test_somebody_is_disliked_and_says_nothing_kind(world: sqlite3.Connection) -> None:
    by = "(SELECT id FROM sandbox_account WHERE username = 'grumpy_heron')"
    grumbled = set(column(world, f"SELECT text FROM sandbox_comment WHERE account_id = {by}"))

    assert len(grumbled) >= 8
    assert not grumbled & set(column(world, f"SELECT text FROM sandbox_comment WHERE account_id != {by}"))
    assert "No." in grumbled
    assert one(world, "SELECT count(*) FROM sandbox_comment WHERE ups < downs") >= 8


def test_what_is_said_suits_the_post(world: sqlite3.Connection) -> None:
    on = "SELECT count(*) FROM sandbox_comment JOIN sandbox_post post ON post_id = post.id WHERE text LIKE '{}'"

    assert one(world, on.format("Second one is my favourite.")) > 0
    lone = " AND (SELECT count(*) FROM sandbox_albumimage place WHERE place.album_id = post.album_id) < 3"
    assert one(world, on.format("Second one is my favourite.") + lone) == 0
    assert one(world, on.format("%the description%") + " AND description IS NULL") == 0


def test_some_posts_were_found_in_subreddits(world: sqlite3.Connection) -> None:
    sections = set(column(world, "SELECT section FROM sandbox_post WHERE section != ''"))

    assert sections == {"handmaps", "pixelcorner", "quietpaths", "wheelthrown"}
    assert sections <= set(column(world, "SELECT subreddit FROM sandbox_subreddititem"))


def notations() -> list[str]:
    """How the sheets write the pictures that come with posts and in subreddits."""
    folder = ROOT / "sandbox" / "world" / "sheets"
    cells = [line.split(" | ")[2] for sheet in folder.glob("posts/*.txt") for line in _lines_of(sheet)]
    cells += [line.split(" | ")[1] for sheet in folder.glob("subreddits/*.txt") for line in _lines_of(sheet)]
    written = [cell for cell in cells if not cell.startswith(("own ", "meme: "))]
    return [part.split("=")[0].strip() for cell in written for part in cell.split(";")]


def _lines_of(sheet: Path) -> list[str]:
    return sheet.read_text("utf-8").splitlines()[1:]


def test_it_shows_no_picture_twice() -> None:
    assert [written for written, count in Counter(notations()).items() if count > 1] == []


def test_its_charts_say_nothing_but_what_the_post_says() -> None:
    headed = [
        written for written in notations() if written.startswith(("players-chart", "report-heatmap", "crash-bars"))
    ]

    assert len(headed) > 20
    # The lower part of one has no heading either.
    assert [written for written in headed if "@plot" not in written] == ["crash-bars@bottom~sepia"]


def test_its_figures_agree_with_its_rows(world: sqlite3.Connection) -> None:
    """Figures of a post hold everybody's votes, so never fewer than those that are rows."""
    for table, item in (("postvote", "post"), ("commentvote", "comment")):
        for vote in ("up", "down"):
            fewer = f"""SELECT count(*) FROM sandbox_{item} WHERE {vote}s < (
                SELECT count(*) FROM sandbox_{table} WHERE {item}_id = sandbox_{item}.id AND vote = '{vote}')"""
            assert one(world, fewer) == 0
    fewer = """SELECT count(*) FROM sandbox_post WHERE favorite_count < (SELECT count(*) FROM sandbox_favorite
        WHERE sandbox_favorite.image_id = sandbox_post.image_id OR sandbox_favorite.album_id = sandbox_post.album_id)"""
    assert one(world, fewer) == 0


def test_its_people_know_each_other(world: sqlite3.Connection) -> None:
    silent = "SELECT id FROM sandbox_account WHERE username = 'window_seat'"
    assert one(world, "SELECT count(*) FROM sandbox_account") >= 18
    assert one(world, "SELECT count(*) FROM sandbox_account WHERE avatar IS NULL") >= 3
    assert one(world, f"SELECT count(*) FROM sandbox_comment WHERE account_id = ({silent})") == 0
    assert one(world, f"SELECT count(*) FROM sandbox_favorite WHERE account_id = ({silent})") > 10
    for table in ("block", "userfollow", "tagfollow", "customgallery", "favoritefolder_favorites", "trophy"):
        assert one(world, f"SELECT count(*) FROM sandbox_{table}") > 1


def test_the_first_six_have_what_they_always_had(world: sqlite3.Connection) -> None:
    images = column(
        world, f"SELECT imgur_id FROM sandbox_image WHERE account_id <= {FIRST_SIX} AND file NOT LIKE 'uploads/%'"
    )
    albums = one(world, f"SELECT count(*) FROM sandbox_album WHERE account_id <= {FIRST_SIX}")

    assert (len(images), albums) == (77, 17)
    # Of all ids in order; a change here is a change for everybody who has a sandbox.
    digest = hashlib.sha256(" ".join(sorted(images)).encode()).hexdigest()
    assert digest == "f9f9a7ee2b2b80d46525f5a00296ed534b173182f3ed906b2e40cc493fa40066"


@pytest.fixture(scope="module")
def dated_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world made from nothing, as if at another time."""
    folder = tmp_path_factory.mktemp("dated") / "world"
    run_verb("prepare", environment=environment_of(folder, SANDBOX_TODAY="2026-10-05T12:00"))
    return folder


@pytest.mark.slow
def test_it_makes_the_same_files_each_time(prepared_world: Path, dated_world: Path) -> None:
    assert _files(dated_world) == _files(prepared_world)


@pytest.mark.slow
def test_it_makes_the_same_rows_each_time(dated_world: Path, tmp_path: Path) -> None:
    # With the files at hand, only the rows are made.
    shutil.copytree(dated_world / "world", tmp_path / "world")
    run_verb("prepare", environment=environment_of(tmp_path, SANDBOX_TODAY="2026-10-05T12:40"))

    assert _rows(tmp_path) == _rows(dated_world)


@pytest.mark.slow
def test_it_says_the_same_whenever_it_is_made(prepared_world: Path, dated_world: Path) -> None:
    assert _said(dated_world) == _said(prepared_world)


def _said(folder: Path) -> list[Any]:
    """Everything that people named, posted and wrote, without the times."""
    with closing(sqlite3.connect(folder / "sandbox.sqlite3")) as world:
        questions = (
            "SELECT imgur_id, title, name FROM sandbox_image ORDER BY 1",
            "SELECT imgur_id, deletehash, title FROM sandbox_album ORDER BY 1",
            "SELECT title, account_id, topic_id, meme_top FROM sandbox_post ORDER BY 1, 2",
            "SELECT account_id, text FROM sandbox_comment ORDER BY 1, 2",
            "SELECT id, sender_id, body FROM sandbox_message ORDER BY 1",
        )
        return [world.execute(question).fetchall() for question in questions]


def _rows(folder: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(folder / "sandbox.sqlite3")) as world:
        tables = column(world, "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'sandbox_%'")
        return {table: world.execute(f"SELECT * FROM {table}").fetchall() for table in tables if table not in RANDOM}


def _files(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((folder / "world").iterdir())}
