"""Originals that nothing shows any more stay for a while, and go then with all that was made of them."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from media_sync.archive import downloader
from media_sync.models import Image, Original, OriginalFetch
from media_sync.services.archive import fetches, garbage, originals, verification
from media_sync.services.archive.verification import Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def unused(make_original):
    return make_original("teal")


def long_unused(original: Original) -> Original:
    Original.objects.filter(pk=original.pk).update(unused_since=timezone.now() - timedelta(days=31))
    return original


def files(folder) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_what_nothing_shows_is_noted_and_stays(unused, storage_folder):
    assert garbage.tidy() == 0

    unused.refresh_from_db()
    assert unused.unused_since
    assert files(storage_folder)


def test_it_goes_with_its_thumbnails_when_the_time_is_over(unused, storage_folder):
    originals.thumbnail(unused, "m").close()
    long_unused(unused)

    assert garbage.tidy() == 1

    assert not Original.objects.exists()
    assert files(storage_folder) == []


def test_what_is_shown_again_stays(unused, make_account, make_image, cast):
    long_unused(unused)
    make_image(make_account(cast.team), original=unused)

    assert garbage.tidy() == 0

    unused.refresh_from_db()
    assert unused.unused_since is None


def test_files_of_batches_and_pictures_of_boards_show_it_too(make_draft, cast):
    make_draft(cast.team, cast.owner)
    original = long_unused(Original.objects.get())

    assert garbage.tidy() == 0
    assert Original.objects.filter(pk=original.pk).exists()


def test_every_model_that_points_to_originals_counts():
    """Whatever comes to point at originals is asked about: the condition is made from the models themselves."""
    sql = str(Original.objects.filter(garbage.shown()).query)
    pointing = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is Original
    }

    assert pointing >= {"media_sync_image", "media_sync_batchfile", "media_sync_boardpicture"}
    assert all(table in sql for table in pointing)


def test_what_is_kept_again_meanwhile_stays(unused, tmp_path):
    path = tmp_path / "again.png"
    path.write_bytes(originals.open_original(unused).read())
    long_unused(unused)

    kept = originals.keep(path)

    assert garbage.tidy() == 0
    assert originals.open_original(kept).read() == path.read_bytes()
    assert Original.objects.get().unused_since is None or Original.objects.get().unused_since > timezone.now() - (
        timedelta(days=1)
    )


def test_what_is_removed_between_file_and_row_is_stored_once_more(unused, tmp_path, monkeypatch):
    path = tmp_path / "again.png"
    path.write_bytes(originals.open_original(unused).read())
    originals.local_path(unused).unlink()
    long_unused(unused)
    removed = []
    # Called when the file is in storage again, and its row not yet written.
    monkeypatch.setattr(originals, "_put_thumbnail", lambda *about: removed.append(garbage.tidy()))

    kept = originals.keep(path)

    assert removed == [1]
    assert originals.open_original(kept).read() == path.read_bytes()


def test_a_download_whose_file_is_removed_before_its_row_is_there_comes_once_more(
    unused, file_host, make_account, make_image, cast, monkeypatch
):
    image = make_image(make_account(cast.team), original=None)
    file_host.files[f"/{image.imgur_id}.png"] = originals.open_original(unused).read()
    fetches.ask_for_images([image])
    long_unused(unused)
    store_all = originals.store_all

    def store_and_lose(files):
        store_all(files)
        assert garbage.tidy() == 1

    with monkeypatch.context() as patched:
        patched.setattr(originals, "store_all", store_and_lose)
        downloader.work()
    assert OriginalFetch.objects.get().state == "waiting"
    OriginalFetch.objects.update(not_before=None)

    downloader.work()

    image.refresh_from_db()
    assert originals.open_original(image.original).read() == file_host.files[f"/{image.imgur_id}.png"]


def test_a_row_whose_file_is_gone_already_goes(unused):
    originals.local_path(unused).unlink()
    long_unused(unused)

    assert garbage.tidy() == 1


def test_what_cannot_be_deleted_holds_up_no_other(make_original, monkeypatch, caplog):
    locked, fine = make_original("teal"), make_original("red")
    for days, original in ((40, locked), (35, fine)):
        Original.objects.filter(pk=original.pk).update(unused_since=timezone.now() - timedelta(days=days))

    def delete(name: str) -> None:
        if locked.sha256 in name:
            raise PermissionError(13, "Permission denied")
        default_storage.delete(name)

    monkeypatch.setattr(garbage, "default_storage", SimpleNamespace(delete=delete))

    assert garbage.tidy() == 1

    assert list(Original.objects.all()) == [locked]
    assert "Permission denied" in caplog.text


def test_many_that_cannot_be_deleted_hold_up_no_other_for_ever(make_original, monkeypatch):
    monkeypatch.setattr(garbage, "_MOST_FAILURES", 2)
    locked, fine = [make_original(colour) for colour in ("teal", "navy")], make_original("red")
    for days, original in ((41, locked[0]), (40, locked[1]), (35, fine)):
        Original.objects.filter(pk=original.pk).update(unused_since=timezone.now() - timedelta(days=days))

    def delete(name: str) -> None:
        if any(original.sha256 in name for original in locked):
            raise PermissionError(13, "Permission denied")
        default_storage.delete(name)

    monkeypatch.setattr(garbage, "default_storage", SimpleNamespace(delete=delete))

    assert [garbage.tidy(), garbage.tidy()] == [0, 1]

    assert list(Original.objects.order_by("pk")) == locked


def test_it_does_not_go_on_for_long_with_a_storage_that_is_away(make_original, monkeypatch):
    monkeypatch.setattr(garbage, "_MOST_FAILURES", 2)
    for colour in ("teal", "red", "navy"):
        long_unused(make_original(colour))
    asked = []

    def delete(name: str) -> None:
        asked.append(name)
        raise OSError("The store does not answer")

    monkeypatch.setattr(garbage, "default_storage", SimpleNamespace(delete=delete))

    assert garbage.tidy() == 0

    assert len(asked) == 2


@pytest.mark.skipif(connection.vendor == "sqlite", reason="the tests' SQLite lies in memory and has one writer")
@pytest.mark.django_db(transaction=True)
def test_keeping_and_removing_at_the_same_moment_lose_nothing(make_original, make_account, make_image, cast, tmp_path):
    content = originals.open_original(make_original("teal")).read()
    image = make_image(make_account(cast.team), original=None)

    for number in range(10):
        Image.objects.update(original=None)
        Original.objects.update(unused_since=timezone.now() - timedelta(days=31))
        path = tmp_path / f"{number}.png"
        path.write_bytes(content)

        def remove() -> None:
            garbage.tidy()
            connection.close()

        remover = threading.Thread(target=remove)
        remover.start()
        kept = originals.keep(path)
        Image.objects.filter(pk=image.pk).update(original=kept)
        remover.join()

        image.refresh_from_db()
        assert originals.open_original(image.original).read() == content


@pytest.mark.skipif(connection.vendor == "sqlite", reason="the tests' SQLite lies in memory and has one writer")
@pytest.mark.django_db(transaction=True)
def test_what_is_being_removed_is_no_damage(make_original, monkeypatch):
    """A verification that comes between file and row finds neither damage nor anything to fetch again."""
    make_original("red")
    original = long_unused(make_original("teal"))
    is_file_gone, may_end = threading.Event(), threading.Event()

    def delete_slowly(name: str) -> None:
        default_storage.delete(name)
        is_file_gone.set()
        may_end.wait(5)

    def remove() -> None:
        garbage.tidy()
        connection.close()

    monkeypatch.setattr(garbage, "default_storage", SimpleNamespace(delete=delete_slowly))
    remover = threading.Thread(target=remove)
    remover.start()
    is_file_gone.wait(5)
    threading.Timer(0.3, may_end.set).start()
    report = Report()

    assert verification.verify(original, report)

    remover.join()
    assert report.damaged == []
    assert not Original.objects.filter(pk=original.pk).exists()
