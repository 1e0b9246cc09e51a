from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta

import pytest

from imgur import Account, AccountSettings, Album, AlbumCreated, Credits, Image, Token, UploadTicket
from imgur.models import BlockedUser
from imgur.models.reader import JsonReader
from tests.imgur.calls import NOW
from tests.imgur.payloads import recorded


def test_it_reads_an_own_image() -> None:
    image = Image.from_json(recorded("image_owner")["data"])

    assert image.id == "3MvMVho"
    assert image.title == "cat_image"
    assert image.uploaded_at == datetime(2021, 6, 19, 19, 45, 38, tzinfo=UTC)
    assert (image.type, image.width, image.height, image.size) == ("image/jpeg", 800, 695, 66952)
    assert image.bandwidth == 2678080
    assert image.nsfw is False
    assert image.edited is False
    assert image.deletehash == "abcdefghijklmno"
    assert image.name == "7.jpg"
    assert image.link == "https://i.imgur.com/3MvMVho.jpg"
    assert image.mp4 is None
    assert set(image.extra) == {"is_ad", "tags", "ad_type", "ad_url", "ad_config"}


def test_it_reads_the_answer_to_an_upload() -> None:
    image = Image.from_json(recorded("image_upload")["data"])

    assert image.account_url == "alice_demo"
    assert image.account_id == 63000001
    assert image.nsfw is None
    assert image.mp4 is None
    assert image.hls is None
    assert image.link.endswith(".jpeg")


def test_it_reads_an_anonymous_upload() -> None:
    image = Image.from_json(recorded("image_anonymous")["data"])

    assert image.account_id == 0
    assert image.account_url is None
    assert image.deletehash == "2cZFgTQhdjHPBe7"
    assert image.name == ""


def test_it_reads_a_video() -> None:
    image = Image.from_json(recorded("image_video")["data"])

    assert image.animated
    assert image.has_sound
    assert image.bandwidth == 7050020626740
    assert image.mp4 == "https://i.imgur.com/mvWNMH4.mp4"
    assert image.mp4_size == 7701069
    assert image.processing == "completed"


def test_it_reads_the_oddities_of_other_years() -> None:
    image = Image.from_json(
        {
            "id": 1234567,
            "datetime": "2012-09-24 22:00:20",
            "animated": "false",
            "edited": "1",
            "bandwidth": "12",
            "mp4_size": "7",
            "nsfw": None,
            "deletehash": "",
            "description": "It&#039;s",
            "processing": [],
            "newfangled": {"x": 1},
        }
    )

    assert image.id == "1234567"
    assert image.uploaded_at == datetime(2012, 9, 24, 22, 0, 20, tzinfo=UTC)
    assert not image.animated
    assert image.edited
    assert (image.bandwidth, image.mp4_size) == (12, 7)
    assert image.nsfw is None
    assert image.deletehash is None
    assert image.description == "It&#039;s"
    assert image.processing is None
    assert image.extra == {"newfangled": {"x": 1}}


def test_it_reads_an_album_with_its_images_in_order() -> None:
    album = Album.from_json(recorded("album")["data"])

    assert album.id == "z6B0jQx"
    assert album.created_at == datetime(2018, 1, 6, 6, 59, 53, tzinfo=UTC)
    assert (album.cover, album.cover_width, album.cover_height) == ("1nneRbX", 1279, 717)
    assert album.privacy == "hidden"
    assert album.images_count == 1
    assert album.images is not None
    assert [image.id for image in album.images] == ["1nneRbX"]
    assert {"is_ad", "include_album_ads", "is_album", "cover_edited", "ad_config"} == set(album.extra)


def test_it_tells_an_empty_album_from_one_whose_images_were_not_sent() -> None:
    assert Album.from_json({"id": "a", "images": []}).images == ()
    assert Album.from_json({"id": "a", "images": {}}).images == ()
    assert Album.from_json({"id": "a", "images": None}).images is None
    assert Album.from_json({"id": "a"}).images is None


def test_it_reads_an_account() -> None:
    account = Account.from_json(recorded("account")["data"])

    assert (account.id, account.url, account.reputation) == (63000001, "alice_demo", 152)
    assert account.created_at == datetime(2016, 12, 15, 22, 7, 48, tzinfo=UTC)
    assert account.pro_expires_at is None
    assert not account.is_followed
    assert account.extra == {}


def test_it_reads_an_account_that_is_followed_and_once_paid() -> None:
    account = Account.from_json({"id": "7", "user_follow": {"status": True}, "pro_expiration": 1481839668})

    assert account.id == 7
    assert account.is_followed
    assert account.pro_expires_at is not None


def test_it_reads_settings() -> None:
    settings = AccountSettings.from_json(recorded("account_settings")["data"])

    assert settings.account_url == "alice_demo"
    assert settings.public_images is False
    assert settings.album_privacy == "hidden"
    assert settings.blocked_users == (BlockedUser(id=384077, url="mallory_demo"),)
    assert settings.first_party is True
    assert settings.extra == {}
    assert "alice@example.com" not in repr(settings)


def test_it_reads_credits() -> None:
    credits = Credits.from_json(recorded("credits")["data"], NOW)

    assert (credits.user_limit, credits.user_remaining) == (500, 500)
    assert credits.user_resets_at == datetime.fromtimestamp(1615614380, tz=UTC)
    assert (credits.client_limit, credits.client_remaining) == (12500, 12500)
    assert credits.rate_limits.client is not None
    assert credits.rate_limits.client.remaining == 12500
    assert credits.extra == {}


def test_it_reads_a_token_of_ten_years() -> None:
    token = Token.from_json(recorded("token"), NOW)

    assert token.expires_at == NOW + timedelta(seconds=315360000)
    assert token.account_id == 63000001
    assert token.account_username == "alice_demo"
    assert token.access_token not in repr(token)
    assert token.refresh_token not in repr(token)


def test_it_reads_a_token_out_of_a_callback_where_all_is_text() -> None:
    token = Token.from_json(
        {"access_token": "a", "refresh_token": "r", "expires_in": "3600", "account_id": "7", "account_username": "bob"},
        NOW,
    )

    assert token.expires_at == NOW + timedelta(hours=1)
    assert token.account_id == 7


@pytest.mark.parametrize(("expires_in", "days"), [(None, 28), ("soon", 28), (-5, 0), (10**15, 7300), (True, 28)])
def test_it_finds_a_sensible_end_for_every_token(expires_in: object, days: int) -> None:
    token = Token.from_json({"access_token": "a", "expires_in": expires_in}, NOW)

    assert (token.expires_at - NOW).days == days


def test_it_reads_a_ticket_and_a_created_album() -> None:
    assert UploadTicket.from_json(recorded("upload_ticket")["data"]) == UploadTicket(ticket="7234557b")
    created = AlbumCreated.from_json({"id": "z6B0jQx", "deletehash": "KT7mB7ai4zbBCFF"})
    assert (created.id, created.deletehash) == ("z6B0jQx", "KT7mB7ai4zbBCFF")
    assert "KT7mB7ai4zbBCFF" not in repr(created)


def test_a_model_cannot_be_changed_and_can_be_a_key() -> None:
    image = Image.from_json(recorded("image_owner")["data"])

    assert image in {image}
    assert "abcdefghijklmno" not in repr(image)
    with pytest.raises(FrozenInstanceError):
        image.title = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *[(1, 1), ("12", 12), ("-3", -3), (2.9, 2), (True, None), (2**63 - 1, 2**63 - 1)],
        *[("1e3", None), ("", None), ("٣", None), ("--1", None), ("9" * 30, None)],
        *[(None, None), (2**63, None), (float("inf"), None), ([], None)],
    ],
)
def test_it_reads_whole_numbers_that_a_database_can_hold(value: object, expected: int | None) -> None:
    assert JsonReader({"x": value}).integer_or_none("x") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *[(True, True), (1, True), ("1", True), ("true ", True), (0, False), ("0", False), ("False", False)],
        *[("", None), ("yes", None), (None, None), ([], None)],
    ],
)
def test_it_reads_booleans_in_any_spelling(value: object, expected: bool | None) -> None:
    assert JsonReader({"x": value}).flag_or_none("x") is expected


@pytest.mark.parametrize("value", [None, False, True, 0, -1, 10**14, "yesterday", "", [], {}])
def test_it_reads_no_moment_where_there_is_none(value: object) -> None:
    assert JsonReader({"x": value}).moment("x") is None


@pytest.mark.parametrize(
    "text",
    [
        "2012-09-24 22:00:20",
        "2012-09-24T22:00:20",
        "2012-09-24T22:00:20Z",
        "2012-09-25T00:00:20+02:00",
        "2012-09-24T14:30:20-07:30",
    ],
)
def test_it_reads_a_moment_with_the_offset_that_it_names(text: str) -> None:
    moment = JsonReader({"x": text}).moment("x")

    assert moment == datetime(2012, 9, 24, 22, 0, 20, tzinfo=UTC)
    assert moment.tzinfo is UTC


def test_a_moment_at_the_end_of_time_is_none() -> None:
    assert JsonReader({"x": "9999-12-31T23:59:59-01:00"}).moment("x") is None


def test_what_is_skipped_is_no_rest() -> None:
    read = JsonReader({"a": 1, "b": 2, "c": 3})

    read.skip("a", "c", "d")

    assert read.rest() == {"b": 2}


@pytest.mark.parametrize(
    ("value", "expected"),
    [(-252.5, -252.5), ("7", 7.0), ("nan", 0.0), (True, 0.0), (10**400, 0.0), ("x", 0.0), (None, 0.0)],
)
def test_it_reads_only_finite_numbers(value: object, expected: float) -> None:
    assert JsonReader({"x": value}).number("x") == expected


def test_it_reads_lists_that_php_made_into_objects() -> None:
    read = JsonReader({"a": {"0": {"id": "x"}, "2": {"id": "y"}}, "b": ["p", 1, None, "q"], "c": {"no": "list"}})

    assert [image.id for image in read.items("a", Image.from_json)] == ["x", "y"]
    assert read.texts("b") == ("p", "q")
    assert read.items("c", Image.from_json) == ()
    assert read.rest() == {}
