"""Who may do what: the one place that pages, files, commands and the admin ask.

Every role includes those below it. Nobody fetches a row except through a queryset that knows who is asking, so a row
of another team is not forbidden but absent (404).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

Row = TypeVar("Row", bound=models.Model)


class Role(models.IntegerChoices):
    """What a person may do in a team."""

    VIEWER = 10, "viewer"  # looks
    CONTRIBUTOR = 20, "contributor"  # uploads and comments
    EDITOR = 30, "editor"  # edits, deletes, schedules
    OWNER = 40, "owner"  # people, linking, deleting the team


class TeamScopedQuerySet(models.QuerySet[Row]):
    """Rows that belong to a team. ``team_path`` leads from the row to it, in Django's double underscores."""

    team_path = "team"

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Rows of the teams that ``user`` belongs to. Every page starts here."""
        return self._for_role(user, Role.VIEWER)

    def contributable_by(self, user: User | AnonymousUser) -> Self:
        """Rows that ``user`` may add to: upload, comment."""
        return self._for_role(user, Role.CONTRIBUTOR)

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Rows that ``user`` may change or delete."""
        return self._for_role(user, Role.EDITOR)

    def owned_by(self, user: User | AnonymousUser) -> Self:
        """Rows of the teams that ``user`` owns: linking accounts, people."""
        return self._for_role(user, Role.OWNER)

    def _for_role(self, user: User | AnonymousUser, least: Role) -> Self:
        if not user.is_authenticated or not user.is_active:
            return self.none()
        prefix = f"{self.team_path}__" if self.team_path else ""
        # One filter call: both conditions must hold for the same membership. It is unique, so no row comes twice.
        conditions: dict[str, Any] = {f"{prefix}memberships__user": user, f"{prefix}memberships__role__gte": least}
        return self.filter(**conditions)
