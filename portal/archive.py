"""The archive page: how much of the team's pictures is kept, how well, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings

from accounts.models import Team, User
from media_sync.archive import pauses
from media_sync.models import Image, Original, OriginalFetch
from media_sync.services.archive import archive_health
from media_sync.services.archive.archive_health import Figures, Speed
from portal import paging

_ROWS = 40
_DAMAGED = 50

State = OriginalFetch.State


@dataclass(frozen=True)
class Damaged:
    """An original that is not as it was kept, a picture that shows it, and what happens about it."""

    original: Original
    fetch: OriginalFetch | None
    image: Image | None

    @property
    def happens(self) -> str:
        if self.fetch is None:
            return "Imgur has no picture with it any more. Restore it from a back-up, or upload the file once more."
        match self.fetch.state:
            case State.WAITING | State.RUNNING:
                return "It is being fetched from Imgur again."
            case State.REMOVED:
                return "Imgur has removed it. Restore it from a back-up, or upload the file once more."
            case State.KEPT:
                return "Imgur had other bytes when it was asked."
            case _:
                return f"It could not be fetched again: {self.fetch.last_error}"


@dataclass
class Archive:
    """``before`` is where the list of what is missing goes on."""

    team: Team
    user: User
    before: paging.Cursor | None = None

    @cached_property
    def figures(self) -> Figures:
        return archive_health.figures_of(self.team)

    @cached_property
    def speed(self) -> Speed:
        return archive_health.speed_of(self.team)

    @property
    def time_left(self) -> timedelta | None:
        """How long the rest takes at this speed; None if nothing comes at the moment."""
        return timedelta(seconds=60 * self.figures.under_way / self.speed.files) if self.speed.files else None

    @cached_property
    def paused_until(self) -> datetime | None:
        """Until when Imgur's file host is left alone, while something of this team waits for it."""
        return pauses.paused_until() if self.figures.under_way else None

    @property
    def percent_kept(self) -> float:
        return round(100 * self.figures.kept / self.figures.pictures, 1) if self.figures.pictures else 0

    @property
    def percent_read(self) -> int:
        return 100 * self.figures.read_lately // self.figures.contents if self.figures.contents else 0

    @property
    def verify_days(self) -> int:
        return settings.ARCHIVE_VERIFY_DAYS

    @cached_property
    def waiting(self) -> list[OriginalFetch]:
        """A few that wait with a reason, the next first."""
        rows = OriginalFetch.objects.of_team(self.team).filter(state=State.WAITING).exclude(reason="")
        return list(rows.select_related("image", "picture").order_by("not_before", "pk")[:5])

    @cached_property
    def damaged(self) -> list[Damaged]:
        if not self.figures.damaged:
            return []
        originals = archive_health.damaged_of(self.team, most=_DAMAGED)
        healing = archive_health.healing_of(originals, self.team)
        showing = Image.objects.filter(account__team=self.team, original__in=originals)
        images = {image.original_id: image for image in showing.order_by("-pk")[: 10 * _DAMAGED]}
        return [Damaged(one, healing.get(one.pk), images.get(one.pk)) for one in originals]

    @cached_property
    def missing(self) -> paging.Page[OriginalFetch]:
        """Downloads that have ended without an original, the newest first."""
        rows = OriginalFetch.objects.of_team(self.team).without_original()
        rows = rows.select_related("image__original", "picture__original", "picture__item")
        return paging.newest([rows], by="finished_at", before=self.before, size=_ROWS)

    @cached_property
    def may_edit(self) -> bool:
        return Team.objects.editable_by(self.user).filter(pk=self.team.pk).exists()

    @property
    def can_try_again(self) -> bool:
        return self.may_edit and bool(self.figures.by_state.get(State.FAILED))
