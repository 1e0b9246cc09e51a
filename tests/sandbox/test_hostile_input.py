"""What no client of good will sends: too long, too much, in odd encodings. Refused in the form of the API."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox

# Longer than the line of a request may be, so it comes in bodies only.
LONG = "x" * 60_000


def test_it_finds_nobody_of_a_name_that_is_too_long(sandbox: Sandbox, owner: Person) -> None:
    answer = sandbox.api("POST", "message", headers=owner.bearer, data={"recipient": LONG, "body": "Hello"})

    assert (answer.status_code, answer.json()["success"]) == (404, False)


def test_it_takes_no_topic_of_a_name_that_is_too_long(
    sandbox: Sandbox, owner: Person, insert: Callable[..., int]
) -> None:
    insert("topic", name="Old Mills", description="", is_ephemeral=0)
    image = sandbox.api("GET", "account/me/images/ids", headers=owner.bearer).json()["data"][0]

    answer = sandbox.api("POST", f"gallery/{image}", headers=owner.bearer, data={"title": "T", "topic": LONG})

    assert answer.status_code == 404


@pytest.mark.parametrize("number", ["²", "٣", "-1", "", "9" * 30])
def test_it_finds_nobody_by_a_number_that_is_none(sandbox: Sandbox, number: str) -> None:
    answer = sandbox.api("GET", "account/me", params={"account_id": number})

    assert (answer.status_code, answer.json()["success"]) == (404, False)


@pytest.mark.parametrize(
    "body",
    [
        b'{"title": "\xed\xa0\x80"}',
        '{"title": "\ud800"}'.encode("utf-16-le", "surrogatepass"),
        '{"title": "words"}'.encode("utf-16"),
        rb'{"title": "\ud800"}',
        rb'{"\udfff": "words"}',
        rb'{"title": ["a", {"b": "\ud800"}]}',
    ],
    ids=["bytes", "UTF-16", "UTF-16 without", "escape", "name", "deep inside"],
)
def test_it_refuses_half_a_surrogate_pair(sandbox: Sandbox, owner: Person, body: bytes) -> None:
    headers = owner.bearer | {"Content-Type": "application/json"}

    answer = sandbox.api("POST", "album", headers=headers, data=body)

    assert (answer.status_code, answer.json()["data"]["error"]) == (400, "Bad Request")


def test_it_refuses_half_a_surrogate_pair_in_the_query(sandbox: Sandbox, owner: Person) -> None:
    headers = owner.bearer | {"Content-Type": "text/plain; charset=unicode_escape"}

    answer = sandbox.api("POST", r"album?title=\ud800", headers=headers)

    assert (answer.status_code, answer.json()["data"]["error"]) == (400, "Bad Request")


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("POST", "album", "ids"),
        ("POST", "album", "deletehashes"),
        ("DELETE", "album/{album}", "ids"),
        ("POST", "album/{album}/remove_images", "deletehashes"),
        ("POST", "notification", "ids"),
        ("PUT", "g/custom/add_tags", "tags"),
    ],
)
def test_it_refuses_lists_without_end(sandbox: Sandbox, owner: Person, method: str, path: str, name: str) -> None:
    album = sandbox.api("GET", "account/me/albums/ids", headers=owner.bearer).json()["data"][0]

    def send(count: int) -> requests.Response:
        body: Any = {name: [str(number) for number in range(count)]}
        return sandbox.api(method, path.format(album=album), headers=owner.bearer, json=body)

    refused = send(10_001)
    assert refused.status_code == 400
    assert refused.json()["data"]["error"] == f"{name} can have 10000 members at most."
    # What is long and yet allowed may be refused for another reason, but never breaks.
    assert send(10_000).status_code in {200, 404}


def test_it_refuses_too_many_files_in_the_form_of_the_api(sandbox: Sandbox) -> None:
    files = [("image", (f"{number}.png", b"x")) for number in range(101)]

    answer = sandbox.api("POST", "image", files=files)

    assert answer.json() == {
        "data": {"error": "Bad Request", "request": "/3/image", "method": "POST"},
        "success": False,
        "status": 400,
    }
