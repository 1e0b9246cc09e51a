"""What happens in a team right now: batches on their way, work that waits, accounts that are broken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q

from accounts.models import LinkedAccount, Team, User
from media_sync.forecast import Times
from media_sync.models import Batch, BatchFile, Operation
from media_sync.services.credits import forecasts
from media_sync.services.sending.batches import UPLOAD
from portal.forecasts import times_of
from portal.legs import Tone, goes_on
from portal.queued import Queued, queued_by_account

_BATCHES_SHOWN = 6
_REASONS_SHOWN = 3


@dataclass(frozen=True)
class BatchLine:
    """A batch in one line: ``done`` of ``total`` files are at Imgur; ``waits_until`` while all of the rest waits;
    ``times`` when it will be done, where that is known.

    ``waits_for_link``: all of the rest waits for a person who links the account again, so no clock can be told.
    """

    batch: Batch
    total: int
    done: int
    failed: int
    waits_until: datetime | None
    waits_for_link: bool
    cover: int | None
    times: Times | None = None

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0

    @property
    def tone(self) -> Tone:
        if self.batch.state == Batch.State.SENT:
            return "wait" if self.waits_until or self.waits_for_link else "run"
        return "fail" if self.failed else "done"


@dataclass(frozen=True)
class Wait:
    """Operations that wait for the same thing."""

    queued: Queued
    until: datetime
    sentence: str


@dataclass(frozen=True)
class BrokenLink:
    """An account that Imgur refuses, or one that was unlinked while something still waits for it."""

    account: LinkedAccount
    waiting: Queued


@dataclass(frozen=True)
class Needs:
    broken: list[BrokenLink]
    waits: list[Wait]


def needs_of(team: Team, user: User, accounts: list[LinkedAccount], *, now: datetime) -> Needs:
    """What a person should know first: links that only people can mend, and work that waits, with its reason."""
    stopped = [account for account in accounts if not account.works]
    open_operations = Operation.objects.visible_to(user).filter(team=team).unfinished()
    waiting_for = queued_by_account(open_operations.filter(account__in=stopped)) if stopped else {}
    waits = (
        open_operations.filter(state=Operation.State.QUEUED, not_before__gt=now)
        .exclude(account__in=stopped)
        .values("reason")
        .annotate(count=Count("pk"), uploads=Count("pk", filter=Q(kind=UPLOAD)), until=Min("not_before"))
        .order_by("until")[:_REASONS_SHOWN]
    )
    return Needs(
        broken=[
            BrokenLink(account, waiting_for.get(account.pk, Queued()))
            for account in stopped
            if account.state == LinkedAccount.State.BROKEN or account.pk in waiting_for
        ],
        waits=[
            Wait(Queued(wait["uploads"], wait["count"] - wait["uploads"]), wait["until"], goes_on(wait["reason"]))
            for wait in waits
        ],
    )


def batches_of(team: Team, user: User, *, finished_after: datetime) -> list[BatchLine]:
    """Batches under way and those finished lately, newest first."""
    batches = (
        Batch.objects.visible_to(user)
        .filter(Q(state=Batch.State.SENT) | Q(state=Batch.State.DONE, finished_at__gte=finished_after), team=team)
        .select_related("created_by", "account")
        .order_by("-pk")[:_BATCHES_SHOWN]
    )
    return _lines(list(batches))


def batches_under_way(team: Team, user: User) -> list[BatchLine]:
    """Batches on their way, those that were sent first first."""
    batches = Batch.objects.visible_to(user).filter(team=team, state=Batch.State.SENT)
    return _lines(list(batches.select_related("created_by", "account").order_by("pk")[:_BATCHES_SHOWN]))


def _lines(batches: list[Batch]) -> list[BatchLine]:
    tallies = {tally["batch"]: tally for tally in _tallies(batches)} if batches else {}
    under_way = [batch for batch in batches if batch.state == Batch.State.SENT]
    newest = forecasts.of_batches(under_way)
    lines = [_line(batch, tallies.get(batch.pk)) for batch in batches]
    return [replace(line, times=times_of(line.batch, newest)) if line.batch in under_way else line for line in lines]


def _tallies(batches: list[Batch]) -> Iterable[Any]:
    unfinished = Q(operation__state__in=Operation.OPEN_STATES)
    waiting = Q(operation__state=Operation.State.QUEUED, operation__not_before__isnull=False)
    return (
        BatchFile.objects.filter(batch__in=batches, state=BatchFile.State.READY)
        .values("batch")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(image__isnull=False)),
            failed=Count("pk", filter=Q(operation__state=Operation.State.FAILED)),
            unfinished=Count("pk", filter=unfinished),
            waiting=Count("pk", filter=waiting),
            waits_for_link=Count("pk", filter=waiting & Q(operation__waits_for="link")),
            waits_until=Min("operation__not_before", filter=waiting & ~Q(operation__waits_for="link")),
            cover=Min("pk"),
        )
        .order_by()
    )


def _line(batch: Batch, tally: dict[str, Any] | None) -> BatchLine:
    if tally is None:
        return BatchLine(batch, total=0, done=0, failed=0, waits_until=None, waits_for_link=False, cover=None)
    all_wait = tally["unfinished"] and tally["waiting"] == tally["unfinished"]
    return BatchLine(
        batch,
        total=tally["total"],
        done=tally["done"],
        failed=tally["failed"],
        waits_until=tally["waits_until"] if all_wait else None,
        waits_for_link=bool(all_wait and tally["waits_for_link"] == tally["waiting"]),
        cover=tally["cover"],
    )
