"""Templates for names: ``{album}/{position:03} {title|name|id}.{ext}``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from media_sync.export.names import safe_part
from media_sync.export.selection import Place
from media_sync.models import Image

# What may stand between braces.
FIELDS = {
    "account": "the linked account's name",
    "album": "the album's title; pictures in no album have “Loose pictures”",
    "album_id": "the album's id at Imgur",
    "position": "the place in the album, from 1; {position:03} has three figures",
    "title": "the picture's title",
    "name": "the name of the file that was uploaded, without its ending",
    "id": "the picture's id at Imgur",
    "date": "when it was uploaded, as 2025-11-26",
    "year": "the year of that",
    "month": "the month of that, as 11",
    "sha256": "the hash of its bytes",
    "ext": "the ending that its bytes ask for, without a point",
}
LOOSE = "Loose pictures"
_DEEPEST = 6
_LONGEST = 300
_FIELD = re.compile(r"\{([a-z0-9_|]+)(?::0?([1-9]))?\}")


class TemplateError(ValueError):
    """The template cannot be used; the message says why, for a person."""


@dataclass(frozen=True)
class NameTemplate:
    """Parsed and found good. Every path of it is equally deep, so no file ever stands where a folder has to."""

    text: str

    @classmethod
    def parse(cls, text: str) -> NameTemplate:
        """Raises TemplateError."""
        text = text.strip().strip("/")
        if not text or len(text) > _LONGEST:
            raise TemplateError(f"A template for names has 1 to {_LONGEST} characters.")
        for match in _FIELD.finditer(text):
            unknown = [field for field in match[1].split("|") if field not in FIELDS]
            if unknown:
                known = ", ".join(sorted(FIELDS))
                raise TemplateError(f"There is no field {{{unknown[0]}}}. There are: {known}.")
        rest = _FIELD.sub("", text)
        if "{" in rest or "}" in rest:
            raise TemplateError("A brace is left over. Fields are written as {title} or {title|name|id}.")
        if not _FIELD.search(text.rpartition("/")[2]):
            raise TemplateError("The last part has no field, so all files would have the same name.")
        if text.count("/") >= _DEEPEST:
            raise TemplateError(f"At most {_DEEPEST - 1} folders may stand inside each other.")
        return cls(text.removesuffix(".{ext}"))

    def render(self, image: Image, place: Place, *, album_name: str, extension: str) -> str:
        """The path of ``image`` at ``place``, with ``.extension`` behind it."""
        values = _values(image, place, album_name, extension)
        *folders, last = [_FIELD.sub(lambda match: _fill(match, values), part) for part in self.text.split("/")]
        return "/".join([*map(safe_part, folders), safe_part(last, extension=extension)])


def _fill(match: re.Match[str], values: Mapping[str, Any]) -> str:
    value = next(_given(match[1].split("|"), values), "")
    return value.zfill(int(match[2])) if match[2] and value else value


def _given(fields: list[str], values: Mapping[str, Any]) -> Iterator[str]:
    """What of ``fields`` is not empty."""
    return (text for field in fields if (text := str(values[field] or "").strip()))


def _values(image: Image, place: Place, album_name: str, extension: str) -> dict[str, Any]:
    stem, dot, _ = image.name.rpartition(".")
    uploaded_at = image.uploaded_at
    return {
        "account": place.account.username,
        "album": album_name or LOOSE,
        "album_id": place.album.imgur_id if place.album else "",
        "position": place.position or "",
        "title": image.title,
        "name": stem if dot else image.name,
        "id": image.imgur_id,
        "date": f"{uploaded_at:%Y-%m-%d}",
        "year": f"{uploaded_at:%Y}",
        "month": f"{uploaded_at:%m}",
        "sha256": image.original.sha256 if image.original else "",
        "ext": extension,
    }
