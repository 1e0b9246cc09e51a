"""Keeping originals: byte for byte, once per content, under their SHA-256; and their thumbnails."""

import hashlib
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from media_sync.files import storing, thumbnails
from media_sync.files.inspection import Facts, inspect
from media_sync.files.thumbnails import Size
from media_sync.models import Original

_BLOCK_BYTES = 1024 * 1024
# Made when a file comes in, because a page shows it at once; the others when somebody first asks.
_MADE_AT_ONCE: Size = "s"


def keep(path: Path) -> Original:
    """Take the file at ``path`` into the archive, or find that its content is there. Raises RefusedFileError.

    When this returns, the bytes are in storage and the row is written. The file at ``path`` is left to the caller.
    """
    sha256 = sha256_of(path)
    known = Original.objects.filter(sha256=sha256).first()
    if known and storing.holds(default_storage, known.storage_name, known.size_bytes):
        return known
    facts = inspect(path)
    name = _original_name(sha256, facts)
    with path.open("rb") as file:
        storing.put(default_storage, name, File(file))
    _put_thumbnail(sha256, _MADE_AT_ONCE, facts)
    with transaction.atomic():
        original, _ = Original.objects.update_or_create(
            sha256=sha256,
            defaults={
                "size_bytes": path.stat().st_size,
                "content_type": facts.media_type.content_type,
                "extension": facts.media_type.extension,
                "width": facts.width,
                "height": facts.height,
                "is_animated": facts.is_animated,
                "has_sound": facts.has_sound,
                "duration_seconds": facts.duration_seconds,
                "tint": facts.tint,
                "storage_name": name,
            },
        )
    return original


def open_original(original: Original) -> File:
    """The original's bytes, to be read; the caller closes it. Raises FileNotFoundError if storage has lost it."""
    return default_storage.open(original.storage_name)


def local_path(original: Original) -> Path | None:
    """Where the original lies on this machine; None if storage is elsewhere."""
    return storing.local_path(default_storage, original.storage_name)


def thumbnail(original: Original, size: Size) -> File:
    """A WebP of the original, at most as large as ``size`` says; made on the first request."""
    name = thumbnail_name(original.sha256, size)
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        path = local_path(original)
        _put_thumbnail(original.sha256, size, inspect(path) if path else _inspect_remote(original))
        return default_storage.open(name)


def thumbnail_name(sha256: str, size: Size) -> str:
    return f"thumbnails/{sha256[:2]}/{sha256}_{size}.webp"


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _original_name(sha256: str, facts: Facts) -> str:
    return f"originals/{sha256[:2]}/{sha256[2:4]}/{sha256}.{facts.media_type.extension}"


def _put_thumbnail(sha256: str, size: Size, facts: Facts) -> None:
    storing.put(default_storage, thumbnail_name(sha256, size), ContentFile(thumbnails.encode(facts.frame, size)))


def _inspect_remote(original: Original) -> Facts:
    with open_original(original) as source, tempfile.NamedTemporaryFile(suffix=f".{original.extension}") as local:
        _copy(source, local)  # type: ignore[arg-type]
        return inspect(Path(local.name))


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    while block := source.read(_BLOCK_BYTES):
        target.write(block)
    target.flush()
