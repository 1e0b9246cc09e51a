"""What Imgur tells beside the columns of a row, so that no field is lost; and its texts as people wrote them.

What the client reads is storable already: no NUL, no half surrogate pairs, no NaN.
"""

import html
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any, overload

# As good as keys. The images and albums that they open have them in a column of their own.
_SECRETS = frozenset({"deletehash"})


def details_of(told: Any, *, but: Collection[str], known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """All that ``told`` (a model of the client) holds besides the fields ``but``, as JSON by the client's names.

    Those are Imgur's own, but for moments; a None is "not told" and left out. What the client does not know by name
    (its ``extra``) stands among the others; such of it as only some answers tell stays as it was in ``known``.
    Deletehashes are left out at any depth.
    """
    own = {field.name for field in fields(told)} - {"extra"}
    named = {name: getattr(told, name) for name in own.difference(but, _SECRETS)}
    told_before = {name: value for name, value in (known or {}).items() if name not in own}
    told_now = {name: as_json(value) for name, value in named.items() if value is not None}
    return told_before | as_json(getattr(told, "extra", {})) | told_now


def as_json(value: Any) -> Any:
    """``value``, of a model of the client, as JSON."""
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value):
        return details_of(value, but=())
    if isinstance(value, Mapping):
        return {name: as_json(inner) for name, inner in value.items() if name not in _SECRETS}
    if isinstance(value, list | tuple):
        return [as_json(inner) for inner in value]
    return value


@overload
def readable(text: str) -> str: ...
@overload
def readable(text: None) -> None: ...
@overload
def readable(text: str | None) -> str | None: ...
def readable(text: str | None) -> str | None:
    """A text of Imgur's as people wrote it: it comes with HTML entities at times, and without at others."""
    return None if text is None else html.unescape(text)


def brief(text: str | None, length: int) -> str:
    """``text`` for a column of limited ``length``; "" for None."""
    return (text or "")[:length]
