"""The life of a run: one at a time, taken up where it stopped, put aside with a reason, ended with a sentence."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import LinkedAccount
from accounts.services import linking
from imgur import ImgurRefusedError, ImgurUnavailableError, RateLimitError
from media_sync import budget, tasks
from media_sync.models import Album, AlbumImage, Change, Image, OriginalFetch, Part, SyncRun, SyncSchedule
from media_sync.services.looking import runs, schedules
from tests.fakes.imgur import FakeImgur, figures
from tests.media_sync.sync_runs import fill, look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("full_budget")]
State = SyncRun.State


class PowerCutError(BaseException):
    """The worker is gone in this moment; nothing catches it."""


def _cut_at(imgur: FakeImgur, number: int) -> None:
    """The worker vanishes while call ``number`` (from 0) is out."""
    begun = len(imgur.calls)

    def cut(call):
        if len(imgur.calls) - begun == number + 1:
            raise PowerCutError

    imgur.on_call = cut


def _resume(imgur: FakeImgur, run: SyncRun) -> SyncRun:
    """Its lease runs out, and another worker takes it up."""
    imgur.on_call = None
    SyncRun.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert runs.take_up_abandoned() == 1
    assert runs.next_up() == [run.pk]
    runs.go_on(run.pk)
    run.refresh_from_db()
    return run


def test_asking_again_joins_the_run_that_is_under_way(schedule, owner):
    first = runs.start(schedule)

    assert runs.start(schedule, by=owner) == first
    assert SyncRun.objects.count() == 1


def test_the_database_refuses_a_second_run_of_a_schedule(schedule):
    runs.start(schedule)

    with pytest.raises(IntegrityError), transaction.atomic():
        SyncRun.objects.create(schedule=schedule)


def test_a_run_is_one_workers(schedule, imgur: FakeImgur):
    fill(imgur)
    run = runs.start(schedule)
    imgur.on_call = lambda call: runs.go_on(run.pk)  # a second worker, at every call

    runs.go_on(run.pk)

    run.refresh_from_db()
    assert (run.state, run.calls) == (State.DONE, 5)


@pytest.mark.parametrize("cut_at", range(8))
def test_it_goes_on_where_a_killed_worker_stopped(schedule, imgur: FakeImgur, cut_at):
    fill(imgur, albums=4, each=3, loose=1)
    run = runs.start(schedule)
    _cut_at(imgur, cut_at)
    with pytest.raises(PowerCutError):
        runs.go_on(run.pk)

    run = _resume(imgur, run)

    assert (run.state, run.added, run.gap) == (State.DONE, 17, {"albums": 0, "images": 0})
    # 8 calls lead through it; what was out when the worker vanished is made again, and the counts are one piece.
    assert len(imgur.calls) <= 8 + 2
    assert (Album.objects.count(), Image.objects.count(), AlbumImage.objects.count()) == (4, 13, 12)
    assert (OriginalFetch.objects.count(), Change.objects.count()) == (13, 0)


def test_news_are_told_once_although_the_worker_was_killed(schedule, imgur: FakeImgur):
    fill(imgur, albums=3)
    look(schedule)
    for album in imgur.albums:
        album["title"] += " again"
        album["images"].reverse()
    run = runs.start(schedule)
    _cut_at(imgur, 4)
    with pytest.raises(PowerCutError):
        runs.go_on(run.pk)

    run = _resume(imgur, run)

    assert sorted(run.changes.values_list("kind", flat=True)) == ["cover"] * 3 + ["order"] * 3 + ["title"] * 3
    assert run.changed == 3


def test_a_first_run_that_failed_half_way_is_followed_by_a_first_run(schedule, imgur: FakeImgur):
    fill(imgur, albums=3)
    imgur.fails = [None, None, None, None, ImgurRefusedError("Imgur says no.", status=410, was_sent=True)]

    failed = look(schedule)
    run = look(schedule)

    assert (failed.state, failed.last_error) == (State.FAILED, "Imgur says no.")
    assert (run.state, run.is_first, run.gap) == (State.DONE, True, {"albums": 0, "images": 0})
    assert not Change.objects.exists()
    assert Image.objects.count() == 9


def test_without_credits_it_waits_until_they_are_back(schedule, imgur: FakeImgur, app):
    fill(imgur)
    back_at = timezone.now() + timedelta(minutes=40)
    budget.limiter_for(app).correct(figures(used=500, resets_at=back_at))

    run = look(schedule)

    assert (run.state, run.waits_for, run.attempts) == (State.QUEUED, "user-hour", 0)
    assert run.reason == "This hour’s credits are used."
    assert back_at - timedelta(seconds=2) <= run.not_before <= back_at + timedelta(seconds=5)
    assert runs.next_up() == []


def test_a_refusal_of_imgurs_is_waited_for(schedule, imgur: FakeImgur):
    fill(imgur)
    back_at = timezone.now() + timedelta(minutes=10)
    imgur.fails = [None, None, RateLimitError("429", window="user-hour", retry_at=back_at, status=429, was_sent=True)]

    run = look(schedule)

    assert (run.state, run.waits_for) == (State.QUEUED, "user-hour")
    assert run.not_before >= back_at


def test_what_a_schedule_may_spend_a_day_ends_at_midnight_utc(schedule, imgur: FakeImgur):
    fill(imgur, albums=5)
    SyncSchedule.objects.update(credits_per_day=4)

    run = look(schedule)

    tomorrow = datetime.combine(timezone.now().date() + timedelta(days=1), datetime.min.time(), UTC)
    assert (run.state, run.waits_for, run.not_before) == (State.QUEUED, "schedule-day", tomorrow)
    assert run.credits == 4

    SyncRun.objects.update(not_before=None)
    SyncSchedule.objects.update(spent_on=timezone.now().date() - timedelta(days=1))
    runs.go_on(run.pk)

    run.refresh_from_db()
    assert (run.state, run.credits) == (State.QUEUED, 8)  # the album list was read once


def test_more_credits_let_it_go_on_at_once(schedule, imgur: FakeImgur):
    fill(imgur, albums=5)
    SyncSchedule.objects.update(credits_per_day=4)
    run = look(schedule)

    schedule.refresh_from_db()
    schedules.change(schedule, is_paused=False, chosen_seconds=None, credits_per_day=500)

    assert runs.next_up() == [run.pk]


def test_an_imgur_that_is_down_is_tried_again_and_progress_is_no_failure(schedule, imgur: FakeImgur):
    fill(imgur, albums=3)
    down = ImgurUnavailableError("Imgur is down.")
    imgur.fails = [down]

    run = look(schedule)

    assert (run.state, run.waits_for, run.reason, run.attempts) == (State.QUEUED, "imgur", "Imgur is down.", 1)
    assert run.not_before > timezone.now() + timedelta(seconds=20)

    SyncRun.objects.update(not_before=None)
    imgur.fails = [None, None, None, down]
    runs.go_on(run.pk)

    run.refresh_from_db()
    assert (run.attempts, run.calls) == (1, 5)  # the first failure is forgotten: lists have been read since


def test_an_imgur_that_stays_down_fails_the_run_in_the_end(schedule, imgur: FakeImgur):
    run = runs.start(schedule)
    SyncRun.objects.update(attempts=20)
    imgur.poison = ImgurUnavailableError("Imgur is down.")

    runs.go_on(run.pk)

    run.refresh_from_db()
    assert (run.state, run.last_error) == (State.FAILED, "Imgur did not answer for hours: Imgur is down.")


def test_what_kills_every_worker_is_given_up(schedule, imgur: FakeImgur):
    run = runs.start(schedule)
    SyncRun.objects.update(attempts=21)

    runs.go_on(run.pk)

    run.refresh_from_db()
    assert (run.state, imgur.calls) == (State.FAILED, [])


def test_our_own_fault_is_said_with_a_number_and_tried_again(schedule, imgur: FakeImgur, caplog):
    fill(imgur)
    imgur.fails = [KeyError("a bug")]

    run = look(schedule)

    assert (run.state, run.waits_for) == (State.QUEUED, "fault")
    assert run.reason.startswith("Something broke on our side. What was mirrored stays. Logged as ")
    assert run.reason[-9:-1] in caplog.text


def test_an_unlinked_account_ends_it_with_a_sentence(schedule, account, imgur: FakeImgur, owner):
    run = runs.start(schedule)
    linking.unlink(account, by=owner)

    runs.go_on(run.pk)

    run.refresh_from_db()
    assert run.state == State.FAILED
    assert run.last_error.startswith("lanternfall is not linked any more.")
    assert imgur.calls == []


def test_an_account_that_is_unlinked_meanwhile_is_not_asked_any_more(schedule, account, imgur: FakeImgur, owner):
    fill(imgur, albums=4)
    run = runs.start(schedule)

    def unlink_at_the_first_album(call):
        if call.route == "/3/album/{id}":
            linking.unlink(account, by=owner)

    imgur.on_call = unlink_at_the_first_album
    runs.go_on(run.pk)

    run.refresh_from_db()
    assert (run.state, imgur.routes().count("GET /3/album/{id}")) == (State.FAILED, 1)
    assert run.last_error.startswith("lanternfall is not linked any more.")
    assert Image.objects.count() == 3


def test_a_cancelled_run_keeps_what_it_has_and_writes_no_more(schedule, imgur: FakeImgur):
    fill(imgur, albums=3)
    run = runs.start(schedule)

    def cancel_at_the_last_album(call):
        if len([one for one in imgur.calls if one.route == "/3/album/{id}"]) == 3:
            assert runs.cancel(run)

    imgur.on_call = cancel_at_the_last_album
    runs.go_on(run.pk)

    run.refresh_from_db()
    assert run.state == State.CANCELLED
    assert Image.objects.count() == 6
    assert not runs.cancel(run)


def test_a_pause_stops_the_look_and_the_clock(schedule, imgur: FakeImgur):
    fill(imgur)
    run = runs.start(schedule)

    schedules.change(schedule, is_paused=True, chosen_seconds=None, credits_per_day=1000)
    tasks.start_sync(schedule.pk)

    run.refresh_from_db()
    assert run.state == State.CANCELLED
    assert not schedule.runs.unfinished().exists()
    assert not SyncSchedule.objects.get().periodic_task.enabled


def test_a_person_gets_a_look_although_it_is_paused(schedule, imgur: FakeImgur, owner):
    fill(imgur)
    schedules.change(schedule, is_paused=True, chosen_seconds=None, credits_per_day=1000)

    runs.go_on(runs.start(schedule, by=owner).pk)

    assert SyncRun.objects.get().state == State.DONE


def test_a_person_does_not_wait_for_the_next_try(schedule, imgur: FakeImgur):
    imgur.fails = [ImgurUnavailableError("Imgur is down.")]
    run = look(schedule)

    runs.hurry(run)

    assert runs.next_up() == [run.pk]


def test_the_clock_starts_a_run_and_says_nothing_of_what_is_not_there(schedule, imgur: FakeImgur, account):
    tasks.start_sync(schedule.pk)
    assert schedule.runs.unfinished().count() == 1

    schedule.runs.all().delete()
    LinkedAccount.objects.update(state="broken")
    tasks.start_sync(schedule.pk)
    tasks.start_sync(schedule.pk + 1)

    assert not SyncRun.objects.exists()


def test_only_so_many_go_at_a_time(schedule, account, settings):
    settings.SYNC_RUN_SLOTS = 1
    talk = runs.start(schedules.schedule_account(account, Part.TALK))
    pictures = runs.start(schedule)

    assert runs.next_up() == [talk.pk]
    assert runs.next_up() == []

    SyncRun.objects.filter(pk=talk.pk).update(state=State.FAILED, finished_at=timezone.now())
    assert runs.next_up() == [pictures.pk]
