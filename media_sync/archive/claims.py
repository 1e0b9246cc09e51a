"""Which downloads a worker takes: a few at once, so that small files cost little, and never more workers than may.
Teams take turns, so that one which mirrors a hundred thousand pictures holds up nobody else's.

A claim is one token on all of its rows; the rows that run under one token are one worker's.
"""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Team
from media_sync.models import OriginalFetch
from media_sync.services import leases
from media_sync.services.archive.fetches import SOMEBODY_WAITS

State = OriginalFetch.State

# As many rows, and as many bytes by Imgur's own word, as a claim holds at most; a large file is a claim alone.
_MOST_ROWS, _MOST_BYTES = 16, 8 * 1024 * 1024
# Some three hours with the pauses between them; then a person presses a button.
ATTEMPTS_BEFORE_FAILING = 8


def claim_some() -> list[OriginalFetch]:
    """Take due downloads of the team whose turn it is for this worker, the most urgent first. Empty if none is due or
    all places are taken.
    """
    if _places_taken() >= settings.DOWNLOAD_SLOTS:
        return []
    now = timezone.now()
    # Usually the first team's; of one that has but a few left, another worker may just be taking them.
    of_each = (_claim_some_of(team_pk, now) for team_pk in _teams_in_turn(now))
    claimed: list[OriginalFetch] = next((some for some in of_each if some), [])
    # Two who came at the same moment may both have seen the last place free.
    if claimed and _places_taken() > settings.DOWNLOAD_SLOTS:
        release(claimed)
        return []
    return claimed


def _claim_some_of(team_pk: int, now: datetime) -> list[OriginalFetch]:
    with transaction.atomic():
        due = OriginalFetch.objects.due(now).filter(team=team_pk).select_for_update(skip_locked=True, of=("self",))
        sizes = due.values_list("pk", "attempts", "image__size_bytes", "picture__size_bytes")[:_MOST_ROWS]
        return _claim(OriginalFetch.objects.filter(pk__in=_as_many_as_fit(list(sizes))))


def _teams_in_turn(now: datetime) -> list[int]:
    """Teams that something is due for: those first in which somebody waits, of those the one that has the fewest
    places, and of those any. Within a team the most urgent comes first; among teams it would never let others have
    theirs healed while one mirrors much.
    """
    places = Counter(team for team, _ in _running().values_list("team", "lease_token").distinct())
    urgencies = list(_teams_due(now))
    random.shuffle(urgencies)
    return [pk for pk, urgency in sorted(urgencies, key=lambda of: (of[1] > SOMEBODY_WAITS, places[of[0]]))]


def _teams_due(now: datetime) -> QuerySet[Team, tuple[int, int]]:
    """Their numbers and how urgent the first of each is: one look into the index for a team, however much waits."""
    first = OriginalFetch.objects.due(now).filter(team=OuterRef("pk")).values("priority")[:1]
    teams = Team.objects.annotate(urgency=Subquery(first)).filter(urgency__isnull=False)
    return teams.order_by().values_list("pk", "urgency")


def claim_one(fetch_pk: int) -> OriginalFetch | None:
    """Take this one download whether it is due or not, for somebody who waits; None if a worker has it already."""
    waiting = OriginalFetch.objects.filter(pk=fetch_pk, state=State.WAITING)
    return next(iter(_claim(waiting)), None)


def release(fetches: Sequence[OriginalFetch]) -> None:
    """Give back what was not begun."""
    for token in {fetch.lease_token for fetch in fetches}:
        rows = OriginalFetch.objects.filter(pk__in=[fetch.pk for fetch in fetches], lease_token=token)
        rows.filter(state=State.RUNNING).update(state=State.WAITING, lease_token="", lease_until=None)


def take_up_abandoned() -> int:
    """Downloads whose worker has vanished wait again, to go on at the byte where they stopped. Returns how many.

    It counts as an attempt: a file that ends its worker must not do so for ever.
    """
    abandoned = OriginalFetch.objects.abandoned(timezone.now())
    failed = abandoned.filter(attempts__gte=ATTEMPTS_BEFORE_FAILING).update(
        state=State.FAILED, lease_token="", lease_until=None, finished_at=timezone.now(),
        last_error="The worker that fetched it vanished again and again.",
    )  # fmt: skip
    return failed + abandoned.update(
        state=State.WAITING, lease_token="", lease_until=None, not_before=None, attempts=F("attempts") + 1
    )


def workers_wanted() -> int:
    """How many more workers have something to do now: free places, and no more than there are claims."""
    free = settings.DOWNLOAD_SLOTS - _places_taken()
    if free <= 0:
        return 0
    due = OriginalFetch.objects.due(timezone.now()).order_by()
    return len(due.values_list("pk")[:free])


def _places_taken() -> int:
    return _running().values("lease_token").distinct().count()


def _running() -> QuerySet[OriginalFetch]:
    return OriginalFetch.objects.filter(state=State.RUNNING)


def _claim(waiting: QuerySet[OriginalFetch]) -> list[OriginalFetch]:
    now, token = timezone.now(), leases.new_token()
    taken = waiting.filter(state=State.WAITING).update(
        state=State.RUNNING, lease_token=token, lease_until=leases.until(now), not_before=None, reason=""
    )
    if not taken:
        return []
    rows = OriginalFetch.objects.filter(lease_token=token, state=State.RUNNING)
    return list(rows.select_related("image__original", "picture__original").order_by("priority", "pk"))


def _as_many_as_fit(rows: Sequence[tuple[int, int, int | None, int | None]]) -> list[int]:
    """Of (number, attempts, bytes of an image, of a picture). What was tried before is a claim alone: should it end its
    worker, it takes no others with it.
    """
    picked: list[int] = []
    total = 0
    for pk, attempts, of_image, of_picture in rows:
        total += of_image or of_picture or 0
        if picked and (attempts or total > _MOST_BYTES):
            break
        picked.append(pk)
        if attempts:
            break
    return picked
