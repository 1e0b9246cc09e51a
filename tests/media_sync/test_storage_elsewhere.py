"""Nothing assumes that originals lie on a disk of this computer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from media_sync.archive import downloader
from media_sync.models import Original
from media_sync.services.archive import fetches, garbage, originals, verification
from media_sync.services.archive.verification import Report
from tests.fixtures.object_store import ObjectStore
from tests.media_sync.conftest import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(settings, tmp_path, storage_folder):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "tests.fixtures.object_store.ObjectStore"}}
    settings.INCOMING_DIR = tmp_path / "incoming"
    ObjectStore.contents.clear()
    yield ObjectStore.contents
    ObjectStore.contents.clear()


@pytest.fixture
def image(store, file_host, make_account, cast, make_image):
    """A picture whose original the host has."""
    found = make_image(make_account(cast.team), original=None)
    file_host.files[f"/{found.imgur_id}.png"] = png("teal", (24, 16))
    return found


@pytest.fixture
def original(image) -> Original:
    fetches.ask_for_images([image])
    downloader.work()
    image.refresh_from_db()
    return image.original


def test_it_keeps_what_comes(original, store, settings):
    assert store == {original.storage_name: png("teal", (24, 16))}
    assert not list(settings.INCOMING_DIR.iterdir())


def test_it_makes_thumbnails(original):
    assert originals.thumbnail(original, "s").read(4) == b"RIFF"


def test_it_finds_what_people_bring(store, tmp_path):
    path = tmp_path / "cat.png"
    path.write_bytes(png())

    first, second = originals.keep(path), originals.keep(path)

    assert first == second
    assert path.exists()


@pytest.mark.parametrize("damage", ["missing", "altered"])
def test_it_finds_damage_and_heals_it(original, store, image, damage):
    store["originals/other.png"] = b"so that storage is not empty"
    if damage == "missing":
        del store[original.storage_name]
    else:
        store[original.storage_name] = store[original.storage_name][:-1] + b"x"
    assert not verification.verify(original, Report())
    original.refresh_from_db()
    assert original.damage == damage

    downloader.work()

    original.refresh_from_db()
    assert original.damage == ""
    assert store[original.storage_name] == png("teal", (24, 16))


def test_it_removes_what_nothing_shows(original, store, image):
    type(image).objects.update(original=None)
    Original.objects.update(unused_since=timezone.now() - timedelta(days=31))

    assert garbage.tidy() == 1

    assert store == {}


def test_it_tells_files_that_no_row_knows(original, store):
    store["originals/zz/left.png"] = b"left"

    assert list(verification.strays()) == ["originals/zz/left.png"]
