"""``imgur_sync``: joins what is under way, waits as long as it takes, and tells the truth in figures."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from imgur import ForbiddenError
from media_sync import tasks
from media_sync.management.commands import imgur_sync
from media_sync.models import Image, OriginalFetch, SyncRun, SyncSchedule
from media_sync.services.looking import runs
from tests.fakes.imgur import FakeImgur
from tests.media_sync.sync_runs import fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("full_budget")]
KEYS = {
    "run", "state", "calls", "audit_calls", "credits", "added", "changed", "gone", "albums", "images", "originals",
    "gap",
}  # fmt: skip


@pytest.fixture
def worker(monkeypatch, make_original):
    """The worker in this very moment, and whoever fetches originals while the command sleeps."""

    def work() -> None:
        for pk in runs.next_up():
            runs.go_on(pk)

    def fetch(seconds: float) -> None:
        open_fetches = OriginalFetch.objects.unfinished()
        Image.objects.filter(fetch__in=open_fetches).update(original=make_original("teal"))
        open_fetches.update(state="kept", finished_at=timezone.now())

    monkeypatch.setattr(tasks, "ring_for_runs", work)
    monkeypatch.setattr(imgur_sync.time, "sleep", fetch)


def sync(capsys, *arguments: str) -> dict:
    call_command("imgur_sync", "--account", "lanternfall", *arguments, "--json")
    return json.loads(capsys.readouterr().out)


def test_it_waits_for_the_look_and_for_the_originals(account, imgur: FakeImgur, worker, capsys):
    fill(imgur, albums=2, each=3)

    report = sync(capsys, "--wait")

    assert report.keys() == KEYS
    assert (report["state"], report["calls"], report["audit_calls"], report["credits"]) == ("done", 5, 0, 5)
    assert (report["added"], report["changed"], report["gone"], report["gap"]) == (8, 0, 0, 0)
    assert report["albums"] == {
        "known": 2, "counted": 2, "missing": 0, "extra": 0, "added": 2, "changed": 0, "gone": 0,
    }  # fmt: skip
    assert report["originals"]["kept"] == 6
    assert report["originals"]["waiting"] == 0
    assert report["originals"]["bytes"] > 0


def test_without_waiting_it_only_asks(account, imgur: FakeImgur, capsys, monkeypatch):
    rung = []
    monkeypatch.setattr(tasks, "ring_for_runs", lambda: rung.append(1))

    report = sync(capsys)

    assert (report["state"], report["calls"], rung) == ("queued", 0, [1])
    assert report["images"]["counted"] is None


def test_it_joins_the_run_that_is_under_way(schedule, imgur: FakeImgur, worker, capsys):
    fill(imgur)
    run = runs.start(schedule)

    assert sync(capsys, "--wait")["run"] == run.pk


def test_a_paused_schedule_stays_paused_and_is_looked_at(schedule, imgur: FakeImgur, worker, capsys):
    SyncSchedule.objects.update(is_paused=True)

    assert sync(capsys, "--wait")["state"] == "done"
    assert SyncSchedule.objects.get().is_paused


def test_what_is_missing_here_is_the_gap(schedule, imgur: FakeImgur, worker, capsys):
    fill(imgur, albums=2, each=3)
    imgur.image_count, imgur.album_count = 10, 1

    report = sync(capsys, "--wait")

    assert (report["gap"], report["images"]["missing"], report["albums"]["extra"]) == (4, 4, 1)


def test_a_run_that_fails_is_a_sentence(account, imgur: FakeImgur, worker, capsys):
    imgur.fails = [ForbiddenError("Imgur says no.", status=403, was_sent=True)]

    with pytest.raises(CommandError, match="Imgur says no"):
        sync(capsys, "--wait")

    assert json.loads(capsys.readouterr().out)["state"] == "failed"


def test_a_look_that_is_removed_meanwhile_is_a_sentence(schedule, imgur: FakeImgur, capsys, monkeypatch):
    monkeypatch.setattr(tasks, "ring_for_runs", lambda: None)
    monkeypatch.setattr(imgur_sync.time, "sleep", lambda seconds: schedule.delete())

    with pytest.raises(CommandError, match="does not exist any more"):
        sync(capsys, "--wait")

    assert capsys.readouterr().out == ""


def test_an_account_that_is_not_linked_is_a_sentence(account, capsys):
    type(account).objects.update(state="broken", broken_reason="Imgur refuses it.")

    with pytest.raises(CommandError, match="lanternfall is not linked at the moment: Imgur refuses it"):
        sync(capsys)

    assert not SyncRun.objects.exists()


def test_originals_that_cannot_be_had_are_a_sentence(account, imgur: FakeImgur, worker, capsys, monkeypatch):
    fill(imgur)
    monkeypatch.setattr(
        imgur_sync.time, "sleep", lambda seconds: OriginalFetch.objects.update(state="failed", last_error="too large")
    )

    with pytest.raises(CommandError, match="6 originals could not be fetched"):
        sync(capsys, "--wait")


def test_linking_starts_nothing_unless_asked(team, app, capsys, monkeypatch):
    monkeypatch.setattr(tasks, "ring_for_runs", lambda: None)
    link = ("imgur_link", "--username", "lanternfall", "--access-token", "a" * 40, "--refresh-token", "r" * 40)

    call_command(*link)
    assert not SyncSchedule.objects.exists()

    call_command(*link, "--sync")
    assert SyncRun.objects.get().schedule.account.username == "lanternfall"
