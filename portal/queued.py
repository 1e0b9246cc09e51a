"""What is queued for Imgur, as people count it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from media_sync.models.operations import OperationQuerySet
from media_sync.services.sending.batches import UPLOAD
from portal.templatetags.words import tally


@dataclass(frozen=True)
class Queued:
    """Uploads, and changes: everything else that is sent (a new album, a title, the undoing of somebody's change)."""

    uploads: int = 0
    changes: int = 0

    @property
    def total(self) -> int:
        return self.uploads + self.changes

    def __bool__(self) -> bool:
        return self.total > 0

    def __str__(self) -> str:
        """ "2 uploads and 1 change"."""
        parts = [tally(self.uploads, "upload") if self.uploads else "", tally(self.changes, "change")]
        return " and ".join(parts if self.uploads and self.changes else [parts[0] or parts[1]])


def queued_by_account(operations: OperationQuerySet) -> dict[int, Queued]:
    """Those of ``operations`` that have not ended, by account; one query. Accounts without any are left out."""
    found: dict[int, Queued] = {}
    counts = operations.unfinished().values_list("account", "kind").annotate(number=Count("pk")).order_by()
    for account, kind, number in counts:
        known = found.get(account, Queued())
        found[account] = (
            Queued(known.uploads + number, known.changes)
            if kind == UPLOAD
            else Queued(known.uploads, known.changes + number)
        )
    return found
