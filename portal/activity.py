"""What happens in a team right now: batches on their way, work that waits, accounts that are broken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from accounts.models import LinkedAccount, Team, User
from media_sync.models import Batch, BatchFile, Operation
from portal.legs import Tone, waiting_sentence

_BATCHES_SHOWN = 6
_REASONS_SHOWN = 3


@dataclass(frozen=True)
class BatchLine:
    """A batch in one line: ``done`` of ``total`` files are at Imgur. ``waits_until`` is set while all of the rest waits."""

    batch: Batch
    total: int
    done: int
    failed: int
    waits_until: datetime | None
    cover: int | None

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0

    @property
    def tone(self) -> Tone:
        if self.batch.state == Batch.State.SENT:
            return "wait" if self.waits_until else "run"
        return "fail" if self.failed else "done"


@dataclass(frozen=True)
class Wait:
    """Operations that wait for the same thing."""

    count: int
    until: datetime
    sentence: str


@dataclass(frozen=True)
class BrokenLink:
    account: LinkedAccount
    waiting: int


@dataclass(frozen=True)
class Needs:
    broken: list[BrokenLink]
    waits: list[Wait]


def needs_of(team: Team, user: User, accounts: list[LinkedAccount], *, now: datetime) -> Needs:
    """What a person should know first: links that only people can mend, and work that waits, with its reason."""
    broken = [account for account in accounts if account.state == LinkedAccount.State.BROKEN]
    open_operations = Operation.objects.visible_to(user).filter(team=team).unfinished()
    waiting_for = (
        dict(open_operations.filter(account__in=broken).values_list("account").annotate(Count("pk")).order_by())
        if broken
        else {}
    )
    waits = (
        open_operations.filter(state=Operation.State.QUEUED, not_before__gt=now)
        .exclude(account__in=broken)
        .values("reason")
        .annotate(count=Count("pk"), until=Min("not_before"))
        .order_by("until")[:_REASONS_SHOWN]
    )
    return Needs(
        broken=[BrokenLink(account, waiting_for.get(account.pk, 0)) for account in broken],
        waits=[Wait(wait["count"], wait["until"], waiting_sentence(wait["reason"])) for wait in waits],
    )


def batches_of(team: Team, user: User, *, finished_after: datetime) -> list[BatchLine]:
    """Batches under way and those finished lately, newest first."""
    taken = Q(files__state=BatchFile.State.READY)
    unfinished = taken & Q(files__operation__state__in=Operation.OPEN_STATES)
    waiting = unfinished & Q(files__operation__state=Operation.State.QUEUED, files__operation__not_before__isnull=False)
    batches = (
        Batch.objects.visible_to(user)
        .filter(Q(state=Batch.State.SENT) | Q(state=Batch.State.DONE, finished_at__gte=finished_after), team=team)
        .select_related("created_by", "account")
        .annotate(
            total=Count("files", filter=taken),
            done=Count("files", filter=taken & Q(files__image__isnull=False)),
            failed=Count("files", filter=taken & Q(files__operation__state=Operation.State.FAILED)),
            unfinished=Count("files", filter=unfinished),
            waiting=Count("files", filter=waiting),
            waits_until=Min("files__operation__not_before", filter=waiting),
            cover=Min("files__pk", filter=taken),
        )
        .order_by("-pk")[:_BATCHES_SHOWN]
    )
    return [
        BatchLine(
            batch,
            batch.total,
            batch.done,
            batch.failed,
            batch.waits_until if batch.unfinished and batch.waiting == batch.unfinished else None,
            batch.cover,
        )
        for batch in batches
    ]
