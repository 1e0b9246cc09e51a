"""Originals come from Imgur's file host byte for byte, whatever happens on the way."""

import gzip
import hashlib
import io
import os
import random
import threading
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image as Pillow

from media_sync.archive import claims, downloader, looking, pauses
from media_sync.files import downloads, incoming
from media_sync.models import Album, OriginalFetch
from media_sync.services.archive import fetches, originals
from tests.fixtures.file_host import Answering, cut_after, status
from tests.media_sync.conftest import png

pytestmark = pytest.mark.django_db

HTML = b"<!DOCTYPE html><html><body>Imgur is over capacity.</body></html>"


@pytest.fixture
def wanted(make_account, make_image, cast, file_host, own_storage):
    """A mirrored picture that the host has, and its waiting download."""
    account = make_account(cast.team)

    def make(content: bytes | None = None, *, extension: str = "png", **fields):
        content = png("teal", (24, 16)) if content is None else content
        image = make_image(account, original=None, **fields)
        if content:
            file_host.files[f"/{image.imgur_id}.{extension}"] = content
        fetches.ask_for_images([image])
        return OriginalFetch.objects.get(image=image)

    return make


def work() -> None:
    downloader.work(30)


def look(fetch: OriginalFetch) -> OriginalFetch:
    return OriginalFetch.objects.select_related("image__original").get(pk=fetch.pk)


def make_due(fetch: OriginalFetch) -> None:
    OriginalFetch.objects.filter(pk=fetch.pk).update(not_before=None)


def bytes_of(fetch: OriginalFetch) -> bytes:
    return originals.open_original(look(fetch).image.original).read()


def large_png() -> bytes:
    """A picture of some 300 kB, whose pieces do not fit into the buffers of a socket at once."""
    out = io.BytesIO()
    Pillow.frombytes("RGB", (24, 16), random.Random(5).randbytes(24 * 16 * 3)).save(out, "PNG")
    whole = out.getvalue()
    # Bytes behind the end belong to the file as well.
    return whole + random.Random(6).randbytes(300_000)


def test_it_keeps_the_file_byte_for_byte(wanted):
    content = png("red", (24, 16))
    fetch = wanted(content)

    work()

    found = look(fetch)
    assert found.state == "kept"
    assert bytes_of(fetch) == content
    assert found.image.original.sha256 == hashlib.sha256(content).hexdigest()
    assert found.image.original.tint == "#ff0000"
    assert not list(incoming.path_of_fetch(fetch.pk).parent.iterdir())


def test_it_tells_the_type_from_the_bytes(wanted):
    fetch = wanted(png("red", (24, 16)), extension="jpg", content_type="image/jpeg")

    work()

    assert look(fetch).image.original.content_type == "image/png"


def test_many_come_on_one_connection_and_by_urgency(wanted, file_host):
    first, second, urgent = wanted(), wanted(png("red", (24, 16))), wanted(png("navy", (24, 16)))
    OriginalFetch.objects.filter(pk=urgent.pk).update(priority=fetches.SOMEBODY_WAITS)

    work()

    ids = [fetch.image.imgur_id for fetch in (urgent, first, second)]
    assert file_host.paths() == [f"/{imgur_id}.png" for imgur_id in ids]
    assert len({asked.connection for asked in file_host.asked}) == 1


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


def test_a_page_in_place_of_the_file_is_not_kept(wanted, file_host):
    fetch = wanted()
    file_host.faults["*"] = [status(200, HTML, Content_Type="text/html"), status(200, HTML, Content_Type="image/png")]

    work()
    assert "a page in place" in look(fetch).reason
    make_due(fetch)
    work()
    assert "not a picture" in look(fetch).reason
    make_due(fetch)
    work()

    assert look(fetch).state == "kept"


def test_bytes_that_are_no_picture_are_refused_when_they_come_thrice(wanted):
    fetch = wanted(b"just words, whatever the header says")

    for _ in range(3):
        make_due(fetch)
        work()

    assert look(fetch).state == "refused"
    assert "not a picture" in look(fetch).last_error


def test_a_damaged_picture_is_asked_for_again_and_then_kept_as_imgur_has_it(wanted):
    content = png("red", (400, 300))[:-30]
    fetch = wanted(content, width=400, height=300)

    for _ in range(2):
        make_due(fetch)
        work()
        assert "damaged" in look(fetch).reason
    make_due(fetch)
    work()

    assert bytes_of(fetch) == content
    assert look(fetch).image.original.width == 400


def test_a_picture_of_other_measures_is_not_taken_for_the_original(wanted):
    fetch = wanted(png("black", (640, 360)), width=800, height=600)

    work()

    assert look(fetch).state == "waiting"
    assert "640 × 360" in look(fetch).reason


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


def test_a_redirect_to_removed_png_is_no_original(wanted, file_host, make_album):
    fetch = wanted(b"")
    album = make_album(fetch.image.account, [fetch.image])

    work()

    assert look(fetch).state == "removed"
    assert look(fetch).image.original is None
    assert file_host.paths() == [f"/{fetch.image.imgur_id}.png"]
    assert list(OriginalFetch.objects.doubtful()) == [fetch]
    assert Album.objects.get(pk=album.pk).is_stale


def test_the_hosts_removed_picture_is_known_by_its_bytes(wanted, file_host):
    picture = png("gray", (161, 81))
    fetch = wanted(picture)
    file_host.files["/removed.png"] = picture

    work()

    assert look(fetch).state == "removed"


def test_a_small_picture_that_is_nobodys_removed_png_is_kept(wanted, file_host):
    fetch = wanted(png("gray", (24, 16)))
    file_host.files["/removed.png"] = png("black", (161, 81))

    work()

    assert look(fetch).state == "kept"


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data",
        "//evil.example/a.png",
        "/other.png",
        "http://[",
        "https://imgur.com/x",
    ],
)
def test_no_other_redirect_is_followed(wanted, file_host, location):
    fetch = wanted()
    file_host.faults["*"] = [status(302, Location=location)]

    work()

    assert len(file_host.paths()) == 1
    assert "do not go" in look(fetch).reason


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/img00001.png",
        "//evil.example/img00001.png",
        "http://127.0.0.1@evil.example/x.png",
        "http://169.254.169.254/latest/meta-data/x.png",
        "file:///etc/passwd.png",
        "http://[",
    ],
)
def test_a_link_elsewhere_is_not_followed_but_rebuilt(wanted, file_host, link):
    fetch = wanted(link=link, content_type="")

    file_host.files[f"/{fetch.image.imgur_id}.jpg"] = png("teal", (24, 16))
    work()

    assert look(fetch).state == "kept"
    assert len(file_host.paths()) == 1


@pytest.mark.parametrize("imgur_id", ["../x", "a@evil", "a/b", "", "abc?x=1", "é"])
def test_an_id_that_is_none_is_refused(wanted, file_host, imgur_id):
    fetch = wanted()
    type(fetch.image).objects.filter(pk=fetch.image_id).update(imgur_id=imgur_id)

    work()

    assert look(fetch).state == "refused"
    assert file_host.asked == []


def test_nothing_of_ours_is_sent_along(wanted, file_host, tmp_path, monkeypatch):
    wanted()
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login lanternfall password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))

    work()

    headers = file_host.asked[0].headers
    assert headers["User-Agent"].startswith("Mozilla/5.0 (compatible; ImgurHub")
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"} - (
        {"Connection"} - set(headers)
    )


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


def test_it_is_refused_when_it_says_that_it_is_too_large(wanted, file_host, settings):
    settings.UPLOAD_MAX_BYTES = 100_000
    fetch = wanted(large_png())

    work()

    assert look(fetch).state == "refused"
    assert not incoming.path_of_fetch(fetch.pk).exists()


def test_it_is_refused_when_it_grows_too_large(wanted, file_host, settings):
    settings.UPLOAD_MAX_BYTES = 100_000
    fetch = wanted(large_png())

    def without_length(answering: Answering) -> None:
        answering.send_response(200)
        answering.send_header("Connection", "close")
        answering.end_headers()
        answering.wfile.write(answering.content)
        answering.close_connection = True

    file_host.faults["*"] = [without_length]
    work()

    assert look(fetch).state == "refused"


def test_a_file_in_chunks_is_kept(wanted, file_host):
    content = large_png()
    fetch = wanted(content)

    def chunked(answering: Answering) -> None:
        answering.send_response(200)
        answering.send_header("Transfer-Encoding", "chunked")
        answering.end_headers()
        for start in range(0, len(content), 50_000):
            piece = content[start : start + 50_000]
            answering.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        answering.wfile.write(b"0\r\n\r\n")

    file_host.faults["*"] = [chunked]
    work()

    assert bytes_of(fetch) == content


def test_a_packed_file_is_kept_unpacked(wanted, file_host):
    content = large_png()
    fetch = wanted(content)
    file_host.faults["*"] = [status(200, gzip.compress(content), Content_Encoding="gzip", ETag='"v"')]

    work()

    assert bytes_of(fetch) == content


def test_a_large_animation_comes_as_itself_and_not_as_the_still(wanted, file_host, clip):
    still = png("red", (24, 16))
    fetch = wanted(
        still, extension="gif", content_type="image/gif", is_animated=True, size_bytes=27_000_000,
        link="https://i.imgur.com/img00001h.gif",
    )  # fmt: skip
    file_host.files[f"/{fetch.image.imgur_id}.mp4"] = clip.read_bytes()

    work()

    assert bytes_of(fetch) == clip.read_bytes()


def test_same_content_is_kept_once(wanted, own_storage):
    first, second = wanted(), wanted()

    work()

    assert look(first).image.original == look(second).image.original
    assert len([path for path in (own_storage / "originals").rglob("*") if path.is_file()]) == 1


def test_what_a_person_uploaded_meanwhile_stays(wanted, make_original):
    fetch = wanted()
    uploaded = make_original("navy")
    type(fetch.image).objects.filter(pk=fetch.image_id).update(original=uploaded)
    claimed = claims.claim_some()
    claimed[0].image.original = None  # as it was when it was claimed

    downloader._work_through(claimed)

    assert look(fetch).image.original == uploaded


def test_what_has_its_original_already_is_not_asked_for(wanted, file_host, make_original):
    fetch = wanted()
    type(fetch.image).objects.filter(pk=fetch.image_id).update(original=make_original("navy"))

    work()

    assert look(fetch).state == "kept"
    assert file_host.asked == []


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


def test_a_film_has_a_poster(wanted, clip):
    fetch = wanted(clip.read_bytes(), extension="mp4", content_type="video/mp4", is_animated=True)

    work()

    original = look(fetch).image.original
    assert original.is_video
    assert (original.width, original.height) == (64, 48)
    with originals.thumbnail(original, "m") as poster:
        assert Pillow.open(poster).size == (64, 48)


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
