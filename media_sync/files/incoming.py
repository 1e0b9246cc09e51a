"""Files that have not wholly arrived, on this machine's own disk, named by their row's number alone: nothing that a
person typed becomes part of a path."""

import time
from pathlib import Path

from django.conf import settings

# Pieces of files whose person never came back.
_FORGOTTEN_SECONDS = 3 * 24 * 3600


def path_of(file_pk: int) -> Path:
    return settings.INCOMING_DIR / f"{file_pk}.part"


def size_of(file_pk: int) -> int:
    """Bytes that have arrived, by the disk's word."""
    try:
        return path_of(file_pk).stat().st_size
    except FileNotFoundError:
        return 0


def forget(file_pk: int) -> None:
    path_of(file_pk).unlink(missing_ok=True)


def tidy() -> int:
    """Remove pieces that nobody continued for days. Returns how many files went."""
    removed = 0
    if not settings.INCOMING_DIR.is_dir():
        return removed
    for path in settings.INCOMING_DIR.glob("*.part"):
        if path.stat().st_mtime < time.time() - _FORGOTTEN_SECONDS:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
