"""What Imgur deletes without being asked."""

from typing import Any

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox


@pytest.fixture
def image(sandbox: Sandbox, owner: Person) -> dict[str, Any]:
    """An image in an album."""
    for album in sandbox.api("GET", "account/me/albums", headers=owner.bearer).json()["data"]:
        if images := sandbox.api("GET", f"album/{album['id']}/images", headers=owner.bearer).json()["data"]:
            found: dict[str, Any] = images[0] | {"album": album["id"]}
            return found
    raise AssertionError("There is no album with images.")


def removed(sandbox: Sandbox, answer: requests.Response) -> bool:
    return (answer.status_code, answer.headers.get("Location")) == (302, f"{sandbox.media_url}/removed.png")


def head(address: str) -> requests.Response:
    return requests.head(address, allow_redirects=False, timeout=10)


def test_it_takes_an_image_away(sandbox: Sandbox, owner: Person, image: dict[str, Any]) -> None:
    assert sandbox.control("purge", {"images": [image["id"], "unknown"]}) == {"images": 1, "albums": 0}

    assert sandbox.api("GET", f"image/{image['id']}", headers=owner.bearer).status_code == 404
    left = sandbox.api("GET", f"album/{image['album']}/images", headers=owner.bearer).json()["data"]
    assert image["id"] not in {other["id"] for other in left}
    whole = requests.get(image["link"], allow_redirects=False, timeout=10)
    part = requests.get(image["link"], headers={"Range": "bytes=5-"}, allow_redirects=False, timeout=10)
    for answer in (whole, part, head(image["link"])):
        assert removed(sandbox, answer)
        assert answer.content == b""


def test_it_takes_an_album_away_and_leaves_its_images(sandbox: Sandbox, owner: Person, image: dict[str, Any]) -> None:
    assert sandbox.control("purge", {"albums": [image["album"]]}) == {"images": 0, "albums": 1}

    assert sandbox.api("GET", f"album/{image['album']}", headers=owner.bearer).status_code == 404
    assert sandbox.api("GET", f"image/{image['id']}", headers=owner.bearer).ok
    assert head(image["link"]).status_code == 200


def test_it_takes_only_the_file_away(sandbox: Sandbox, owner: Person, image: dict[str, Any]) -> None:
    thumbnail = f"{sandbox.media_url}/{image['id']}m.jpg"
    assert head(thumbnail).status_code == 200

    assert sandbox.control("purge", {"images": [image["id"]], "only": "file"}) == {"files": 1}

    assert removed(sandbox, head(image["link"]))
    assert removed(sandbox, head(thumbnail))
    assert sandbox.api("GET", f"image/{image['id']}", headers=owner.bearer).json()["data"]["id"] == image["id"]
    sandbox.reset()
    assert head(image["link"]).status_code == 200


@pytest.mark.parametrize(
    "order",
    [
        {"images": "abc"},
        {"images": [7]},
        {"albums": [["x"]]},
        {"images": ["x"] * 10_001},
        {"only": "record"},
        {"albums": ["x"], "only": "file"},
        {"colour": "red"},
        ["x"],
    ],
)
def test_it_refuses_an_order_that_makes_no_sense(sandbox: Sandbox, order: Any) -> None:
    answer = requests.post(f"{sandbox.url}/_control/purge", json=order, timeout=10)

    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")
