"""Exports that people take: written down, because what leaves the house is worth knowing."""

from accounts.models import User
from media_sync.export.selection import Selection
from media_sync.models import AuditEntry


def note(selection: Selection, *, by: User) -> None:
    AuditEntry.objects.create(
        team_id=selection.accounts[0].team_id,
        person=by,
        action="exported",
        subject=selection.name[:200],
        details={"of": selection.key},
    )
