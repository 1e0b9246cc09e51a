"""Originals come from Imgur's file host byte for byte, and nothing else is kept for one."""

import gzip
import hashlib

import pytest
from PIL import Image as Pillow

from media_sync.archive import claims, downloader
from media_sync.files import incoming
from media_sync.models import OriginalFetch
from media_sync.services.archive import fetches, originals
from tests.fixtures.file_host import Answering, status
from tests.media_sync.conftest import png
from tests.media_sync.fetching.conftest import bytes_of, large_png, look, make_due, work

pytestmark = pytest.mark.django_db

HTML = b"<!DOCTYPE html><html><body>Imgur is over capacity.</body></html>"


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


def test_a_picture_cut_off_where_nobody_told_its_length_is_never_believed(wanted, file_host):
    content = png("red", (400, 300))
    fetch = wanted(content, width=400, height=300)

    def cut_without_length(answering: Answering) -> None:
        answering.send_response(200)
        answering.send_header("Content-Type", "image/png")
        answering.end_headers()
        answering.wfile.write(answering.content[:-30])
        answering.close_connection = True

    file_host.faults[f"/{fetch.image.imgur_id}.png"] = [cut_without_length] * 4
    for _ in range(4):
        make_due(fetch)
        work()
        assert "damaged" in look(fetch).reason
    make_due(fetch)
    work()

    assert bytes_of(fetch) == content


def test_a_picture_of_other_measures_is_not_taken_for_the_original(wanted):
    fetch = wanted(png("black", (640, 360)), width=800, height=600)

    work()

    assert look(fetch).state == "waiting"
    assert "640 × 360" in look(fetch).reason


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


def test_a_film_has_a_poster(wanted, clip):
    fetch = wanted(clip.read_bytes(), extension="mp4", content_type="video/mp4", is_animated=True)

    work()

    original = look(fetch).image.original
    assert original.is_video
    assert (original.width, original.height) == (64, 48)
    with originals.thumbnail(original, "m") as poster:
        assert Pillow.open(poster).size == (64, 48)
