"""Facts out of somebody's JSON, each made fit for its column or left out."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

_ID = re.compile(r"[A-Za-z0-9]{4,16}")
_TYPE = re.compile(r"(image|video)/[a-z0-9.+-]{1,40}")
_MOST_TEXT = 20_000


def imgur_id(value: Any) -> str:
    """Empty if it is none."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def ids(values: Any) -> list[str]:
    """The ids in a list, each once."""
    found = (imgur_id(value) for value in values) if isinstance(values, list) else ()
    return [one for one in dict.fromkeys(found) if one]


def text(value: Any, *, longest: int = _MOST_TEXT) -> str:
    """Without what no database takes: NUL, and halves of a surrogate pair."""
    if not isinstance(value, str):
        return ""
    return "".join(sign for sign in value if sign != "\0" and not "\ud800" <= sign <= "\udfff")[:longest]


def text_or_none(value: Any) -> str | None:
    return text(value) or None


def number(value: Any, *, bits: int = 31) -> int:
    is_good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**bits
    return value if is_good else 0


def moment(value: Any) -> datetime | None:
    """A moment in ISO form, or as gallery-dl writes it, which is UTC."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        found = datetime.fromisoformat(value.replace("Z", "+00:00"))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def content_type(value: Any) -> str:
    return value if isinstance(value, str) and _TYPE.fullmatch(value) else ""


def word(value: Any, known: Iterable[str], *, default: str) -> str:
    return value if isinstance(value, str) and value in known else default


def link(value: Any, *, default: str) -> str:
    """A link to Imgur; anything else is not shown to people as one."""
    hosts = {"imgur.com", "i.imgur.com", *(urlsplit(url).netloc for url in (settings.IMGUR_SITE_URL,
             settings.IMGUR_MEDIA_URL))}  # fmt: skip
    if not isinstance(value, str) or len(value) > 300 or not value.isascii() or any(sign.isspace() for sign in value):
        return default
    try:
        parts = urlsplit(value)
    except ValueError:
        return default
    return value if parts.scheme in {"http", "https"} and parts.netloc in hosts else default


def details(value: Any) -> dict[str, Any]:
    """Plain values by short names; what is nested, long or secret is left out."""
    if not isinstance(value, dict):
        return {}
    kept: dict[str, Any] = {}
    for key, one in list(value.items())[:100]:
        is_plain = one is None or isinstance(one, bool | float) or (isinstance(one, int) and abs(one) < 2**53)
        if isinstance(one, str) and len(one) <= 1_000:
            one, is_plain = text(one), True
        if is_plain and key != "deletehash" and text(key) == key and len(key) <= 60:
            kept[key] = one
    return kept
