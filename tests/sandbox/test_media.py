"""The file host: originals, thumbnails, films made from GIFs, parts of files, and what is gone."""

import io
from typing import Any

import av
import pytest
import requests
from PIL import Image

from tests.fixtures.sandbox import Person, Sandbox


@pytest.fixture
def library(sandbox: Sandbox, owner: Person) -> list[dict[str, Any]]:
    images: list[dict[str, Any]] = sandbox.api("GET", "account/me/images?perPage=100", headers=owner.bearer).json()[
        "data"
    ]
    return images


def first_of(library: list[dict[str, Any]], media_type: str) -> dict[str, Any]:
    return next(image for image in library if image["type"] == media_type)


def get(address: str, **headers: str) -> requests.Response:
    return requests.get(address, headers=headers, allow_redirects=False, timeout=30)


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4"])
def test_it_serves_originals_with_their_true_type(library: list[dict[str, Any]], media_type: str) -> None:
    image = first_of(library, media_type)

    answer = get(image["link"])

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    assert len(answer.content) == int(answer.headers["Content-Length"]) == image["size"]
    misnamed = get(image["link"].rsplit(".", 1)[0] + ".jpg")
    assert (misnamed.headers["Content-Type"], misnamed.content) == (media_type, answer.content)


@pytest.mark.parametrize(
    ("letter", "box", "is_square"),
    [("s", 90, True), ("b", 160, True), ("t", 160, False), ("m", 320, False), ("l", 640, False), ("h", 1024, False)],
)
@pytest.mark.parametrize("media_type", ["image/png", "image/gif", "video/mp4"])
def test_it_makes_thumbnails(
    sandbox: Sandbox, library: list[dict[str, Any]], media_type: str, letter: str, box: int, is_square: bool
) -> None:
    image = first_of(library, media_type)

    answer = get(f"{sandbox.media_url}/{image['id']}{letter}.png")

    assert answer.headers["Content-Type"] == "image/jpeg"
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.format == "JPEG"
    if is_square:
        assert picture.size == (box, box)
    else:
        assert max(picture.size) == min(box, max(image["width"], image["height"]))
        assert picture.width / picture.height == pytest.approx(image["width"] / image["height"], rel=0.03)
    assert get(f"{sandbox.media_url}/{image['id']}{letter}.jpg").headers["ETag"] == answer.headers["ETag"]


def test_it_makes_a_film_of_a_gif_when_it_is_first_asked_for(
    sandbox: Sandbox, owner: Person, library: list[dict[str, Any]]
) -> None:
    gif = first_of(library, "image/gif")
    assert (gif["animated"], gif["looping"], gif["mp4_size"]) == (True, True, 0)
    assert gif["gifv"] == f"{sandbox.media_url}/{gif['id']}.gifv"

    answer = get(gif["mp4"])

    assert answer.headers["Content-Type"] == "video/mp4"
    with av.open(io.BytesIO(answer.content)) as container:
        pictures = container.streams.video[0]
        assert (pictures.width, pictures.height) == (gif["width"] // 2 * 2, gif["height"] // 2 * 2)
        assert 0.8 < float(container.duration or 0) / av.time_base < 1.2
    read = sandbox.api("GET", f"image/{gif['id']}", headers=owner.bearer).json()["data"]
    assert read["mp4_size"] == len(answer.content)
    assert "<video" in get(gif["gifv"]).text


def test_it_serves_parts_of_a_file(library: list[dict[str, Any]]) -> None:
    image = first_of(library, "image/jpeg")
    whole = get(image["link"]).content
    size = len(whole)

    cases = {
        "bytes=0-99": (whole[:100], f"bytes 0-99/{size}"),
        "bytes=100-": (whole[100:], f"bytes 100-{size - 1}/{size}"),
        "bytes=-7": (whole[-7:], f"bytes {size - 7}-{size - 1}/{size}"),
        f"bytes=5-{size * 2}": (whole[5:], f"bytes 5-{size - 1}/{size}"),
    }
    for asked, (part, told) in cases.items():
        answer = get(image["link"], Range=asked)
        assert (answer.status_code, answer.content, answer.headers["Content-Range"]) == (206, part, told)


def test_it_serves_the_whole_file_when_a_part_makes_no_sense(library: list[dict[str, Any]]) -> None:
    image = first_of(library, "image/jpeg")

    beyond = get(image["link"], Range=f"bytes={image['size']}-")
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{image['size']}")
    for headers in ({"Range": "lines=1-2"}, {"Range": "bytes=9-2"}, {"Range": "bytes=0-5", "If-Range": '"other"'}):
        assert get(image["link"], **headers).status_code == 200
    etag = get(image["link"]).headers["ETag"]
    assert get(image["link"], Range="bytes=0-5", **{"If-Range": etag}).status_code == 206


def test_it_sends_nothing_that_is_known(library: list[dict[str, Any]]) -> None:
    image = first_of(library, "image/png")
    first = get(image["link"])

    by_etag = get(image["link"], **{"If-None-Match": first.headers["ETag"]})
    by_time = get(image["link"], **{"If-Modified-Since": first.headers["Last-Modified"]})

    assert (by_etag.status_code, by_etag.content) == (by_time.status_code, by_time.content) == (304, b"")


def test_it_tells_the_size_without_sending(library: list[dict[str, Any]]) -> None:
    image = first_of(library, "image/webp")

    answer = requests.head(image["link"], timeout=10)

    assert (answer.status_code, answer.headers["Content-Length"]) == (200, str(image["size"]))
    assert answer.content == b""


def test_it_redirects_from_what_is_gone(sandbox: Sandbox, owner: Person, library: list[dict[str, Any]]) -> None:
    image = first_of(library, "image/jpeg")
    sandbox.api("DELETE", f"image/{image['id']}", headers=owner.bearer)

    for name in (f"{image['id']}.jpg", f"{image['id']}m.jpg", "zzzzzzz.png", "zzz", ".jpg", "x.jpg"):
        answer = get(f"{sandbox.media_url}/{name}")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{sandbox.media_url}/removed.png")
    removed = get(f"{sandbox.media_url}/removed.png")
    assert (removed.status_code, removed.headers["Content-Type"], len(removed.content)) == (200, "image/png", 503)
    assert Image.open(io.BytesIO(removed.content)).size == (161, 81)


def test_it_costs_no_credits(sandbox: Sandbox, library: list[dict[str, Any]]) -> None:
    before = sandbox.state()["credits"]["spent"]
    answer = get(first_of(library, "image/png")["link"])

    assert not [name for name in answer.headers if "ratelimit" in name.lower()]
    state = sandbox.state()
    assert state["credits"]["spent"] == before
    assert state["calls"]["by_route"]["GET /i/{file}"] == 1


def test_it_links_to_the_address_that_is_set(make_sandbox: Any) -> None:
    elsewhere = make_sandbox(SANDBOX_MEDIA_URL="http://localhost:1/files/")
    person = elsewhere.people["lanternfall"]

    image = elsewhere.api("GET", "account/me/images?perPage=1", headers=person.bearer).json()["data"][0]

    assert image["link"].startswith(f"http://localhost:1/files/{image['id']}.")


def test_a_pictures_page_leads_to_its_file(sandbox: Sandbox) -> None:
    image = sandbox.api("GET", "account/me/images", headers=sandbox.people["lanternfall"].bearer).json()["data"][0]

    page = requests.get(f"{sandbox.url}/{image['id']}", allow_redirects=False, timeout=10)

    assert (page.status_code, page.headers["Location"]) == (302, image["link"])
    assert requests.get(f"{sandbox.url}/ZZZZZZZ", timeout=10).status_code == 404
