"""MemeMetadata: the two lines of a meme, and the picture below them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from imgur.models.reader import JsonReader


@dataclass(frozen=True, slots=True, kw_only=True)
class MemeMetadata:
    """What a meme of Imgur's own generator was made from; documented until 2015. ``bg_image`` is an image id."""

    meme_name: str | None = None
    top_text: str = ""
    bottom_text: str = ""
    bg_image: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @classmethod
    def from_json(cls, payload: Any) -> MemeMetadata:
        """Read a meme's data. Never raises."""
        read = JsonReader(payload)
        return cls(
            meme_name=read.text_or_none("meme_name"),
            top_text=read.text("top_text"),
            bottom_text=read.text("bottom_text"),
            bg_image=read.text("bg_image"),
            extra=read.rest(),
        )
