"""Leg one: tus 1.0."""

from base64 import b64encode

import pytest
from django.urls import reverse

from media_sync.models import BatchFile
from tests.portal.addresses import TUS

PIECE = "application/offset+octet-stream"


@pytest.fixture
def client(cast, as_person, storage_folder):
    return as_person(cast.contributor)


@pytest.fixture
def create(cast, client):
    def ask(name: str = "cat.png", key: str = "key-1", length: object = 100, **headers: str):
        metadata = f"filename {b64encode(name.encode()).decode()},key {b64encode(key.encode()).decode()}"
        wanted = TUS | {"Upload-Length": str(length), "Upload-Metadata": metadata} | headers
        return client.post(reverse("portal:incoming", args=[cast.team.slug]), headers=wanted)

    return ask


def patch(client, location: str, content: bytes, offset: int, **headers: str):
    wanted = TUS | {"Upload-Offset": str(offset)} | headers
    return client.patch(location, data=content, content_type=PIECE, headers=wanted)


def test_it_takes_a_file_in_pieces_and_looks_into_it(client, create, picture):
    content = picture("red", (64, 64))
    location = create(length=len(content)).headers["Location"]

    first = patch(client, location, content[:50], 0)
    assert first.status_code == 204
    assert first.headers["Upload-Offset"] == "50"
    assert client.head(location, headers=TUS).headers["Upload-Offset"] == "50"

    last = patch(client, location, content[50:], 50)
    assert last.headers["Upload-Offset"] == str(len(content))
    file = BatchFile.objects.get()
    assert file.state == BatchFile.State.READY
    assert file.original.width == 64


def test_it_says_how_much_is_here(client, create):
    location = create(length=10).headers["Location"]

    response = client.head(location, headers=TUS)

    assert response.status_code == 200
    assert response.headers["Upload-Offset"] == "0"
    assert response.headers["Upload-Length"] == "10"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Tus-Resumable"] == "1.0.0"


def test_it_gives_the_same_place_to_who_asks_twice(create):
    assert create().headers["Location"] == create().headers["Location"]
    assert BatchFile.objects.count() == 1


def test_it_refuses_a_piece_at_the_wrong_place_and_keeps_what_is_here(client, create):
    location = create(length=10).headers["Location"]
    patch(client, location, b"abcd", 0)

    response = patch(client, location, b"xy", 2)

    assert response.status_code == 409
    assert response.headers["Upload-Offset"] == "4"
    assert client.head(location, headers=TUS).headers["Upload-Offset"] == "4"


def test_it_refuses_a_picture_that_is_none_with_a_sentence(client, create):
    location = create(length=4).headers["Location"]

    assert patch(client, location, b"text", 0).status_code == 204

    file = BatchFile.objects.get()
    assert file.state == BatchFile.State.REFUSED
    assert file.refusal.endswith(".")


def test_it_forgets_a_file_that_is_not_wanted(client, create):
    location = create(length=10).headers["Location"]
    patch(client, location, b"abcd", 0)

    assert client.delete(location, headers=TUS).status_code == 204
    assert client.head(location, headers=TUS).status_code == 404


def test_it_refuses_a_file_that_is_too_large_at_once(create, settings):
    response = create(length=settings.UPLOAD_MAX_BYTES + 1)

    assert response.status_code == 413
    assert BatchFile.objects.get().state == BatchFile.State.REFUSED


def test_it_refuses_an_empty_file(create):
    assert create(length=0).status_code == 422


def test_it_takes_no_piece_larger_than_agreed(client, create, settings):
    settings.UPLOAD_PIECE_BYTES = 8
    location = create(length=100).headers["Location"]

    assert patch(client, location, b"123456789", 0).status_code == 413
    assert client.head(location, headers=TUS).headers["Upload-Offset"] == "0"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Upload-Length": "many"}, 400),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": ""}, 400),
        ({"Upload-Metadata": "filename"}, 400),
        ({"Upload-Metadata": "filename Y2F0LnBuZw==,key YQBi"}, 400),  # a NUL in the key, which no database takes
        ({"Upload-Metadata": "filename ###,key a"}, 400),
        ({"Upload-Metadata": f"key {b64encode(b'k' * 65).decode()},filename YQ=="}, 400),
        ({"Upload-Metadata": "key YQ=="}, 400),
    ],
)
def test_it_refuses_a_creation_that_it_cannot_read(create, headers, status):
    assert create(**headers).status_code == status
    assert not BatchFile.objects.exists()


def test_it_refuses_a_piece_of_another_type(client, create):
    location = create(length=10).headers["Location"]

    response = client.patch(
        location, data=b"abc", content_type="application/json", headers=TUS | {"Upload-Offset": "0"}
    )

    assert response.status_code == 415


def test_it_says_what_it_can(cast, client, settings):
    response = client.options(reverse("portal:incoming", args=[cast.team.slug]))

    assert response.status_code == 204
    assert response.headers["Tus-Extension"] == "creation,termination"
    assert response.headers["Tus-Max-Size"] == str(settings.UPLOAD_MAX_BYTES)


def test_it_takes_nothing_more_once_the_batch_is_sent(cast, client, world):
    file = world.sent_file

    assert client.head(reverse("portal:incoming-file", args=[file.pk]), headers=TUS).status_code == 404
