"""Writing an export: the originals with their thumbnails, then the JSON, then the viewer."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from media_sync.export import documents, viewer
from media_sync.export.documents import Lies
from media_sync.export.layout import Layout
from media_sync.export.targets import Problem, Target
from media_sync.files.inspection import RefusedFileError
from media_sync.models import Original
from media_sync.services.archive import originals

logger = logging.getLogger(__name__)

FORMAT = "ImgurHub export"
VERSION = 1
MANIFEST, ALBUMS, MOVES, ABOUT = "manifest.json", "albums.json", "moves.json", "export.json"


@dataclass
class Outcome:
    """How far it is, and in the end what came of it. ``missing``: (Imgur id, why) of pictures without a file."""

    images: int = 0
    albums: int = 0
    files: int = 0
    written_bytes: int = 0
    missing: list[tuple[str, Problem]] = field(default_factory=list)
    is_finished: bool = False

    @property
    def is_complete(self) -> bool:
        return self.is_finished and not self.missing


def write(layout: Layout, target: Target, outcome: Outcome) -> Iterator[int]:
    """Write everything, step by step; after each step come the bytes that it wrote. ``outcome`` grows on the way."""
    lies: dict[int, Lies] = {}
    problems: dict[str, Problem] = {}
    for wanted in layout.pictures():
        image, path = wanted.image, wanted.path
        if image.pk not in lies:
            lies[image.pk] = Lies()
            outcome.images += 1
        if path is None or image.original is None:
            lies[image.pk].problem = Problem.NOT_KEPT
            outcome.missing.append((image.imgur_id, Problem.NOT_KEPT))
            continue
        if wanted.is_new:
            problems[path] = yield from _counted_original(target, path, image.original, outcome)
        if not problems[path]:
            lies[image.pk].files.append(path)
        elif not lies[image.pk].problem:
            lies[image.pk].problem = problems[path]
            outcome.missing.append((image.imgur_id, problems[path]))
    outcome.albums = len(layout.selection.albums)
    yield from _put_documents(layout, target, lies, outcome)
    outcome.is_finished = True


def about(layout: Layout, outcome: Outcome) -> dict[str, Any]:
    """What ``export.json`` says. Until the end of a folder's export ``complete`` is null."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "of": layout.selection.key,
        "name": layout.selection.name,
        "template": layout.template.text + ".{ext}",
        "copies": layout.copies,
        "made_at": timezone.now().isoformat(),
        "images": outcome.images,
        "albums": outcome.albums,
        "files": outcome.files,
        "complete": not outcome.missing,
    }


def _counted_original(target: Target, path: str, original: Original, outcome: Outcome) -> Any:
    problem = yield from target.put_original(path, original)
    if problem:
        logger.warning("Original %s is not in an export: %s.", original.sha256, problem)
        return problem
    outcome.files += 1
    outcome.written_bytes += original.size_bytes
    yield from _put_thumbnail(target, original)
    return problem


def _put_thumbnail(target: Target, original: Original) -> Iterator[int]:
    """The viewer shows the picture itself where there is none."""
    path = viewer.thumbnail_path(original.sha256)
    if target.holds(path):
        return
    try:
        with originals.thumbnail(original, "s") as file:
            content = file.read()
    except (OSError, RefusedFileError) as error:
        logger.warning("Original %s has no thumbnail in an export: %s", original.sha256, error)
        return
    yield from target.put(path, [content])


def _put_documents(layout: Layout, target: Target, lies: dict[int, Lies], outcome: Outcome) -> Iterator[int]:
    selection = layout.selection
    yield from target.put(MANIFEST, documents.as_list(documents.images(lies, selection)))
    yield from target.put(ALBUMS, documents.as_list(documents.albums(selection)))
    yield from target.put(MOVES, documents.as_list(documents.moves(selection)))
    told = about(layout, outcome)
    for path, content in viewer.files(told, documents.images(lies, selection), documents.albums(selection)):
        yield from target.put(path, content)
    yield from target.put(ABOUT, [documents.as_text(told)])
