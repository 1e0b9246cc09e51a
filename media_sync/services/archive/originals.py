"""Keeping originals: byte for byte, once per content, under their SHA-256; and their thumbnails."""

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from media_sync.files import storing, thumbnails
from media_sync.files.inspection import Facts, Measures, inspect, measure_as_it_is
from media_sync.files.thumbnails import Size
from media_sync.models import Original

FOLDER = "originals"
_BLOCK_BYTES = 1024 * 1024
# Made when a file comes in, because a page shows it at once; the others when somebody first asks.
_MADE_AT_ONCE: Size = "s"


def keep(path: Path) -> Original:
    """Take the file at ``path`` into the archive, or find that its content is there. Raises RefusedFileError.

    When this returns, the bytes are in storage and the row is written. The file at ``path`` is left to the caller.
    """
    sha256 = sha256_of(path)
    known = _use_again(sha256)
    if known:
        return known
    facts = inspect(path)
    return _keep(path, sha256, facts.measures, facts)


def keep_as_it_is(path: Path) -> Original:
    """The same with a file that Imgur has had, as a download of it would be kept: damaged and of any number of pixels,
    as long as it is a picture or video.
    """
    sha256 = sha256_of(path)
    return _use_again(sha256) or _keep(path, sha256, measure_as_it_is(path))


def _keep(path: Path, sha256: str, measures: Measures, facts: Facts | None = None) -> Original:
    """With ``facts`` it gets its first thumbnail, too."""
    stored = Stored(sha256, path.stat().st_size, measures, name_of(sha256, measures))
    is_torn = _is_damaged(sha256)

    def put() -> None:
        with path.open("rb") as file:
            storing.put(default_storage, stored.storage_name, File(file), replace=is_torn)

    put()
    if facts:
        _put_thumbnail(sha256, _MADE_AT_ONCE, facts)
    with transaction.atomic():
        original = write_rows([stored])[sha256]
        if not is_stored(stored):  # taken away between the two as something that nobody shows
            put()
    return original


@dataclass(frozen=True, slots=True)
class Stored:
    """A content whose bytes are in storage, and that may have no row yet."""

    sha256: str
    size_bytes: int
    measures: Measures
    storage_name: str


def name_of(sha256: str, measures: Measures) -> str:
    """What the content is called in storage. Few folders, because each has to be brought to the disk by itself."""
    return f"{FOLDER}/{sha256[:2]}/{sha256}.{measures.media_type.extension}"


def store_all(files: Mapping[Stored, Path]) -> None:
    """Move files, whose contents and measures are known, into storage. ``write_rows`` comes next. Raises OSError.

    Thumbnails are made when somebody asks for them: a whole account that is fetched is looked at picture by picture.
    """
    damaged = set(Original.objects.filter(sha256__in=[stored.sha256 for stored in files]).exclude(damage="")
                  .values_list("storage_name", flat=True))  # fmt: skip
    storing.move_all(default_storage, {stored.storage_name: path for stored, path in files.items()}, replace=damaged)


def write_rows(contents: Sequence[Stored]) -> dict[str, Original]:
    """The rows of what was stored, by SHA-256: new ones, or those that are there, which are whole again and in use.

    Call it in a transaction, and look then with ``is_stored`` whether the bytes are still there: until that transaction
    ends, nobody takes them away.
    """
    by_sha256 = {stored.sha256: stored for stored in contents}
    Original.objects.bulk_create((_row_of(stored) for stored in by_sha256.values()), ignore_conflicts=True)
    # In one order, so that two who keep the same contents wait for each other and not both.
    rows = Original.objects.select_for_update().filter(sha256__in=by_sha256).order_by("sha256")
    found = {original.sha256: original for original in rows}
    stale = [original.pk for original in found.values() if original.unused_since or original.damage]
    if stale:
        Original.objects.filter(pk__in=stale).update(unused_since=None, damage="", damaged_at=None)
    return found


def is_stored(stored: Stored) -> bool:
    return storing.holds(default_storage, stored.storage_name, stored.size_bytes)


def _row_of(stored: Stored) -> Original:
    measures = stored.measures
    return Original(
        sha256=stored.sha256,
        size_bytes=stored.size_bytes,
        content_type=measures.media_type.content_type,
        extension=measures.media_type.extension,
        width=measures.width,
        height=measures.height,
        is_animated=measures.is_animated,
        has_sound=measures.has_sound,
        duration_seconds=measures.duration_seconds,
        tint=measures.tint,
        storage_name=stored.storage_name,
    )


def _use_again(sha256: str) -> Original | None:
    """The original of that content if it is here and whole, noted as in use."""
    with transaction.atomic():
        known = Original.objects.select_for_update().filter(sha256=sha256, damage="").first()
        if known is None or not storing.holds(default_storage, known.storage_name, known.size_bytes):
            return None
        if known.unused_since:
            known.unused_since = None
            known.save(update_fields=["unused_since"])
        return known


def _is_damaged(sha256: str) -> bool:
    return Original.objects.filter(sha256=sha256).exclude(damage="").exists()


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
