"""When batches will be at Imgur: what is told before they are sent and while they are on their way, and how good that
was.

A plan is made at most every few seconds in each process, for one team's eyes: of other teams it tells nothing but that
they take their turns.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import ImgurApp, LinkedAccount, Team, User
from media_sync import budget
from media_sync.budget import caps, strikes
from media_sync.budget.briefly import Briefly
from media_sync.forecast import Accuracy, Kept, Outcome, Situation, Times, Waiting, forecast, judge
from media_sync.kinds.base import kind_named
from media_sync.models import Batch, Lane
from media_sync.services.credits import ledger_lately, queued

_UPLOAD, _ALBUM = "image.upload", "album.create"
# No batch has this number: it stands for what is not sent yet.
_ASKED = 0
# So many of a team's newest batches tell how good forecasts are.
_JUDGED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What would be sent: uploads with their bytes altogether, and whether an album is made of them."""

    uploads: int
    upload_bytes: int
    with_album: bool


def before_sending(asked: Asked, account: LinkedAccount, *, person: User | None) -> Times | None:
    """Of what would be sent now, behind all that its team has in the queue. None while nobody knows."""
    situation = _plans((account.app_id, account.team_id)).situation
    if situation is None:
        return None
    if not asked.uploads and not asked.with_album:
        return Times(likely_at=situation.now, latest_at=situation.now)
    return forecast(_with(situation, asked, account, person)).batches[_ASKED]


def of_batches(batches: Iterable[Batch]) -> dict[int, Times]:
    """Times of a team's batches that are on their way, by number; without those of which nothing can be known."""
    found: dict[int, Times] = {}
    # Two teams never share a batch, and one that has just been sent may be younger than the plan.
    for app_pk, team_pk in {(batch.account.app_id, batch.team_id) for batch in batches if batch.account}:
        outcome = _plans((app_pk, team_pk)).outcome
        found |= outcome.batches if outcome else {}
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueOutlook:
    """What of a team waits for an application: credits, and when all of it is done; None where nothing waits.

    ``credits_of_all`` is with what other teams wait for.
    """

    credits: int
    credits_of_all: int
    times: Times | None


def of_queue(app: ImgurApp, team: Team) -> QueueOutlook | None:
    """None while nobody knows what is left."""
    plan = _plans((app.pk, team.pk))
    if plan.situation is None or plan.outcome is None:
        return None
    waiting = [*plan.situation.waiting, *plan.situation.albums.values()]
    return QueueOutlook(
        credits=sum(one.cost * one.count for one in waiting if one.team == team.pk),
        credits_of_all=sum(one.cost * one.count for one in waiting),
        times=plan.outcome.teams.get(team.pk),
    )


def error_of(batch: Batch, *, finished_at: datetime) -> dict[str, int]:
    """What to write into a batch that is done: how much later than likely, if it is the first time and was forecast."""
    if batch.forecast_likely_at is None or batch.forecast_latest_at is None or batch.forecast_error_seconds is not None:
        return {}
    return {"forecast_error_seconds": round((finished_at - batch.forecast_likely_at).total_seconds())}


def kept_of(times: Times | None, *, credits: int) -> dict[str, Any]:
    """What to write into a batch that is sent: what was told."""
    return {
        "forecast_credits": credits,
        "forecast_made_at": timezone.now(),
        "forecast_likely_at": times.likely_at if times else None,
        "forecast_latest_at": times.latest_at if times else None,
    }


def how_good(team: Team) -> Accuracy | None:
    """How the team's newest batches kept to what was told; None while there are too few."""
    judged = Batch.objects.filter(team=team, forecast_error_seconds__isnull=False).order_by("-finished_at", "-pk")
    rows = judged.values_list("forecast_likely_at", "forecast_latest_at", "forecast_error_seconds")[:_JUDGED]
    # The database sees to it that who has an error has the moments, too.
    return judge(
        [Kept(likely, latest, error) for likely, latest, error in rows if likely and latest and error is not None]
    )


def forget() -> None:
    """Look anew, whatever is asked for next."""
    _plans.forget()
    ledger_lately.forget()


@dataclass(frozen=True, slots=True)
class _Plan:
    situation: Situation | None = None
    outcome: Outcome | None = None


def _look(key: tuple[int, int]) -> _Plan:
    app_pk, team_pk = key
    situation = _situation(ImgurApp.objects.get(pk=app_pk), team_pk)
    return _Plan(situation, forecast(situation)) if situation else _Plan()


# A plan of ten thousand operations takes seconds; pages that are looked at all the time must not spend theirs on it.
_plans = Briefly(_look, seconds=4, rests=20)


def _situation(app: ImgurApp, team_pk: int) -> Situation | None:
    try:
        states = budget.limiter_for(app).states()
    except budget.BudgetUnknownError:
        return None
    if not {"client-day", "user-hour", "upload-hour"} <= states.keys():
        return None
    standing, now = strikes.standing(app), timezone.now()
    queue = queued.queue_of(app, now=now)
    return Situation(
        now=now,
        states=states,
        pace=ledger_lately.pace_of(app.pk),
        arrivals=ledger_lately.arrivals_of(app.pk, team_pk),
        slots=settings.DISPATCH_SLOTS,
        sweep_seconds=settings.SWEEP_SECONDS,
        upload_seconds=settings.IMGUR_UPLOAD_WINDOW_SECONDS,
        most_uploads=settings.IMGUR_UPLOADS_PER_HOUR,
        margin_percent=standing.margin_percent,
        stopped_until=standing.stopped_until,
        waiting=queue.waiting,
        under_way=queue.under_way,
        albums=queue.albums,
        caps=queue.caps,
    )


def _with(situation: Situation, asked: Asked, account: LinkedAccount, person: User | None) -> Situation:
    """The situation with what would be sent, at the end of its team's queue."""
    upload, album = kind_named(_UPLOAD), kind_named(_ALBUM)
    limits = caps.caps_of(team_pk=account.team_id, person_pk=person.pk if person else None)
    spent = {holder: (limit, caps.spent_today(account.app_id, holder)) for holder, limit in limits.items()}
    uploads = Waiting(
        team=account.team_id,
        weight=account.team.credit_weight,
        lane=sorted(Lane).index(Lane.UPLOAD),
        place=math.inf,
        cost=upload.cost,
        count=asked.uploads,
        size_bytes=asked.upload_bytes / max(asked.uploads, 1),
        is_upload=True,
        batch=_ASKED,
        holders=tuple(limits),
    )
    follows = replace(uploads, cost=album.cost, count=1, size_bytes=0.0, is_upload=False)
    return replace(
        situation,
        now=timezone.now(),
        waiting=[*situation.waiting, uploads] if asked.uploads else situation.waiting,
        albums={**situation.albums, _ASKED: follows} if asked.with_album else situation.albums,
        caps={**situation.caps, **spent},
    )
