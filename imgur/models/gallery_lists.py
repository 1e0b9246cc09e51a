"""What holds posts of the gallery: a tag with its posts, the front page of tags, a custom gallery, a topic, a feed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from imgur.models.gallery import GalleryImage, GalleryItem, gallery_item
from imgur.models.reader import JsonReader
from imgur.models.tag import Tag, tag_fields


@dataclass(frozen=True, kw_only=True)
class TagGallery(Tag):
    """A tag with one page of its posts."""

    items: tuple[GalleryItem, ...] = ()

    @classmethod
    def from_json(cls, payload: Any) -> TagGallery:
        """Read a tag with posts. Never raises; what is no tag has the name ""."""
        read = JsonReader(payload)
        return cls(**tag_fields(read), items=read.items("items", gallery_item), extra=read.rest())


@dataclass(frozen=True, slots=True, kw_only=True)
class FeaturedGallery:
    """One of Imgur's own galleries (Most Viral, User Submitted, Random, Staff Picks) and the post it shows first."""

    id: int
    name: str
    description: str = ""
    top_post: GalleryItem | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> FeaturedGallery:
        """Read a gallery's entry. Never raises."""
        read = JsonReader(payload)
        return cls(
            id=read.integer("id"),
            name=read.text("name"),
            description=read.text("description"),
            top_post=read.item_or_none("topPost", gallery_item),
            extra=read.rest(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultTags:
    """What Imgur offers to somebody who has not searched yet. ``featured`` is the name of a tag."""

    tags: tuple[Tag, ...] = ()
    featured: str | None = None
    galleries: tuple[FeaturedGallery, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> DefaultTags:
        """Read the default tags. Never raises."""
        read = JsonReader(payload)
        return cls(
            tags=read.items("tags", Tag.from_json),
            featured=read.handle_or_none("featured"),
            galleries=read.items("galleries", FeaturedGallery.from_json),
            extra=read.rest(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomGallery:
    """A gallery made of tags, with one page of its posts. ``id`` is "" for a user's own, which has none.

    "filtered" is the gallery of what the user does not want to see.
    """

    id: str = ""
    name: str | None = None
    created_at: datetime | None = None
    account_url: str | None = None
    link: str = ""
    tags: tuple[str, ...] = ()
    item_count: int = 0
    items: tuple[GalleryItem, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> CustomGallery:
        """Read a custom gallery. Never raises."""
        read = JsonReader(payload)
        return cls(
            id=read.text("id"),
            name=read.text_or_none("name"),
            created_at=read.moment("datetime"),
            account_url=read.text_or_none("account_url"),
            link=read.text("link"),
            tags=read.texts("tags"),
            item_count=read.integer("item_count"),
            items=read.items("items", gallery_item),
            extra=read.rest(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A subject of the gallery as it was until 2017; 29 is "No Topic"."""

    id: int
    name: str
    description: str = ""
    css: str | None = None
    ephemeral: bool = False
    readonly: bool = False
    top_post: GalleryItem | None = None
    hero_image: GalleryImage | None = None
    is_hero: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> Topic:
        """Read a topic. Never raises; what is no topic has the id 0 and the name ""."""
        read = JsonReader(payload)
        return cls(
            id=read.integer("id"),
            name=read.text("name"),
            description=read.text("description"),
            css=read.text_or_none("css"),
            ephemeral=read.flag("ephemeral"),
            readonly=read.flag("readonly"),
            top_post=read.item_or_none("topPost", gallery_item),
            hero_image=read.item_or_none("heroImage", GalleryImage.from_json),
            is_hero=read.flag("isHero"),
            extra=read.rest(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One entry of the user's feed. Imgur documents no more of it than that most have a post; the rest is ``extra``."""

    post: GalleryItem | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> FeedItem:
        """Read a feed entry. Never raises."""
        read = JsonReader(payload)
        return cls(post=read.item_or_none("post", gallery_item), extra=read.rest())
