"""Which downloads a worker takes, in which order, and what it leaves."""

import threading

import pytest

from media_sync.archive import claims, downloader
from media_sync.models import OriginalFetch
from media_sync.services.archive import fetches
from tests.media_sync.fetching.conftest import look

pytestmark = pytest.mark.django_db


def test_no_more_workers_than_there_are_places(wanted, settings):
    settings.DOWNLOAD_SLOTS = 2
    for _ in range(3):
        wanted(size_bytes=100_000_000)
    assert claims.workers_wanted() == 2

    taken = [claims.claim_some(), claims.claim_some(), claims.claim_some()]

    assert [len(some) for some in taken] == [1, 1, 0]
    assert claims.workers_wanted() == 0
    claims.release(taken[0])
    assert claims.workers_wanted() == 1


def test_small_files_are_claimed_together_and_large_ones_alone(wanted):
    for size in (1000, 1000, 100_000_000, 1000):
        wanted(size_bytes=size)

    assert [len(claims.claim_some()) for _ in range(3)] == [2, 1, 1]


def test_a_worker_that_is_asked_to_stop_leaves_the_rest(wanted, monkeypatch):
    monkeypatch.setattr(downloader, "_stopping", threading.Event())
    fetch = wanted()
    claimed = claims.claim_some()

    downloader.stop()
    downloader._work_through(claimed)

    assert look(fetch).state == "waiting"
    assert downloader.work() == 0


def test_asking_twice_is_as_asking_once_but_sooner(wanted):
    fetch = wanted()

    fetches.ask_for_images([fetch.image], priority=fetches.SOMEBODY_WAITS)

    assert OriginalFetch.objects.count() == 1
    assert look(fetch).priority == fetches.SOMEBODY_WAITS


def test_a_lost_lease_writes_nothing(wanted):
    fetch = wanted()
    claimed = claims.claim_some()
    OriginalFetch.objects.filter(pk=fetch.pk).update(lease_token="another")

    downloader._work_through(claimed)

    found = look(fetch)
    assert (found.state, found.lease_token, found.image.original) == ("running", "another", None)
