"""What the ledger tells about the near future: how long uploads take, and how much others ask for."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import LinkedAccount
from media_sync.budget.briefly import Briefly
from media_sync.forecast import Arrivals, Pace, learn
from media_sync.models import ApiCall, Lane

_UPLOAD = "image.upload"
_NEWEST = 200
_PACE_OF = timedelta(days=7)
_SECONDS = 60


def pace_of(app_pk: int) -> Pace:
    """As of the last minute."""
    return _paces(app_pk)


def arrivals_of(app_pk: int, team_pk: int) -> Arrivals:
    """What teams other than ``team_pk`` upload and everybody reads an hour: as on average in the last day, or as in the
    last hour if that is more.
    """
    return _arrivals((app_pk, team_pk))


def forget() -> None:
    _paces.forget()
    _arrivals.forget()


def _look_at_pace(app_pk: int) -> Pace:
    went_well = ApiCall.objects.filter(app=app_pk, purpose=_UPLOAD, method="POST", error="")
    newest = went_well.filter(made_at__gt=timezone.now() - _PACE_OF).order_by("-made_at")
    rows = newest.values_list("operation__files__size_bytes", "duration_ms")[:_NEWEST]
    return learn([(size, ms / 1000) for size, ms in rows if size is not None])


def _look_at_arrivals(key: tuple[int, int]) -> Arrivals:
    app_pk, team_pk = key
    now = timezone.now()
    this_hour = Q(made_at__gt=now - timedelta(hours=1))
    uploads, reads = Q(purpose=_UPLOAD, method="POST") & ~Q(team=team_pk), Q(lane=Lane.INTERACTIVE)
    sums = ApiCall.objects.filter(app=app_pk, made_at__gt=now - timedelta(days=1)).aggregate(
        uploads_of_day=Count("pk", filter=uploads),
        uploads_of_hour=Count("pk", filter=uploads & this_hour),
        reads_of_day=Count("pk", filter=reads),
        reads_of_hour=Count("pk", filter=reads & this_hour),
    )
    teams = LinkedAccount.objects.working().filter(app=app_pk).order_by().values("team").distinct()
    return Arrivals(
        uploads=max(sums["uploads_of_day"] / 24, sums["uploads_of_hour"]),
        reads=max(sums["reads_of_day"] / 24, sums["reads_of_hour"]),
        teams=max(1, len(teams)),
    )


_paces = Briefly(_look_at_pace, seconds=_SECONDS)
_arrivals = Briefly(_look_at_arrivals, seconds=_SECONDS)
