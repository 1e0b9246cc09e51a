"""Imgur's images and albums as columns: nothing is lost, and nothing that Imgur tells can break a row."""

from datetime import UTC, datetime

import pytest

from imgur import Album as ImgurAlbum
from imgur import Image as ImgurImage
from media_sync.models import Image
from media_sync.services.mirror import columns, pictures

pytestmark = pytest.mark.django_db
TOLD = {
    "id": "abc1234", "deletehash": "secret", "title": "Tom &amp; Jerry", "description": None, "datetime": 1_600_000_000,
    "type": "image/gif", "animated": True, "width": 10, "height": 20, "size": 300, "views": 7, "name": "tom.gif",
    "link": "https://i.imgur.com/abc1234.gif", "bandwidth": 2100, "nsfw": False, "section": "pics",
    "mp4": "https://i.imgur.com/abc1234.mp4", "processing": {"status": "completed"}, "something_new": [1, {"a": 2}],
}  # fmt: skip


def test_an_image_comes_through_an_operations_result_as_it_was():
    image = ImgurImage.from_json(TOLD)

    assert pictures.image_from(pictures.as_json(image)) == image


def test_an_image_that_we_know_says_the_same(account):
    row = pictures.keep_image(account, ImgurImage.from_json(TOLD))
    row = Image.objects.get(pk=row.pk)

    again = pictures.image_from(pictures.row_as_json(row))

    assert (row.title, row.uploaded_at) == ("Tom & Jerry", datetime.fromtimestamp(1_600_000_000, UTC))
    assert (again.id, again.deletehash, again.size, again.mp4, again.processing, again.nsfw) == (
        "abc1234", "secret", 300, TOLD["mp4"], "completed", False,
    )  # fmt: skip
    assert again.extra["something_new"] == [1, {"a": 2}]


def test_what_only_some_answers_tell_stays():
    known = columns.image_details(ImgurImage.from_json(TOLD | {"ad_config": {"showsAds": True}}))

    details = columns.image_details(ImgurImage.from_json(TOLD | {"section": None}), known)

    assert details["ad_config"] == {"showsAds": True}
    assert "section" not in details


def test_what_no_column_can_hold_is_cut_or_left_out(account):
    wild = TOLD | {"width": -5, "height": 2**40, "name": "n" * 999, "type": "t" * 99, "deletehash": "d" * 99}

    row = pictures.keep_image(account, ImgurImage.from_json(wild))

    assert (row.width, row.height, len(row.name), len(row.content_type), row.deletehash) == (0, 2**31 - 1, 255, 60, "")


@pytest.mark.parametrize(("imgur_id", "kept"), [("", False), ("x" * 17, False), ("abc12", True)])
def test_what_has_no_proper_id_is_not_kept(imgur_id, kept):
    assert columns.is_kept(imgur_id) is kept


def test_an_album_says_nothing_of_what_it_was_not_told():
    told = columns.album_columns(ImgurAlbum.from_json({"id": "alb", "privacy": "odd"}))

    assert "privacy" not in told
    assert "layout" not in told
    assert told["link"].endswith("/a/alb")
