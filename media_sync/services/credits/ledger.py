"""Who spent what for what: sums over the ledger, whether its calls are still single or rolled up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import TruncHour

from accounts.models import ImgurApp, Team, User
from media_sync.models import ApiCall, ApiCallHour

Group = Literal["team", "person", "account", "lane", "purpose", "method", "route", "hour"]
_SUMS = ("sum_calls", "sum_failures", "sum_asked", "sum_charged", "sum_ms", "max_ms")


@dataclass(slots=True, kw_only=True)
class Spent:
    """What the calls of one group come to. ``of`` says which: a value for each group asked for; of team, person and
    account the number (None where they are gone), of the hour its beginning.
    """

    of: dict[str, Any]
    calls: int = 0
    failures: int = 0
    credits_asked: int = 0
    credits_charged: int = 0
    duration_ms: int = 0
    slowest_ms: int = 0


def spent_by_teams_of(
    user: User, *, by: Sequence[Group], since: datetime, until: datetime, team: Team | None = None
) -> list[Spent]:
    """What the teams that ``user`` belongs to (or ``team`` alone, if it is one of them) spent, group by group, from
    ``since`` to before ``until``; one query. Older calls count with their whole hour, by its beginning.
    """
    calls, hours = ApiCall.objects.visible_to(user), ApiCallHour.objects.visible_to(user)
    if team is not None:
        calls, hours = calls.filter(team=team), hours.filter(team=team)
    return _sums(calls, hours, by=by, since=since, until=until)


def spent_of_app(app: ImgurApp, *, by: Sequence[Group], since: datetime, until: datetime) -> list[Spent]:
    """What everybody spent of an application's credits: for admins. Otherwise like ``spent_by_teams_of``."""
    calls, hours = ApiCall.objects.filter(app=app), ApiCallHour.objects.filter(app=app)
    return _sums(calls, hours, by=by, since=since, until=until)


def _sums(
    calls: QuerySet[ApiCall], hours: QuerySet[ApiCallHour], *, by: Sequence[Group], since: datetime, until: datetime
) -> list[Spent]:
    if not by or not set(by) <= set(get_args(Group)):
        raise ValueError(f"The ledger is summed by some of {', '.join(get_args(Group))}.")
    single = (
        calls.filter(made_at__gte=since, made_at__lt=until)
        .annotate(by_hour=TruncHour("made_at", tzinfo=UTC))
        .order_by()
        .values(*_columns(by))
        .annotate(
            sum_calls=Count("pk"),
            sum_failures=Count("pk", filter=~Q(error="")),
            sum_asked=Sum("credits_asked"),
            sum_charged=Sum("credits_charged"),
            sum_ms=Sum("duration_ms"),
            max_ms=Max("duration_ms"),
        )
    )
    rolled_up = (
        hours.filter(hour__gte=since, hour__lt=until)
        .annotate(by_hour=TruncHour("hour", tzinfo=UTC))
        .order_by()
        .values(*_columns(by))
        .annotate(
            sum_calls=Sum("calls"),
            sum_failures=Sum("failures"),
            sum_asked=Sum("credits_asked"),
            sum_charged=Sum("credits_charged"),
            sum_ms=Sum("duration_ms"),
            max_ms=Max("slowest_ms"),
        )
    )
    # One statement: calls that are rolled up at this moment are in one of the two, never in both or in none.
    columns = (*_columns(by), *_SUMS)
    return _merge(single.values_list(*columns).union(rolled_up.values_list(*columns), all=True), by)


def _columns(by: Sequence[Group]) -> list[str]:
    named = {"team": "team_id", "person": "person_id", "account": "account_id", "hour": "by_hour"}
    return [named.get(group, group) for group in by]


def _merge(rows: Iterable[tuple[Any, ...]], by: Sequence[Group]) -> list[Spent]:
    """The dearest first."""
    merged: dict[tuple[Any, ...], Spent] = {}
    for row in rows:
        key, (calls, failures, asked, charged, ms, slowest) = row[: len(by)], row[len(by) :]
        spent = merged.setdefault(key, Spent(of=dict(zip(by, key, strict=True))))
        spent.calls += calls
        spent.failures += failures
        spent.credits_asked += asked
        spent.credits_charged += charged
        spent.duration_ms += ms
        spent.slowest_ms = max(spent.slowest_ms, slowest)
    return sorted(merged.values(), key=lambda spent: (-spent.credits_charged, -spent.calls))
