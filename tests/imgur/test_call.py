from __future__ import annotations

import io
import re
from typing import Any, get_args

import pytest

from imgur import BadRequestError, Call, FilePart
from imgur.endpoints.table import ENDPOINTS
from imgur.endpoints.words import GallerySection, PostSort
from imgur.paths import fill


def test_it_fills_and_quotes_the_placeholders() -> None:
    call = Call.to("GET", "/3/gallery/t/{tag}/{item_id}", ids={"tag": "café au/lait?", "item_id": "abc1234"})

    assert call.path == "/3/gallery/t/caf%C3%A9%20au%2Flait%3F/abc1234"
    assert call.route == "/3/gallery/t/{tag}/{item_id}"


@pytest.mark.parametrize(
    "bad_id", ["", "..", "a/b", "abc?x=1", "abc#", "a b", "abc\n", "x" * 65, "ä", "%2e%2e", "abc.xml"]
)
def test_it_refuses_what_cannot_be_an_id_before_anything_is_sent(bad_id: str) -> None:
    with pytest.raises(BadRequestError) as caught:
        fill("/3/image/{id}", {"id": bad_id})

    assert not caught.value.was_sent
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("bad_name", ["", ".", "..", "a\r\nb", "a\x00", "x" * 201])
def test_it_refuses_names_that_would_leave_their_segment(bad_name: str) -> None:
    with pytest.raises(BadRequestError):
        fill("/3/account/{username}", {"username": bad_name})


def neighbours() -> list[tuple[str, str, str]]:
    """Every route with an id or a topic, the placeholder's name, and each word that another route has in that place."""
    words = {"{sort}": get_args(PostSort), "{section}": get_args(GallerySection)}
    found = set()
    for route in {endpoint.route for endpoint in ENDPOINTS}:
        for place in re.finditer(r"\{(id|item_id|image_id|topic)\}", route):
            before = route[: place.start()]
            for other in {endpoint.route for endpoint in ENDPOINTS if endpoint.route.startswith(before)}:
                segment = other[len(before) :].split("/")[0]
                found |= {(route, place[1], word) for word in words.get(segment, [segment]) if not word.startswith("{")}
    return sorted(found)


@pytest.mark.parametrize(("route", "name", "word"), neighbours())
def test_a_word_of_another_address_is_no_id(route: str, name: str, word: str) -> None:
    ids = dict.fromkeys(re.findall(r"\{(\w+)\}", route), "1")

    with pytest.raises(BadRequestError, match="is not an Imgur id"):
        fill(route, ids | {name: word})


def test_a_section_is_still_one_where_a_section_is_meant() -> None:
    assert fill("/3/gallery/{section}/{sort}", {"section": "hot", "sort": "viral"}) == "/3/gallery/hot/viral"
    assert fill("/3/image/{id}", {"id": "hot"}) == "/3/image/hot"


@pytest.mark.parametrize(
    "call",
    [
        {"form": [("title", "half \ud83d")]},
        {"form": [("half \ude00", "x")]},
        {"params": {"q": "\ud83d"}},
        {"json": {"feedback": ["\ud83d"]}},
        {"upload": FilePart(field="image", source=io.BytesIO(), name="\ud83d.png", content_type="image/png")},
    ],
    ids=["value", "name", "parameter", "JSON", "file name"],
)
def test_it_refuses_half_a_character_before_anything_is_sent(call: Any) -> None:
    with pytest.raises(BadRequestError, match="Nothing was sent") as caught:
        Call.to("POST", "/3/image", **call)

    assert not caught.value.was_sent
    assert caught.value.call_route == "/3/image"
    str(caught.value).encode()


def test_a_whole_emoji_goes_out() -> None:
    assert Call.to("POST", "/3/image", form=[("title", "😀")]).form == (("title", "😀"),)


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "image",
        "image/",
        "/png",
        "image/png; charset=x",
        "image/png\r\nX-Evil: 1",
        "image/png\n",
        "imäge/png",
        "a/b/c",
    ],
)
def test_a_files_type_is_two_words_and_no_header_of_its_own(content_type: str) -> None:
    with pytest.raises(BadRequestError, match="Nothing was sent"):
        FilePart(field="image", source=io.BytesIO(), name="a.png", content_type=content_type)


@pytest.mark.parametrize("content_type", ["image/png", "image/svg+xml", "video/x-matroska", "video/vnd.avi"])
def test_it_takes_the_types_that_there_are(content_type: str) -> None:
    FilePart(field="image", source=io.BytesIO(), name="a.png", content_type=content_type)


def test_it_counts_every_method_but_post_as_repeatable_unless_told() -> None:
    assert [Call.to(method, "/3/x").is_idempotent for method in ("GET", "PUT", "DELETE", "POST")] == [
        True,
        True,
        True,
        False,
    ]
    assert Call.to("POST", "/3/x", is_idempotent=True).is_idempotent


@pytest.mark.parametrize("path", ["3/image", "/3/image?x=1", "/3/image#x", "/3/a b", "/3/a\r\nHost: x"])
def test_it_refuses_a_path_that_is_more_than_one(path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        Call(method="GET", path=path, route="/3/x", is_idempotent=True)


def test_it_refuses_two_kinds_of_body_at_once() -> None:
    with pytest.raises(ValueError, match="not both"):
        Call.to("POST", "/3/x", json={}, form=[("a", "b")])


def test_it_keeps_secrets_out_of_its_repr(tmp_path) -> None:  # type: ignore[no-untyped-def]
    part = FilePart(field="image", source=tmp_path / "a.png", name="a.png", content_type="image/png")
    call = Call.to("DELETE", "/3/image/{id}", ids={"id": "hash15hash15has"}, form=[("secret", "s3cr3t")], upload=part)

    assert "hash15" not in repr(call)
    assert "s3cr3t" not in repr(call)
    assert "/3/image/{id}" in repr(call)
