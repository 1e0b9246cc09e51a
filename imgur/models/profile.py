"""What an account has achieved: its totals in the gallery, its trophies, and its storage as it was told until 2014."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from imgur.models.album import Album
from imgur.models.comment import Comment
from imgur.models.image import Image
from imgur.models.reader import JsonReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Trophy:
    """An award. ``name_clean`` is its kind, ``data`` the image or comment that earned it, ``image`` its picture."""

    id: int
    name: str
    name_clean: str = ""
    description: str = ""
    data: str | None = None
    data_link: str | None = None
    awarded_at: datetime | None = None
    image: str = ""
    image_width: int | None = None
    image_height: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> Trophy:
        """Read a trophy. Never raises."""
        read = JsonReader(payload)
        return cls(
            id=read.integer("id"),
            name=read.text("name"),
            name_clean=read.text("name_clean"),
            description=read.text("description"),
            data=read.text_or_none("data"),
            data_link=read.handle_or_none("data_link"),
            awarded_at=read.moment("datetime"),
            image=read.text("image"),
            image_width=read.integer_or_none("image_width"),
            image_height=read.integer_or_none("image_height"),
            extra=read.rest(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryProfile:
    """An account's totals in the gallery. All three have been seen to be 0 for everybody, so a 0 proves nothing."""

    total_gallery_comments: int = 0
    total_gallery_favorites: int = 0
    total_gallery_submissions: int = 0
    trophies: tuple[Trophy, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> GalleryProfile:
        """Read a profile of any year (favourites were "likes" until 2014). Never raises."""
        read = JsonReader(payload)
        favorites = read.integer_or_none("total_gallery_favorites")
        likes = read.integer("total_gallery_likes")
        return cls(
            total_gallery_comments=read.integer("total_gallery_comments"),
            total_gallery_favorites=likes if favorites is None else favorites,
            total_gallery_submissions=read.integer("total_gallery_submissions"),
            trophies=read.items("trophies", Trophy.from_json),
            extra=read.rest(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStats:
    """An account's storage. ``disk_used`` and ``bandwidth_used`` are texts such as "8.92 MB"."""

    total_images: int = 0
    total_albums: int = 0
    disk_used: str = ""
    bandwidth_used: str = ""
    top_images: tuple[Image, ...] = ()
    top_albums: tuple[Album, ...] = ()
    top_gallery_comments: tuple[Comment, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> AccountStats:
        """Read the statistics. Never raises."""
        read = JsonReader(payload)
        return cls(
            total_images=read.integer("total_images"),
            total_albums=read.integer("total_albums"),
            disk_used=read.text("disk_used"),
            bandwidth_used=read.text("bandwidth_used"),
            top_images=read.items("top_images", Image.from_json),
            top_albums=read.items("top_albums", Album.from_json),
            top_gallery_comments=read.items("top_gallery_comments", Comment.from_json),
            extra=read.rest(),
        )
