"""An object store as our storage, with its errors told as those of a disk are."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.module_loading import import_string


class ObjectStoreError(OSError):
    """The store did not answer, or refused; its own error is the cause."""


class ObjectStore(Storage):
    """Storage of the class that ``backend`` names, made with ``options``.

    Whoever keeps and reads files knows that a disk may fail (OSError) or not have them (FileNotFoundError). The errors
    of a store's own package are neither, and would be taken for faults of ours.
    """

    def __init__(self, *, backend: str, **options: Any) -> None:
        self._store: Storage = import_string(backend)(**options)

    def _open(self, name: str, mode: str = "rb") -> File:
        with _told_as_a_disks():
            file = self._store.open(name, mode)
            # The bytes come at the first touch, and what can go wrong then shall go wrong here.
            file.seek(0)
            return file

    def _save(self, name: str, content: File | IO[bytes]) -> str:
        with _told_as_a_disks():
            return self._store.save(name, content)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return self._store.get_available_name(name, max_length)

    def exists(self, name: str) -> bool:
        with _told_as_a_disks():
            return self._store.exists(name)

    def size(self, name: str) -> int:
        with _told_as_a_disks():
            return self._store.size(name)

    def delete(self, name: str) -> None:
        with _told_as_a_disks():
            self._store.delete(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _told_as_a_disks():
            return self._store.listdir(path)


@contextmanager
def _told_as_a_disks() -> Iterator[None]:
    try:
        yield
    except (OSError, NotImplementedError, SuspiciousOperation):
        raise
    except Exception as error:
        raise ObjectStoreError(f"The object store failed: {error}") from error
