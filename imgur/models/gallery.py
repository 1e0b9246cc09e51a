"""Posts of the gallery: an image or an album, with what the public makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from imgur.models.album import Album, album_fields
from imgur.models.image import Image, image_fields
from imgur.models.meme import MemeMetadata
from imgur.models.reader import JsonReader
from imgur.models.tag import Tag


@dataclass(frozen=True, kw_only=True)
class GalleryFacts:
    """What a post has beside its image or album; a None is "not told" (as for posts of subreddits and favourites).

    ``points`` are ups less downs, ``score`` is Imgur's own measure of popularity. ``vote`` is the caller's: "up",
    "down" or None.
    """

    ups: int | None = None
    downs: int | None = None
    points: int | None = None
    score: int | None = None
    vote: str | None = None
    comment_count: int | None = None
    favorite_count: int | None = None
    in_most_viral: bool = False
    topic: str | None = None
    topic_id: int | None = None
    tags: tuple[Tag, ...] = ()
    reddit_comments: str | None = None  # the path of a thread on reddit


def _facts(read: JsonReader) -> dict[str, Any]:
    return {
        "ups": read.integer_or_none("ups"),
        "downs": read.integer_or_none("downs"),
        "points": read.integer_or_none("points"),
        "score": read.integer_or_none("score"),
        "vote": read.text_or_none("vote"),
        "comment_count": read.integer_or_none("comment_count"),
        "favorite_count": read.integer_or_none("favorite_count"),
        "in_most_viral": read.flag("in_most_viral"),
        "topic": read.text_or_none("topic"),
        "topic_id": read.integer_or_none("topic_id"),
        "tags": read.items("tags", Tag.from_json),
        "reddit_comments": read.handle_or_none("reddit_comments"),
    }


@dataclass(frozen=True, kw_only=True)
class GalleryImage(Image, GalleryFacts):
    """A post that is one image. ``meme`` is set on some posts of Imgur's meme generator, until 2015."""

    is_album: ClassVar[bool] = False

    meme: MemeMetadata | None = None

    @classmethod
    def from_json(cls, payload: Any) -> GalleryImage:
        """Read a post's image of any year. Never raises; what is no image has the id ""."""
        read = JsonReader(payload)
        read.skip("is_album")
        fields = image_fields(read) | _facts(read)
        return cls(**fields, meme=read.item_or_none("meme_metadata", MemeMetadata.from_json), extra=read.rest())


@dataclass(frozen=True, kw_only=True)
class GalleryAlbum(Album, GalleryFacts):
    """A post that is an album. In lists ``images`` holds at most the first three, or None; read alone, all of them."""

    is_album: ClassVar[bool] = True

    @classmethod
    def from_json(cls, payload: Any) -> GalleryAlbum:
        """Read a post's album of any year. Never raises; what is no album has the id ""."""
        read = JsonReader(payload)
        read.skip("is_album")
        fields = album_fields(read) | _facts(read)
        return cls(**fields, extra=read.rest())


GalleryItem = GalleryImage | GalleryAlbum

# Keys that only albums have, for answers from before Imgur said which is which.
_ALBUM_KEYS = frozenset({"images", "images_count", "cover", "cover_width", "privacy", "layout"})


def gallery_item(payload: Any) -> GalleryItem:
    """Read a post that may be either. Never raises; what is no post is a GalleryImage with the id ""."""
    is_album = JsonReader(payload).flag_or_none("is_album")
    if is_album is None:
        is_album = isinstance(payload, Mapping) and not _ALBUM_KEYS.isdisjoint(payload)
    return GalleryAlbum.from_json(payload) if is_album else GalleryImage.from_json(payload)
