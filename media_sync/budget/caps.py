"""Caps: the credits that a team, or a person for a team, may use a day (UTC) of one application.

Their holders are named "team:7" and "person:12@7"; what a person spends for another team is that team's matter.
"""

from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, OuterRef, Subquery, Sum, When
from django.utils import timezone

from accounts.models import Membership, Team
from media_sync.kinds.base import all_kinds
from media_sync.models import ApiCall, Operation


def holder_of_team(team_pk: int) -> str:
    return f"team:{team_pk}"


def holder_of_member(person_pk: int, team_pk: int) -> str:
    return f"person:{person_pk}@{team_pk}"


def caps_of(*, team_pk: int, person_pk: int | None) -> dict[str, int]:
    """The caps that a call counts against, by holder. Looked up anew each time: an owner's change counts at once."""
    members = Membership.objects.filter(team=OuterRef("pk"), user=person_pk)
    found = Team.objects.filter(pk=team_pk).values_list("daily_credits", Subquery(members.values("daily_credits")))
    of_team, of_member = found.first() or (None, None)
    caps: dict[str, int] = {}
    if of_team is not None:
        caps[holder_of_team(team_pk)] = of_team
    if of_member is not None and person_pk is not None:
        caps[holder_of_member(person_pk, team_pk)] = of_member
    return caps


def spent_today(app_pk: int, holder: str) -> int:
    """Credits of the application that ``holder`` has used since midnight (UTC), by the ledger; operations that are out
    at this moment count as spent.
    """
    whose = _whose(holder)
    midnight = datetime.combine(timezone.now().astimezone(UTC).date(), datetime.min.time(), UTC)
    calls = ApiCall.objects.filter(app=app_pk, made_at__gte=midnight, team=whose["team"])
    out = Operation.objects.filter(
        account__app=app_pk, team=whose["team"], state=Operation.State.RUNNING, sending_at__isnull=False
    )
    if "person" in whose:
        calls, out = calls.filter(person=whose["person"]), out.filter(requested_by=whose["person"])
    cost = Case(*(When(kind=kind.name, then=kind.cost) for kind in all_kinds()), default=1)
    charged: int = calls.aggregate(sum=Sum("credits_charged", default=0))["sum"]
    under_way: int = out.aggregate(sum=Sum(cost, default=0))["sum"]
    return charged + under_way


def _whose(holder: str) -> dict[str, Any]:
    kind, _, rest = holder.partition(":")
    if kind == "team":
        return {"team": int(rest)}
    if kind == "person":
        person, _, team = rest.partition("@")
        return {"person": int(person), "team": int(team)}
    raise ValueError(f"Nobody knows what {holder!r} has spent.")
