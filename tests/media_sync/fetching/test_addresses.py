"""Files are asked for at the one host and nowhere else; its picture for what is removed is no original."""

from datetime import timedelta

import pytest
from django.utils import timezone

from media_sync.models import Album, OriginalFetch
from media_sync.services.archive import fetches
from tests.fixtures.file_host import Answering, status
from tests.media_sync.conftest import png
from tests.media_sync.fetching.conftest import look, work

pytestmark = pytest.mark.django_db


def test_a_redirect_to_removed_png_is_no_original(wanted, file_host, make_album):
    fetch = wanted(b"")
    album = make_album(fetch.image.account, [fetch.image])

    work()

    assert look(fetch).state == "removed"
    assert look(fetch).image.original is None
    assert file_host.paths() == [f"/{fetch.image.imgur_id}.png"]
    assert list(OriginalFetch.objects.doubtful()) == [fetch]
    assert Album.objects.get(pk=album.pk).is_stale


def test_what_was_removed_already_is_no_reason_to_read_its_album_again(wanted, make_album):
    fetch = wanted(b"")
    album = make_album(fetch.image.account, [fetch.image])
    work()
    Album.objects.update(is_stale=False)
    OriginalFetch.objects.update(finished_at=timezone.now() - timedelta(days=8))

    assert fetches.look_again() == 1
    work()

    assert look(fetch).state == "removed"
    assert not Album.objects.get(pk=album.pk).is_stale


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


def drop(answering: Answering) -> None:
    answering.close_connection = True


def drop_packed(answering: Answering) -> None:
    answering.send(200, b"x" * 100_000)


@pytest.mark.parametrize("answer", [status(302, Location="http://["), status(500), drop, drop_packed])
def test_a_removed_png_that_cannot_be_looked_at_spoils_no_small_picture(wanted, file_host, answer):
    fetch = wanted(png("gray", (24, 16)))
    file_host.faults["/removed.png"] = [answer, answer]

    work()

    assert look(fetch).state == "kept"


def test_what_the_host_could_not_tell_once_it_is_asked_again(wanted, file_host):
    first, removed = wanted(png("gray", (24, 16))), wanted(png("black", (161, 81)))
    file_host.files["/removed.png"] = png("black", (161, 81))
    file_host.faults["/removed.png"] = [status(503)]

    work()

    assert look(first).state == "kept"
    assert look(removed).state == "removed"
