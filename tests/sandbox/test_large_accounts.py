"""Large accounts, made to order."""

import hashlib
import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, count, takewhile
from typing import Any

import av
import pytest
import requests
from PIL import Image

from tests.fixtures.sandbox import LargeAccount, Person, Sandbox

SMALL: dict[str, Any] = {"username": "collector", "albums": 8, "images_each": 5, "loose": 7, "seed": "small"}


def read(sandbox: Sandbox, account: Person, path: str) -> Any:
    answer = sandbox.api("GET", path, headers=account.bearer)
    assert answer.ok, answer.text
    return answer.json()["data"]


def all_pages(sandbox: Sandbox, account: Person, path: str) -> list[dict[str, Any]]:
    pages = (read(sandbox, account, f"{path}/{number}?perPage=100") for number in count())
    return list(chain.from_iterable(takewhile(bool, pages)))


def download(sandbox: Sandbox, image: dict[str, Any]) -> bytes:
    answer = requests.get(image["link"], allow_redirects=False, timeout=30)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, image["type"])
    return answer.content


def test_it_has_what_was_ordered_in_the_order_told(sandbox: Sandbox) -> None:
    account = sandbox.make_account(**SMALL)

    assert account.username == "collector"
    albums = read(sandbox, account, "account/me/albums")
    assert [album["id"] for album in reversed(albums)] == [album["id"] for album in account.albums]
    assert [album["images_count"] for album in albums] == [5] * 8
    assert {album["privacy"] for album in albums} == {"public", "hidden", "secret"}
    for album in account.albums:
        shown = read(sandbox, account, f"album/{album['id']}/images")
        assert [image["id"] for image in shown] == album["images"]
    images = all_pages(sandbox, account, "account/me/images")
    ordered = [image_id for album in account.albums for image_id in album["images"]] + account.loose
    assert [image["id"] for image in reversed(images)] == ordered
    assert len(set(ordered)) == 8 * 5 + 7
    renewed = requests.post(
        f"{sandbox.url}/oauth2/token",
        data={
            "refresh_token": account.refresh_token,
            "client_id": sandbox.client_id,
            "client_secret": sandbox.client_secret,
            "grant_type": "refresh_token",
        },
        timeout=10,
    )
    assert renewed.json()["account_username"] == "collector"


def test_its_originals_are_valid_and_all_differ(sandbox: Sandbox) -> None:
    account = sandbox.make_account(**SMALL)
    images = all_pages(sandbox, account, "account/me/images")

    digests = set()
    for image in images:
        content = download(sandbox, image)
        digests.add(hashlib.sha256(content).hexdigest())
        assert len(content) == image["size"]
        if image["type"] == "video/mp4":
            with av.open(io.BytesIO(content)) as film:
                assert sum(1 for _ in film.decode(video=0)) > 1
                assert (film.streams.video[0].width, film.streams.video[0].height) == (image["width"], image["height"])
        else:
            picture = Image.open(io.BytesIO(content))
            picture.load()
            assert Image.MIME[picture.format or ""] == image["type"]
            assert picture.size == (image["width"], image["height"])
            assert (getattr(picture, "n_frames", 1) > 1) == image["animated"]

    assert len(digests) == len(images) == 47
    assert {image["type"] for image in images} == {"image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4"}


def test_it_is_the_same_again_after_a_reset(sandbox: Sandbox) -> None:
    first = sandbox.make_account(**SMALL)
    contents = [download(sandbox, image) for image in read(sandbox, first, "account/me/images")]
    sandbox.reset()
    assert sandbox.api("GET", "account/collector").status_code == 404

    second = sandbox.make_account(**SMALL)

    assert (second.albums, second.loose) == (first.albums, first.loose)
    assert [download(sandbox, image) for image in read(sandbox, second, "account/me/images")] == contents


def test_two_seeds_have_nothing_in_common(sandbox: Sandbox) -> None:
    one = sandbox.make_account(**SMALL)
    other = sandbox.make_account(**SMALL | {"username": "gatherer", "seed": "other"})

    assert not set(one.loose) & set(other.loose)
    digests = [
        {hashlib.sha256(download(sandbox, image)).hexdigest() for image in read(sandbox, account, "account/me/images")}
        for account in (one, other)
    ]
    assert not digests[0] & digests[1]


def test_its_images_may_share_few_files(sandbox: Sandbox) -> None:
    account = sandbox.make_account(**SMALL, files=3)

    digests = {
        hashlib.sha256(download(sandbox, image)).hexdigest() for image in read(sandbox, account, "account/me/images")
    }

    assert len(digests) == 3


def test_a_shared_file_outlives_the_deletion_of_one_image(sandbox: Sandbox) -> None:
    account = sandbox.make_account(username="collector", loose=2, files=1, seed="shared")
    gone, kept = (read(sandbox, account, f"image/{image_id}") for image_id in account.loose)

    assert sandbox.api("DELETE", f"image/{gone['id']}", headers=account.bearer).ok

    assert requests.get(gone["link"], allow_redirects=False, timeout=10).status_code == 302
    assert len(download(sandbox, kept)) == kept["size"]


@pytest.mark.parametrize(
    "order",
    [
        {"username": "lanternfall"},
        {"username": "a b"},
        {"username": 7},
        {"seed": "../up"},
        {"seed": ""},
        {"seed": ["x"]},
        {"albums": -1},
        {"albums": "many"},
        {"albums": 100_001},
        {"albums": 1_000, "images_each": 1_000},
        {"loose": 5, "files": 0},
        {"colour": "red"},
    ],
)
def test_it_refuses_what_cannot_be_made(sandbox: Sandbox, order: dict[str, Any]) -> None:
    accounts = sandbox.state()["accounts"]

    answer = requests.post(f"{sandbox.url}/_control/accounts", json=order, timeout=30)

    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")
    assert sandbox.state()["accounts"] == accounts


def test_it_makes_nothing_when_its_ids_are_taken(sandbox: Sandbox) -> None:
    sandbox.make_account(**SMALL)

    answer = requests.post(f"{sandbox.url}/_control/accounts", json=SMALL | {"username": "gatherer"}, timeout=30)

    assert answer.json() == {"error": "Ids that follow from the seed small are taken; choose another one."}
    assert sandbox.api("GET", "account/gatherer").status_code == 404


def test_an_account_without_images_can_be_made(sandbox: Sandbox) -> None:
    account = sandbox.make_account(albums=2)

    assert account.username == "large"
    assert [album["images_count"] for album in read(sandbox, account, "account/me/albums")] == [0, 0]
    assert read(sandbox, account, "account/me/images") == []


def test_the_command_line_makes_one_while_it_runs(make_sandbox: Callable[..., Sandbox]) -> None:
    running = make_sandbox()

    made = running.verb(
        "account", "--json", "--username", "collector", "--albums", "2", "--images-each", "3", "--loose", "1"
    )

    account = LargeAccount(**json.loads(made.stdout))
    assert [len(album["images"]) for album in account.albums] == [3, 3]
    assert read(running, account, "account/me/images/count") == 7
    shown = running.verb("account", "--username", "gatherer", "--seed", "other", "--loose", "2").stdout
    assert [line.split()[-1] for line in shown.splitlines() if line.startswith("images")] == ["2"]


def test_what_is_made_before_the_first_start_stays_over_a_reset(make_sandbox: Callable[..., Sandbox]) -> None:
    sandbox = make_sandbox()
    sandbox.stop()
    for name in ("has-run", "beginning.sqlite3"):
        (sandbox.folder / name).unlink()
    made = sandbox.verb("account", "--json", "--username", "collector", "--loose", "2").stdout
    account = LargeAccount(**json.loads(made))
    sandbox.start()

    sandbox.reset()

    for image in read(sandbox, account, "account/me/images"):
        assert len(download(sandbox, image)) == image["size"]


@pytest.mark.slow
def test_a_real_size_is_made_soon_and_serves_eight_at_a_time(make_sandbox: Callable[..., Sandbox]) -> None:
    sandbox = make_sandbox(SANDBOX_USER_HOUR="100000", SANDBOX_CLIENT_DAY="100000")

    account = sandbox.make_account(albums=60, images_each=10, loose=200, username="collector")

    images = all_pages(sandbox, account, "account/me/images")
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(lambda image: hashlib.sha256(download(sandbox, image)).digest(), images))
    assert len(digests) == len(images) == 800


def test_the_apis_own_calls_change_it(sandbox: Sandbox) -> None:
    account = sandbox.make_account(**SMALL)
    album, other = (account.albums[place] for place in (0, 1))
    reordered = [*reversed(album["images"])]
    swapped = [other["images"][0], *reordered[1:]]

    def put(images: list[str]) -> list[str]:
        data = {"title": "Renamed", "ids[]": images}
        assert sandbox.api("PUT", f"album/{album['id']}", headers=account.bearer, data=data).ok
        return [image["id"] for image in read(sandbox, account, f"album/{album['id']}/images")]

    assert put(reordered) == reordered
    assert put(swapped) == swapped
    shown = read(sandbox, account, f"album/{album['id']}")
    assert (shown["title"], shown["images_count"]) == ("Renamed", 5)
    assert read(sandbox, account, "account/me/images/count") == 8 * 5 + 7
