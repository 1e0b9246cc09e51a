"""Formats of answers: JSON with escaped slashes, JSONP, XML, faked status, ETag."""

import json
from xml.etree import ElementTree

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox


def test_it_answers_in_the_envelope_with_escaped_slashes(sandbox: Sandbox, owner: Person) -> None:
    answer = sandbox.api("GET", "account/me/images?perPage=1", headers=owner.bearer)

    assert answer.headers["Content-Type"] == "application/json"
    assert list(answer.json()) == ["data", "success", "status"]
    assert answer.json()["data"][0]["link"].startswith(f"{sandbox.media_url}/")
    assert r":\/\/127.0.0.1" in answer.text


@pytest.mark.parametrize("path", ["account/lanternfall", "account/lanternfall/", "account/lanternfall.json"])
def test_it_takes_a_trailing_slash_and_a_suffix(sandbox: Sandbox, path: str) -> None:
    assert sandbox.api("GET", path).json()["data"]["url"] == "lanternfall"


def test_it_writes_xml_when_the_path_ends_so(sandbox: Sandbox) -> None:
    answer = sandbox.api("GET", "account/lanternfall/albums.xml")

    root = ElementTree.fromstring(answer.content)
    assert root.attrib == {"type": "array", "success": "1", "status": "200"}
    assert [item.findtext("privacy") for item in root.findall("item")] == ["public"] * len(root)
    assert root.findtext("item/in_gallery") == "false"


def test_it_writes_errors_in_xml_with_the_path_as_called(sandbox: Sandbox) -> None:
    answer = sandbox.api("POST", "image.xml")

    root = ElementTree.fromstring(answer.content)
    assert root.attrib == {"type": "array", "success": "0", "status": "400"}
    assert [child.text for child in root] == ["No image data was sent to the upload api", "/3/image.xml", "POST"]


def test_it_leaves_out_what_xml_cannot_hold(sandbox: Sandbox, owner: Person) -> None:
    odd = "a\x01b\ufffec\uffffd\x0be\tf\U0001f600"
    album = sandbox.api("POST", "album", headers=owner.bearer, json={"title": odd}).json()["data"]["id"]

    answer = sandbox.api("GET", f"album/{album}.xml", headers=owner.bearer)

    assert ElementTree.fromstring(answer.content).findtext("title") == "abcde\tf\U0001f600"


@pytest.mark.parametrize("path", ["/3///account/v1/lanternfall", "/3/image/a%0Ab", "/%0A", "/a/b%0Ac"])
def test_it_answers_paths_past_its_routes_with_imgurs_page(sandbox: Sandbox, path: str) -> None:
    answer = requests.get(f"{sandbox.url}{path}", headers=sandbox.client, timeout=10)

    assert (answer.status_code, "imgur: the simple 404 page" in answer.text) == (404, True)


def test_it_wraps_the_answer_in_a_callback(sandbox: Sandbox) -> None:
    answer = sandbox.api("GET", "account/lanternfall/albums/count?callback=show.it")

    assert answer.text == 'show.it({"data":3,"success":true,"status":200});'
    assert answer.headers["Content-Type"] == "application/javascript"


def test_it_ignores_a_callback_that_is_no_name(sandbox: Sandbox) -> None:
    answer = sandbox.api("GET", "account/lanternfall/albums/count?callback=alert(1)//")

    assert answer.json()["data"] == 3


def test_it_fakes_the_status_but_not_in_the_body(sandbox: Sandbox) -> None:
    answer = sandbox.api("GET", "image/nothing?_fake_status=200")

    assert answer.status_code == 200
    assert answer.json()["status"] == 404
    assert answer.json()["success"] is False


def test_it_answers_304_to_a_known_etag_and_takes_a_credit(sandbox: Sandbox) -> None:
    first = sandbox.api("GET", "account/lanternfall/albums")
    again = sandbox.api(
        "GET", "account/lanternfall/albums", headers=sandbox.client | {"If-None-Match": first.headers["ETag"]}
    )

    assert (again.status_code, again.content) == (304, b"")
    left = [int(answer.headers["X-RateLimit-UserRemaining"]) for answer in (first, again)]
    assert left == [1999, 1998]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "nonsense"), ("GET", "account/me/images/first"), ("PUT", "credits"), ("GET", "album/a/b/c"), ("GET", "")],
)
def test_it_answers_unknown_routes_with_a_page(sandbox: Sandbox, method: str, path: str) -> None:
    answer = sandbox.api(method, path)

    assert answer.status_code == 404
    assert "imgur: the simple 404 page" in answer.text
    assert not [name for name in answer.headers if name.startswith("X-RateLimit")]


def test_it_lets_pages_of_other_origins_ask(sandbox: Sandbox) -> None:
    answer = sandbox.api("OPTIONS", "image")

    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]


def test_it_refuses_other_host_names(sandbox: Sandbox) -> None:
    answer = sandbox.api("GET", "credits", headers=sandbox.client | {"Host": "imgur.example"})

    assert answer.status_code == 400
    assert "loopback" not in answer.text
    assert "127.0.0.1, localhost and [::1]" in answer.text


def test_it_reads_json_bodies(sandbox: Sandbox, owner: Person) -> None:
    made = sandbox.api("POST", "album", headers=owner.bearer, json={"title": "From JSON", "ids": []}).json()["data"]

    album = sandbox.api("GET", f"album/{made['id']}", headers=owner.bearer).json()["data"]
    assert album["title"] == "From JSON"


@pytest.mark.parametrize(
    "body",
    ["{not json", "[]", r'{"title": "\ud800"}', '{"title": ' + "[" * 100_000 + "]" * 100_000 + "}"],
    ids=["no JSON", "no object", "half a surrogate pair", "endless nesting"],
)
def test_it_refuses_a_body_that_is_not_what_it_says(sandbox: Sandbox, owner: Person, body: str) -> None:
    headers = owner.bearer | {"Content-Type": "application/json"}

    answer = sandbox.api("POST", "album", headers=headers, data=body)

    assert answer.status_code == 400
    assert json.loads(answer.text)["data"] == {"error": "Bad Request", "request": "/3/album", "method": "POST"}
