"""The viewer that an export brings along: one page, a style and two scripts, opened from the file system.

A page from a file may fetch nothing, not even the JSON beside it, and load no modules. So the data is a plain script.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_SITE = Path(__file__).parent / "site"
_FOLDER = "viewer"
# What of an image the viewer shows.
_SHOWN = ("imgur_id", "file", "sha256", "title", "description", "name", "type", "width", "height", "link", "gone",
          "problem", "uploaded_at", "account", "albums")  # fmt: skip


def thumbnail_path(sha256: str) -> str:
    return f"{_FOLDER}/thumbs/{sha256[:2]}/{sha256}.webp"


def files(
    about: dict[str, Any], images: Iterable[dict[str, Any]], albums: Iterable[dict[str, Any]]
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Path and content of each file of the viewer; the thumbnails come with the pictures."""
    yield "index.html", [(_SITE / "index.html").read_bytes()]
    for name in ("viewer.css", "viewer.js"):
        yield f"{_FOLDER}/{name}", [(_SITE / name).read_bytes()]
    yield f"{_FOLDER}/data.js", _data(about, images, albums)


def _data(about: dict[str, Any], images: Iterable[dict[str, Any]], albums: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    yield b"window.ARCHIVE = {about: " + _json(about) + b", albums: ["
    for album in albums:
        yield _json(album) + b",\n"
    yield b"], images: ["
    for image in images:
        yield _json({key: image[key] for key in _SHOWN}) + b",\n"
    yield b"]};\n"


def _json(value: Any) -> bytes:
    # ASCII alone, whatever encoding the browser takes the file for.
    return json.dumps(value).encode()
