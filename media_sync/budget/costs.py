"""What calls really cost, learned from Imgur's own figures where these differ from the documentation."""

import logging
from collections import Counter

from django.utils import timezone

from imgur import Call
from media_sync.budget.briefly import Briefly
from media_sync.models import ApiCall, LearnedCost

logger = logging.getLogger(__name__)

# Somebody else may use the application between two of our calls and be measured with them. So a figure counts only if
# it is most of the newest ones.
_NEWEST, _AGREE = 9, 5


def cost_of(call: Call, *, app_pk: int) -> int:
    """Credits to ask for: what was learned, else what is documented."""
    return _learned(app_pk).get((call.method, call.route), call.cost)


def learn(call: Call, *, app_pk: int) -> None:
    """Look at what the newest calls like ``call`` were measured to cost, and learn or unlearn from that."""
    alike = {"app_id": app_pk, "method": call.method, "route": call.route}
    # Of calls that failed Imgur may have counted something else.
    measured = ApiCall.objects.filter(**alike, credits_measured__isnull=False, error="").order_by("-pk")
    figures = Counter(measured.values_list("credits_measured", flat=True)[:_NEWEST]).most_common(1)
    figure, count = figures[0] if figures else (None, 0)
    if figure is None or count < _AGREE or figure > LearnedCost.MOST:
        return
    if figure == call.cost:
        _unlearn(alike)
    else:
        _keep(alike, figure, documented=call.cost)


def forget() -> None:
    """Look into the database again."""
    _learned.forget()


def _keep(alike: dict[str, object], figure: int, *, documented: int) -> None:
    values = {"cost": figure, "documented": documented, "learned_at": timezone.now()}
    known, is_new = LearnedCost.objects.get_or_create(**alike, defaults=values)
    if is_new or LearnedCost.objects.filter(pk=known.pk).exclude(cost=figure).update(**values):
        forget()
        logger.warning(
            "%(method)s %(route)s costs %(cost)s by Imgur's figures, not %(documented)s as documented.", alike | values
        )


def _unlearn(alike: dict[str, object]) -> None:
    gone, _ = LearnedCost.objects.filter(**alike).delete()
    if gone:
        forget()
        logger.warning("%(method)s %(route)s costs what is documented again.", alike)


def _look(app_pk: int) -> dict[tuple[str, str], int]:
    rows = LearnedCost.objects.filter(app=app_pk).order_by().values_list("method", "route", "cost")
    return {(method, route): cost for method, route, cost in rows}


_learned = Briefly(_look, seconds=30)
