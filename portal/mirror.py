"""The mirror of a team: each account with its schedules, what is known of it, what is missing, and the last looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import LinkedAccount, Team, User
from media_sync.models import Part, SyncRun, SyncSchedule
from media_sync.services.looking import completeness, look_prices, schedules
from media_sync.services.looking.completeness import Holdings
from portal.forms.schedules import ScheduleForm
from portal.looks import Look
from portal.sources import name_of_schedule
from portal.templatetags.words import rhythm_in_words

_LAST_LOOKS = 12


@dataclass(frozen=True)
class ScheduleCard:
    schedule: SyncSchedule
    under_way: Look | None
    # The newest that was done, and the newest of all if that failed.
    last: SyncRun | None
    failed: SyncRun | None
    form: ScheduleForm

    @property
    def is_account(self) -> bool:
        return self.schedule.account_id is not None

    @property
    def name(self) -> str:
        return name_of_schedule(self.schedule)

    @property
    def cadence(self) -> str:
        chosen = self.schedule.chosen_seconds
        if chosen in schedules.CADENCES and chosen is not None:
            return schedules.CADENCES[chosen]
        return f"about {rhythm_in_words(self.schedule.every)}, by what changes"

    @property
    def next_look(self) -> datetime | None:
        return schedules.next_look(self.schedule)

    @property
    def waits_for_link(self) -> bool:
        return self.schedule.account is not None and not self.schedule.account.works

    @property
    def can_look(self) -> bool:
        return self.under_way is None and not self.waits_for_link

    @property
    def spent(self) -> int:
        return self.schedule.spent_today()

    @property
    def price(self) -> int | None:
        """Of a look that finds nothing new; None where it cannot be known."""
        if self.schedule.part != Part.PICTURES or self.last is None or not self.last.counted:
            return None
        return look_prices.another_look(self.last.counted)


@dataclass
class AccountCard:
    account: LinkedAccount
    holdings: Holdings
    schedules: list[ScheduleCard]
    # Parts that are not mirrored yet.
    missing_parts: list[Part]

    @property
    def counted(self) -> dict[str, int]:
        return self._counts.counted if self._counts else {}

    @property
    def counted_at(self) -> datetime | None:
        return self._counts.started_at if self._counts else None

    @property
    def gap(self) -> dict[str, int] | None:
        return self._last.gap if self._last and self._last.gap else None

    @property
    def missing(self) -> int:
        """Albums and images that Imgur counts and that are not known here."""
        return sum(max(0, self.gap.get(what, 0)) for what in ("albums", "images")) if self.gap else 0

    @property
    def extra(self) -> int:
        """What is known here beyond Imgur's counts."""
        return sum(max(0, -self.gap.get(what, 0)) for what in ("albums", "images")) if self.gap else 0

    @cached_property
    def _pictures(self) -> ScheduleCard | None:
        return next((card for card in self.schedules if card.schedule.part == Part.PICTURES), None)

    @property
    def _last(self) -> SyncRun | None:
        return self._pictures.last if self._pictures else None

    @property
    def _counts(self) -> SyncRun | None:
        """The newest look that has counted."""
        under_way = self._pictures.under_way.run if self._pictures and self._pictures.under_way else None
        return under_way if under_way and under_way.counted else self._last

    @property
    def first_price(self) -> str:
        return look_prices.FIRST_IN_WORDS


class Mirror:
    """``wrong`` is a schedule's form as somebody filled it in, with its errors."""

    def __init__(self, team: Team, person: User, *, wrong: dict[int, ScheduleForm] | None = None) -> None:
        self._team, self._person, self.wrong = team, person, wrong or {}

    @cached_property
    def accounts(self) -> list[AccountCard]:
        accounts = list(LinkedAccount.objects.visible_to(self._person).filter(team=self._team))
        holdings = completeness.holdings_of(accounts)
        cards = [self._account_card(account, holdings[account.pk]) for account in accounts]
        # What is mirrored first; archives of unlinked accounts last.
        return sorted(cards, key=lambda card: (card.account.state == "unlinked", not card.schedules))

    @cached_property
    def sources(self) -> list[ScheduleCard]:
        return [card for card in self._cards if not card.is_account]

    @cached_property
    def last_looks(self) -> list[Look]:
        return [Look(run) for run in self._runs().order_by("-pk")[:_LAST_LOOKS]]

    def _account_card(self, account: LinkedAccount, holdings: Holdings) -> AccountCard:
        of_account = [card for card in self._cards if card.schedule.account_id == account.pk]
        known = {card.schedule.part for card in of_account}
        missing = [part for part in (Part.PICTURES, Part.TALK) if part not in known]
        return AccountCard(account, holdings, of_account, missing)

    @cached_property
    def _cards(self) -> list[ScheduleCard]:
        schedules_of_team = SyncSchedule.objects.visible_to(self._person).filter(team=self._team)
        found = schedules_of_team.select_related("account", "source__board", "periodic_task").order_by(
            "account__username", "part", "pk"
        )
        last = self._newest(schedules_of_team, state=SyncRun.State.DONE)
        newest = self._newest(schedules_of_team)
        open_runs = self._runs().filter(state__in=SyncRun.OPEN_STATES)
        under_way = {run.schedule_id: Look(run) for run in open_runs}
        return [
            ScheduleCard(
                schedule=one,
                under_way=under_way.get(one.pk),
                last=last.get(one.pk),
                failed=run if (run := newest.get(one.pk)) and run.state == SyncRun.State.FAILED else None,
                form=self.wrong.get(one.pk) or ScheduleForm.of(one),
            )
            for one in found
        ]

    @staticmethod
    def _newest(of: QuerySet[SyncSchedule], **which: str) -> dict[int, SyncRun]:
        """The newest run of each schedule, or the newest such."""
        runs = SyncRun.objects.filter(schedule=OuterRef("pk"), **which).order_by("-pk").values("pk")
        newest = of.order_by().values_list(Subquery(runs[:1]))
        return {run.schedule_id: run for run in SyncRun.objects.filter(pk__in=newest)}

    def _runs(self) -> QuerySet[SyncRun]:
        runs = SyncRun.objects.visible_to(self._person).filter(schedule__team=self._team)
        return runs.select_related("schedule__account", "schedule__source__board")
