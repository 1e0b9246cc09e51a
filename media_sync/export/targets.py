"""What an export is written into, and reading an original so that no wrong byte gets there unseen."""

import hashlib
from collections.abc import Generator, Iterable, Iterator
from enum import StrEnum
from typing import Protocol

from media_sync.models import Original
from media_sync.services.archive import originals

BLOCK_BYTES = 256 * 1024


class Problem(StrEnum):
    """Why a picture is not in the export."""

    NONE = ""
    NOT_KEPT = "its original has not been fetched from Imgur"
    MISSING = "its file is missing from storage"
    DAMAGED = "its file is damaged"


class Target(Protocol):
    """Both write in steps, and tell after each how many bytes were written: who drives it may pause in between."""

    def put_original(self, path: str, original: Original) -> Generator[int, None, Problem]:
        """Write the original, byte for byte, or nothing if storage does not have it as it was kept."""
        ...

    def holds(self, path: str) -> bool:
        """Whether something was written under ``path`` before, so that it need not be made again."""
        ...

    def put(self, path: str, content: Iterable[bytes]) -> Iterator[int]: ...


class MissingError(Exception):
    """Storage does not have the original."""


class DamagedError(Exception):
    """The bytes that storage gave are not those that were kept."""


def checked_blocks(original: Original) -> Iterator[bytes]:
    """The original's bytes. Raises MissingError before the first of them, DamagedError behind the last."""
    digest = hashlib.sha256()
    try:
        opened = originals.open_original(original)
    except FileNotFoundError as error:
        raise MissingError(original.sha256) from error
    with opened as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
            yield block
    if digest.hexdigest() != original.sha256:
        raise DamagedError(original.sha256)
