"""An export into a folder, which may hold a part of it already."""

import fcntl
import hashlib
import json
import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from media_sync.export import documents, writing
from media_sync.export.layout import Layout
from media_sync.export.targets import BLOCK_BYTES, DamagedError, MissingError, Problem, checked_blocks
from media_sync.models import Original

_PART = ".part"
_LONGEST_NOTE_BYTES = 64 * 1024


class FolderInUseError(Exception):
    """The folder holds something else, or is being written into; the message says it to a person."""


class FolderTarget:
    """A file takes its name when it is whole. What is there with the right bytes is left alone."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put_original(self, path: str, original: Original) -> Generator[int, None, Problem]:
        target = self._root / path
        if _holds(target, original):
            yield original.size_bytes
            return Problem.NONE
        try:
            yield from self.put(path, checked_blocks(original))
        except MissingError:
            return Problem.MISSING
        except DamagedError:
            return Problem.DAMAGED
        return Problem.NONE

    def holds(self, path: str) -> bool:
        target = self._root / path
        return target.is_file() and target.stat().st_size > 0

    def put(self, path: str, content: Iterable[bytes]) -> Iterator[int]:
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        # In front of the name, so that a long one stays within what the file system takes.
        part = target.with_name(f".{hashlib.sha256(target.name.encode()).hexdigest()[:16]}{_PART}")
        try:
            with part.open("wb") as file:
                for block in content:
                    file.write(block)
                    yield len(block)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def _holds(path: Path, original: Original) -> bool:
    # Through a link one would read, and later write, what lies elsewhere.
    if path.is_symlink() or not path.is_file() or path.stat().st_size != original.size_bytes:
        return False
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest() == original.sha256


@contextmanager
def prepared(root: Path, layout: Layout) -> Iterator[FolderTarget]:
    """The folder made ready, or as an earlier export of the same left it, for this export alone while the block runs.
    Raises FolderInUseError, OSError.
    """
    root.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderInUseError(f"Another export into {root} is under way.") from error
        _prepare(root, layout)
        yield FolderTarget(root)
    finally:
        os.close(descriptor)


def _prepare(root: Path, layout: Layout) -> None:
    """The note that it is ours is written first: an export that breaks off can be taken up again."""
    note = root / writing.ABOUT
    if not note.is_file():
        if any(root.iterdir()):
            raise FolderInUseError(f"{root} holds other things. Choose an empty folder, or one of an earlier export.")
    elif (of := _of(note)) != layout.selection.key:
        raise FolderInUseError(f"{root} holds an export of {of or 'something else'}. Choose another folder.")
    told = writing.about(layout, writing.Outcome()) | {"complete": None}
    note.write_bytes(documents.as_text(told))


def _of(note: Path) -> str:
    with note.open("rb") as file:
        content = file.read(_LONGEST_NOTE_BYTES)
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    return str(told.get("of", "")) if isinstance(told, dict) and told.get("format") == writing.FORMAT else ""
