"""The demo world and the command line."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.fixtures.sandbox import ROOT, Sandbox, run_verb


def prepare(folder: Path, **environment: str) -> dict[str, Any]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SANDBOX_")}
    done = run_verb("prepare", "--json", environment=inherited | {"SANDBOX_DIR": str(folder), **environment})
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_it_is_a_believable_world(sandbox: Sandbox) -> None:
    types, albums = Counter[str](), []
    for person in sandbox.people.values():
        images = sandbox.api("GET", "account/me/images?perPage=100", headers=person.bearer).json()["data"]
        types.update(image["type"] for image in images)
        albums += sandbox.api("GET", "account/me/albums", headers=person.bearer).json()["data"]

    assert 60 <= sum(types.values()) <= 100
    assert set(types) == {"image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4"}
    assert {album["privacy"] for album in albums} == {"public", "hidden", "secret"}
    assert 0 in {album["images_count"] for album in albums}
    assert None in {album["cover"] for album in albums if album["images_count"]}


def test_it_prepares_once_and_keeps_what_it_made(prepared_world: Path, sandbox: Sandbox) -> None:
    first = json.loads(sandbox.verb("prepare", "--json").stdout)
    second = json.loads(sandbox.verb("prepare", "--json").stdout)

    assert first == second
    assert len(first["client_id"]) == 15
    assert len(first["client_secret"]) == 40
    assert first["callbacks"] == ["http://127.0.0.1:8000/imgur/callback"]
    assert [person["username"] for person in first["people"]][:4] == [
        "lanternfall",
        "lanternfall_press",
        "oldmill_devlog",
        "trailwiki",
    ]
    for person in first["people"]:
        bearer = {"Authorization": f"Bearer {person['access_token']}"}
        assert sandbox.api("GET", "account/me", headers=bearer).json()["data"]["id"] == person["account_id"]


def test_it_gives_new_tokens_for_dead_ones(sandbox: Sandbox) -> None:
    sandbox.control("revoke", {"username": "trailwiki"})

    people = json.loads(sandbox.verb("prepare", "--json").stdout)["people"]
    token = next(person["access_token"] for person in people if person["username"] == "trailwiki")

    assert token != sandbox.people["trailwiki"].access_token
    assert sandbox.api("GET", "account/me", headers={"Authorization": f"Bearer {token}"}).ok


def test_it_registers_the_application_that_is_given(make_sandbox: Callable[..., Sandbox]) -> None:
    given = make_sandbox(
        SANDBOX_CLIENT_ID="0123456789abcde",
        SANDBOX_CLIENT_SECRET="f" * 40,
        SANDBOX_CALLBACKS="http://a.example/x, http://b.example/y",
    )

    assert (given.client_id, given.client_secret) == ("0123456789abcde", "f" * 40)
    assert given.callbacks == ["http://a.example/x", "http://b.example/y"]
    bearer = given.people["trailwiki"].bearer
    assert given.api("GET", "account/me", headers=bearer).ok
    given.reset()
    assert given.api("GET", "account/me", headers=bearer).ok


def test_it_tells_figures_on_the_command_line(sandbox: Sandbox) -> None:
    sandbox.api("GET", "account/lanternfall")

    stats = json.loads(sandbox.verb("stats", "--json").stdout)
    text = sandbox.verb("stats").stdout

    assert stats["calls"]["by_status"] == {"200": 1}
    assert "GET /3/account/{username}" in text
    assert "1 of 12500 used" in text


@pytest.mark.parametrize(
    ("arguments", "environment", "sentence"),
    [
        (("serve", "--host", "0.0.0.0"), {}, "listens on loopback only."),
        (("limits",), {"SANDBOX_USER_HOUR": "many"}, "has to be a whole number."),
        (("prepare",), {"SANDBOX_STILL_BYTES": "0"}, "has to be 1 or more."),
        (("limits",), {"SANDBOX_RESET_STYLE": "hours"}, "has to be one of epoch, seconds."),
    ],
)
def test_it_ends_with_a_sentence_when_it_cannot(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], sentence: str
) -> None:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SANDBOX_")}
    done = subprocess.run(
        [sys.executable, "-m", "sandbox", *arguments],
        cwd=ROOT,
        env=inherited | {"SANDBOX_DIR": str(tmp_path)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.strip().endswith(sentence)
    assert "Traceback" not in done.stderr


def test_it_shows_people_who_lives_there(sandbox: Sandbox) -> None:
    page = requests.get(f"{sandbox.url}/", timeout=10).text

    assert "lantern demo" in page
    assert "Nothing here reaches imgur.com" in page


def test_it_lives_without_a_community_or_with_one(sandbox: Sandbox, town: Sandbox) -> None:
    alone, together = sandbox.state(), town.state()

    assert list(alone["accounts"]) == list(together["accounts"])[:6]
    assert len(together["accounts"]) == 21
    assert {name: together["accounts"][name] for name in alone["accounts"]} == alone["accounts"]
    # Memes and what subreddits show have no account.
    assert together["images"] > sum(counts["images"] for counts in together["accounts"].values()) > 300
    bearer = town.people["kilnside"].bearer
    assert town.api("GET", "account/me", headers=bearer).json()["data"]["bio"].startswith("A pottery of three")


def test_a_reset_brings_the_community_back(town: Sandbox) -> None:
    before = town.state()
    bearer = town.people["kilnside"].bearer
    for image in town.api("GET", "account/me/images/ids", headers=bearer).json()["data"][:5]:
        assert town.api("DELETE", f"image/{image}", headers=bearer).ok
    assert town.state()["images"] == before["images"] - 5

    town.reset()

    assert town.state()["accounts"] == before["accounts"]
