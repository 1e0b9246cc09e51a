"""Album, and the short answer to creating one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from imgur.models.image import Image
from imgur.models.reader import JsonReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """An album. Names are Imgur's, but for moments; a None is "not told".

    ``images`` is in album order, and None where Imgur did not send them (lists of albums never hold them).
    """

    id: str
    title: str | None = None
    description: str | None = None
    created_at: datetime | None = None
    cover: str | None = None  # an image id
    cover_width: int | None = None
    cover_height: int | None = None
    account_url: str | None = None
    account_id: int | None = None
    privacy: str | None = None  # "public", "hidden" or "secret"
    layout: str | None = None
    views: int = 0
    link: str = ""
    favorite: bool | None = None
    nsfw: bool | None = None
    section: str | None = None
    images_count: int | None = None
    in_gallery: bool = False
    deletehash: str | None = field(default=None, repr=False)
    order: int | None = None
    images: tuple[Image, ...] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> Album:
        """Read an Album of any year. Never raises; what is no album has the id ""."""
        read = JsonReader(payload)
        return cls(**album_fields(read), extra=read.rest())


def album_fields(read: JsonReader) -> dict[str, Any]:
    """The fields of an Album but for ``extra``, for it and for what extends it."""
    return {
        "id": read.text("id"),
        "title": read.text_or_none("title"),
        "description": read.text_or_none("description"),
        "created_at": read.moment("datetime"),
        "cover": read.handle_or_none("cover"),
        "cover_width": read.integer_or_none("cover_width"),
        "cover_height": read.integer_or_none("cover_height"),
        "account_url": read.text_or_none("account_url"),
        "account_id": read.integer_or_none("account_id"),
        "privacy": read.text_or_none("privacy"),
        "layout": read.text_or_none("layout"),
        "views": read.integer("views"),
        "link": read.text("link"),
        "favorite": read.flag_or_none("favorite"),
        "nsfw": read.flag_or_none("nsfw"),
        "section": read.text_or_none("section"),
        "images_count": read.integer_or_none("images_count"),
        "in_gallery": read.flag("in_gallery"),
        "deletehash": read.handle_or_none("deletehash"),
        "order": read.integer_or_none("order"),
        "images": read.items_or_none("images", Image.from_json),
    }


@dataclass(frozen=True, slots=True)
class AlbumCreated:
    """A new album's id, and the deletehash that is the only key to it when it belongs to no account."""

    id: str
    deletehash: str | None = field(default=None, repr=False)

    @classmethod
    def from_json(cls, payload: Any) -> AlbumCreated:
        """Read the answer to a creation. Never raises; without an album the id is ""."""
        read = JsonReader(payload)
        return cls(id=read.text("id"), deletehash=read.handle_or_none("deletehash"))
