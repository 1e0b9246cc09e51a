"""What a download that is to be resumed, checked and believed has to cope with."""

import hashlib
import io
import socket
from typing import Any

import pytest
import requests
from PIL import Image

from tests.fixtures.sandbox import Person, Sandbox


@pytest.fixture
def image(sandbox: Sandbox, owner: Person) -> dict[str, Any]:
    images = sandbox.api("GET", "account/me/images", headers=owner.bearer).json()["data"]
    found: dict[str, Any] = next(image for image in images if image["type"] == "image/jpeg")
    return found


def get(address: str, **headers: str) -> requests.Response:
    return requests.get(address, headers=headers, allow_redirects=False, timeout=30)


def test_the_etag_is_the_digest_of_the_bytes(sandbox: Sandbox, image: dict[str, Any]) -> None:
    for address in (image["link"], f"{sandbox.media_url}/removed.png"):
        whole = get(address)
        part = get(address, Range="bytes=10-19")

        assert whole.headers["ETag"] == f'"{hashlib.md5(whole.content, usedforsecurity=False).hexdigest()}"'
        assert part.headers["ETag"] == whole.headers["ETag"]
        assert (part.status_code, part.content) == (206, whole.content[10:20])


def test_the_etag_follows_a_file_that_changed(sandbox: Sandbox, owner: Person, image: dict[str, Any], sql: Any) -> None:
    old = get(image["link"])
    ((file,),) = sql("SELECT file FROM sandbox_image WHERE imgur_id = ?", image["id"])
    path = sandbox.folder / file
    try:
        path.write_bytes(old.content + b"more")

        new = get(image["link"], Range="bytes=4-", **{"If-Range": old.headers["ETag"]})

        assert (new.status_code, new.content) == (200, old.content + b"more")
        assert new.headers["ETag"] != old.headers["ETag"]
    finally:
        path.write_bytes(old.content)


def test_it_knows_a_version_by_its_date(image: dict[str, Any]) -> None:
    whole = get(image["link"])

    same = get(image["link"], Range="bytes=4-", **{"If-Range": whole.headers["Last-Modified"]})
    other = get(image["link"], Range="bytes=4-", **{"If-Range": "Thu, 01 Jan 2015 00:00:00 GMT"})

    assert (same.status_code, same.content) == (206, whole.content[4:])
    assert (other.status_code, other.content) == (200, whole.content)


def test_a_question_for_the_size_has_no_range(image: dict[str, Any]) -> None:
    answer = requests.head(image["link"], headers={"Range": "bytes=0-9"}, timeout=10)

    assert (answer.status_code, answer.headers["Content-Length"]) == (200, str(image["size"]))
    assert answer.headers["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("kind", ["429", "503"])
def test_it_tells_when_to_come_again(sandbox: Sandbox, image: dict[str, Any], kind: str) -> None:
    sandbox.control("faults", [{"kind": kind, "path": "/i/", "seconds": 2.5}, {"kind": kind, "path": "/i/"}])

    told, not_told, healthy = (get(image["link"]) for _ in range(3))

    assert (told.status_code, told.headers["Retry-After"]) == (int(kind), "3")
    assert (not_told.status_code, "Retry-After" in not_told.headers) == (int(kind), False)
    assert len(healthy.content) == image["size"]


def test_a_part_may_be_cut_off_in_the_middle(sandbox: Sandbox, image: dict[str, Any]) -> None:
    sandbox.order_fault("short-body", path="/i/")

    with requests.get(image["link"], headers={"Range": "bytes=100-"}, stream=True, timeout=10) as answer:
        assert answer.headers["Content-Range"] == f"bytes 100-{image['size'] - 1}/{image['size']}"
        with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
            _ = answer.content


def test_it_promises_more_than_there_is(sandbox: Sandbox, image: dict[str, Any]) -> None:
    sandbox.order_fault("wrong-length", path="/i/")
    address = image["link"].removeprefix(sandbox.url)

    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=10) as connection:
        connection.sendall(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        received = b""
        while part := connection.recv(65_536):
            received += part

    head, body = received.split(b"\r\n\r\n", 1)
    assert f"Content-Length: {2 * image['size']}".encode() in head
    assert len(body) == image["size"]


def test_it_does_not_tell_the_length(sandbox: Sandbox, image: dict[str, Any]) -> None:
    sandbox.order_fault("no-length", path="/i/")

    answer = get(image["link"])

    assert "Content-Length" not in answer.headers
    assert len(answer.content) == image["size"]


def test_it_sends_the_whole_file_whatever_part_is_asked_for(sandbox: Sandbox, image: dict[str, Any]) -> None:
    sandbox.order_fault("no-ranges", path="/i/")

    whole, part = (get(image["link"], Range="bytes=100-") for _ in range(2))

    assert (whole.status_code, len(whole.content)) == (200, image["size"])
    assert whole.headers["Accept-Ranges"] == "none"
    assert (part.status_code, len(part.content)) == (206, image["size"] - 100)


def test_it_sends_other_bytes_under_the_right_name(sandbox: Sandbox, image: dict[str, Any]) -> None:
    true = get(image["link"])
    sandbox.order_fault("other-bytes", path="/i/")

    wrong = get(image["link"])

    assert wrong.headers["ETag"] == true.headers["ETag"]
    assert len(wrong.content) == len(true.content)
    assert wrong.content != true.content


def test_it_sends_the_removed_picture_without_a_redirect(sandbox: Sandbox, image: dict[str, Any]) -> None:
    sandbox.order_fault("removed-bytes", path="/i/")

    answer = get(image["link"])

    removed = get(f"{sandbox.media_url}/removed.png")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert (answer.content, answer.headers["ETag"]) == (removed.content, removed.headers["ETag"])
    assert Image.open(io.BytesIO(answer.content)).format == "PNG"
    assert len(answer.content) == 503


@pytest.mark.parametrize("kind", ["html", "drip", "drop", "slow"])
def test_the_file_host_fails_in_the_ways_of_the_api(sandbox: Sandbox, image: dict[str, Any], kind: str) -> None:
    sandbox.order_fault(kind, path=image["link"].removeprefix(sandbox.url), seconds=0.4)

    if kind == "drop":
        with pytest.raises(requests.ConnectionError):
            get(image["link"])
    else:
        answer = get(image["link"])
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/html" if kind == "html" else "image/jpeg")
        assert answer.elapsed.total_seconds() >= (0.4 if kind == "slow" else 0)
    assert len(get(image["link"]).content) == image["size"]
