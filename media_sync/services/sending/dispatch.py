"""Which queued operation goes next: first lanes first, teams in turn, the oldest of each. What cannot go at all is put
aside together, so that ten thousand that wait are no burden.

No more are handed out than can run, so that one which comes later but goes first never stands behind a heap of rung
bells.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min, QuerySet
from django.utils import timezone

from media_sync.budget import NoCreditsError
from media_sync.budget.turns import Waiting, whose_turn
from media_sync.kinds.base import Kind, all_kinds, kind_named, kind_of
from media_sync.models import Lane, Operation

# A bell that nobody has answered by then was lost.
_BELL_HOLDS = timedelta(seconds=20)
# One turn in so many goes to whoever has waited longest, whatever the lane: so the last lane moves, too.
_ONE_IN = 10


@dataclass(frozen=True, slots=True)
class _Head:
    """The oldest operation of a team in a lane of an application."""

    app_pk: int
    lane: int
    team_pk: int
    weight: int
    pk: int


def next_up() -> list[int]:
    """The operations that go now, in their order, as many as there are free workers; noted as rung for."""
    now = timezone.now()
    free = settings.DISPATCH_SLOTS - _under_way(now)
    picked: list[int] = []
    while free > 0:
        # The last workers are kept for people who wait.
        may_go = list(Lane) if free > settings.DISPATCH_SLOTS // 8 else [Lane.INTERACTIVE]
        heads = _heads(_quiet(now).filter(lane__in=may_go))
        if not heads:
            break
        pk = _choose(heads).pk
        # Unless another process has picked it at the same moment.
        if _quiet(now).order_by().filter(pk=pk).update(rung_at=now):
            picked.append(pk)
            free -= 1
    return picked


def put_aside_alike(operation: Operation, refusal: NoCreditsError) -> int:
    """Let operations that would meet the same refusal wait as well, instead of asking one by one. Returns how many."""
    alike = (
        Operation.objects.due(timezone.now())
        .order_by()
        .filter(state=Operation.State.QUEUED, account__app=operation.account.app_id, lane__gte=operation.lane)
        .filter(kind__in=[kind.name for kind in all_kinds() if _is_concerned(kind, refusal.window, operation)])
    )
    if refusal.window == "team-share" or refusal.window.startswith("cap:"):
        alike = alike.filter(team=operation.team_id)
    if refusal.window.startswith("cap:person:"):
        alike = alike.filter(requested_by=operation.requested_by_id)
    # Each a little later than the moment itself, as the operation that was refused.
    until = refusal.retry_at + timedelta(seconds=random.uniform(0, 2))  # noqa: S311
    return alike.update(not_before=until, waits_for=refusal.window[:40], reason=str(refusal)[:300], rung_at=None)


def _is_concerned(kind: Kind, window: str, operation: Operation) -> bool:
    match window:
        case "upload-hour":
            return kind.is_upload
        case "post-hour":
            return kind.is_post
        case "strikes":
            return True
        case _:
            # Where there is no room for this one there is none for what costs as much or more.
            return kind.cost >= kind_of(operation).cost


def _under_way(now: datetime) -> int:
    """Operations that run, or that a worker has been told of and will take up in a moment."""
    running = Operation.objects.filter(state=Operation.State.RUNNING).count()
    return running + Operation.objects.due(now).order_by().filter(rung_at__gt=now - _BELL_HOLDS).count()


def _quiet(now: datetime) -> QuerySet[Operation]:
    """Due operations that nobody has rung for lately."""
    return Operation.objects.due(now).exclude(rung_at__gt=now - _BELL_HOLDS)


def _heads(operations: QuerySet[Operation]) -> list[_Head]:
    teams = operations.order_by().values_list("account__app", "lane", "team", "team__credit_weight")
    rows = teams.annotate(oldest=Min("pk"))
    return [_Head(*row) for row in rows]


def _choose(heads: Sequence[_Head]) -> _Head:
    if random.randrange(_ONE_IN) == 0:  # noqa: S311
        return min(heads, key=lambda head: head.pk)
    lane = min(head.lane for head in heads)
    # Turns are taken for an application's credits; which application's is left to chance, or a heap for one would hold
    # up everybody else's.
    app_pk = random.choice(sorted({head.app_pk for head in heads if head.lane == lane}))  # noqa: S311
    rivals = [head for head in heads if (head.lane, head.app_pk) == (lane, app_pk)]
    if len(rivals) == 1:
        return rivals[0]
    kinds = dict(Operation.objects.filter(pk__in=[head.pk for head in rivals]).values_list("pk", "kind"))
    waiting = [Waiting(head.team_pk, kind_named(kinds[head.pk]).cost, head.weight) for head in rivals]
    return rivals[whose_turn(app_pk, lane, waiting)]
