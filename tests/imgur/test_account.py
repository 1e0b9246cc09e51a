from __future__ import annotations

from typing import Any

import pytest

from imgur import (
    ImgurUnavailableError,
)
from tests.imgur.fake_transport import client_for, image
from tests.imgur.payloads import recorded


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
