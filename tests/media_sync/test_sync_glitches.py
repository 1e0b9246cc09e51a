"""Answers of Imgur's that are wrong for a while: whatever one of them says, nothing is called gone that is there."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from imgur import Call, ForbiddenError, ImgurError, ImgurUnavailableError
from media_sync.models import Album, Change, Image, SyncRun, SyncSchedule
from media_sync.services.looking import runs
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


def test_images_that_cannot_be_asked_for_are_no_sample_of_what_is_gone(schedule, imgur: FakeImgur, monkeypatch):
    fill(imgur, albums=0, loose=150)
    look(schedule)
    imgur.image_count = 0
    _answers(imgur, monkeypatch, "images/{page}", [])
    _has_a_fault_at(imgur, "/3/image/{id}")

    _look_without_waiting(schedule)

    assert _nothing_is_gone()


def test_many_that_are_gone_beside_one_that_is_only_not_listed_go_look_by_look(schedule, imgur, monkeypatch):
    fill(imgur, albums=0, loose=80)
    look(schedule)
    unlisted = imgur.images[0]["id"]
    del imgur.images[20:]
    _answers(imgur, monkeypatch, "images/{page}", lambda told: [image for image in told if image["id"] != unlisted])

    gone = [look(schedule).gone for _ in range(5)]

    assert (sum(gone), gone[-1]) == (60, 0)
    assert Image.objects.get(imgur_id=unlisted).gone_at is None


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


def _has_a_fault_at(imgur: FakeImgur, route: str) -> None:
    def fail(call: Call) -> None:
        if call.route == route:
            raise ImgurUnavailableError("Could not complete request", status=500, was_sent=True)

    imgur.on_call = fail


FAULT = ImgurUnavailableError("Could not complete request", status=500, was_sent=True)
REFUSAL = ForbiddenError("Not allowed.", status=403, was_sent=True)


def _cannot_show(imgur: FakeImgur, *albums: dict[str, Any], failure: ImgurError = FAULT) -> None:
    """Imgur lists them, and has a fault for each one that is to be read."""
    ids = {album["id"] for album in albums}

    def fail(call: Call) -> None:
        if call.route == "/3/album/{id}" and call.path.rpartition("/")[2] in ids:
            raise failure

    imgur.on_call = fail


def _readings(imgur: FakeImgur) -> list[Call]:
    return [call for call in imgur.calls if call.route == "/3/album/{id}"]


def _look_without_waiting(schedule) -> SyncRun:
    run = look(schedule)
    for _ in range(30):
        runs.hurry(run)
        run = look(schedule) if not run.is_final else run
    return run


def test_an_album_that_is_a_fault_of_imgurs_does_not_keep_the_others_from_being_read(schedule, imgur: FakeImgur):
    fill(imgur, albums=3, each=2, loose=1)
    faulty = imgur.albums[1]
    _cannot_show(imgur, faulty)

    run = _look_without_waiting(schedule)

    assert (run.state, run.gap["in_albums"]) == ("done", 2)
    assert Album.objects.get(imgur_id=faulty["id"]).is_stale
    assert Image.objects.count() == 7

    before = len(_readings(imgur))
    assert look(schedule).state == "done"  # without waiting anew for what is known to be a fault
    assert len(_readings(imgur)) == before + 1

    imgur.on_call = None
    assert "in_albums" not in look(schedule).gap
    assert not Change.objects.exists()


@pytest.mark.parametrize("failure", [FAULT, REFUSAL])
def test_some_albums_that_are_faults_do_not_keep_the_others_from_being_read(schedule, imgur: FakeImgur, failure):
    fill(imgur, albums=14, each=1, loose=1)
    _cannot_show(imgur, *imgur.albums[::2], failure=failure)

    run = _look_without_waiting(schedule)

    assert (run.state, run.gap["in_albums"]) == ("done", 7)
    assert Image.objects.count() == 15


def test_an_imgur_that_cannot_show_any_album_is_waited_for(schedule, imgur: FakeImgur):
    fill(imgur, albums=12, each=1)
    _cannot_show(imgur, *imgur.albums)

    run = _look_without_waiting(schedule)

    assert (run.state, run.waits_for) == ("queued", "imgur")


def test_the_audit_does_not_stay_with_an_album_that_is_a_fault(schedule, imgur: FakeImgur):
    fill(imgur, albums=2, each=1)
    look(schedule)
    Album.objects.update(read_at=timezone.now() - timedelta(days=9))
    SyncSchedule.objects.update(audit_allowance=1.0)
    _cannot_show(imgur, *imgur.albums)

    run = _look_without_waiting(schedule)

    assert (run.state, run.audit_calls, run.gone) == ("done", 4, 0)
    assert Album.objects.filter(is_stale=True).count() == 1


def test_some_albums_that_are_faults_do_not_keep_the_audit_from_the_others(schedule, imgur: FakeImgur):
    fill(imgur, albums=182, each=1)
    look(schedule)
    Album.objects.update(read_at=timezone.now() - timedelta(days=9))
    SyncSchedule.objects.update(audit_allowance=13.0)
    bad = set(Album.objects.order_by("pk").values_list("imgur_id", flat=True)[:13:2])
    _cannot_show(imgur, *(album for album in imgur.albums if album["id"] in bad), failure=REFUSAL)

    run = look(schedule)

    assert (run.state, run.audit_calls) == ("done", 13)
    assert set(Album.objects.filter(is_stale=True).values_list("imgur_id", flat=True)) == bad


@pytest.mark.parametrize("shown", [0, 1])
def test_images_that_an_album_counts_and_does_not_show_are_not_out_of_it(
    schedule, imgur: FakeImgur, monkeypatch, shown
):
    fill(imgur, albums=1, each=4)
    look(schedule)
    imgur.albums[0]["nsfw"] = True  # so that it is read again
    answer = imgur._answer

    def cut(call: Call) -> Any:
        told = answer(call)
        if call.route == "/3/album/{id}":
            return told | {"images": told["images"][:shown]}
        return told[:shown] if call.route == "/3/album/{id}/images" else told

    monkeypatch.setattr(imgur, "_answer", cut)

    look(schedule)

    album = Album.objects.get()
    assert list(album.places.values_list("image__imgur_id", flat=True)) == imgur.albums[0]["images"]
    assert (album.cover_image.imgur_id, album.is_stale) == (imgur.albums[0]["images"][0], True)
    assert _nothing_is_gone()

    monkeypatch.setattr(imgur, "_answer", answer)
    imgur.albums[0]["images"].pop()
    look(schedule)
    assert list(Change.objects.values_list("kind", flat=True)) == ["images_out"]


def test_an_album_of_which_imgur_never_shows_all_is_read_once_more_and_then_left_to_the_audit(
    schedule, imgur: FakeImgur, monkeypatch
):
    fill(imgur, albums=1, each=4)
    look(schedule)
    imgur.albums[0]["nsfw"] = True  # so that it is read again
    _answers(imgur, monkeypatch, "/3/album/{id}", lambda told: told | {"images": told["images"][:3]})
    _answers(imgur, monkeypatch, "/3/album/{id}/images", lambda told: told[:3])

    calls = [look(schedule).calls for _ in range(4)]

    assert calls[1] > calls[2] == calls[3] == 2 + 1 + 1
    assert Album.objects.get().places.count() == 4


@pytest.mark.parametrize(("albums", "loose", "route"), [(3, 0, "/3/album/{id}"), (0, 150, "/3/image/{id}")])
def test_what_cannot_be_asked_for_is_left_to_another_look(schedule, imgur: FakeImgur, albums, loose, route):
    fill(imgur, albums=albums, each=1, loose=loose)
    look(schedule)
    if albums:
        del imgur.albums[:2]
    else:
        del imgur.images[0], imgur.images[-1]  # at the edges, where their places say nothing
    faults: set[str] = set()

    def fail(call: Call) -> None:
        if call.route == route and len(faults | {call.path}) == 1:
            faults.add(call.path)
            raise ImgurUnavailableError("Could not complete request", status=500, was_sent=True)

    imgur.on_call = fail

    run = _look_without_waiting(schedule)

    assert (run.state, run.gone) == ("done", 1)

    imgur.on_call = None
    assert look(schedule).gone == 1


def test_the_only_image_that_cannot_be_asked_for_is_found_by_the_next_look(schedule, imgur: FakeImgur):
    fill(imgur, albums=0, loose=60)
    look(schedule)
    del imgur.images[0]
    _has_a_fault_at(imgur, "/3/image/{id}")
    _look_without_waiting(schedule)

    imgur.on_call = None

    assert look(schedule).gone == 1
