"""What strangers wrote at Imgur, made to fit into our rows. (The client has made it storable already.)"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from media_sync.models import BoardItem, BoardPicture
from media_sync.services.mirror.details import details_of

_ID = re.compile(r"[A-Za-z0-9_-]{1,16}")
_LARGEST_INTEGER, _LARGEST_BIG = 2**31 - 1, 2**63 - 1
# What stands in a row's own columns, belongs to whoever asks, is a key to the thing, or moves with every view.
_ELSEWHERE = {
    "id", "title", "description", "account_url", "images_count", "points", "comment_count", "views", "nsfw", "link",
    "uploaded_at", "created_at", "images", "type", "animated", "width", "height", "size", "vote", "favorite",
    "name", "bandwidth",
}  # fmt: skip


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def count(number: int | None) -> int:
    """For a column of positive integers."""
    return min(max(number or 0, 0), _LARGEST_INTEGER)


def big_count(number: int | None) -> int:
    return min(max(number or 0, 0), _LARGEST_BIG)


def figure(number: int | None) -> int | None:
    """For a column of integers that may be below zero, or not told."""
    return None if number is None else min(max(number, -_LARGEST_INTEGER), _LARGEST_INTEGER)


def author(name: str | None) -> str:
    return (name or "")[: BoardItem._meta.get_field("author").max_length]


def web_link(link: str) -> str:
    """``link`` where it is one that a browser may follow, else nothing."""
    longest = BoardPicture._meta.get_field("link").max_length or 0
    try:
        is_web = urlsplit(link).scheme in {"http", "https"}
    except ValueError:
        return ""
    return link if is_web and len(link) <= longest else ""


def details(told: Any) -> dict[str, Any]:
    """What else Imgur told of an image, album or post (one of the client's models), by Imgur's names."""
    tags = getattr(told, "tags", ())
    return details_of(told, but=_ELSEWHERE | {"tags"}) | ({"tags": [tag.name for tag in tags]} if tags else {})
