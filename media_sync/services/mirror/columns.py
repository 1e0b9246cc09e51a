"""Imgur's images and albums as columns of the mirror: the one place that maps one onto the other.

What has no column goes into ``details`` under Imgur's name, so that no field is lost.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.conf import settings

from imgur import Album as ImgurAlbum
from imgur import Image as ImgurImage
from media_sync.models import Album, Image
from media_sync.services.mirror.details import details_of, readable

# Imgur's name and our column, where both are the same kind of thing.
_IMAGE_COLUMNS = {
    "id": "imgur_id", "deletehash": "deletehash", "title": "title", "description": "description", "name": "name",
    "type": "content_type", "animated": "is_animated", "width": "width", "height": "height", "size": "size_bytes",
    "views": "views", "link": "link", "uploaded_at": "uploaded_at",
}  # fmt: skip
_ALBUM_COLUMNS = {
    "id": "imgur_id", "deletehash": "deletehash", "title": "title", "description": "description",
    "privacy": "privacy", "layout": "layout", "views": "views", "link": "link", "images_count": "image_count",
    "cover": "cover_imgur_id", "created_at": "created_at",
}  # fmt: skip
_MOMENTS = ("uploaded_at", "created_at")
# Ids have five or seven characters. What is longer than its column is none.
_LONGEST_ID = 16
_LARGEST = 2**31 - 1
_LARGEST_BIG = 2**63 - 1


def is_kept(imgur_id: str) -> bool:
    """Whether it is an id that can stand in the mirror; Imgur's lists hold things without one at times."""
    return 0 < len(imgur_id) <= _LONGEST_ID


def image_columns(image: ImgurImage) -> dict[str, Any]:
    """The columns of ``image`` but for ``details``. What Imgur does not tell is empty; ``uploaded_at`` may be None."""
    return {
        "imgur_id": image.id,
        "deletehash": _short(image.deletehash, 32),
        "title": readable(image.title),
        "description": readable(image.description),
        "name": (readable(image.name) or "")[:255],
        "content_type": image.type[:60],
        "is_animated": image.animated,
        "width": _count(image.width),
        "height": _count(image.height),
        "size_bytes": _count(image.size, _LARGEST_BIG),
        "views": _count(image.views, _LARGEST_BIG),
        "link": _short(image.link, 300) or f"{settings.IMGUR_MEDIA_URL}/{image.id}",
        "uploaded_at": image.uploaded_at,
    }


def album_columns(album: ImgurAlbum) -> dict[str, Any]:
    """The columns of ``album`` but for ``details`` and ``image_count``. ``created_at`` may be None; a privacy or
    layout that Imgur does not tell is left out.
    """
    told: dict[str, Any] = {
        "imgur_id": album.id,
        "deletehash": _short(album.deletehash, 32),
        "title": readable(album.title),
        "description": readable(album.description),
        "views": _count(album.views, _LARGEST_BIG),
        "link": _short(album.link, 300) or f"{settings.IMGUR_SITE_URL}/a/{album.id}",
        "cover_imgur_id": _short(album.cover, _LONGEST_ID),
        "created_at": album.created_at,
    }
    if album.privacy in Album.Privacy.values:
        told["privacy"] = album.privacy
    if album.layout:
        told["layout"] = album.layout[:12]
    return told


def image_details(image: ImgurImage, known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What of ``image`` has no column; what only some answers tell stays as it was in ``known``."""
    return details_of(image, but=_IMAGE_COLUMNS, known=known)


def album_details(album: ImgurAlbum, known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The same of ``album``; its pictures are rows of their own."""
    return details_of(album, but={*_ALBUM_COLUMNS, "images"}, known=known)


def payload_of(image: ImgurImage) -> dict[str, Any]:
    """The image as Imgur would send it, to travel through an operation's result."""
    told = {field.name: getattr(image, field.name) for field in fields(image)}
    extra, processing, moment = told.pop("extra"), told.pop("processing"), told.pop("uploaded_at")
    return dict(extra) | told | {"datetime": _epoch(moment), "processing": {"status": processing}}


def payload_of_row(image: Image) -> dict[str, Any]:
    """The same of a picture that we know."""
    told = {name: getattr(image, column) for name, column in _IMAGE_COLUMNS.items() if name not in _MOMENTS}
    details = dict(image.details)
    processing = details.pop("processing", None)
    return details | told | {"datetime": _epoch(image.uploaded_at), "processing": {"status": processing}}


def _short(text: str | None, most: int) -> str:
    """A handle is worth nothing when it is cut."""
    return text if text and len(text) <= most else ""


def _count(number: int, most: int = _LARGEST) -> int:
    return min(max(number, 0), most)


def _epoch(moment: datetime | None) -> int | None:
    return int(moment.timestamp()) if moment else None
