"""A download that breaks off goes on where it stopped, and never with bytes of another file."""

import hashlib
import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from media_sync.archive import claims, pauses
from media_sync.files import downloads, incoming
from media_sync.models import OriginalFetch
from tests.fixtures.file_host import Answering, cut_after, status
from tests.media_sync.fetching.conftest import bytes_of, large_png, look, make_due, work

pytestmark = pytest.mark.django_db


def test_a_cut_file_is_gone_on_with_at_the_byte(wanted, file_host):
    content = large_png()
    fetch = wanted(content)
    file_host.faults["*"] = [cut_after(100_000), cut_after(50_000)]

    work()

    assert [asked.headers.get("Range") for asked in file_host.asked] == [None, "bytes=100000-", "bytes=150000-"]
    assert bytes_of(fetch) == content


def test_it_goes_on_after_a_long_break_and_a_dead_worker(wanted, file_host):
    content = large_png()
    fetch = wanted(content)
    claimed = claims.claim_some()[0]
    # What a worker had written down before it was killed.
    part = incoming.path_of_fetch(fetch.pk)
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(content[:70_000])
    etag = f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'
    OriginalFetch.objects.filter(pk=fetch.pk).update(etag=etag, received_bytes=60_000, total_bytes=len(content))
    assert claims.take_up_abandoned() == 0
    OriginalFetch.objects.filter(pk=claimed.pk).update(lease_until=timezone.now() - timedelta(seconds=1))

    assert claims.take_up_abandoned() == 1
    work()

    # What came behind them was not told, and may not have reached the disk.
    assert [asked.headers.get("Range") for asked in file_host.asked] == ["bytes=60000-"]
    assert bytes_of(fetch) == content


def test_a_wait_that_the_host_asks_for_in_the_middle_loses_nothing(wanted, file_host):
    content = large_png()
    fetch = wanted(content)
    file_host.faults["*"] = [cut_after(100_000), status(429, Retry_After="1")]
    work()
    pauses._here.until = 0
    make_due(fetch)

    work()

    assert file_host.asked[-1].headers["Range"] == "bytes=100000-"
    assert bytes_of(fetch) == content


def test_another_version_at_the_host_is_fetched_from_its_beginning(wanted, file_host):
    content = large_png()
    fetch = wanted(content)
    part = incoming.path_of_fetch(fetch.pk)
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(b"x" * 70_000)
    OriginalFetch.objects.filter(pk=fetch.pk).update(etag='"of another version"', received_bytes=70_000)

    work()

    assert bytes_of(fetch) == content


def test_a_host_without_ranges_sends_it_all_again(wanted, file_host):
    content = large_png()
    fetch = wanted(content)
    file_host.faults["*"] = [cut_after(100_000), lambda answering: answering.send_file(with_ranges=False)]

    work()

    assert bytes_of(fetch) == content


def test_a_part_that_the_host_does_not_know_is_thrown_away(wanted, file_host):
    fetch = wanted()
    part = incoming.path_of_fetch(fetch.pk)
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(b"x" * 70_000)
    OriginalFetch.objects.filter(pk=fetch.pk).update(etag='"v"', received_bytes=70_000)
    file_host.faults["*"] = [status(416, Content_Range="bytes */200")]

    work()
    assert look(fetch).state == "waiting"
    make_due(fetch)
    work()

    assert look(fetch).state == "kept"


@pytest.mark.parametrize("factor", [2, 3])
def test_a_length_that_was_too_long_is_no_whole_file(wanted, file_host, factor):
    fetch = wanted()

    def lie(answering: Answering) -> None:
        content = answering.content
        answering.send(200, content, length=factor * len(content), **answering.told(content))
        answering.close_connection = True

    file_host.faults["*"] = [lie] * 9

    work()

    found = look(fetch)
    assert found.state == "waiting"
    assert found.image.original is None
    assert found.not_before > timezone.now()
    assert "broke off" in found.reason


def test_a_drip_ends(wanted, file_host, monkeypatch):
    fetch = wanted(large_png())
    monkeypatch.setattr(downloads, "ANSWER_SECONDS", 0.2)
    monkeypatch.setattr("media_sync.files.file_host.TIMEOUTS", (1.0, 0.2))

    def drip(answering: Answering) -> None:
        content = answering.content
        answering.send(200, b"", length=len(content), **answering.told(content))
        for position in range(100):
            answering.wfile.write(content[position : position + 1])
            time.sleep(0.05)

    file_host.faults["*"] = [drip] * 9
    begun = time.monotonic()

    work()

    assert time.monotonic() - begun < 5
    assert look(fetch).state == "waiting"
    assert look(fetch).received_bytes > 0


def test_parts_of_downloads_that_nobody_continues_are_removed(wanted, settings):
    settings.INCOMING_DIR.mkdir(parents=True)
    forgotten, whole, young = (
        incoming.path_of_fetch(1), settings.INCOMING_DIR / "fetch-2-ab.whole", incoming.path_of_fetch(3)
    )  # fmt: skip
    for path in (forgotten, whole, young):
        path.write_bytes(b"x")
    for path in (forgotten, whole):
        os.utime(path, (time.time() - 4 * 24 * 3600,) * 2)

    assert incoming.tidy() == 2

    assert list(settings.INCOMING_DIR.iterdir()) == [young]
