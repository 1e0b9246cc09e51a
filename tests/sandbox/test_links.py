"""Links of answers, and those that clients make of ids, lead somewhere."""

from typing import Any

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox
from tests.fixtures.sandbox_gallery import Gallery


def end_of(address: str) -> requests.Response:
    """What is at the end of the redirects."""
    answer = requests.get(address, timeout=20)
    assert answer.ok, (address, answer.status_code)
    return answer


@pytest.fixture
def shared(gallery: Gallery, owner: Person) -> dict[str, Any]:
    return {
        "album": gallery.share(owner, gallery.album(owner), tags="mill"),
        "image": gallery.share(owner, tags="mill"),
        "loose": gallery.image(owner),
    }


@pytest.mark.parametrize(
    ("path", "end"),
    [
        ("gallery/{album}", "/a/{album}"),
        ("gallery/{image}", "/i/{image}.png"),
        ("t/mill/{album}", "/a/{album}"),
        ("t/mill/{image}", "/i/{image}.png"),
        ("r/mills/{loose}", "/i/{loose}.png"),
        ("download/{image}", "/i/{image}.png"),
        ("download/{image}/undefined", "/i/{image}.png"),
        ("custom", "/"),
        ("filtered", "/"),
        ("g/mine", "/"),
        ("t/mill", "/"),
        ("r/mills", "/"),
        ("user/lanternfall", "/"),
    ],
)
def test_its_pages_lead_to_what_there_is(sandbox: Sandbox, shared: dict[str, Any], path: str, end: str) -> None:
    assert end_of(f"{sandbox.url}/{path.format(**shared)}").url == sandbox.url + end.format(**shared)


@pytest.mark.parametrize("path", ["gallery/ZZZZZZZ", "user/nobody_here", "download/ZZZZZZZ", "t/mill/ZZZZZZZ"])
def test_nothing_is_where_nothing_was(sandbox: Sandbox, path: str) -> None:
    answer = requests.get(f"{sandbox.url}/{path}", timeout=10)

    assert (answer.status_code, "imgur: the simple 404 page" in answer.text) == (404, True)


def test_its_custom_galleries_link_to_pages(sandbox: Sandbox, owner: Person) -> None:
    for path in ("g/custom", "g/filtered"):
        end_of(sandbox.api("GET", path, headers=owner.bearer).json()["data"]["link"])


def test_it_serves_the_smaller_forms_that_pages_ask_for(sandbox: Sandbox, owner: Person) -> None:
    images = sandbox.api("GET", "account/me/images?perPage=100", headers=owner.bearer).json()["data"]
    by_type = {image["type"]: image["id"] for image in images}
    names = [f"{by_type['image/png']}_d.webp", f"{by_type['video/mp4']}_lq.mp4", f"{by_type['image/gif']}_lq.mp4"]

    types = [end_of(f"{sandbox.media_url}/{name}").headers["Content-Type"] for name in names]

    assert types == ["image/jpeg", "video/mp4", "video/mp4"]
    unknown = requests.get(f"{sandbox.media_url}/{by_type['image/png']}_x.png", allow_redirects=False, timeout=10)
    assert (unknown.status_code, unknown.headers["Location"]) == (302, f"{sandbox.media_url}/removed.png")
