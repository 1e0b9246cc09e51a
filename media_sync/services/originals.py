"""Keeping originals: byte for byte, once per content, under their SHA-256; and their thumbnails."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from media_sync.files import thumbnails
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
    if known and default_storage.exists(known.storage_name):
        return known
    facts = inspect(path)
    name = _original_name(sha256, facts)
    with path.open("rb") as file:
        _put(name, File(file))
    _put(thumbnail_name(sha256, _MADE_AT_ONCE), ContentFile(thumbnails.encode(facts.frame, _MADE_AT_ONCE)))
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
    return _local(original.storage_name)


def thumbnail(original: Original, size: Size) -> File:
    """A WebP of the original, at most as large as ``size`` says; made on the first request."""
    name = thumbnail_name(original.sha256, size)
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        path = local_path(original)
        frame = inspect(path).frame if path else _inspect_remote(original).frame
        _put(name, ContentFile(thumbnails.encode(frame, size)))
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


def _put(name: str, content: File) -> None:
    """Store under exactly ``name``. What is there under it has the same content by construction, or is a torn write."""
    if default_storage.exists(name):
        default_storage.delete(name)
    saved = default_storage.save(name, content)
    path = _local(saved)
    if path:
        with path.open("rb") as written:
            os.fsync(written.fileno())
    if saved != name:
        # Another process stored the same content in between; its copy is as good.
        default_storage.delete(saved)


def _local(name: str) -> Path | None:
    try:
        return Path(default_storage.path(name))
    except NotImplementedError:
        return None


def _inspect_remote(original: Original) -> Facts:
    with open_original(original) as source, tempfile.NamedTemporaryFile(suffix=f".{original.extension}") as local:
        _copy(source, local)  # type: ignore[arg-type]
        return inspect(Path(local.name))


def _copy(source: BinaryIO, target: BinaryIO) -> None:
    while block := source.read(_BLOCK_BYTES):
        target.write(block)
    target.flush()
