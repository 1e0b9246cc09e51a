"""What a run of an account's pictures finds, keeps and costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from media_sync.models import Album, ApiCall, Change, Image, OriginalFetch, SyncRun, SyncSchedule
from media_sync.services.looking import runs
from tests.fakes.imgur import FakeImgur
from tests.media_sync.sync_runs import fill, look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("full_budget")]
Kind = Change.Kind


def kinds(run: SyncRun) -> list[str]:
    return sorted(run.changes.values_list("kind", flat=True))


def order_of(album: dict[str, Any]) -> list[str]:
    return list(Album.objects.get(imgur_id=album["id"]).places.values_list("image__imgur_id", flat=True))


def test_the_first_run_keeps_everything_and_calls_nothing_a_change(schedule, imgur: FakeImgur):
    fill(imgur, albums=3, each=4)

    run = look(schedule)

    assert run.state == SyncRun.State.DONE, run.last_error
    assert run.is_first
    assert (run.calls, run.audit_calls, run.credits) == (2 + 1 + 3, 0, 6)
    assert (run.added, run.changed, run.gone) == (15, 0, 0)
    assert (run.counted, run.gap) == ({"albums": 3, "images": 12}, {"albums": 0, "images": 0})
    assert not Change.objects.exists()
    for album in imgur.albums:
        assert order_of(album) == album["images"]
    assert OriginalFetch.objects.filter(state="waiting").count() == 12


def test_two_hundred_albums_of_twenty_cost_204_calls_and_then_5(schedule, imgur: FakeImgur):
    fill(imgur, albums=200, each=20)

    first, second = look(schedule), look(schedule)

    assert (first.calls, first.gap) == (204, {"albums": 0, "images": 0})
    assert (second.calls, second.audit_calls, second.credits) == (5, 0, 5)
    assert not second.has_news


def test_a_thousand_loose_images_cost_fifty_calls_more_at_most(schedule, imgur: FakeImgur):
    fill(imgur, albums=20, each=20, loose=200)
    imgur.images.sort(key=lambda image: image["datetime"])  # the loose ones last: the worst that can be

    run = look(schedule)

    assert run.calls == 2 + 1 + 20 + 6
    assert Image.objects.count() == 600


def test_it_finds_what_was_changed_in_the_list(schedule, imgur: FakeImgur):
    fill(imgur)
    look(schedule)
    imgur.albums[0] |= {"title": "A new name", "privacy": "public", "cover": imgur.albums[0]["images"][1]}

    run = look(schedule)

    assert kinds(run) == ["cover", "privacy", "title"]
    change = run.changes.get(kind=Kind.TITLE)
    assert (change.before, change.after) == ("Album 2", "A new name")
    assert (run.changed, run.added, run.gone, run.calls) == (1, 0, 0, 5)
    album = Album.objects.get(imgur_id=imgur.albums[0]["id"])
    assert (album.title, album.privacy, album.cover_image.imgur_id) == (
        "A new name", "public", imgur.albums[0]["images"][1],
    )  # fmt: skip


def test_entities_are_no_change(schedule, imgur: FakeImgur):
    fill(imgur)
    imgur.albums[0]["title"] = "Cats & dogs"
    look(schedule)
    imgur.albums[0]["title"] = "Cats &amp; dogs"

    run = look(schedule)

    assert not run.has_news
    assert run.calls == 4


def test_views_are_no_reason_to_read_an_album(schedule, imgur: FakeImgur):
    fill(imgur)
    look(schedule)
    imgur.albums[0]["views"] = 4711

    run = look(schedule)

    assert (run.calls, run.has_news) == (4, False)
    assert Album.objects.get(imgur_id=imgur.albums[0]["id"]).views == 4711


def test_it_finds_an_album_that_was_added(schedule, imgur: FakeImgur):
    fill(imgur)
    look(schedule)
    fresh = imgur.put_image()
    album = imgur.put_album([fresh])

    run = look(schedule)

    assert (run.calls, run.added, kinds(run)) == (5, 2, ["added"])
    assert order_of(album) == [fresh["id"]]


def test_it_finds_images_that_came_and_went(schedule, imgur: FakeImgur):
    fill(imgur, albums=1, each=4)
    look(schedule)
    album, came = imgur.albums[0], imgur.put_image()
    left = album["images"].pop(1)
    album["images"] += [came["id"]]
    album["title"] = "Something the list shows"

    run = look(schedule)

    assert kinds(run) == ["images_in", "images_out", "title"]
    assert run.changes.get(kind=Kind.IMAGES_IN).after == [came["id"]]
    out = run.changes.get(kind=Kind.IMAGES_OUT)
    assert (out.before, out.after) == ([left], [1])
    assert order_of(album) == album["images"]
    assert Image.objects.get(imgur_id=left).gone_at is None


def test_an_image_deleted_out_of_an_album_is_asked_for_and_kept(schedule, imgur: FakeImgur):
    fill(imgur, albums=3, each=4)
    look(schedule)
    imgur.drop_image(imgur.images[0])  # at the edge of the page, where its place says nothing

    run = look(schedule)

    # Counts, lists, the album, and one question.
    assert (run.calls, run.gone, kinds(run)) == (4 + 1 + 1, 1, ["gone", "images_out"])
    image = Image.objects.exclude(gone_at=None).get()
    assert image.gone_reason
    assert run.gap == {"albums": 0, "images": 0}


def test_a_loose_image_that_is_deleted_is_found_where_it_stood(schedule, imgur: FakeImgur):
    fill(imgur, albums=0, loose=350)
    look(schedule)
    deleted = imgur.images[120]
    imgur.drop_image(deleted)

    run = look(schedule)

    assert list(Image.objects.exclude(gone_at=None).values_list("imgur_id", flat=True)) == [deleted["id"]]
    # Two pages of the list, not all four.
    assert (run.calls, run.gone) == (2 + 1 + 2, 1)


def test_where_the_list_is_not_sorted_only_all_of_it_tells_what_is_gone(schedule, imgur: FakeImgur):
    fill(imgur, albums=0, loose=250)
    imgur.images.sort(key=lambda image: image["id"][::-1])
    look(schedule)
    deleted = imgur.images[120]
    imgur.drop_image(deleted)

    run = look(schedule)

    assert list(Image.objects.exclude(gone_at=None).values_list("imgur_id", flat=True)) == [deleted["id"]]
    # Counts, albums, three pages and the empty one, and the question whether it is really gone.
    assert run.calls == 2 + 1 + 4 + 1


def test_loose_images_that_come_are_news(schedule, imgur: FakeImgur):
    fill(imgur, loose=2)
    look(schedule)
    imgur.put_image(title="Fresh")

    run = look(schedule)

    assert (run.calls, run.added, kinds(run)) == (4, 1, ["added"])
    assert OriginalFetch.objects.filter(image__title="Fresh").exists()


def test_an_album_that_is_gone_is_kept_with_its_images_and_comes_back(schedule, imgur: FakeImgur):
    fill(imgur)
    look(schedule)
    lost = imgur.albums.pop(0)

    gone = look(schedule)
    imgur.albums.insert(0, lost)
    back = look(schedule)

    assert (gone.gone, kinds(gone), gone.gap) == (1, ["gone"], {"albums": 0, "images": 0})
    assert (kinds(back), back.calls) == (["back"], 5)
    album = Album.objects.get(imgur_id=lost["id"])
    assert (album.gone_at, album.gone_reason, album.places.count()) == (None, "", 3)


def test_an_image_that_is_back_is_fetched_where_its_original_was_not_to_be_had(schedule, imgur: FakeImgur):
    fill(imgur, albums=0, loose=3)
    look(schedule)
    lost = imgur.images.pop(1)
    look(schedule)
    OriginalFetch.objects.filter(image__imgur_id=lost["id"]).update(state="removed", finished_at=timezone.now())
    imgur.images.insert(1, lost)

    run = look(schedule)

    assert kinds(run) == ["back"]
    assert OriginalFetch.objects.get(image__imgur_id=lost["id"]).state == "waiting"


def test_an_album_that_slipped_through_the_list_is_not_gone(schedule, imgur: FakeImgur):
    fill(imgur, albums=3)
    look(schedule)
    slipped = imgur.albums[1]
    shown = imgur._shown
    imgur.album_count, imgur._shown = 2, lambda album: shown(album) if album is not slipped else {}

    def show_when_asked(call):
        if call.route == "/3/album/{id}":
            imgur._shown = shown

    imgur.on_call = show_when_asked

    run = look(schedule)

    assert (run.gone, run.gap) == (0, {"albums": -1, "images": 0})
    assert not Album.objects.exclude(gone_at=None).exists()


def test_many_albums_gone_at_once_are_not_asked_for_one_by_one(schedule, imgur: FakeImgur):
    fill(imgur, albums=30, each=1)
    look(schedule)
    del imgur.albums[:25]

    run = look(schedule)

    # Counts, the list to its end, three questions, and a page of the images.
    assert (run.calls, run.gone, run.gap["albums"]) == (2 + 2 + 3 + 1, 25, 0)


def test_a_list_that_does_not_heed_the_page_ends(schedule, imgur: FakeImgur):
    fill(imgur, albums=2)
    imgur.album_count = 5
    albums, answer = list(imgur.albums), imgur._answer

    def always_the_same(call):
        return [imgur._shown(album) for album in albums] if call.route.endswith("albums/{page}") else answer(call)

    imgur._answer = always_the_same

    run = look(schedule)

    assert (run.state, run.gap["albums"]) == ("done", 3)


def test_a_short_page_is_not_the_end(schedule, imgur: FakeImgur):
    fill(imgur, albums=5, each=1)
    answer = imgur._answer

    def two_at_a_time(call):
        if call.route.endswith("albums/{page}"):
            page = int(call.path.rpartition("/")[2])
            return [imgur._shown(album) for album in imgur.albums[2 * page : 2 * page + 2]]
        return answer(call)

    imgur._answer = two_at_a_time

    run = look(schedule)

    assert (Album.objects.count(), run.calls) == (5, 2 + 3 + 5)


def test_an_answer_that_lacks_images_is_completed_or_told(schedule, imgur: FakeImgur):
    fill(imgur, albums=1, each=3)
    shown = imgur._shown
    imgur._shown = lambda album: shown(album) | {"images_count": 4}

    run = look(schedule)

    assert run.gap == {"albums": 0, "images": 0, "in_albums": 1}
    assert "GET /3/album/{id}/images" in imgur.routes()


def test_somebody_elses_image_in_an_album_is_not_counted_as_ours(schedule, imgur: FakeImgur, account):
    fill(imgur, albums=1, each=3)
    for image in imgur.images:
        image["account_id"] = account.imgur_account_id
    imgur.images[0]["account_id"] = 4711
    imgur.image_count = 2

    run = look(schedule)

    assert run.gap == {"albums": 0, "images": 0}
    assert Image.objects.get(is_own=False).imgur_id == imgur.images[0]["id"]


def test_nothing_that_imgur_tells_is_lost(schedule, imgur: FakeImgur):
    fill(imgur, albums=1, each=1)
    imgur.images[0] |= {
        "bandwidth": 2**41, "nsfw": False, "section": "pics", "tags": [{"name": "x"}],
        "processing": {"status": "completed"}, "a_new_field": {"deep": [1, 2]},
    }  # fmt: skip
    imgur.albums[0] |= {"nsfw": True, "include_album_ads": False}

    look(schedule)

    details = Image.objects.get().details
    assert details["bandwidth"] == 2**41
    assert (details["section"], details["processing"], details["a_new_field"]) == (
        "pics",
        "completed",
        {"deep": [1, 2]},
    )
    assert details["tags"] == [{"name": "x"}]
    assert Album.objects.get().details.items() >= {"nsfw": True, "include_album_ads": False}.items()


def test_an_unfindable_gap_is_looked_for_once(schedule, imgur: FakeImgur):
    fill(imgur, albums=0, loose=250)
    imgur.image_count = 252

    first, second = look(schedule), look(schedule)

    assert (first.calls, first.gap["images"]) == (2 + 1 + 4, 2)
    assert (second.calls, second.gap["images"]) == (2 + 1 + 1, 2)


def test_every_call_is_in_the_ledger_under_its_purpose(schedule, imgur: FakeImgur):
    fill(imgur)

    run = look(schedule)

    assert ApiCall.objects.filter(purpose="sync").count() == run.calls
    assert SyncSchedule.objects.get().spent_today() == run.credits


@pytest.fixture
def pages_of_a_hundred(schedule, imgur: FakeImgur):
    fill(imgur, albums=100, each=1, loose=100)
    look(schedule)
    for number, album in enumerate(imgur.albums):
        album["views"] = number + 1
    return schedule


def test_a_page_of_a_hundred_takes_a_handful_of_queries(
    pages_of_a_hundred, imgur: FakeImgur, django_assert_max_num_queries
):
    schedule = pages_of_a_hundred
    run = runs.start(schedule)

    # The same for a hundred different albums as for one: no query is a row's.
    with django_assert_max_num_queries(112):
        runs.go_on(run.pk)

    run.refresh_from_db()
    assert run.calls == 4


def _age(schedule: SyncSchedule, days: float) -> None:
    """As if all had been read, and the allowance had grown last, that many days earlier."""
    for album in Album.objects.exclude(read_at=None):
        Album.objects.filter(pk=album.pk).update(read_at=album.read_at - timedelta(days=days))
    schedule.refresh_from_db()
    if schedule.audit_grown_at:
        SyncSchedule.objects.filter(pk=schedule.pk).update(
            audit_grown_at=schedule.audit_grown_at - timedelta(days=days),
            audited_on=schedule.audited_on and schedule.audited_on - timedelta(days=max(1, round(days))),
        )


def test_the_audit_sees_a_new_order_and_a_swap_within_a_fortnight(schedule, imgur: FakeImgur):
    fill(imgur, albums=30, each=3)
    look(schedule)
    swapped, reordered = imgur.albums[3], imgur.albums[20]
    taken, other = imgur.images[0], imgur.albums[10]["images"]
    reordered["images"].reverse()
    reordered["cover"] = reordered["images"][2]
    swapped["images"][1] = other[2]
    assert taken

    daily = []
    for _ in range(14):
        _age(schedule, 1)
        daily.append(look(schedule))

    assert max(run.audit_calls for run in daily) <= 3  # a fourteenth of 30, rounded up
    assert sum(run.audit_calls for run in daily) == 30
    assert all(run.calls == 4 for run in daily)
    found = Change.objects.values_list("album__imgur_id", "kind")
    assert set(found) == {
        (reordered["id"], "order"), (swapped["id"], "images_in"), (swapped["id"], "images_out"),
    }  # fmt: skip


def test_a_month_without_a_look_is_not_made_up_for_in_one_day(schedule, imgur: FakeImgur):
    fill(imgur, albums=28, each=1)
    look(schedule)
    _age(schedule, 30)

    first, second = look(schedule), look(schedule)

    assert (first.audit_calls, second.audit_calls) == (2, 0)


def test_what_was_read_in_the_last_day_is_not_audited(schedule, imgur: FakeImgur):
    fill(imgur, albums=14, each=1)
    look(schedule)
    SyncSchedule.objects.update(audit_allowance=5.0)

    assert look(schedule).audit_calls == 0
