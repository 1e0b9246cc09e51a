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


@pytest.mark.parametrize("odd", [None, True, "x", 7, {"error_free": 1}, [None], [{"id": ""}, {"title": "x"}], ["b", 7]])
def test_a_list_that_is_none_never_looks_like_the_end(odd: Any) -> None:
    client, _ = client_for([image("a")], odd)
    pages = client.account.images()

    assert next(pages).id == "a"
    with pytest.raises(ImgurUnavailableError):
        next(pages)


def test_it_leaves_out_what_has_no_id() -> None:
    client, _ = client_for([image("a"), None, {"id": ""}, "b", {"title": "x"}])

    assert [one.id for one in client.account.images_page(0)] == ["a"]


@pytest.mark.parametrize("list_of", ["image_ids_page", "album_ids_page", "comment_ids_page"])
@pytest.mark.parametrize("odd", [[None, True], [{"id": "a"}], [""]])
def test_a_page_of_ids_without_one_never_looks_empty(list_of: str, odd: Any) -> None:
    client, _ = client_for(odd, [])

    with pytest.raises(ImgurUnavailableError):
        getattr(client.account, list_of)(0)
    assert getattr(client.account, list_of)(0) == []


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


def test_an_account_found_by_number_is_never_somebody_who_is_called_like_it() -> None:
    client, _ = client_for({"id": 63000001, "url": "alice_demo"}, {"id": 5, "url": "63000001"})

    assert client.account.get_by_id(63000001).url == "alice_demo"
    with pytest.raises(ImgurUnavailableError):
        client.account.get_by_id(63000001)


def test_a_profile_of_zeros_is_a_profile() -> None:
    zeros = dict.fromkeys(["total_gallery_comments", "total_gallery_favorites", "total_gallery_submissions"], 0)
    client, _ = client_for(zeros, {})

    assert client.account.gallery_profile("bob").total_gallery_comments == 0
    with pytest.raises(ImgurUnavailableError):
        client.account.gallery_profile("bob")


@pytest.mark.parametrize(("answer", "expected"), [(True, True), (False, False), ("0", False), (1, True)])
def test_it_asks_whether_an_address_is_confirmed(answer: Any, expected: bool) -> None:
    client, _ = client_for(answer)

    assert client.account.is_email_verified() is expected


@pytest.mark.parametrize("odd", [None, [], "maybe", {"blocked": None}])
def test_a_yes_or_no_that_is_neither_is_no_answer(odd: Any) -> None:
    client, _ = client_for(odd, odd)

    with pytest.raises(ImgurUnavailableError):
        client.account.is_email_verified()
    with pytest.raises(ImgurUnavailableError):
        client.account.is_blocking("mallory")


def test_blocking_asks_for_the_kind_of_json_that_imgur_wants_there() -> None:
    client, transport = client_for({"blocked": True}, {"blocked": False})

    assert client.account.block("mallory")
    assert not client.account.unblock("mallory")
    assert [call.method for call in transport.calls] == ["POST", "DELETE"]
    assert {call.accept for call in transport.calls} == {"application/vnd.api+json"}


def test_a_password_is_in_no_repr() -> None:
    client, transport = client_for(True)

    client.account.delete_me("pass word", client_id="0123456789abcde")

    assert "pass word" not in repr(transport.last)
    assert transport.last.json == {"password": "pass word", "reasons": [], "feedback": ""}
