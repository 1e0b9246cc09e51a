"""How a team's archive is: figures over all of its pictures, its damage, and what could not be fetched."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from accounts.models import Team
from media_sync.models import BatchFile, BoardPicture, Image, Original, OriginalFetch

State = OriginalFetch.State

# Figures that took longer than this to add up are shown again for a while.
_SLOW_SECONDS, _REMEMBERED_SECONDS = 0.3, 60
# What "now" is for the speed of downloads.
_SPEED_SECONDS = 60


@dataclass(frozen=True)
class Holding:
    """The pictures of an account, or of all boards (``name`` is empty), and how many of their originals are kept."""

    name: str
    pictures: int
    kept: int

    @property
    def percent(self) -> int:
        return 100 * self.kept // self.pictures if self.pictures else 100


@dataclass(frozen=True)
class Figures:
    """``contents`` are originals, each counted once however many pictures show it. ``by_state`` are downloads."""

    holdings: list[Holding] = field(default_factory=list)
    contents: int = 0
    bytes: int = 0
    read_lately: int = 0
    last_read_at: datetime | None = None
    damaged: int = 0
    by_state: dict[str, int] = field(default_factory=dict)
    made_at: datetime = field(default_factory=timezone.now)

    @property
    def pictures(self) -> int:
        return sum(holding.pictures for holding in self.holdings)

    @property
    def kept(self) -> int:
        return sum(holding.kept for holding in self.holdings)

    @property
    def under_way(self) -> int:
        return self.by_state.get(State.WAITING, 0) + self.by_state.get(State.RUNNING, 0)

    @property
    def lost(self) -> int:
        """Pictures whose originals are not to be had as things are."""
        return sum(self.by_state.get(state, 0) for state in OriginalFetch.WITHOUT_ORIGINAL)


@dataclass(frozen=True)
class Speed:
    """What has come in the last minute."""

    files: int
    bytes: int

    @property
    def bytes_a_second(self) -> int:
        return self.bytes // _SPEED_SECONDS


def figures_of(team: Team) -> Figures:
    """The team's figures; of a large archive, those of a minute ago."""
    key = f"archive-figures-{team.pk}"
    known: Figures | None = cache.get(key)
    if known is not None:
        return known
    begun = time.monotonic()
    figures = _figures(team)
    if time.monotonic() - begun > _SLOW_SECONDS:
        cache.set(key, figures, _REMEMBERED_SECONDS)
    return figures


def speed_of(team: Team) -> Speed:
    """How fast the team's originals come at the moment."""
    since = timezone.now() - timedelta(seconds=_SPEED_SECONDS)
    lately = OriginalFetch.objects.of_team(team).filter(state=State.KEPT, finished_at__gte=since)
    sums = lately.aggregate(
        files=Count("pk"),
        of_images=Sum("image__original__size_bytes"),
        of_pictures=Sum("picture__original__size_bytes"),
    )
    return Speed(sums["files"], (sums["of_images"] or 0) + (sums["of_pictures"] or 0))


def originals_of(team: Team) -> QuerySet[Original]:
    """What pictures, boards and uploads of the team show; each once."""
    images = Image.objects.filter(account__team=team, original=OuterRef("pk"))
    pictures = BoardPicture.objects.filter(item__board__team=team, original=OuterRef("pk"))
    files = BatchFile.objects.filter(batch__team=team, original=OuterRef("pk"))
    return Original.objects.filter(Exists(images) | Exists(pictures) | Exists(files))


def damaged_of(team: Team, *, most: int) -> list[Original]:
    """The team's damaged originals, the newest damage first."""
    return list(originals_of(team).exclude(damage="").order_by("-damaged_at", "-pk")[:most])


def healing_of(originals: Iterable[Original], team: Team) -> dict[int, OriginalFetch]:
    """The download that is to heal each, by the original's number: one that is not over, if there is any."""
    pks = [original.pk for original in originals]
    rows = OriginalFetch.objects.of_team(team).filter(Q(image__original__in=pks) | Q(picture__original__in=pks))
    found: dict[int, OriginalFetch] = {}
    for fetch in rows.select_related("image__original", "picture__original"):
        shown = fetch.shown
        if shown and (shown.pk not in found or fetch.state in OriginalFetch.OPEN_STATES):
            found[shown.pk] = fetch
    return found


def _figures(team: Team) -> Figures:
    lately = timezone.now() - timedelta(days=settings.ARCHIVE_VERIFY_DAYS)
    contents = originals_of(team).aggregate(
        contents=Count("pk"),
        bytes=Sum("size_bytes"),
        last_read_at=Max("verified_at"),
        read_lately=Count("pk", filter=Q(verified_at__gte=lately, damage="")),
        damaged=Count("pk", filter=~Q(damage="")),
    )
    contents["bytes"] = contents["bytes"] or 0
    return Figures(holdings=list(_holdings(team)), by_state=_by_state(team), **contents)


def _holdings(team: Team) -> Iterable[Holding]:
    images = Image.objects.filter(account__team=team).order_by("account__username").values("account__username")
    for row in images.annotate(pictures=Count("pk"), kept=Count("original")):
        yield Holding(row["account__username"], row["pictures"], row["kept"])
    wanted = Q(original__isnull=False) | Q(fetch__isnull=False)
    boards = BoardPicture.objects.filter(wanted, item__board__team=team)
    sums = boards.aggregate(pictures=Count("pk"), kept=Count("original"))
    if sums["pictures"]:
        yield Holding("", sums["pictures"], sums["kept"])


def _by_state(team: Team) -> dict[str, int]:
    """By two questions, each of which begins at the team, and not by one that would look at every row."""
    counted: dict[str, int] = {}
    ways: tuple[dict[str, Any], ...] = ({"image__account__team": team}, {"picture__item__board__team": team})
    for way in ways:
        rows = OriginalFetch.objects.filter(**way).exclude(state=State.KEPT).order_by().values_list("state")
        for state, count in rows.annotate(Count("pk")):
            counted[state] = counted.get(state, 0) + count
    return counted
