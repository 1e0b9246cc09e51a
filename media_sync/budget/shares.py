"""Which part of a scarce window is whose: by the weights of the teams that use the application."""

from django.db.models import QuerySet

from accounts.models import LinkedAccount, Team
from media_sync.budget.briefly import Briefly


def share_of(team_pk: int, *, app_pk: int) -> int:
    """The team's part, in thousandths, among the teams that have a working account linked through the application."""
    weights = _weights(app_pk)
    if team_pk not in weights:
        weights = _weights.anew(app_pk)
    # A team whose last link has just broken may still try it once.
    own = weights.get(team_pk, 1)
    total = sum(weights.values()) if team_pk in weights else sum(weights.values()) + own
    return max(1, 1000 * own // total)


def forget() -> None:
    """Look into the database again."""
    _weights.forget()


def _look(app_pk: int) -> dict[int, int]:
    in_use: QuerySet[LinkedAccount] = LinkedAccount.objects.working().filter(app=app_pk)
    return dict(Team.objects.filter(pk__in=in_use.values("team")).order_by().values_list("pk", "credit_weight"))


_weights = Briefly(_look, seconds=60)
