"""Keeping the ledger small: older calls are summed by the hour, and their single rows go."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from media_sync.models import ApiCall, ApiCallHour

_CHUNK = 500
_ALIKE = ("app_id", "account_id", "team_id", "person_id", "lane", "purpose", "method", "route")
_SUMS = ("calls", "failures", "credits_asked", "credits_charged", "duration_ms", "slowest_ms")

Key = tuple[Any, ...]


def roll_up() -> int:
    """Roll up every call of hours that ended LEDGER_DAYS ago or before; returns how many calls those were.

    A transaction a chunk: whenever it is broken off, each call is a row of its own or in an hour's, never both.
    """
    before = _hour_of(timezone.now() - timedelta(days=settings.LEDGER_DAYS))
    rolled_up = 0
    while count := _roll_up_chunk(before):
        rolled_up += count
    return rolled_up


@transaction.atomic
def _roll_up_chunk(before: datetime) -> int:
    # Locked, so that a second run waits here and then finds them gone.
    oldest = ApiCall.objects.filter(made_at__lt=before).order_by("made_at", "pk")
    calls = list(oldest.select_for_update()[:_CHUNK])
    if not calls:
        return 0
    rows = _rows_of({_hour_of(call.made_at) for call in calls})
    changed: dict[Key, ApiCallHour] = {}
    for call in calls:
        key = _key(call, _hour_of(call.made_at))
        row = changed.get(key) or rows.get(key) or ApiCallHour(hour=key[0], **dict(zip(_ALIKE, key[1:], strict=True)))
        changed[key] = row
        row.calls += 1
        row.failures += call.error != ""
        row.credits_asked += call.credits_asked
        row.credits_charged += call.credits_charged
        row.duration_ms += call.duration_ms
        row.slowest_ms = max(row.slowest_ms, call.duration_ms)
    known = [row for row in changed.values() if row.pk]
    ApiCallHour.objects.bulk_create([row for row in changed.values() if row.pk is None])
    ApiCallHour.objects.bulk_update(known, _SUMS)
    ApiCall.objects.filter(pk__in=[call.pk for call in calls]).delete()
    return len(calls)


def _rows_of(hours: set[datetime]) -> dict[Key, ApiCallHour]:
    """Rows that are there already, by what the calls in them have in common."""
    return {_key(row, row.hour): row for row in ApiCallHour.objects.select_for_update().filter(hour__in=hours)}


def _key(row: ApiCall | ApiCallHour, hour: datetime) -> Key:
    return (hour, *(getattr(row, name) for name in _ALIKE))


def _hour_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
