"""Tag: a subject that posts are filed under; TagVote: how a post came by one, in 2015."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from imgur.models.reader import JsonReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag without its posts. ``name`` is what calls take, ``display_name`` what people read.

    ``background_hash``, ``thumbnail_hash`` and ``logo_hash`` are image ids; ``accent`` is six hexadecimal digits.
    """

    name: str
    display_name: str = ""
    followers: int = 0
    total_items: int = 0
    following: bool = False  # by the caller
    is_whitelisted: bool | None = None
    background_hash: str | None = None
    background_is_animated: bool = False
    thumbnail_hash: str | None = None
    thumbnail_is_animated: bool = False
    accent: str | None = None
    is_promoted: bool = False
    description: str = ""
    logo_hash: str | None = None
    logo_destination_url: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> Tag:
        """Read a Tag, long or short. Never raises; what is no tag has the name ""."""
        read = JsonReader(payload)
        return cls(**tag_fields(read), extra=read.rest())


def tag_fields(read: JsonReader) -> dict[str, Any]:
    """The fields of a Tag but for ``extra``, for it and for what extends it."""
    name = read.text("name")
    return {
        "name": name,
        "display_name": read.text("display_name") or name,
        "followers": read.integer("followers"),
        "total_items": read.integer("total_items"),
        "following": read.flag("following"),
        "is_whitelisted": read.flag_or_none("is_whitelisted"),
        "background_hash": read.handle_or_none("background_hash"),
        "background_is_animated": read.flag("background_is_animated"),
        "thumbnail_hash": read.handle_or_none("thumbnail_hash"),
        "thumbnail_is_animated": read.flag("thumbnail_is_animated"),
        "accent": read.handle_or_none("accent"),
        "is_promoted": read.flag("is_promoted"),
        "description": read.text("description"),
        "logo_hash": read.handle_or_none("logo_hash"),
        "logo_destination_url": read.handle_or_none("logo_destination_url"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class TagVote:
    """A tag of one post, who put it there, and the votes on whether it fits. Imgur took these votes until 2016."""

    name: str
    ups: int = 0
    downs: int = 0
    author: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> TagVote:
        """Read a TagVote, or a Tag in its place. Never raises; what is neither has the name ""."""
        read = JsonReader(payload)
        return cls(
            name=read.text("name"),
            ups=read.integer("ups"),
            downs=read.integer("downs"),
            author=read.text_or_none("author"),
            extra=read.rest(),
        )
