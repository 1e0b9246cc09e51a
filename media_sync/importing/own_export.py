"""Reading a folder that our own export wrote."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from media_sync.export.writing import ALBUMS, MANIFEST, MOVES
from media_sync.importing import reading, values
from media_sync.importing.found import FoundAlbum, FoundImage, FoundMove, Lost, Trouble
from media_sync.importing.reading import UnreadableError
from media_sync.models import Album

_LAYOUTS = ("blog", "grid", "horizontal", "vertical")


def is_one(root: Path) -> bool:
    return (root / MANIFEST).is_file()


def read(root: Path) -> Iterator[FoundImage | FoundAlbum | FoundMove | Trouble]:
    """Pictures, then albums, then moves."""
    yield from _entries(root / MANIFEST, _image)
    for name, make in ((ALBUMS, _album), (MOVES, _move)):
        if (root / name).exists():  # the manifest alone is enough
            yield from _entries(root / name, make)


def _entries(path: Path, make: Any) -> Iterator[Any]:
    number = 0
    try:
        for number, entry in enumerate(reading.entries(path), start=1):
            found = make(entry) if isinstance(entry, dict) else None
            yield found or Trouble(where=f"{path.name}, entry {number}", why="It has no id of Imgur's.")
    except UnreadableError as error:
        yield Trouble(where=f"{path.name} behind entry {number}" if number else path.name, why=str(error))


def _image(entry: dict[str, Any]) -> FoundImage | None:
    imgur_id = values.imgur_id(entry.get("imgur_id"))
    if not imgur_id:
        return None
    return FoundImage(
        imgur_id=imgur_id,
        owner=values.text(entry.get("account"), longest=64),
        file=values.text(entry.get("file"), longest=4096) or None,
        sha256=values.text(entry.get("sha256"), longest=64) or None,
        lost=_lost(entry.get("gone")),
        fields={
            "title": _nullable(entry.get("title")),
            "description": _nullable(entry.get("description")),
            "name": values.text(entry.get("name"), longest=255),
            "content_type": values.content_type(entry.get("imgur_type", entry.get("type"))),
            "is_animated": entry.get("animated") is True,
            "width": values.number(entry.get("imgur_width", entry.get("width"))),
            "height": values.number(entry.get("imgur_height", entry.get("height"))),
            "size_bytes": values.number(entry.get("imgur_size", entry.get("size")), bits=63),
            "views": values.number(entry.get("views"), bits=63),
            "link": values.link(entry.get("link"), default=""),
            "is_own": entry.get("is_own") is not False,
            "details": values.details(entry.get("details")),
            "uploaded_at": values.moment(entry.get("uploaded_at")),
            "seen_at": values.moment(entry.get("seen_at")),
        },
    )


def _album(entry: dict[str, Any]) -> FoundAlbum | None:
    imgur_id = values.imgur_id(entry.get("imgur_id"))
    if not imgur_id:
        return None
    image_ids = values.ids(entry.get("images"))
    return FoundAlbum(
        imgur_id=imgur_id,
        owner=values.text(entry.get("account"), longest=64),
        image_ids=image_ids,
        lost=_lost(entry.get("gone")),
        fields={
            "title": _nullable(entry.get("title")),
            "description": _nullable(entry.get("description")),
            "privacy": values.word(entry.get("privacy"), Album.Privacy.values, default=Album.Privacy.HIDDEN),
            "layout": values.word(entry.get("layout"), _LAYOUTS, default=""),
            "views": values.number(entry.get("views"), bits=63),
            "link": values.link(entry.get("link"), default=f"{settings.IMGUR_SITE_URL}/a/{imgur_id}"),
            "image_count": values.number(entry.get("image_count")) or len(image_ids),
            "cover_imgur_id": values.imgur_id(entry.get("cover")),
            "details": values.details(entry.get("details")),
            "created_at": values.moment(entry.get("created_at")),
            "seen_at": values.moment(entry.get("seen_at")),
        },
    )


def _move(entry: dict[str, Any]) -> FoundMove | None:
    old_id, new_id = values.imgur_id(entry.get("old_id")), values.imgur_id(entry.get("new_id"))
    if not old_id or not new_id:
        return None
    is_album = entry.get("album") is True
    folder = "a/" if is_album else ""
    return FoundMove(
        owner=values.text(entry.get("account"), longest=64),
        is_album=is_album,
        old_id=old_id,
        new_id=new_id,
        old_link=values.link(entry.get("old_link"), default=f"{settings.IMGUR_SITE_URL}/{folder}{old_id}"),
        new_link=values.link(entry.get("new_link"), default=f"{settings.IMGUR_SITE_URL}/{folder}{new_id}"),
        moved_at=values.moment(entry.get("moved_at")),
    )


def _nullable(value: Any) -> str | None:
    """Imgur tells what is not known from what is empty, and so does the export."""
    return None if value is None else values.text(value)


def _lost(value: Any) -> Lost | None:
    if not isinstance(value, dict):
        return None
    return Lost(
        at=values.moment(value.get("at")) or timezone.now(), reason=values.text(value.get("reason"), longest=200)
    )
