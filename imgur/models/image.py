"""Image: one picture or video, as Imgur describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from imgur.models.reader import JsonReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An image, GIF or video, under Imgur's own names but for moments; a None is "not told", not "empty".

    ``deletehash`` is as good as a key and comes to the owner only. ``link`` of a GIF over 20 MB is a still; its ``mp4``
    is not.
    ``mp4_size`` is 0 and ``processing`` "pending" until the video is made. ``size`` and ``bandwidth`` are bytes.
    """

    id: str
    title: str | None = None
    description: str | None = None
    uploaded_at: datetime | None = None
    type: str = ""  # MIME, such as "image/jpeg"
    animated: bool = False
    width: int = 0
    height: int = 0
    size: int = 0
    views: int = 0
    bandwidth: int = 0
    vote: str | None = None
    favorite: bool | None = None
    nsfw: bool | None = None
    section: str | None = None
    account_url: str | None = None
    account_id: int | None = None  # 0 for anonymous uploads
    in_most_viral: bool = False
    has_sound: bool = False
    edited: bool = False
    in_gallery: bool = False
    deletehash: str | None = field(default=None, repr=False)
    name: str | None = None  # the original file's name, for the owner
    link: str = ""
    mp4: str | None = None
    mp4_size: int | None = None
    gifv: str | None = None
    hls: str | None = None
    looping: bool | None = None
    processing: str | None = None  # "pending" or "completed"
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> Image:
        """Read an Image of any year. Never raises; what is no image has the id ""."""
        read = JsonReader(payload)
        return cls(**image_fields(read), extra=read.rest())


def image_fields(read: JsonReader) -> dict[str, Any]:
    """The fields of an Image but for ``extra``, for it and for what extends it."""
    return {
        "id": read.text("id"),
        "title": read.text_or_none("title"),
        "description": read.text_or_none("description"),
        "uploaded_at": read.moment("datetime"),
        "type": read.text("type"),
        "animated": read.flag("animated"),
        "width": read.integer("width"),
        "height": read.integer("height"),
        "size": read.integer("size"),
        "views": read.integer("views"),
        "bandwidth": read.integer("bandwidth"),
        "vote": read.text_or_none("vote"),
        "favorite": read.flag_or_none("favorite"),
        "nsfw": read.flag_or_none("nsfw"),
        "section": read.text_or_none("section"),
        "account_url": read.text_or_none("account_url"),
        "account_id": read.integer_or_none("account_id"),
        "in_most_viral": read.flag("in_most_viral"),
        "has_sound": read.flag("has_sound"),
        "edited": read.flag("edited"),
        "in_gallery": read.flag("in_gallery"),
        "deletehash": read.handle_or_none("deletehash"),
        "name": read.text_or_none("name"),
        "link": read.text("link"),
        "mp4": read.handle_or_none("mp4"),
        "mp4_size": read.integer_or_none("mp4_size"),
        "gifv": read.handle_or_none("gifv"),
        "hls": read.handle_or_none("hls"),
        "looping": read.flag_or_none("looping"),
        "processing": read.inner("processing").handle_or_none("status"),
    }
