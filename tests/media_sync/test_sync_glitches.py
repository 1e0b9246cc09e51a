"""Answers of Imgur's that are wrong for a while: whatever one of them says, nothing is called gone that is there."""

from typing import Any

import pytest

from imgur import Call
from media_sync.models import Album, Change, Image
from tests.fakes.imgur import FakeImgur
from tests.media_sync.sync_runs import fill, look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("full_budget")]


def _answers(imgur: FakeImgur, monkeypatch, route: str, told: Any) -> None:
    """Let Imgur say ``told`` to ``route``; a function makes it of the right answer."""
    answer = imgur._answer

    def other_answer(call: Call) -> Any:
        if not call.route.endswith(route):
            return answer(call)
        return told(answer(call)) if callable(told) else told

    monkeypatch.setattr(imgur, "_answer", other_answer)


def _nothing_is_gone() -> bool:
    gone = (Album.objects.exclude(gone_at=None), Image.objects.exclude(gone_at=None), Change.objects.all())
    return not any(rows.exists() for rows in gone)


def test_an_empty_list_of_albums_is_not_believed(schedule, imgur: FakeImgur, monkeypatch):
    fill(imgur, albums=30, each=1)
    look(schedule)
    _answers(imgur, monkeypatch, "albums/{page}", [])

    run = look(schedule)

    assert (run.state, run.gone) == ("done", 0)
    assert _nothing_is_gone()


def test_a_count_of_no_albums_is_not_believed(schedule, imgur: FakeImgur):
    fill(imgur, albums=130, each=1)
    look(schedule)
    imgur.album_count = 0

    run = look(schedule)

    assert (run.state, run.gone, run.gap["albums"]) == ("done", 0, -130)
    assert _nothing_is_gone()


def test_albums_that_neither_list_nor_count_knows_are_asked_for(schedule, imgur: FakeImgur, monkeypatch):
    fill(imgur, albums=30, each=1)
    look(schedule)
    imgur.album_count = 0
    _answers(imgur, monkeypatch, "albums/{page}", [])

    look(schedule)

    assert _nothing_is_gone()


def test_images_that_neither_list_nor_count_knows_are_asked_for(schedule, imgur: FakeImgur, monkeypatch):
    fill(imgur, albums=0, loose=150)
    look(schedule)
    imgur.image_count = 0
    _answers(imgur, monkeypatch, "images/{page}", [])

    look(schedule)

    assert _nothing_is_gone()


def test_many_loose_images_that_are_gone_are_asked_for_a_few_times(schedule, imgur: FakeImgur):
    fill(imgur, albums=0, loose=150)
    look(schedule)
    del imgur.images[40:]

    run = look(schedule)

    # Counts, albums, two pages, and three questions.
    assert (run.calls, run.gone, run.gap["images"]) == (2 + 1 + 2 + 3, 110, 0)


def test_a_page_with_a_hole_is_not_believed_against_the_count(schedule, imgur: FakeImgur, monkeypatch):
    fill(imgur, albums=0, loose=50)
    look(schedule)
    _answers(imgur, monkeypatch, "images/{page}", lambda told: [*told[:20], *told[25:]])

    run = look(schedule)

    assert run.calls == 2 + 1 + 1
    assert _nothing_is_gone()


def test_somebody_elses_image_of_which_imgur_does_not_say_so_is_not_gone(schedule, imgur: FakeImgur, monkeypatch):
    fill(imgur, albums=1, each=3, loose=20)
    others = imgur.albums[0]["images"][1]
    imgur.image_count = 22
    _answers(imgur, monkeypatch, "images/{page}", lambda told: [image for image in told if image["id"] != others])

    look(schedule)
    run = look(schedule)

    assert (run.calls, run.gap["images"]) == (2 + 1 + 1, -1)
    assert _nothing_is_gone()
