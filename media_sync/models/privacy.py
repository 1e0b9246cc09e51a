"""What is between a linked account and whoever wrote to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from accounts.permissions import Role, Row, TeamScopedQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class PrivateQuerySet(TeamScopedQuerySet[Row]):
    """Rows of a team that are between the account and whoever wrote to it: a viewer of the team has none of them."""

    def _for_role(self, user: User | AnonymousUser, least: Role) -> Self:
        return super()._for_role(user, max(least, Role.CONTRIBUTOR))
