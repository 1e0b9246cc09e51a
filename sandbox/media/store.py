"""Where files lie below SANDBOX_DIR.

world/      pictures of the demo world; a deletion leaves them, so that a reset brings them back
stock/      pictures of large accounts, by their seeds; a reset leaves them, so that the next one is made sooner
uploads/    what was sent
cache/      thumbnails and MP4s made from the above; may be deleted at any time
incoming/   uploads on their way; emptied at start
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from sandbox.models import Image

WORLD, STOCK, UPLOADS, CACHE, INCOMING = "world", "stock", "uploads", "cache", "incoming"


def make_folders() -> None:
    """Make what is missing."""
    for name in (WORLD, STOCK, UPLOADS, CACHE, INCOMING):
        (settings.SANDBOX_DIR / name).mkdir(parents=True, exist_ok=True)


def clear_incoming() -> None:
    """Throw away what a killed server left halfway. Only while no server runs."""
    shutil.rmtree(settings.SANDBOX_DIR / INCOMING, ignore_errors=True)
    make_folders()


def path_of(image: Image) -> Path:
    """The original of ``image``."""
    return Path(settings.SANDBOX_DIR) / image.file


def new_incoming() -> Path:
    """A new empty file for an upload on its way."""
    handle, name = tempfile.mkstemp(dir=settings.SANDBOX_DIR / INCOMING)
    os.close(handle)
    return Path(name)


def keep_upload(incoming: Path, imgur_id: str, extension: str) -> str:
    """Move an upload to its place and answer its path below SANDBOX_DIR. Whole or not at all."""
    name = f"{UPLOADS}/{imgur_id}.{extension}"
    incoming.replace(settings.SANDBOX_DIR / name)
    return name


def forget(image: Image) -> None:
    """Delete the file of an upload."""
    if image.file.startswith(f"{UPLOADS}/"):
        drop(image.file)


def drop(file: str) -> None:
    """Delete the file at that path below SANDBOX_DIR, if it is there."""
    (settings.SANDBOX_DIR / file).unlink(missing_ok=True)


def forget_uploads() -> None:
    """Delete all uploads and everything made from them."""
    for name in (UPLOADS, CACHE):
        shutil.rmtree(settings.SANDBOX_DIR / name, ignore_errors=True)
    make_folders()


def cached(name: str, make: Callable[[Path], None]) -> Path:
    """The file ``name`` of the cache; made by ``make`` when it is not there, and never seen half made."""
    path: Path = settings.SANDBOX_DIR / CACHE / name
    if not path.exists():
        unfinished = new_incoming()
        try:
            make(unfinished)
            unfinished.replace(path)
        finally:
            with suppress(FileNotFoundError):
                unfinished.unlink()
    return path


def cached_size_bytes(name: str) -> int:
    """The size of the file ``name`` of the cache; 0 while it has not been made."""
    try:
        return int((settings.SANDBOX_DIR / CACHE / name).stat().st_size)
    except FileNotFoundError:
        return 0
