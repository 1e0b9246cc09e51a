"""The doorbells of the archive: no more than there are places, none while the host is left alone."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from media_sync import tasks
from media_sync.archive import claims, downloader, pauses
from media_sync.models import Image, Original, OriginalFetch
from media_sync.services.archive import fetches, originals
from tests.media_sync.conftest import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(make_account, make_image, cast, file_host, storage_folder):
    account = make_account(cast.team)
    images = [make_image(account, original=None) for _ in range(3)]
    for image in images:
        file_host.files[f"/{image.imgur_id}.png"] = png("teal", (24, 16))
    fetches.ask_for_images(images)
    return images


@pytest.fixture
def rung(monkeypatch):
    bells = []
    monkeypatch.setattr(tasks.fetch_originals, "apply_async", lambda **options: bells.append(options))
    return bells


def test_it_rings_for_as_many_workers_as_have_something_to_do(
    waiting, rung, settings, django_capture_on_commit_callbacks
):
    settings.DOWNLOAD_SLOTS = 2
    with django_capture_on_commit_callbacks(execute=True):
        tasks.ring_for_downloads()

    assert len(rung) == 2
    assert all(options["expires"] == settings.SWEEP_SECONDS for options in rung)


def test_it_does_not_ring_while_the_host_is_left_alone(waiting, rung):
    pauses.pause(60)

    tasks._ring_for_downloads()

    assert rung == []


def test_a_broker_that_is_away_loses_nothing(waiting, monkeypatch, caplog):
    def away(**options):
        raise OperationalError("away")

    monkeypatch.setattr(tasks.fetch_originals, "apply_async", away)

    tasks._ring_for_downloads()

    assert OriginalFetch.objects.filter(state="waiting").count() == 3
    assert "could not be rung for" in caplog.text


def test_the_sweep_takes_up_what_a_vanished_worker_left_and_rings(waiting, rung, monkeypatch, settings):
    monkeypatch.setattr(tasks, "_ring_for_next", lambda: None)
    monkeypatch.setattr(tasks, "_ring_for_runs", lambda: None)
    claims.claim_some()
    OriginalFetch.objects.update(lease_until="2020-01-01T00:00:00Z")

    tasks.sweep()

    assert set(OriginalFetch.objects.values_list("state", "attempts")) == {("waiting", 1)}
    assert rung


def test_a_shift_fetches_all_there_is(waiting, rung):
    tasks.fetch_originals()

    assert Image.objects.exclude(original=None).count() == 3


@pytest.fixture
def ended(waiting):
    """``ended(state, days=8)``: downloads of three pictures ended so, that long ago."""

    def end(state: str, *, days: float = 8) -> None:
        OriginalFetch.objects.update(state=state, finished_at=timezone.now() - timedelta(days=days), attempts=8)

    return end


@pytest.mark.parametrize("state", ["removed", "failed"])
def test_what_was_not_to_be_had_is_asked_for_again_after_a_week(state, ended, waiting, rung):
    """A host in trouble for days, a file that is back: as long as Imgur shows the picture."""
    ended(state)
    Image.objects.filter(pk=waiting[0].pk).update(gone_at=timezone.now())

    tasks.tidy_archive()

    fetches_now = OriginalFetch.objects.order_by("pk")
    assert [(one.state, one.attempts) for one in fetches_now] == [(state, 8), ("waiting", 0), ("waiting", 0)]


@pytest.mark.parametrize(("state", "days"), [("removed", 6), ("failed", 6), ("refused", 30), ("kept", 30)])
def test_nothing_else_is_asked_for_again(state, days, ended):
    ended(state, days=days)

    tasks.tidy_archive()

    assert set(OriginalFetch.objects.values_list("state", flat=True)) == {state}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="the tests' SQLite lies in memory and has one writer")
@pytest.mark.django_db(transaction=True)
def test_workers_who_bring_the_same_content_at_once_keep_it_once(waiting, settings, monkeypatch):
    """All pictures show the same bytes; each of three workers brings one."""
    monkeypatch.setattr(claims, "_MOST_ROWS", 1)
    together = threading.Barrier(3)
    store_all = originals.store_all

    def store_together(files):
        together.wait(10)
        store_all(files)

    monkeypatch.setattr(originals, "store_all", store_together)

    def work() -> None:
        downloader.work(0.01)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert Original.objects.count() == 1
    assert set(OriginalFetch.objects.values_list("state", flat=True)) == {"kept"}
    assert Image.objects.filter(original=Original.objects.get()).count() == 3


@pytest.mark.skipif(connection.vendor == "sqlite", reason="the tests' SQLite lies in memory and has one writer")
@pytest.mark.django_db(transaction=True)
def test_workers_never_take_more_places_than_there_are(waiting, settings, monkeypatch):
    monkeypatch.setattr(claims, "_MOST_ROWS", 1)
    settings.DOWNLOAD_SLOTS = 2
    together, claimed = threading.Barrier(3), []

    def claim() -> None:
        together.wait(10)
        claimed.append(claims.claim_some())
        connection.close()

    workers = [threading.Thread(target=claim) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(bool(some) for some in claimed) <= 2
    assert OriginalFetch.objects.filter(state="running").count() <= 2
