"""Originals that nothing shows any more: noted, and removed when a grace time is over."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, ForeignObject, ForeignObjectRel, OuterRef, Q
from django.utils import timezone

from media_sync.files.thumbnails import LONGEST_SIDE
from media_sync.models import Original
from media_sync.services.archive import originals

logger = logging.getLogger(__name__)

_MANY = 2000
# So many may fail in a round; more, and storage is away.
_MOST_FAILURES = 20


def tidy() -> int:
    """Note what has become unused, or is used again, and remove what was unused for ARCHIVE_GRACE_DAYS. Returns how
    many originals went.
    """
    _note_unused()
    long_ago = timezone.now() - timedelta(days=settings.ARCHIVE_GRACE_DAYS)
    due = Original.objects.filter(unused_since__lt=long_ago).order_by("unused_since")
    removed = failures = 0
    for pk in due.values_list("pk", flat=True)[:_MANY]:
        try:
            removed += _remove(pk)
        except OSError as error:
            logger.error("Original %s, which nothing shows, cannot be removed: %s", pk, error)
            # The others come first, then it is tried again.
            Original.objects.filter(pk=pk, unused_since__isnull=False).update(unused_since=timezone.now())
            failures += 1
            if failures >= _MOST_FAILURES:
                break
    return removed


def shown() -> Q:
    """The condition that anything at all points to an original; whatever relation is added later is among them."""
    condition = Q(pk__in=[])
    for field in pointers():
        rows = field.model._base_manager.filter(**{field.name: OuterRef("pk")})
        condition |= Q(Exists(rows))
    return condition


def pointers() -> list[ForeignObject[Any, Any]]:
    """The fields of all models that point to originals, those without a way back among them."""
    relations = Original._meta.get_fields(include_hidden=True)
    return [relation.field for relation in relations if isinstance(relation, ForeignObjectRel)]


def _note_unused() -> None:
    now, last = timezone.now(), Original.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    Original.objects.filter(shown(), unused_since__isnull=False).update(unused_since=None)
    # In pieces, so that no other writer waits long.
    for start in range(0, last + 1, _MANY):
        piece = Original.objects.filter(pk__gte=start, pk__lt=start + _MANY, unused_since=None)
        piece.filter(~shown()).update(unused_since=now)


def _remove(pk: int) -> int:
    """Files first, then the row, while the row is locked: whoever keeps the same content at this moment waits for us,
    and then looks whether its bytes are there. Killed in between we leave a row without a file that nothing shows; the
    next time removes it.
    """
    with transaction.atomic():
        original = Original.objects.select_for_update(of=("self",)).filter(pk=pk, unused_since__isnull=False).first()
        if original is None:
            return 0
        if Original.objects.filter(shown(), pk=pk).exists():
            Original.objects.filter(pk=pk).update(unused_since=None)
            return 0
        default_storage.delete(original.storage_name)
        for size in LONGEST_SIDE:
            default_storage.delete(originals.thumbnail_name(original.sha256, size))
        original.delete()
        return 1
