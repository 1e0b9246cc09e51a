"""The strike guard. Five days at the daily limit in a month, and Imgur blocks the application for the rest of it.

Each such day widens what is never spent of the days that follow; after the fourth nothing goes out until the month
(UTC) is over or an admin forgives a day.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from accounts.models import ImgurApp
from imgur import RateLimitError, RateLimits
from media_sync.budget.briefly import Briefly
from media_sync.models import StrikeDay

logger = logging.getLogger(__name__)

IMGUR_BLOCKS_AT = 5
STOPS_AT = 4
_WIDENS_BY_PERCENT = 2
# Imgur's day seldom ends at midnight. While nothing is left it is asked every few minutes, so what is seen again within
# this is the same day at the limit, on whatever date; but none lasts longer than a day.
_SEEN_AGAIN_WITHIN = timedelta(minutes=20)
_LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an application stands in this month. ``margin_percent`` of a day is never spent."""

    this_month: int
    margin_percent: int
    stopped_until: datetime | None = None


def standing(app: ImgurApp) -> Standing:
    """As of the last few seconds."""
    known = _standings(app.pk)
    # What is refused because of a stop waits for weeks, so a stop that was lifted elsewhere must be seen at once.
    return _standings.anew(app.pk) if known.stopped_until else known


def notice(app: ImgurApp, figures: RateLimits, *, refusal: RateLimitError | None = None) -> None:
    """Write a strike down where ``figures`` or ``refusal`` tell that the day is used up; one a day, whoever sees it.

    The call that told has happened, so a database that does not answer is logged, not raised.
    """
    is_refused = refusal is not None and refusal.window == "client-day"
    is_spent = figures.client is not None and figures.client.is_exhausted and figures.client.limit != 0
    if not is_refused and not is_spent:
        return
    # A refusal that names no window is explained by the figures.
    is_refused = is_refused or (refusal is not None and refusal.window == "unknown")
    how = StrikeDay.How.REFUSED if is_refused else StrikeDay.How.SPENT
    try:
        _write_down(app, how, timezone.now())
    except DatabaseError:
        logger.exception("A day at Imgur's limit could not be written down.")


def forget() -> None:
    """Look into the database again."""
    _standings.forget()


def _write_down(app: ImgurApp, how: StrikeDay.How, now: datetime) -> None:
    seen = {"last_seen_at": now, **({"how": how} if how == StrikeDay.How.REFUSED else {})}
    same = Q(last_seen_at__gt=now - _SEEN_AGAIN_WITHIN, noticed_at__gt=now - _LONGEST)
    today = now.astimezone(UTC).date()
    if StrikeDay.objects.filter(Q(happened_on=today) | same, app=app).update(**seen):
        return
    strike, is_new = StrikeDay.objects.get_or_create(
        app=app, happened_on=today, defaults={"how": how, "noticed_at": now, "last_seen_at": now}
    )
    if not is_new:
        return
    forget()
    stands = standing(app)
    logger.error(
        "%s: day %d of this month at Imgur's daily limit (%s). At %d nothing goes out any more, at %d Imgur blocks it.",
        app, stands.this_month, strike.get_how_display(), STOPS_AT, IMGUR_BLOCKS_AT,
    )  # fmt: skip


def _look(app_pk: int) -> Standing:
    today = timezone.now().astimezone(UTC).date()
    first = today.replace(day=1)
    # A month has few days, and pages that ask for this count nothing.
    days = StrikeDay.objects.filter(app=app_pk, happened_on__gte=first, forgiven_at=None)
    strikes = len(days.values_list("pk", flat=True))
    if strikes >= STOPS_AT:
        return Standing(strikes, 100, _midnight(_first_of_next_month(first)))
    return Standing(strikes, min(100, settings.IMGUR_DAY_MARGIN_PERCENT + strikes * _WIDENS_BY_PERCENT))


def _first_of_next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


_standings = Briefly(_look, seconds=15)
