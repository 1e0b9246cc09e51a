"""Files that have not wholly arrived, from people and from Imgur's file host, on this machine's own disk, named by
their row's number alone: nothing that a person typed becomes part of a path."""

import time
from pathlib import Path

from django.conf import settings

# Pieces of files whose person never came back.
_FORGOTTEN_SECONDS = 3 * 24 * 3600
_SUFFIXES = {".part", ".whole"}


def path_of(file_pk: int) -> Path:
    return settings.INCOMING_DIR / f"{file_pk}.part"


def path_of_fetch(fetch_pk: int) -> Path:
    return settings.INCOMING_DIR / f"fetch-{fetch_pk}.part"


def size_of(file_pk: int) -> int:
    """Bytes that have arrived, by the disk's word."""
    try:
        return path_of(file_pk).stat().st_size
    except FileNotFoundError:
        return 0


def forget(file_pk: int) -> None:
    path_of(file_pk).unlink(missing_ok=True)


def tidy() -> int:
    """Remove pieces that nobody, and no download, continued for days. Returns how many files went."""
    removed = 0
    if not settings.INCOMING_DIR.is_dir():
        return removed
    for path in settings.INCOMING_DIR.iterdir():
        try:
            is_forgotten = path.stat().st_mtime < time.time() - _FORGOTTEN_SECONDS
        except FileNotFoundError:  # its download has just ended
            continue
        if path.suffix in _SUFFIXES and is_forgotten:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
