"""A host, a disk or a storage that is away loses nothing and fails nobody."""

import pytest
from django.utils import timezone

from media_sync.archive import claims, looking, pauses
from media_sync.models import OriginalFetch
from media_sync.services.archive import fetches, originals
from tests.fixtures.file_host import status
from tests.media_sync.conftest import png
from tests.media_sync.fetching.conftest import look, make_due, work

pytestmark = pytest.mark.django_db


def test_it_fails_after_enough_attempts_and_a_person_can_try_again(wanted, file_host):
    fetch = wanted()
    file_host.faults["*"] = [status(500)] * claims.ATTEMPTS_BEFORE_FAILING
    for _ in range(claims.ATTEMPTS_BEFORE_FAILING):
        make_due(fetch)
        work()
    assert look(fetch).state == "failed"
    assert "500" in look(fetch).last_error

    assert fetches.try_again(OriginalFetch.objects.filter(pk=fetch.pk)) == 1
    work()

    assert look(fetch).state == "kept"


def test_a_host_that_asks_for_a_wait_is_left_alone_by_all(wanted, file_host):
    first, second = wanted(), wanted(png("red", (24, 16)))
    file_host.faults["*"] = [status(429, Retry_After="120")]

    work()
    work()

    assert len(file_host.paths()) == 1
    assert look(first).state == look(second).state == "waiting"
    assert 110 < (pauses.paused_until() - timezone.now()).total_seconds() <= 120
    assert look(second).attempts == 0


def test_a_pause_is_known_to_other_processes_and_survives_a_flush_here(wanted, file_host, hub_redis, redis):
    wanted()
    file_host.faults["*"] = [status(503, Retry_After="60")]
    work()
    mine = pauses._here

    pauses._here = pauses._Here()  # as another process has it
    assert pauses.paused_until() is not None
    hub_redis.flushall()
    pauses._here = pauses._Here()
    assert pauses.paused_until() is None
    pauses._here = mine
    assert pauses.paused_until() is not None


def test_a_busy_host_never_fails_a_download(wanted, file_host):
    fetch = wanted()
    file_host.faults["*"] = [status(503)] * 12
    for _ in range(12):
        pauses._here.until = 0
        make_due(fetch)
        work()
    assert look(fetch).state == "waiting"

    pauses._here.until = 0
    make_due(fetch)
    work()

    assert look(fetch).state == "kept"


def test_a_host_that_is_away_costs_no_attempts(wanted, settings):
    fetch = wanted()
    settings.IMGUR_MEDIA_URL = "http://127.0.0.1:1"

    work()

    assert look(fetch).attempts == 0
    assert "not reached" in look(fetch).reason
    assert pauses.paused_until() is not None


def test_a_fault_of_ours_is_told_and_the_others_go_on(wanted, monkeypatch):
    broken, fine = wanted(), wanted(png("red", (24, 16)))
    look_at = looking.look_at

    def fail_once(path, told, *, is_final):
        monkeypatch.setattr(looking, "look_at", look_at)
        raise ZeroDivisionError

    monkeypatch.setattr(looking, "look_at", fail_once)

    work()

    assert "broke on our side" in look(broken).reason
    assert look(fine).state == "kept"


def test_a_full_disk_stops_all_and_fails_nobody(wanted, monkeypatch):
    fetch = wanted()

    def no_room(files):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(originals, "store_all", no_room)

    work()

    assert look(fetch).attempts == 0
    assert "no room" in look(fetch).reason
    assert pauses.paused_until() is not None


def test_a_storage_that_is_away_for_long_fails_nobody(wanted, file_host, monkeypatch):
    fetch = wanted()

    def away(files):
        raise OSError("The store does not answer")

    with monkeypatch.context() as patched:
        patched.setattr(originals, "store_all", away)
        for _ in range(claims.ATTEMPTS_BEFORE_FAILING + 2):
            pauses._here.until = 0
            make_due(fetch)
            work()
    assert look(fetch).state == "waiting"
    assert "does not take it" in look(fetch).reason
    assert pauses.paused_until() is not None

    pauses._here.until = 0
    make_due(fetch)
    work()

    assert look(fetch).state == "kept"


def test_what_one_folder_of_storage_refuses_pauses_nobody_and_spoils_no_other(wanted, file_host, monkeypatch):
    stuck, fine = wanted(), wanted(png("red", (24, 16)))
    store_all = originals.store_all

    def refuse_one(files):
        if any(path.name.startswith(f"fetch-{stuck.pk}-") for path in files.values()):
            raise PermissionError(13, "Permission denied")
        store_all(files)

    monkeypatch.setattr(originals, "store_all", refuse_one)

    work()
    assert pauses.paused_until() is None
    make_due(stuck)
    make_due(fine)
    work()

    assert "broke on our side" in look(stuck).reason
    assert look(fine).state == "kept"
