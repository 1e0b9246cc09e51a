"""A deletehash stands for ownership: no answer to somebody else has one, wherever the picture shows up."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.fixtures.sandbox import Sandbox
from tests.fixtures.sandbox_gallery import Gallery

LISTS = [
    "gallery/hot?album_previews=1",
    "gallery/user/time?album_previews=1",
    "gallery/top/top/all?album_previews=1",
    "gallery/random/random",
    "gallery/search/time/all?q=map OR kiln",
    "gallery/t/pottery/time/all",
    "gallery/r/handmaps",
    "gallery/r/handmaps/{item}",
    "gallery/tag_info/pottery",
    "tags",
    "g/memes/time/all",
    "g/memes/{meme}",
    "memegen/defaults",
    "topics/defaults",
    "topics/29/time/all",
    "gallery/{image}",
    "gallery/{image}/images",
    "gallery/image/{image}/images",
    "gallery/{album}",
    "gallery/album/{album}/images",
    "gallery/{album}/comments",
    "gallery/{album}/tags",
    "album/{album}",
    "album/{album}/images",
    "image/{image}",
    "account/{owner}/albums",
    "account/{owner}/album/{album}",
    "account/{owner}/album/{album}/images",
    "account/{owner}/submissions?album_previews=1",
    "account/{owner}/comments",
    "account/{keeper}/gallery_favorites",
    "account/{keeper}/likes",
    "account/{owner}/gallery_profile",
    "account/{owner}",
]
# Of the reader's own, all the same: what they keep, follow and have collected belongs to others.
OWN = ["feed", "account/me/favorites", "account/me/folders/{folder}/favorites", "g/custom/time/all", "g/filtered"]


@pytest.fixture
def world(town: Sandbox) -> dict[str, Any]:
    """Names for the paths above, and all deletehashes."""
    with closing(sqlite3.connect(town.folder / "sandbox.sqlite3")) as rows:

        def one(question: str) -> Any:
            return rows.execute(question).fetchone()[0]

        album = "FROM sandbox_post JOIN sandbox_album ON sandbox_album.id = album_id"
        image = "FROM sandbox_post JOIN sandbox_image ON sandbox_image.id = image_id"
        album_id, owner = rows.execute(f"SELECT imgur_id, sandbox_album.account_id {album}").fetchone()
        # Somebody else keeps something in a folder; the reader gets it.
        folder = one("SELECT id FROM sandbox_favoritefolder")
        reader = town.people["window_seat"].account_id
        rows.execute("UPDATE sandbox_favoritefolder SET account_id = ? WHERE id = ?", [reader, folder])
        rows.commit()
        return {
            "album": album_id,
            "image": one(f"SELECT imgur_id {image} WHERE meme_id IS NULL"),
            "meme": one(f"SELECT imgur_id {image} WHERE meme_id IS NOT NULL"),
            "item": one(
                "SELECT imgur_id FROM sandbox_subreddititem JOIN sandbox_image ON sandbox_image.id = image_id"
                " WHERE subreddit = 'handmaps'"
            ),
            "folder": folder,
            "owner": one(f"SELECT username FROM sandbox_account WHERE id = {owner}"),
            "keeper": "lanternfall",
            "deletehashes": {
                *(row[0] for row in rows.execute("SELECT deletehash FROM sandbox_image")),
                *(row[0] for row in rows.execute("SELECT deletehash FROM sandbox_album")),
            },
        }


def test_it_tells_no_deletehash_to_strangers(town: Sandbox, world: dict[str, Any]) -> None:
    reader = town.people["window_seat"]
    answers = {}
    for path in LISTS:
        for name, headers in (("nobody", town.client), ("somebody", reader.bearer)):
            answers[path, name] = town.api("GET", path.format(**world), headers=headers)
    for path in OWN:
        answers[path, "own"] = town.api("GET", path.format(**world), headers=reader.bearer)

    assert [asked for asked, answer in answers.items() if not answer.ok] == []
    leaks = {
        asked
        for asked, answer in answers.items()
        if "deletehash" in answer.text or any(secret in answer.text for secret in world["deletehashes"])
    }
    assert leaks == set()


def test_the_lists_above_show_something(town: Sandbox, world: dict[str, Any]) -> None:
    """An empty list would prove nothing."""
    found = {path: town.api("GET", path.format(**world)).json()["data"] for path in LISTS}

    assert [path for path, data in found.items() if not data or not json.dumps(data).count('"')] == []


def test_its_owner_sees_the_deletehash(town: Sandbox, world: dict[str, Any]) -> None:
    owner = town.people[world["owner"]]

    album = Gallery(town).get(f"album/{world['album']}", owner)

    assert {album["deletehash"], *(image["deletehash"] for image in album["images"])} <= world["deletehashes"]
