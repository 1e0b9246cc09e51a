"""What the endpoints send, what they cost, and what they make of the answers."""

from __future__ import annotations

import io
from typing import Any

import pytest

from imgur import (
    BadRequestError,
    Image,
    ImgurClient,
    ImgurUnavailableError,
    NotFoundError,
    OutcomeUnknownError,
    UploadTicket,
)
from tests.imgur.fake_transport import FakeTransport
from tests.imgur.payloads import recorded

IMAGE = recorded("image_upload")["data"]


def image(image_id: str) -> dict[str, Any]:
    return {**IMAGE, "id": image_id}


def client_for(*payloads: Any) -> tuple[ImgurClient, FakeTransport]:
    transport = FakeTransport(*payloads)
    return ImgurClient(transport), transport


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


def test_it_creates_an_album_of_images_in_order() -> None:
    client, transport = client_for({"id": "z6B0jQx", "deletehash": "KT7mB7ai4zbBCFF"})

    created = client.albums.create(image_ids=["b", "a"], title="Ponies", privacy="hidden", cover="a")

    assert (created.id, created.deletehash) == ("z6B0jQx", "KT7mB7ai4zbBCFF")
    call = transport.last
    assert (call.method, call.path, call.cost, call.is_idempotent) == ("POST", "/3/album", 1, False)
    assert list(call.form) == [
        ("ids[]", "b"),
        ("ids[]", "a"),
        ("title", "Ponies"),
        ("privacy", "hidden"),
        ("cover", "a"),
    ]


def test_it_creates_an_anonymous_album_by_deletehashes() -> None:
    client, transport = client_for({"id": "z6B0jQx", "deletehash": "h"})

    client.albums.create(deletehashes=["hash1", "hash2"])

    assert list(transport.last.form) == [("deletehashes[]", "hash1"), ("deletehashes[]", "hash2")]


def test_it_does_not_know_the_outcome_of_a_creation_without_an_id() -> None:
    client, _ = client_for(True)

    with pytest.raises(OutcomeUnknownError):
        client.albums.create()


def test_it_fills_orders_and_deletes_an_album() -> None:
    client, transport = client_for(True, True, True, True, True)

    client.albums.update("z6B0jQx", title="T", description="", privacy="public", cover="a")
    client.albums.set_images("z6B0jQx", ["b", "a"])
    client.albums.add_images("KT7mB7ai4zbBCFF", deletehashes=["h"])
    client.albums.remove_images("z6B0jQx", ["a"])
    client.albums.delete("z6B0jQx")

    assert transport.sent() == [
        ("PUT", "/3/album/z6B0jQx"),
        ("PUT", "/3/album/z6B0jQx"),
        ("POST", "/3/album/KT7mB7ai4zbBCFF/add"),
        ("POST", "/3/album/z6B0jQx/remove_images"),
        ("DELETE", "/3/album/z6B0jQx"),
    ]
    assert [list(call.form) for call in transport.calls] == [
        [("title", "T"), ("description", ""), ("privacy", "public"), ("cover", "a")],
        [("ids[]", "b"), ("ids[]", "a")],
        [("deletehashes[]", "h")],
        [("ids[]", "a")],
        [],
    ]
    assert all(call.is_idempotent for call in transport.calls)


def test_it_does_not_send_a_change_of_no_images() -> None:
    client, transport = client_for()

    for change in (client.albums.set_images, client.albums.add_images, client.albums.remove_images):
        with pytest.raises(BadRequestError):
            change("z6B0jQx", [])

    assert not transport.calls


def test_it_reads_an_album_and_its_images() -> None:
    client, transport = client_for(recorded("album")["data"], [image("a"), image("b")])

    album = client.albums.get("z6B0jQx")
    images = client.albums.images("z6B0jQx")

    assert album.images is not None
    assert len(album.images) == 1
    assert [one.id for one in images] == ["a", "b"]
    assert transport.sent() == [("GET", "/3/album/z6B0jQx"), ("GET", "/3/album/z6B0jQx/images")]


def test_it_reads_an_account_and_its_settings() -> None:
    client, transport = client_for(recorded("account")["data"], recorded("account_settings")["data"])

    assert client.account.get("alice_demo").id == 63000001
    assert client.account.settings().email == "alice@example.com"
    assert transport.sent() == [("GET", "/3/account/alice_demo"), ("GET", "/3/account/me/settings")]


def test_it_reads_pages_of_a_hundred() -> None:
    client, transport = client_for([image("a")], [{"id": "z6B0jQx"}], ["a", "b"], ["z6B0jQx", 7, None])

    assert [one.id for one in client.account.images_page(3)] == ["a"]
    assert [one.id for one in client.account.albums_page(0, per_page=50, username="bob")] == ["z6B0jQx"]
    assert client.account.image_ids_page(1) == ["a", "b"]
    assert client.account.album_ids_page(2) == ["z6B0jQx", "7"]

    assert transport.sent() == [
        ("GET", "/3/account/me/images/3"),
        ("GET", "/3/account/bob/albums/0"),
        ("GET", "/3/account/me/images/ids/1"),
        ("GET", "/3/account/me/albums/ids/2"),
    ]
    assert [call.params["perPage"] for call in transport.calls] == ["100", "50", "100", "100"]
    assert transport.calls[0].route == "/3/account/{username}/images/{page}"


def test_a_short_page_does_not_end_the_list_but_an_empty_one_does() -> None:
    client, transport = client_for([image("a"), image("b")], [image("c")], [image("d"), image("e")], [])

    assert [one.id for one in client.account.images()] == ["a", "b", "c", "d", "e"]
    assert len(transport.calls) == 4


def test_a_server_that_ignores_the_page_number_does_not_hold_us_forever() -> None:
    client, transport = client_for(*[[{"id": "a"}, {"id": "b"}]] * 3)

    assert [album.id for album in client.account.albums()] == ["a", "b"]
    assert len(transport.calls) == 2


@pytest.mark.parametrize("odd", [None, True, "x", 7, {"error_free": 1}])
def test_a_list_that_is_none_never_looks_like_the_end(odd: Any) -> None:
    client, _ = client_for([image("a")], odd)
    pages = client.account.images()

    assert next(pages).id == "a"
    with pytest.raises(ImgurUnavailableError):
        next(pages)


def test_it_leaves_out_what_has_no_id() -> None:
    client, _ = client_for([image("a"), None, {"id": ""}, "b", {"title": "x"}])

    assert [one.id for one in client.account.images_page(0)] == ["a"]


@pytest.mark.parametrize(("data", "expected"), [(42, 42), ("42", 42), (0, 0)])
def test_it_counts(data: Any, expected: int) -> None:
    client, transport = client_for(data, data)

    assert client.account.image_count() == expected
    assert client.account.album_count("bob") == expected
    assert transport.sent() == [("GET", "/3/account/me/images/count"), ("GET", "/3/account/bob/albums/count")]


@pytest.mark.parametrize("odd", [None, True, -1, "many", []])
def test_a_count_that_is_none_never_looks_like_zero(odd: Any) -> None:
    client, _ = client_for(odd)

    with pytest.raises(ImgurUnavailableError):
        client.account.image_count()


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
