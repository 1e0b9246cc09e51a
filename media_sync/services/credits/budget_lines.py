"""Which application a team's credits are, and what of the team's waits for it: for the line on top of every page."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import ImgurApp, LinkedAccount, Team
from media_sync.models import Operation

# For these a person has to do something; no clock tells when they go on.
_FOR_A_PERSON = ("link", "admin")


@dataclass(frozen=True, slots=True, kw_only=True)
class AppInUse:
    """``waits_for``, ``until`` and ``reason`` are of the team's operation that goes on first, where one waits."""

    app: ImgurApp
    waits_for: str = ""
    until: datetime | None = None
    reason: str = ""


def app_in_use_by(team: Team) -> AppInUse | None:
    """The application of the team's working account that was linked last; the default one while there is none. None
    where no application is set up. One query.
    """
    accounts = LinkedAccount.objects.working().filter(team=team, app=OuterRef("pk")).order_by("-linked_at")
    waiting = (
        Operation.objects.filter(team=team, state=Operation.State.QUEUED, not_before__gt=timezone.now())
        .filter(account__app=OuterRef("pk"))
        .exclude(waits_for__in=_FOR_A_PERSON)
        .order_by("not_before")
    )
    app = (
        ImgurApp.objects.annotate(
            linked_last=Subquery(accounts.values("linked_at")[:1]),
            wait_until=Subquery(waiting.values("not_before")[:1]),
            wait_for=Subquery(waiting.values("waits_for")[:1]),
            wait_reason=Subquery(waiting.values("reason")[:1]),
        )
        .filter(Q(is_default=True) | Q(linked_last__isnull=False))
        .order_by(F("linked_last").desc(nulls_last=True), "pk")
        .first()
    )
    if app is None:
        return None
    return AppInUse(app=app, waits_for=app.wait_for or "", until=app.wait_until, reason=app.wait_reason or "")
