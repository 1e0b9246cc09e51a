"""Reading a folder that gallery-dl filled from Imgur with --write-metadata: beside each file lies ``<file>.json``.

The members are those that its extractor takes over from imgur.com's own ``post/v1``: of the file (``id``, ``ext``,
``mime_type``, ``name``, ``width``, ``size``, ``title``, ``created_at``) and, where it came with one, its album
(``album``, and the place in it, ``num``).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from media_sync.importing import reading, values
from media_sync.importing.found import FoundAlbum, FoundImage, Trouble
from media_sync.importing.reading import UnreadableError
from media_sync.models import Album

# Its word for an album that only those with the link see.
_PRIVACY = {"public": Album.Privacy.PUBLIC, "private": Album.Privacy.HIDDEN, "hidden": Album.Privacy.HIDDEN,
            "secret": Album.Privacy.SECRET}  # fmt: skip


def is_one(root: Path) -> bool:
    """Whether the first JSON files say that they are of Imgur's pictures."""
    for number, path in enumerate(reading.metadata_files(root)):
        if number > 20:
            return False
        if _told(path) is not None:
            return True
    return False


def read(root: Path) -> Iterator[FoundImage | FoundAlbum | Trouble]:
    """Pictures, then the albums that they came with."""
    albums: dict[str, dict[str, Any]] = {}
    places: dict[str, list[tuple[int, str]]] = {}
    for path in reading.metadata_files(root):
        where = path.relative_to(root).as_posix()
        told = _told(path)
        imgur_id = values.imgur_id(told.get("id")) if told else ""
        if told is None or not imgur_id:
            yield Trouble(where=where, why="It does not tell of a picture of Imgur's.")
            continue
        yield _image(told, imgur_id, file=where.removesuffix(".json"))
        album = told.get("album")
        if isinstance(album, dict) and (album_id := values.imgur_id(album.get("id"))):
            albums.setdefault(album_id, album)
            places.setdefault(album_id, []).append((values.number(told.get("num")), imgur_id))
    for album_id, album in albums.items():
        image_ids = [imgur_id for _, imgur_id in sorted(places[album_id])]
        yield _album(album, album_id, list(dict.fromkeys(image_ids)))


def _told(path: Path) -> dict[str, Any] | None:
    try:
        told = reading.document(path)
    except UnreadableError:
        return None
    return told if isinstance(told, dict) and told.get("category") == "imgur" else None


def _image(told: dict[str, Any], imgur_id: str, *, file: str) -> FoundImage:
    extension = values.text(told.get("ext"), longest=8)
    default = f"{settings.IMGUR_MEDIA_URL}/{imgur_id}.{extension}" if extension.isalnum() else ""
    album = told.get("album")
    return FoundImage(
        imgur_id=imgur_id,
        owner=_owner(told) or (_owner(album) if isinstance(album, dict) else ""),
        file=file,
        sha256=None,
        fields={
            "title": values.text_or_none(told.get("title")),
            "description": values.text_or_none(told.get("description")),
            "name": values.text(told.get("name"), longest=255),
            "content_type": values.content_type(told.get("mime_type")),
            "is_animated": told.get("is_animated") is True,
            "width": values.number(told.get("width")),
            "height": values.number(told.get("height")),
            "size_bytes": values.number(told.get("size"), bits=63),
            "views": values.number(told.get("view_count"), bits=63),
            "link": values.link(told.get("url"), default=default),
            "uploaded_at": values.moment(told.get("created_at")) or values.moment(told.get("date")),
        },
    )


def _album(album: dict[str, Any], imgur_id: str, image_ids: list[str]) -> FoundAlbum:
    return FoundAlbum(
        imgur_id=imgur_id,
        owner=_owner(album),
        image_ids=image_ids,
        fields={
            "title": values.text_or_none(album.get("title")),
            "description": values.text_or_none(album.get("description")),
            "privacy": _PRIVACY.get(str(album.get("privacy")), Album.Privacy.HIDDEN),
            "views": values.number(album.get("view_count"), bits=63),
            "link": f"{settings.IMGUR_SITE_URL}/a/{imgur_id}",
            "image_count": values.number(album.get("image_count")) or len(image_ids),
            "cover_imgur_id": values.imgur_id(album.get("cover_id")),
            "created_at": values.moment(album.get("created_at")),
        },
    )


def _owner(told: dict[str, Any]) -> str:
    account = told.get("account")
    return values.text(account.get("username"), longest=64) if isinstance(account, dict) else ""
