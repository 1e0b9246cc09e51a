"""Pages by keyset, newest first. Neither OFFSET nor COUNT, so the last page costs what the first does."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class CursorError(ValueError):
    """The text is not one that a Cursor writes."""


@dataclass(frozen=True)
class Cursor:
    """The last row of a page: the next one starts behind it."""

    moment: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.moment - _EPOCH) // timedelta(microseconds=1)}-{self.pk}"

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Raises CursorError."""
        micros, separator, pk = text.partition("-")
        try:
            if not separator or len(pk) > 18:
                raise ValueError(text)
            return cls(_EPOCH + timedelta(microseconds=int(micros)), int(pk))
        except (ValueError, OverflowError) as error:
            raise CursorError(f"{text!r} is not a cursor.") from error


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: list[Row]
    next: Cursor | None


def newest(querysets: Iterable[QuerySet[Row]], *, by: str, before: Cursor | None = None, size: int) -> Page[Row]:
    """The ``size`` newest rows of all ``querysets`` together, by the moment in field ``by``.

    Each queryset is one account's: an index leads through it in order, and the few newest of each are merged here. One
    query over all accounts would have to sort every row first.
    """

    def place(row: Row) -> tuple[datetime, int]:
        return getattr(row, by), row.pk

    streams = []
    for queryset in querysets:
        if before is not None:
            # The first condition is implied by the second; it is what lets the index start at the right place.
            queryset = queryset.filter(**{f"{by}__lte": before.moment}).filter(
                Q(**{f"{by}__lt": before.moment}) | Q(pk__lt=before.pk)
            )
        streams.append(queryset.order_by(f"-{by}", "-pk")[: size + 1])
    rows = list(islice(heapq.merge(*streams, key=place, reverse=True), size + 1))
    more = len(rows) > size
    return Page(rows[:size], Cursor(*place(rows[size - 1])) if more else None)
