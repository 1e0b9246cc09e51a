"""Reads one JSON object of Imgur's field by field, and takes what it gets.

Imgur's types drift: numbers come as text and booleans as "0" or "false", keys appear and vanish, an empty object may be
an empty list. A reader never raises; what cannot be read as asked is the method's default. What nobody asked for is
``rest()``, so that no field is lost.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

T = TypeVar("T")

# Databases hold 64 bits; nothing that Imgur counts comes near.
_LARGEST_INTEGER = 2**63 - 1


class JsonReader:
    """The fields of ``payload``; anything that is not an object reads as an empty one."""

    def __init__(self, payload: Any) -> None:
        self._payload: Mapping[str, Any] = payload if isinstance(payload, Mapping) else {}
        self._asked: set[str] = set()

    def text(self, key: str) -> str:
        """Text, or "" where it is missing or null."""
        return self.text_or_none(key) or ""

    def text_or_none(self, key: str) -> str | None:
        """Text as it is (HTML entities stay); numbers become text; null and anything else is None."""
        value = self._get(key)
        if isinstance(value, str):
            return value
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def handle_or_none(self, key: str) -> str | None:
        """Text that is only worth something when it is not empty: a deletehash, a link to a video."""
        return self.text_or_none(key) or None

    def integer(self, key: str) -> int:
        """A whole number, or 0."""
        return self.integer_or_none(key) or 0

    def integer_or_none(self, key: str) -> int | None:
        """A whole number, also from text, or None (also when it would not fit into 64 bits)."""
        return as_integer(self._get(key))

    def number(self, key: str) -> float:
        """A finite number, also from text, or 0."""
        value = self._get(key)
        if isinstance(value, int | float | str) and not isinstance(value, bool):
            try:
                number = float(value)
            except (ValueError, OverflowError):
                return 0.0
            return number if math.isfinite(number) else 0.0
        return 0.0

    def flag(self, key: str) -> bool:
        """A boolean in any spelling, or False."""
        return self.flag_or_none(key) or False

    def flag_or_none(self, key: str) -> bool | None:
        """True or False from a boolean, a number, or one of "0", "1", "true", "false"; else None (unknown)."""
        value = self._get(key)
        if isinstance(value, bool | int | float):
            return bool(value)
        if isinstance(value, str):
            return {"1": True, "true": True, "0": False, "false": False}.get(value.strip().lower())
        return None

    def moment(self, key: str) -> datetime | None:
        """An aware UTC moment from epoch seconds or from a text: ISO 8601, or the "2012-09-24 22:00:20" of old answers.

        A text that names no offset is in UTC; whatever is no moment is None.

        ``false`` and 0 are None too: Imgur writes them for "never".
        """
        value = self._get(key)
        seconds = as_integer(value)
        try:
            if seconds is not None:
                return datetime.fromtimestamp(seconds, tz=UTC) if seconds > 0 else None
            if not isinstance(value, str):
                return None
            moment = datetime.fromisoformat(value)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError, OSError):
            return None

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list; other members are left out."""
        return tuple(item for item in as_list(self._get(key)) or () if isinstance(item, str))

    def items(self, key: str, from_json: Callable[[Any], T]) -> tuple[T, ...]:
        """The objects of a list, each read by ``from_json``; () where the list is missing."""
        return self.items_or_none(key, from_json) or ()

    def items_or_none(self, key: str, from_json: Callable[[Any], T]) -> tuple[T, ...] | None:
        """As ``items``, but None where the list is missing: it was not sent, which is not the same as empty."""
        members = self.objects_or_none(key)
        return None if members is None else tuple(from_json(member) for member in members)

    def objects_or_none(self, key: str) -> list[Mapping[str, Any]] | None:
        """The objects of a list as they are, or None where the list is missing; other members are left out."""
        members = as_list(self._get(key))
        return None if members is None else [member for member in members if isinstance(member, Mapping)]

    def item_or_none(self, key: str, from_json: Callable[[Any], T]) -> T | None:
        """An object inside this one, read by ``from_json``; None where it is missing, null or empty."""
        value = self._get(key)
        return from_json(value) if isinstance(value, Mapping) and value else None

    def inner(self, key: str) -> JsonReader:
        """The reader of an object inside this one."""
        return JsonReader(self._get(key))

    def skip(self, *keys: str) -> None:
        """Count ``keys`` as asked for: what they hold is told in another way."""
        self._asked.update(keys)

    def rest(self) -> dict[str, Any]:
        """What was not asked for until now."""
        return {key: value for key, value in self._payload.items() if key not in self._asked}

    def _get(self, key: str) -> Any:
        self._asked.add(key)
        return self._payload.get(key)


def as_integer(value: Any) -> int | None:
    """A whole number from a number or its text, or None; a boolean is none."""
    if isinstance(value, str):
        text = value.strip()
        value = int(text) if len(text) < 20 and text.isascii() and text.removeprefix("-").isdigit() else None
    if isinstance(value, float):
        value = int(value) if math.isfinite(value) else None
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if abs(value) <= _LARGEST_INTEGER else None


def as_list(value: Any) -> list[Any] | None:
    """A list, also from the object that PHP makes of a list with holes ({} or {"0": …, "2": …}); else None."""
    if isinstance(value, list):
        return value
    if isinstance(value, Mapping) and all(str(key).isdigit() for key in value):
        return list(value.values())
    return None
