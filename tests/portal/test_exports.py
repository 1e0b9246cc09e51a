"""Downloads of what is kept, as a ZIP that streams."""

import io
import zipfile
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.signals import request_finished
from django.db import close_old_connections
from django.urls import reverse

from imgurhub.launch import web
from media_sync.models import AuditEntry
from portal import long_answers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_downloads():
    cache.clear()
    yield
    cache.clear()


def names_in(response) -> list[str]:
    content = b"".join(response.streaming_content)  # the test client closes the answer behind the last block
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_a_viewer_downloads_an_album(world, cast, as_person):
    response = as_person(cast.viewer).post(reverse("portal:album-export", args=[world.album.pk]))

    assert response.headers["Content-Type"] == "application/zip"
    assert 'filename="Album 1 ' in response.headers["Content-Disposition"]
    names = names_in(response)
    assert len([name for name in names if name.startswith("pictures/Album 1/")]) == 2
    assert {"manifest.json", "albums.json", "index.html"} <= set(names)


def test_without_an_account_there_is_nothing_to_export(cast, as_person):
    address, download = (reverse(f"portal:{name}", args=[cast.team.slug]) for name in ("exports", "team-export"))

    owner, editor = (as_person(person).get(address).content.decode() for person in (cast.owner, cast.editor))

    assert "Nothing to export yet" in owner
    assert reverse("portal:account-link", args=[cast.team.slug]) in owner
    assert "Nothing to export yet" in editor
    assert download not in owner + editor


@pytest.mark.parametrize("of", ["account", "team"])
def test_an_editor_downloads_everything(of, world, cast, as_person):
    argument = world.account.pk if of == "account" else cast.team.slug

    names = names_in(as_person(cast.editor).post(reverse(f"portal:{of}-export", args=[argument])))

    assert len([name for name in names if name.startswith("pictures/")]) == 3
    entry = AuditEntry.objects.get(action="exported")
    assert (entry.person, entry.team) == (cast.editor, cast.team)


def test_a_person_has_one_download_at_a_time(world, cast, as_person):
    client, address = as_person(cast.viewer), reverse("portal:album-export", args=[world.album.pk])
    first = client.post(address)

    second = client.post(address)
    assert second.status_code == 302
    assert not second.streaming

    names_in(first)
    assert client.post(address).status_code == 200


def test_all_together_have_few(world, cast, as_person):
    for person in (1_000_001, 1_000_002):
        long_answers.take(person)

    with pytest.raises(long_answers.BusyError, match="Other people"):
        long_answers.take(cast.viewer.pk)


def test_a_download_that_breaks_off_gives_its_place_back(world, cast, as_person):
    client, address = as_person(cast.viewer), reverse("portal:album-export", args=[world.album.pk])

    response = client.post(address)
    # As the server does; but the connection of the test's own transaction has to stay open.
    request_finished.disconnect(close_old_connections)
    try:
        response.close()  # before a byte of it was sent
    finally:
        request_finished.connect(close_old_connections)

    assert client.post(address).streaming


def test_it_tells_the_server_that_it_lives(world, cast, as_person, monkeypatch):
    signs = []
    monkeypatch.setattr(long_answers, "tell_alive", lambda: signs.append(1))

    names_in(as_person(cast.viewer).post(reverse("portal:album-export", args=[world.album.pk])))

    assert signs


def test_a_team_without_accounts_is_told_so(cast, as_person):
    response = as_person(cast.stranger).post(reverse("portal:team-export", args=[cast.other_team.slug]))

    assert response.headers["Location"] == reverse("portal:exports", args=[cast.other_team.slug])


def test_each_web_process_tells_its_own_server(monkeypatch):
    monkeypatch.setattr(long_answers, "tell_alive", lambda: None)
    worker = SimpleNamespace(notify=lambda: "alive")

    web.post_fork(None, worker)

    assert long_answers.tell_alive is worker.notify
