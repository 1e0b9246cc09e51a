"""What the image calls send, what they cost, what comes of the answers; and the client as a whole."""

from __future__ import annotations

import io
from typing import Any

import pytest

from imgur import (
    BadRequestError,
    Image,
    ImgurUnavailableError,
    NotFoundError,
    OutcomeUnknownError,
    UploadTicket,
)
from tests.imgur.fake_transport import IMAGE, client_for
from tests.imgur.payloads import recorded


def test_it_uploads_a_picture_with_all_that_belongs_to_it() -> None:
    client, transport = client_for(IMAGE)
    source = io.BytesIO(b"x")

    uploaded = client.images.upload(
        source, name="cat.png", content_type="image/png", title="A cat", description="", album="z6B0jQx"
    )

    assert isinstance(uploaded, Image)
    assert uploaded.id == "3MvMVho"
    call = transport.last
    assert (call.method, call.path, call.cost) == ("POST", "/3/image", 10)
    assert call.is_upload
    assert not call.is_idempotent
    assert list(call.form) == [
        ("type", "file"),
        ("name", "cat.png"),
        ("title", "A cat"),
        ("description", ""),
        ("album", "z6B0jQx"),
    ]
    assert call.upload is not None
    assert (call.upload.field, call.upload.source, call.upload.content_type) == ("image", source, "image/png")


def test_it_uploads_a_video_in_its_own_field_and_takes_the_ticket() -> None:
    client, transport = client_for(recorded("upload_ticket")["data"])

    ticket = client.images.upload(io.BytesIO(b"x"), name="clip.mp4", content_type="video/mp4", disable_audio=True)

    assert ticket == UploadTicket(ticket="7234557b")
    assert transport.last.upload is not None
    assert transport.last.upload.field == "video"
    assert ("disable_audio", "1") in transport.last.form


def test_it_sends_a_gif_as_an_image() -> None:
    client, transport = client_for(IMAGE)

    client.images.upload(io.BytesIO(b"x"), name="a.gif", content_type="image/gif")

    assert transport.last.upload is not None
    assert transport.last.upload.field == "image"


def test_it_uploads_base64_without_its_prefix_and_urls_as_they_are() -> None:
    client, transport = client_for(IMAGE, IMAGE)

    client.images.upload_base64("data:image/png;base64,aGk+/w==", title="hi")
    client.images.upload_url("https://example.com/a.png", album="h")

    assert list(transport.calls[0].form) == [("image", "aGk+/w=="), ("type", "base64"), ("title", "hi")]
    assert list(transport.calls[1].form) == [("image", "https://example.com/a.png"), ("type", "url"), ("album", "h")]
    for call in transport.calls:
        assert (call.cost, call.is_upload, call.is_idempotent) == (10, True, False)


@pytest.mark.parametrize("odd", [None, True, [], {}, "ok", {"id": ""}, {"ticket": None, "errorCode": None}])
def test_it_does_not_know_the_outcome_of_an_upload_without_an_id(odd: Any) -> None:
    client, _ = client_for(odd)

    with pytest.raises(OutcomeUnknownError):
        client.images.upload(io.BytesIO(b"x"), name="a.png", content_type="image/png")


def test_it_reports_a_video_that_was_refused_by_ticket() -> None:
    client, _ = client_for({"errorCode": 12, "ticket": None})

    with pytest.raises(BadRequestError, match="its error 12"):
        client.images.upload(io.BytesIO(b"x"), name="a.mp4", content_type="video/mp4")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"done": {"7234557b": "mvWNMH4"}, "images": {"mvWNMH4": {"ext": ".mp4"}}}, "mvWNMH4"),
        ({"done": {}}, None),
        ({"done": []}, None),
        ([], None),
        (None, None),
    ],
)
def test_it_asks_what_became_of_a_ticket(data: Any, expected: str | None) -> None:
    client, transport = client_for(data)

    assert client.images.ticket_result("7234557b") == expected
    assert transport.last.host == "site"
    assert transport.last.params == {"tickets[]": "7234557b"}


def test_it_reads_changes_and_deletes_an_image() -> None:
    client, transport = client_for(IMAGE, True, True)

    assert client.images.get("3MvMVho").id == "3MvMVho"
    client.images.update("3MvMVho", title="", description=None)
    client.images.delete("abcdefghijklmno")

    assert transport.sent() == [
        ("GET", "/3/image/3MvMVho"),
        ("POST", "/3/image/3MvMVho"),
        ("DELETE", "/3/image/abcdefghijklmno"),
    ]
    assert list(transport.calls[1].form) == [("title", "")]
    assert all(call.is_idempotent and call.cost == 1 for call in transport.calls)
    assert transport.calls[2].route == "/3/image/{id}"


@pytest.mark.parametrize("odd", [None, True, [], {}, "text", 7])
def test_it_says_try_later_when_a_read_brings_something_else(odd: Any) -> None:
    for read in ("images.get", "albums.get", "account.get", "account.settings"):
        client, _ = client_for(odd)
        group, method = read.split(".")
        with pytest.raises(ImgurUnavailableError):
            getattr(getattr(client, group), method)("abc1234")


def test_it_does_not_know_the_outcome_of_a_creation_without_an_id() -> None:
    client, _ = client_for(True)

    with pytest.raises(OutcomeUnknownError):
        client.albums.create()


def test_it_asks_for_credits_without_paying() -> None:
    client, transport = client_for(recorded("credits")["data"])

    credits = client.credits()

    assert credits.client_remaining == 12500
    assert (transport.last.path, transport.last.cost) == ("/3/credits", 0)


def test_credits_without_figures_are_not_taken_for_none_left() -> None:
    client, _ = client_for({})

    with pytest.raises(ImgurUnavailableError):
        client.credits()


def test_it_passes_the_transports_errors_on() -> None:
    client, _ = client_for(NotFoundError("gone"))

    with pytest.raises(NotFoundError, match="gone"):
        client.images.get("abc1234")


def test_an_id_from_a_person_never_reaches_another_address() -> None:
    client, transport = client_for()

    with pytest.raises(BadRequestError):
        client.images.delete("../account/me")

    assert not transport.calls
