"""Faults on demand: every way in which Imgur was seen to fail."""

import gzip
import io
import json
import re
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from PIL import Image

from tests.fixtures.sandbox import ROOT, Person, Sandbox, wait_until

CAPACITY = "Imgur is temporarily over capacity. Please try again later."
DEAD = "The access token provided is invalid."
# Kind: the HTTP status, and what the body holds.
ANSWERS = {
    "500": (500, '{"data":"An error occurred","success":false,"status":500}'),
    "500-upload": (500, '"error":"Could not process upload!"'),
    "500-coded": (500, '"error":{"code":500,"message":"Could not complete request"'),
    "500-errors": (500, '"code":"500","status":"Internal Server Error"'),
    "502": (502, "502 error"),
    "503": (503, "Varnish cache server"),
    "504": (504, "Gateway Time-out"),
    "405-html": (405, "405 Not Allowed"),
    "html": (200, "<html>"),
    "empty": (200, ""),
    "429": (429, '"code":"429"'),
    "429-plenty": (429, '"code":"429"'),
    "429-without-id": (429, '{"errors":[{"id":"","code":"429","status":"Too Many Requests"'),
    "upload-limit": (400, "Please wait 59 more minutes."),
    "over-capacity": (403, f'{{"data":{{"error":"{CAPACITY}"}},"success":false,"status":403}}'),
    "over-capacity-429": (429, CAPACITY),
    "over-capacity-500": (500, CAPACITY),
    "over-capacity-1203": (429, '"status":1203'),
    "cdn-block": (400, "These actions are forbidden."),
    "forbidden-inside-400": (400, '"error":{"code":403,"message":"Forbidden"'),
    "400-bare": (400, '{"data":false,"success":false,"status":400}'),
    "404": (404, '"error":"Unable to find an image with the id, lanternfall"'),
    "404-html": (404, "imgur: the simple 404 page"),
    "413": (413, '"error":"file is over the size limit"'),
    "413-detail": (413, '"code":413,"detail":"file is over the size limit","status":"Request Entity Too Large"'),
    "413-html": (413, "<center>nginx</center>"),
    "417": (417, "Internal expectation failed"),
    "token-invalid": (403, DEAD),
    "token-invalid-401": (401, DEAD),
    "token-invalid-429": (429, DEAD),
    "success-with-error": (200, '"error":"Album not found"'),
    "success-without-image": (200, '"error":"Unable to find an image with the id, lanternfall"'),
    "success-with-text": (200, '{"data":"An error occurred while fetching the comment","success":true,"status":200}'),
    "null": (200, '{"data":null,"success":true,"status":200}'),
    "no-effect": (200, '{"data":true,"success":true,"status":200}'),
}
# Kinds with a test of their own, below or among the downloads.
OTHERS = {
    "browsers-only",
    "drip",
    "drop",
    "gzip",
    "keys-missing",
    "no-length",
    "no-ranges",
    "no-rate-headers",
    "numbers-as-text",
    "other-bytes",
    "pending",
    "rate-epoch",
    "rate-headers-lower-case",
    "rate-seconds",
    "region",
    "removed",
    "removed-bytes",
    "short-body",
    "slow",
    "stale",
    "ticket",
    "truncated",
    "two-documents",
    "wrong-length",
    "zero-totals",
}


def all_kinds(sandbox: Sandbox) -> set[str]:
    """As the sandbox names them when it is asked for one that is none."""
    refused = requests.post(f"{sandbox.url}/_control/faults", json={"kind": "?"}, timeout=10).json()["error"]
    return set(re.findall(r"[\w-]+", refused.split("There are: ")[1]))


def test_every_kind_is_tested_and_documented(sandbox: Sandbox) -> None:
    documented = re.findall(r"`([\w-]+)`", (ROOT / "docs" / "sandbox.md").read_text().split("| kind | answer |")[1])

    assert all_kinds(sandbox) == {*ANSWERS, *OTHERS}
    assert all_kinds(sandbox) <= set(documented)


@pytest.mark.parametrize("kind", ANSWERS)
def test_it_spoils_the_next_answer(sandbox: Sandbox, kind: str) -> None:
    status, text = ANSWERS[kind]
    sandbox.order_fault(kind)

    spoilt, healthy = (sandbox.api("GET", "account/lanternfall") for _ in range(2))

    assert spoilt.status_code == status
    assert text in spoilt.text
    if kind != "429-plenty":
        assert not [name for name in spoilt.headers if name.startswith("X-RateLimit")]
    assert healthy.json()["data"]["url"] == "lanternfall"


@pytest.mark.parametrize("kind", ["success-with-error", "success-without-image", "success-with-text", "null"])
def test_it_fails_with_success(sandbox: Sandbox, kind: str) -> None:
    sandbox.order_fault(kind)

    assert sandbox.api("GET", "account/lanternfall").json()["success"] is True


def test_it_refuses_although_plenty_is_left(sandbox: Sandbox) -> None:
    sandbox.order_fault("429-plenty")

    refused = sandbox.api("GET", "account/lanternfall")

    assert refused.headers["X-RateLimit-ClientRemaining"] == "12499"
    assert refused.headers["X-RateLimit-UserRemaining"] == "2000"


def test_it_says_for_how_long_uploads_are_refused(sandbox: Sandbox, picture: Callable[..., bytes]) -> None:
    sandbox.order_fault("upload-limit", path="/3/image", minutes=12)

    refused = sandbox.api("POST", "image", files={"image": picture()})

    assert refused.json()["data"]["error"]["message"] == "You are uploading too fast. Please wait 12 more minutes."


def test_it_answers_true_without_effect(sandbox: Sandbox, owner: Person) -> None:
    album = sandbox.api("GET", "account/me/albums/ids", headers=owner.bearer).json()["data"][-1]
    images = sandbox.api("GET", f"album/{album}/images").json()["data"]
    sandbox.order_fault("no-effect", method="POST", path="/3/album")

    answer = sandbox.api("POST", f"album/{album}/remove_images", headers=owner.bearer, data={"ids[]": images[0]["id"]})

    assert answer.json() == {"data": True, "success": True, "status": 200}
    assert sandbox.api("GET", f"album/{album}/images").json()["data"] == images


def test_it_sends_an_empty_body(sandbox: Sandbox) -> None:
    sandbox.order_fault("empty")

    answer = sandbox.api("GET", "account/lanternfall")
    assert (answer.status_code, answer.content) == (200, b"")


def test_it_sends_two_documents(sandbox: Sandbox) -> None:
    sandbox.order_fault("two-documents")

    answer = sandbox.api("GET", "account/lanternfall")
    assert [line[:9] for line in answer.text.splitlines()] == ['{"data":{'] * 2
    with pytest.raises(ValueError, match="Extra data"):
        answer.json()


def test_it_spoils_only_what_a_rule_names_and_so_often(sandbox: Sandbox, owner: Person) -> None:
    sandbox.order_fault("500", method="post", path="/3/album", times=2)

    def status(method: str, path: str) -> int:
        return sandbox.api(method, path, headers=owner.bearer).status_code

    assert [status("GET", "account/me"), status("GET", "album/x")] == [200, 404]
    assert [status("POST", "album") for _ in range(3)] == [500, 500, 200]


@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
@pytest.mark.parametrize("kind", ["502", "drop"])
def test_it_spoils_before_or_after_the_call_took_effect(
    sandbox: Sandbox, owner: Person, kind: str, when: str, made: int
) -> None:
    albums = sandbox.state()["albums"]
    sandbox.order_fault(kind, when=when)

    if kind == "drop":
        with pytest.raises(requests.ConnectionError):
            sandbox.api("POST", "album", headers=owner.bearer)
    else:
        assert sandbox.api("POST", "album", headers=owner.bearer).status_code == 502

    # A dropped connection is noticed here before the sandbox has counted it there.
    wait_until(lambda: sandbox.state()["calls"]["by_status"] != {}, "the call was not counted", seconds=10)
    state = sandbox.state()
    assert state["albums"] == albums + made
    assert state["credits"]["spent"] == made
    assert state["calls"]["by_status"] == {"dropped" if kind == "drop" else "502": 1}


def test_it_drops_an_upload_and_answers_the_next_on_the_same_session(
    sandbox: Sandbox, owner: Person, picture: Callable[..., bytes]
) -> None:
    session = requests.Session()
    session.headers.update(owner.bearer)
    assert session.get(f"{sandbox.url}/3/account/me", timeout=10).ok
    sandbox.order_fault("drop", method="POST", path="/3/image", when="after")

    with pytest.raises(requests.ConnectionError):
        session.post(f"{sandbox.url}/3/image", files={"image": picture()}, timeout=10)

    assert session.get(f"{sandbox.url}/3/account/me/images/count", timeout=10).json()["data"] == 23


@pytest.mark.parametrize("when", ["before", "after"])
def test_it_answers_slowly(sandbox: Sandbox, when: str) -> None:
    albums = sandbox.state()["albums"]
    sandbox.order_fault("slow", seconds=1.2, when=when, path="/3/album")
    began = time.monotonic()
    with pytest.raises(requests.ReadTimeout):
        requests.post(f"{sandbox.url}/3/album", headers=sandbox.client, timeout=0.5)
    in_between = sandbox.state()["albums"]
    time.sleep(max(0, 1.4 - (time.monotonic() - began)))

    assert in_between == albums + (when == "after")
    assert sandbox.state()["albums"] == albums + 1


def test_it_leaves_the_rate_headers_out(sandbox: Sandbox) -> None:
    sandbox.order_fault("no-rate-headers", times=2)

    posted = sandbox.api("POST", "album")
    read = sandbox.api("GET", "account/lanternfall/albums")
    healthy = sandbox.api("GET", "account/lanternfall/albums")

    for answer in (posted, read):
        assert answer.ok
        assert not [name for name in answer.headers if "rate" in name.lower() and name.lower().startswith("x-")]
    assert healthy.headers["X-RateLimit-UserRemaining"] == "1997"


def test_it_writes_rate_headers_in_lower_case(sandbox: Sandbox) -> None:
    sandbox.order_fault("rate-headers-lower-case")

    names = [name for name in sandbox.api("POST", "album").headers if name.lower().startswith("x-")]

    assert {"x-ratelimit-userremaining", "x-post-rate-limit-remaining"} <= set(names)


def test_it_tells_the_reset_in_either_way_for_one_call(sandbox: Sandbox) -> None:
    def reset() -> int:
        return int(sandbox.api("GET", "account/lanternfall/albums").headers["X-RateLimit-UserReset"])

    sandbox.order_fault("rate-epoch")
    assert reset() > 1_000_000_000
    assert reset() <= 3600
    sandbox.set_limits(reset_style="epoch")
    sandbox.order_fault("rate-seconds")
    assert reset() <= 3600
    assert reset() > 1_000_000_000


def test_it_cuts_the_json_in_half(sandbox: Sandbox) -> None:
    whole = sandbox.api("GET", "account/lanternfall").content
    sandbox.order_fault("truncated")

    cut = sandbox.api("GET", "account/lanternfall")

    assert cut.content == whole[: len(whole) // 2]
    with pytest.raises(json.JSONDecodeError):
        json.loads(cut.content)


@pytest.mark.parametrize("what", ["api", "file"])
def test_it_sends_less_than_it_promises(sandbox: Sandbox, owner: Person, what: str) -> None:
    image = sandbox.api("GET", "account/me/images", headers=owner.bearer).json()["data"][0]
    address = image["link"] if what == "file" else f"{sandbox.url}/3/image/{image['id']}"
    sandbox.order_fault("short-body")

    with requests.get(address, headers=owner.bearer, stream=True, timeout=10) as answer:
        promised = int(answer.headers["Content-Length"])
        with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
            _ = answer.content

    assert promised > 100
    assert len(requests.get(address, headers=owner.bearer, timeout=10).content) == promised


def test_it_closes_the_connection_of_a_short_body(sandbox: Sandbox) -> None:
    sandbox.order_fault("short-body")
    request = (
        f"GET /3/account/lanternfall HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Client-ID {sandbox.client_id}\r\n"
    )

    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=10) as connection:
        connection.sendall(f"{request}\r\n".encode())
        received = b""
        while part := connection.recv(65_536):
            received += part

    head, body = received.split(b"\r\n\r\n", 1)
    promised = int(re.search(rb"Content-Length: (\d+)", head)[1])  # type: ignore[index]
    assert len(body) == promised // 2


def test_it_lets_the_body_drip(sandbox: Sandbox) -> None:
    sandbox.order_fault("drip", seconds=1)
    began = time.monotonic()

    with requests.get(
        f"{sandbox.url}/3/account/lanternfall", headers=sandbox.client, stream=True, timeout=10
    ) as answer:
        headers_came = time.monotonic() - began
        parts = list(answer.iter_content(16))

    assert json.loads(b"".join(parts))["data"]["url"] == "lanternfall"
    assert time.monotonic() - began >= 1 > headers_came


def test_it_zips_the_answer(sandbox: Sandbox) -> None:
    sandbox.order_fault("gzip")

    answer = requests.get(f"{sandbox.url}/3/account/lanternfall", headers=sandbox.client, stream=True, timeout=10)

    assert answer.headers["Content-Encoding"] == "gzip"
    body = answer.raw.read(decode_content=False)
    assert len(body) == int(answer.headers["Content-Length"])
    assert json.loads(gzip.decompress(body))["data"]["url"] == "lanternfall"


def test_it_writes_numbers_as_text(sandbox: Sandbox, owner: Person) -> None:
    gif = next(
        image
        for image in sandbox.api("GET", "account/me/images", headers=owner.bearer).json()["data"]
        if image["type"] == "image/gif"
    )
    sandbox.order_fault("numbers-as-text")

    odd = sandbox.api("GET", f"image/{gif['id']}", headers=owner.bearer).json()

    assert (odd["data"]["mp4_size"], odd["data"]["account_id"]) == ("0", str(owner.account_id))
    assert (odd["status"], odd["data"]["width"]) == (200, gif["width"])


def test_it_leaves_keys_out(sandbox: Sandbox, owner: Person) -> None:
    whole = sandbox.api("GET", "account/me/images", headers=owner.bearer).json()["data"][0]
    sandbox.order_fault("keys-missing")

    poor = sandbox.api("GET", "account/me/images", headers=owner.bearer).json()["data"][0]

    assert not {"name", "tags", "has_sound", "in_gallery"} & set(poor)
    assert poor["id"] == whole["id"]
    assert poor.items() <= whole.items()


def test_it_counts_nothing_in_totals(town: Sandbox) -> None:
    whole = town.api("GET", "account/trailwiki/gallery_profile")
    if whole.status_code == 404:
        pytest.skip("There is no call yet that has totals.")
    town.order_fault("zero-totals")

    poor = town.api("GET", "account/trailwiki/gallery_profile").json()["data"]

    totals = {name: value for name, value in whole.json()["data"].items() if name.startswith("total_")}
    assert any(totals.values())
    assert {name: poor[name] for name in totals} == dict.fromkeys(totals, 0)
    assert poor["trophies"] == whole.json()["data"]["trophies"]


def test_it_redirects_a_file_to_removed(sandbox: Sandbox, owner: Person) -> None:
    image = sandbox.api("GET", "account/me/images", headers=owner.bearer).json()["data"][0]
    sandbox.order_fault("removed", path="/i/")

    answer = requests.get(image["link"], allow_redirects=False, timeout=10)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{sandbox.media_url}/removed.png")
    assert requests.get(image["link"], allow_redirects=False, timeout=10).status_code == 200


def test_it_gives_files_to_browsers_only(sandbox: Sandbox, owner: Person) -> None:
    image = sandbox.api("GET", "account/me/images", headers=owner.bearer).json()["data"][0]
    sandbox.order_fault("browsers-only", path="/i/", times=2)

    refused = requests.get(image["link"], timeout=10)
    served = requests.get(image["link"], headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64)"}, timeout=10)

    assert (refused.status_code, refused.headers["Content-Type"].split(";")[0]) == (403, "text/html")
    assert len(served.content) == image["size"]


def test_it_shows_the_picture_of_a_closed_country(sandbox: Sandbox, owner: Person) -> None:
    image = sandbox.api("GET", "account/me/images", headers=owner.bearer).json()["data"][0]
    sandbox.order_fault("region", path="/i/")

    answer = requests.get(image["link"], timeout=10)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert Image.open(io.BytesIO(answer.content)).size == (640, 360)


@pytest.mark.parametrize("kind", ["ticket", "pending"])
def test_it_takes_its_time_for_one_video(sandbox: Sandbox, owner: Person, clip: Path, kind: str) -> None:
    sandbox.order_fault(kind)

    first, second = (
        sandbox.api("POST", "image", headers=owner.bearer, files={"video": clip.read_bytes()}).json()["data"]
        for _ in range(2)
    )

    assert ("ticket" in first) == (kind == "ticket")
    assert first.get("processing", {}).get("status") == ("pending" if kind == "pending" else None)
    assert second["processing"]["status"] == "completed"


def test_it_gives_the_answer_of_last_time(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    def titles(person: Person) -> requests.Response:
        return sandbox.api("GET", "account/lanternfall/albums/ids", headers=person.bearer)

    old = titles(owner).json()["data"]
    sandbox.api("POST", "album", headers=owner.bearer, data={"title": "New"})
    sandbox.order_fault("stale", method="GET", times=2)
    spent = sandbox.state()["credits"]["spent"]

    stale = titles(owner)
    # What somebody else was shown is nobody's business.
    never_asked = titles(stranger)

    assert stale.json()["data"] == old
    assert not [name for name in stale.headers if name.lower().startswith("x-ratelimit")]
    assert sandbox.state()["credits"]["spent"] == spent + 1
    assert len(never_asked.json()["data"]) < len(old)
    assert len(titles(owner).json()["data"]) == len(old) + 1
