"""Reading a folder that may be anybody's: nothing outside of it, no links, nothing larger than it may be."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

# One entry of a list, or one metadata file.
MOST_ENTRY_BYTES = 1024 * 1024
# A list that is not written with one entry a line has to be read as a whole.
MOST_WHOLE_BYTES = 64 * 1024 * 1024


class UnreadableError(Exception):
    """The file cannot be used; the message says why, for a person."""


def inside(root: Path, told: str) -> Path:
    """The file that ``told``, a relative path with slashes, names below ``root``. Raises UnreadableError."""
    parts = PurePosixPath(told).parts
    if not parts or "\0" in told or "\\" in told or told.startswith("/") or any(part in {"..", "."} for part in parts):
        raise UnreadableError("Its path leads out of the folder.")
    path = root
    for part in parts:
        path = path / part
        try:
            mode = path.lstat().st_mode
        except OSError as error:
            raise UnreadableError("The file is not there.") from error
        if stat.S_ISLNK(mode):
            raise UnreadableError("It is a link, and links are not followed.")
    if not stat.S_ISREG(mode):
        raise UnreadableError("It is not a file.")
    if not os.access(path, os.R_OK):
        raise UnreadableError("It may not be read.")
    return path


def document(path: Path, *, most_bytes: int = MOST_ENTRY_BYTES) -> Any:
    """A whole JSON document. Raises UnreadableError."""
    if path.is_symlink():
        raise UnreadableError("It is a link, and links are not followed.")
    try:
        with path.open("rb") as file:
            content = file.read(most_bytes + 1)
    except OSError as error:
        raise UnreadableError(f"It cannot be read: {error.strerror}.") from error
    if len(content) > most_bytes:
        raise UnreadableError("It is larger than such a file can be.")
    return _parsed(content)


def entries(path: Path) -> Iterator[Any]:
    """The entries of a JSON list, one by one where each has a line of its own. Raises UnreadableError."""
    if path.is_symlink() or not path.is_file():
        raise UnreadableError("It is not there, or it is a link.")
    if not os.access(path, os.R_OK):
        raise UnreadableError("It may not be read.")
    if not _has_a_line_each(path):
        whole = document(path, most_bytes=MOST_WHOLE_BYTES)
        if not isinstance(whole, list):
            raise UnreadableError("It is not a list.")
        yield from whole
        return
    with path.open("rb") as file:
        file.readline(3)
        while line := file.readline(MOST_ENTRY_BYTES + 1):
            if len(line) > MOST_ENTRY_BYTES:
                raise UnreadableError("An entry is larger than it can be.")
            content = line.strip().removesuffix(b",")
            if content == b"]":
                return
            yield _parsed(content)
        raise UnreadableError("It breaks off: its end is missing.")


def metadata_files(root: Path) -> Iterator[Path]:
    """All JSON files below ``root``, in order of their paths; without what is hidden or behind a link."""
    for folder, folders, files in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder) / name
            if name.endswith(".json") and not path.is_symlink():
                yield path


def _has_a_line_each(path: Path) -> bool:
    with path.open("rb") as file:
        return file.readline(3) == b"[\n" and file.readline(2) in {b'{"', b"]\n"}


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("It is not JSON.") from error
