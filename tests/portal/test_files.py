"""Pictures from our own storage."""

import hashlib

import pytest
from django.urls import reverse


@pytest.fixture
def content(picture) -> bytes:
    return picture("navy")


@pytest.fixture
def get(cast, world, as_person):
    client, url = as_person(cast.viewer), reverse("portal:image-file", args=[world.image.pk])

    def ask(query: str = "", **headers: str):
        return client.get(url + query, headers=headers)

    return ask


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_it_sends_the_original_byte_for_byte(get, content):
    response = get()

    assert response.status_code == 200
    assert body(response) == content
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Content-Length"] == str(len(content))
    assert response.headers["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'


def test_it_keeps_a_file_from_doing_harm(get):
    headers = get().headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "private" in headers["Cache-Control"]
    assert "immutable" in headers["Cache-Control"]
    assert "public" not in headers["Cache-Control"]


def test_it_shows_a_picture_and_saves_it_when_asked(get, world):
    assert get().headers["Content-Disposition"].startswith("inline")
    assert get("?download").headers["Content-Disposition"] == f'attachment; filename="{world.image.name}"'


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=10-", 10, None), ("bytes=-5", -5, None), ("bytes=4-99999999", 4, None)],
)
def test_it_sends_a_part(get, content, asked, first, last):
    expected = content[first:] if last is None else content[first : last + 1]
    start = len(content) - len(expected) if last is None else first

    response = get(Range=asked)

    assert response.status_code == 206
    assert body(response) == expected
    assert response.headers["Content-Range"] == f"bytes {start}-{start + len(expected) - 1}/{len(content)}"
    assert response.headers["Content-Length"] == str(len(expected))


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=-0"])
def test_it_says_that_there_is_no_such_part(get, content, asked):
    response = get(Range=asked)

    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{len(content)}"
    assert body(response) == b""


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "lines=1-2", "bytes=-", "bytes=9-3", "nonsense"])
def test_it_sends_all_for_a_range_that_it_does_not_serve(get, content, asked):
    response = get(Range=asked)

    assert response.status_code == 200
    assert body(response) == content


def test_it_sends_a_part_only_of_the_content_that_was_meant(get, content):
    tag = get().headers["ETag"]

    assert get(**{"Range": "bytes=0-3", "If-Range": tag}).status_code == 206
    assert get(**{"Range": "bytes=0-3", "If-Range": '"other"'}).status_code == 200


def test_it_sends_nothing_to_who_has_it_already(get):
    tag = get().headers["ETag"]

    for held in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        response = get(**{"If-None-Match": held})
        assert response.status_code == 304
        assert body(response) == b""
        assert response.headers["ETag"] == tag


def test_it_answers_a_head_without_a_body(cast, world, as_person):
    response = as_person(cast.viewer).head(reverse("portal:image-file", args=[world.image.pk]))

    assert response.status_code == 200
    assert body(response) == b""


@pytest.mark.parametrize("size", ["s", "m", "l"])
def test_it_makes_thumbnails(cast, world, as_person, size):
    response = as_person(cast.viewer).get(reverse("portal:image-thumb", args=[world.image.pk, size]))

    assert response.headers["Content-Type"] == "image/webp"
    assert body(response)[8:12] == b"WEBP"
    assert response.headers["ETag"].endswith(f'-{size}"')


def test_it_knows_no_other_sizes(cast, world, as_person):
    assert as_person(cast.viewer).get(f"/images/{world.image.pk}/thumb/x/").status_code == 404


def test_it_finds_nothing_while_the_original_is_not_here(cast, world, make_image, as_person):
    image = make_image(world.account, original=None)
    client = as_person(cast.viewer)

    assert client.get(reverse("portal:image-file", args=[image.pk])).status_code == 404
    assert client.get(reverse("portal:image-thumb", args=[image.pk, "s"])).status_code == 404


def test_it_only_saves_what_a_page_should_not_open(cast, world, make_original, as_person):
    world.image.original.content_type = "image/svg+xml"
    world.image.original.save(update_fields=["content_type"])

    response = as_person(cast.viewer).get(reverse("portal:image-file", args=[world.image.pk]))

    assert response.headers["Content-Disposition"].startswith("attachment")
