"""The Range header: one range of bytes, as resumed downloads ask for."""

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True)
class Part:
    """The bytes from ``first`` to ``last``, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


# What was asked for lies outside the file.
UNSATISFIABLE: Final = Part(0, -1)


def asked_range(request: HttpRequest, size: int, *, versions: Container[str]) -> Part | None:
    """The part of a file of ``size`` bytes that is asked for; None for all of it.

    ``versions`` are the ETag and the date by which the caller may know the file. More than one range, an unreadable
    header, another method than GET, and an If-Range of another version all mean the whole file.
    """
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if found is None or request.method != "GET":
        return None
    if (version := request.headers.get("If-Range")) is not None and version not in versions:
        return None
    first, last = found.groups()
    if not first and not last:
        return None
    if not first:
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last or size), size - 1)
    if last and first and int(last) < int(first):
        return None
    return Part(start, end) if start <= end else UNSATISFIABLE
