"""The team's usage page: windows, the day so far, who spent what, what waits, how good forecasts were, caps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest

from accounts.models import ImgurApp, Membership, Team, User
from accounts.permissions import Role
from media_sync.budget import Outlook, WindowState
from media_sync.budget.strikes import IMGUR_BLOCKS_AT
from media_sync.forecast import Accuracy
from media_sync.models import LearnedCost
from media_sync.services.credits import forecasts
from portal.activity import BatchLine, batches_under_way
from portal.budgets import in_use_by, outlook_of
from portal.burndown import BurnDown, burn_down
from portal.forecasts import done_by
from portal.forms.caps import CapForm
from portal.spending import Span, Spending, spending_of


@dataclass(frozen=True)
class WindowCard:
    """One of Imgur's windows. ``about``: its limit is learned and may be a few more or less."""

    title: str
    state: WindowState
    about: bool = False

    @property
    def percent_left(self) -> int:
        return 100 * self.state.remaining // self.state.limit if self.state.limit else 0

    @property
    def again_at(self) -> datetime | None:
        """When it is full again; of uploads, when the next has room."""
        if self.state.closed_until:
            return self.state.closed_until
        if self.state.frees and not self.state.remaining:
            return self.state.frees[0][0]
        return self.state.resets_at


@dataclass
class CapRow:
    """Whose cap, and the form that an owner changes it with."""

    membership: Membership | None
    name: str
    cap: int | None
    form: CapForm


@dataclass
class Usage:
    """``wrong`` is a cap's form that was refused, by the membership's number; 0 is the team's."""

    team: Team
    user: User
    request: HttpRequest
    span: Span = Span.TODAY
    wrong: dict[int, CapForm] = field(default_factory=dict)

    @cached_property
    def app(self) -> ImgurApp | None:
        in_use = in_use_by(self.request, self.team)
        return in_use.app if in_use else None

    @cached_property
    def has_accounts(self) -> bool:
        return self.team.linked_accounts.exists()

    @cached_property
    def outlook(self) -> Outlook | None:
        return outlook_of(self.request, self.app) if self.app else None

    @cached_property
    def windows(self) -> list[WindowCard]:
        """Those that are known."""
        titles = {
            "user-hour": "This hour, our address",
            "client-day": "Today, whole application",
            "post-hour": "Writes this hour",
            "upload-hour": "Uploads this hour",
        }
        states = self.outlook.states if self.outlook else {}
        return [
            WindowCard(title, states[name], name == "upload-hour") for name, title in titles.items() if name in states
        ]

    @property
    def told_at(self) -> datetime | None:
        day = self.outlook.states.get("client-day") if self.outlook else None
        return day.told_at if day else None

    @cached_property
    def burn_down(self) -> BurnDown | None:
        if self.app is None or self.outlook is None or "client-day" not in self.outlook.states:
            return None
        return burn_down(
            self.team,
            self.app,
            self.outlook.states["client-day"],
            margin_percent=self.outlook.margin_percent,
            waiting_credits=self.queue.credits_of_all if self.queue else 0,
        )

    @cached_property
    def spending(self) -> Spending:
        return spending_of(self.team, self.user, self.span)

    @cached_property
    def spans(self) -> list[Span]:
        return list(Span)

    @cached_property
    def queue(self) -> forecasts.QueueOutlook | None:
        return forecasts.of_queue(self.app, self.team) if self.app else None

    @property
    def all_done_by(self) -> str:
        """When all that waits of the team is at Imgur; empty when nothing waits."""
        if self.queue is None:
            return done_by(None)
        return done_by(self.queue.times, what="Everything that waits") if self.queue.times else ""

    @cached_property
    def waiting(self) -> list[BatchLine]:
        return batches_under_way(self.team, self.user)

    @cached_property
    def accuracy(self) -> Accuracy | None:
        return forecasts.how_good(self.team)

    @cached_property
    def learned_costs(self) -> list[LearnedCost]:
        return list(LearnedCost.objects.filter(app=self.app)) if self.app else []

    @cached_property
    def strike_parts(self) -> list[bool]:
        """One for each day that Imgur forgives and the one at which it blocks; True for those that have happened."""
        seen = self.outlook.strikes if self.outlook else 0
        return [number < seen for number in range(IMGUR_BLOCKS_AT)]

    @cached_property
    def memberships(self) -> list[Membership]:
        rows = Membership.objects.visible_to(self.user).filter(team=self.team)
        return list(rows.select_related("user").order_by("-role", "user__name", "pk"))

    @cached_property
    def caps(self) -> list[CapRow]:
        rows = [
            CapRow(None, f"{self.team}, all together", self.team.daily_credits, self._form(0, self.team.daily_credits))
        ]
        rows += [
            CapRow(one, str(one.user), one.daily_credits, self._form(one.pk, one.daily_credits))
            for one in self.memberships
        ]
        return rows

    @property
    def may_cap(self) -> bool:
        return any(one.user_id == self.user.pk and one.role >= Role.OWNER for one in self.memberships)

    def _form(self, key: int, cap: int | None) -> CapForm:
        return self.wrong.get(key) or CapForm(key=str(key), initial={"daily_credits": cap})
