"""Many rows of the mirror written at once: what Imgur told over what we had."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import models

T = TypeVar("T")
Values = Mapping[str, Any]

# Rows that are read and written at a time.
BATCH = 400


@dataclass(frozen=True, slots=True)
class Kept:
    """News of one kind: how many rows are new here, say something else, are gone from Imgur."""

    added: int = 0
    changed: int = 0
    gone: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.added + other.added, self.changed + other.changed, self.gone + other.gone)


def keep_rows(
    rows: models.QuerySet[Any],
    told: Mapping[Any, Values],
    *,
    scope: Values,
    watched: Collection[str],
    moment: str,
    if_new: Mapping[Any, Values] | None = None,
) -> Kept:
    """Write ``told``, columns by ``imgur_id``, into ``rows``; all of it must name the same columns.

    A row that is not there yet begins with ``scope`` and its ``if_new``. Where the column ``moment`` (when it was
    written, posted, sent) is None, it stays as it is; now for a new row. Rows to which nothing new was told only get
    their ``seen_at``. ``changed`` counts those of which a column of ``watched`` says something else, or that are back.
    A few queries for every BATCH rows.
    """
    kept = Kept()
    for batch in batched(told.items(), BATCH):
        kept += _keep_batch(rows, dict(batch), scope=scope, watched=watched, moment=moment, if_new=if_new or {})
    return kept


def mark_gone(rows: models.QuerySet[Any], now: datetime, reason: str) -> int:
    """Mark those of ``rows`` that are not marked yet; how many that were."""
    return rows.filter(gone_at=None).update(gone_at=now, gone_reason=reason)


def batched(members: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    """``members`` in lists of ``size``, the last one shorter."""
    rest = iter(members)
    while batch := list(islice(rest, size)):
        yield batch


def _keep_batch(
    rows: models.QuerySet[Any],
    told: Mapping[Any, Values],
    *,
    scope: Values,
    watched: Collection[str],
    moment: str,
    if_new: Mapping[Any, Values],
) -> Kept:
    known = {row.imgur_id: row for row in rows.filter(imgur_id__in=list(told))}
    added, changed, to_write, unchanged = 0, 0, [], []
    for imgur_id, values in told.items():
        row = known.get(imgur_id)
        if values[moment] is None:
            values = {**values, moment: getattr(row, moment) if row else values["seen_at"]}
        if row is None:
            row = rows.model(imgur_id=imgur_id, **scope, **if_new.get(imgur_id, {}))
            added += 1
        else:
            different = {name for name, value in values.items() if getattr(row, name) != value} - {"seen_at"}
            if not different:
                unchanged.append(row.pk)
                continue
            changed += not different.isdisjoint(watched) or "gone_at" in different
            # As a new one that meets the old: an upsert by the row's own key would have two keys to meet.
            row.pk = None
        for name, value in values.items():
            setattr(row, name, value)
        to_write.append(row)
    if to_write:
        columns = list(next(iter(told.values())))
        rows.model._default_manager.bulk_create(
            to_write, update_conflicts=True, unique_fields=[*_owner(scope), "imgur_id"], update_fields=columns
        )
    if unchanged:
        rows.filter(pk__in=unchanged).update(seen_at=next(iter(told.values()))["seen_at"])
    return Kept(added, changed)


def _owner(scope: Values) -> list[str]:
    """The column that makes an ``imgur_id`` unique."""
    return [name for name in ("account", "conversation") if name in scope]
