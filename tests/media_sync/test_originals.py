"""An original under its name is whole, whoever writes it at the same time, and whoever dies over it."""

import io
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage
from PIL import Image as Pillow

from media_sync.files import storing
from media_sync.services.archive import originals
from tests.media_sync.conftest import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "cat.png"
    path.write_bytes(png("red", (300, 200)))
    return path


class DyingFile(ContentFile):
    """Gives the half of its bytes, then its reader is killed."""

    def read(self, size: int = -1) -> bytes:
        if self.file.tell():
            raise SystemExit
        return self.file.read(self.size // 2)


def test_it_stores_a_torn_original_anew(own_storage, source):
    kept = originals.local_path(originals.keep(source))
    kept.write_bytes(source.read_bytes()[:100])

    original = originals.keep(source)

    assert originals.local_path(original).read_bytes() == source.read_bytes()


def test_it_stores_a_lost_original_anew(own_storage, source):
    originals.local_path(originals.keep(source)).unlink()

    assert originals.open_original(originals.keep(source)).read() == source.read_bytes()


def test_a_writer_that_dies_leaves_what_was_there_and_nothing_of_its_own(tmp_path):
    storage = FileSystemStorage(location=tmp_path / "kept")
    content = b"x" * 1000
    storing.put(storage, "a/b/cat.png", ContentFile(content))

    with pytest.raises(SystemExit):
        storing.put(storage, "a/b/cat.png", DyingFile(content))

    assert (tmp_path / "kept" / "a" / "b" / "cat.png").read_bytes() == content
    assert os.listdir(tmp_path / "kept" / "a" / "b") == ["cat.png"]


def test_a_name_appears_only_with_all_of_its_bytes(tmp_path):
    storage = FileSystemStorage(location=tmp_path / "kept")

    class WatchedFile(ContentFile):
        def read(self, size: int = -1) -> bytes:
            assert not storage.exists("a/cat.png")
            return self.file.read(10)

    storing.put(storage, "a/cat.png", WatchedFile(b"x" * 100))

    assert storage.size("a/cat.png") == 100


def test_it_removes_what_a_killed_writer_of_the_same_file_left(tmp_path):
    storage = FileSystemStorage(location=tmp_path)
    old, young = tmp_path / ".cat.png.aaaa.tmp", tmp_path / ".cat.png.bbbb.tmp"
    for left in (old, young):
        left.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)

    storing.put(storage, "cat.png", ContentFile(b"whole"))

    assert sorted(os.listdir(tmp_path)) == [young.name, "cat.png"]


def test_bytes_and_names_are_on_the_disk_when_it_returns(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(Path(os.readlink(f"/proc/self/fd/{descriptor}"))))

    storing.put(FileSystemStorage(location=tmp_path / "kept"), "a/b/cat.png", ContentFile(b"whole"))

    assert synced[0].name.startswith(".cat.png.")
    folders = [tmp_path / "kept" / "a" / "b", tmp_path / "kept" / "a", tmp_path / "kept", tmp_path]
    assert synced[1:] == folders


def test_a_file_has_the_rights_that_storage_gives(tmp_path):
    storage = FileSystemStorage(location=tmp_path, file_permissions_mode=0o640, directory_permissions_mode=0o750)

    storing.put(storage, "a/cat.png", ContentFile(b"whole"))

    assert (tmp_path / "a" / "cat.png").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o750


class ObjectStore(Storage):
    """Storage that is not on this machine."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}
        self.deleted: list[str] = []

    def _save(self, name: str, content: File) -> str:
        self.contents[name] = content.read()
        return name

    def exists(self, name: str) -> bool:
        return name in self.contents

    def size(self, name: str) -> int:
        return len(self.contents[name])

    def delete(self, name: str) -> None:
        self.deleted.append(name)
        del self.contents[name]


def test_an_object_store_keeps_what_has_the_right_size():
    store = ObjectStore()
    storing.put(store, "cat.png", ContentFile(b"whole"))

    storing.put(store, "cat.png", ContentFile(b"whole"))

    assert store.deleted == []
    assert store.contents == {"cat.png": b"whole"}


def test_an_object_store_gets_a_torn_one_replaced():
    store = ObjectStore()
    store.contents["cat.png"] = b"wh"

    storing.put(store, "cat.png", ContentFile(b"whole"))

    assert store.contents == {"cat.png": b"whole"}


def test_many_who_ask_for_a_thumbnail_first_all_get_it_whole(own_storage, tmp_path):
    source = tmp_path / "noise.png"
    Pillow.frombytes("RGB", (800, 600), random.Random(1).randbytes(800 * 600 * 3)).save(source, compress_level=0)
    original = originals.keep(source)
    stored = originals.local_path(original).parent

    def ask(_: int) -> tuple[int, int]:
        with originals.thumbnail(original, "m") as thumbnail:
            content = thumbnail.read()
        return Pillow.open(io.BytesIO(content)).convert("RGB").size

    for _ in range(4):
        (own_storage / originals.thumbnail_name(original.sha256, "m")).unlink(missing_ok=True)
        with ThreadPoolExecutor(6) as people:
            assert set(people.map(ask, range(6))) == {(800, 600)}
    assert [path.name for path in stored.iterdir()] == [f"{original.sha256}.png"]


def test_many_who_keep_the_same_content_all_find_it_whole(own_storage, tmp_path):
    storage = FileSystemStorage(location=own_storage)
    content = random.Random(2).randbytes(4_000_000)

    def write(_: int) -> bool:
        storing.put(storage, "a/cat.bin", File(io.BytesIO(content), name="cat.bin"))
        return storage.open("a/cat.bin").read() == content

    with ThreadPoolExecutor(6) as people:
        assert all(people.map(write, range(24)))


def test_files_are_moved_where_the_system_takes_no_advice(source, tmp_path, monkeypatch):
    """Advice about files is given on Linux and BSD; a Mac takes none."""
    monkeypatch.delattr("os.posix_fadvise")
    content, storage = source.read_bytes(), FileSystemStorage(location=tmp_path / "storage")

    storing.move_all(storage, {"originals/aa/x": source})

    assert storage.open("originals/aa/x").read() == content
