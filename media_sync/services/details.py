"""What Imgur tells beside the columns of a row, in a form that databases take."""

import html
import math
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

# As good as keys. The images and albums that they open have them in a column of their own.
_SECRETS = frozenset({"deletehash"})


def details_of(told: Any, *, but: Collection[str]) -> dict[str, Any]:
    """All that ``told`` (a model of the client) holds besides the fields ``but``, as JSON by the client's names.

    Those are Imgur's own, but for moments; a None is "not told" and left out. What the client does not know by name
    (its ``extra``) stands among the others. Deletehashes are left out at any depth.
    """
    kept = {field.name: getattr(told, field.name) for field in fields(told) if field.name not in {"extra", *but}}
    named = {name: storable(value) for name, value in kept.items() if value is not None and name not in _SECRETS}
    unnamed: dict[str, Any] = storable(getattr(told, "extra", {}))
    return unnamed | named


def storable(value: Any) -> Any:
    """``value`` as JSON that PostgreSQL and SQLite take: they know neither NUL, nor half a surrogate pair, nor NaN."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value):
        return details_of(value, but=())
    if isinstance(value, Mapping):
        return {plain(str(key)): storable(inner) for key, inner in value.items() if key not in _SECRETS}
    if isinstance(value, list | tuple):
        return [storable(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def readable(text: str) -> str:
    """A text of Imgur's as people wrote it: it comes with HTML entities at times, and without at others."""
    return plain(html.unescape(text))


def readable_or_none(text: str | None) -> str | None:
    return None if text is None else readable(text)


def plain(text: str) -> str:
    """``text`` as it was told, but for what no database takes: that becomes U+FFFD."""
    if "\0" in text or not text.isascii():
        text = text.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def brief(text: str | None, length: int) -> str:
    """The same for a column of limited ``length``; "" for None."""
    return plain(text or "")[:length]
