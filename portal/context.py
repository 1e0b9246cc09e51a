"""What every page's frame shows: the person's teams, what they may do here, the navigation, the budget line, demo mode.

All of it is lazy, so a fragment or a file costs none of these questions.
"""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts.models import Membership, Team
from accounts.permissions import Role
from portal import demo, navigation, teams
from portal.budgets import BudgetLine, in_use_by, outlook_of


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"frame": Frame(request)}


class Frame:
    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def memberships(self) -> list[Membership]:
        return teams.memberships_of(self._request)

    @cached_property
    def membership(self) -> Membership | None:
        return teams.current_membership(self._request)

    @cached_property
    def team(self) -> Team | None:
        return self.membership.team if self.membership else None

    def _has(self, role: Role) -> bool:
        return self.membership is not None and self.membership.role >= role

    @cached_property
    def can_contribute(self) -> bool:
        return self._has(Role.CONTRIBUTOR)

    @cached_property
    def is_editor(self) -> bool:
        return self._has(Role.EDITOR)

    @cached_property
    def is_owner(self) -> bool:
        return self._has(Role.OWNER)

    @cached_property
    def sections(self) -> list[navigation.NavSection]:
        """The navigation of the current team, or nothing for somebody without one."""
        match = self._request.resolver_match
        return navigation.sections_for(self.membership, (match and match.url_name) or "") if self.membership else []

    @cached_property
    def budget(self) -> BudgetLine | None:
        """What the application that the team uses has left, and what waits for it. None without an application."""
        in_use = in_use_by(self._request, self.team) if self.team else None
        return BudgetLine(outlook_of(self._request, in_use.app), in_use) if in_use else None

    @property
    def piece_bytes(self) -> int:
        """How much of a file the browser sends at once."""
        return settings.UPLOAD_PIECE_BYTES

    @property
    def is_demo(self) -> bool:
        return settings.IMGUR_DEMO

    @cached_property
    def demo_login(self) -> demo.DemoLogin | None:
        return demo.demo_login()

    @property
    def is_open_for_signup(self) -> bool:
        return settings.SIGNUP_OPEN
