"""Watched sources as pages show them: what people call them, how they stand, and when they are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Max
from django.utils import timezone

from media_sync.models import Board, SyncRun, SyncSchedule, WatchedSource
from media_sync.services.looking import schedules
from media_sync.services.watching.source_plans import SECTIONS, WINDOWS, orders_of
from media_sync.sync.parts import steps_of
from media_sync.sync.sources.prices import price_of_look
from portal.findings import found_by

Kind = WatchedSource.Kind
Tone = Literal["good", "wait", "fail", "gone", ""]
_ICONS = {
    Kind.ALBUM: "album",
    Kind.SECTION: "gallery",
    Kind.SUBREDDIT: "users",
    Kind.TAG: "tag",
    Kind.SEARCH: "search",
    Kind.USER: "user",
}


def name_of_source(source: WatchedSource) -> str:
    """What people call it: "r/lakes", "#lakes", "posts of lanternfall", "album “Lakes”"."""
    return f"album “{source.title}”" if source.title else name_of(source.kind, source.address)


def name_of(kind: str, address: str) -> str:
    """The same by its address alone."""
    match Kind(kind):
        case Kind.ALBUM:
            return f"album {address}"
        case Kind.SECTION:
            return f"gallery: {SECTIONS[address].lower()}"
        case Kind.SUBREDDIT:
            return f"r/{address}"
        case Kind.TAG:
            return f"#{address}"
        case Kind.SEARCH:
            return f"search for “{address}”"
        case Kind.USER:
            return f"posts of {address}"


def name_of_schedule(schedule: SyncSchedule) -> str:
    """What people call what it looks at: "r/lakes", or "lanternfall: Albums and images"."""
    return name_of_source(schedule.source) if schedule.source else str(schedule)


@dataclass(frozen=True)
class SourceLine:
    """One source of a board with its newest look."""

    source: WatchedSource
    schedule: SyncSchedule
    run: SyncRun | None

    @property
    def name(self) -> str:
        return name_of_source(self.source)

    @property
    def icon(self) -> str:
        return _ICONS[Kind(self.source.kind)]

    @property
    def order(self) -> str:
        """In which order its list is read, in words; "" for an album."""
        order = orders_of(self.source.kind, self.source.address).get(self.source.sort, "")
        window = WINDOWS.get(self.source.options.get("window", ""), "")
        return f"{order} {window}".strip()

    @property
    def cadence(self) -> str:
        return schedules.CADENCES.get(self.schedule.chosen_seconds, "at times of its own")

    @property
    def is_under_way(self) -> bool:
        """Whether the page looks again by itself: something happens now."""
        return self.run is not None and not self.run.is_final and not self._waits

    @property
    def state(self) -> tuple[Tone, str, str]:
        """Tone, icon and word."""
        if self.run and not self.run.is_final:
            return ("wait", "clock", "waits") if self._waits else ("good", "sync", "under way")
        if self.schedule.is_paused:
            return "", "pause", "paused"
        if self.run and self.run.state == SyncRun.State.FAILED:
            return "fail", "alert", "failed"
        if self.source.missing_since:
            return "gone", "ghost", "not there"
        return ("good", "check", "works") if self.run else ("", "clock", "new")

    @property
    def tone(self) -> Tone:
        return self.state[0]

    @property
    def sentence(self) -> str:
        """What a person has to know: what it does, why it waits, what went wrong. "" when all is well."""
        if self.run and not self.run.is_final:
            return self.run.reason if self._waits else self._doing
        if self.run and self.run.state == SyncRun.State.FAILED:
            return self.run.last_error
        return f"{self.source.missing_reason} What it has brought stays." if self.source.missing_since else ""

    @property
    def found(self) -> str:
        """What the newest look has found."""
        return found_by(self.run) if self.run else ""

    @property
    def next_at(self) -> datetime | None:
        """When it is looked at next, if nobody asks for it earlier; None while it is paused or looked at."""
        if self.schedule.is_paused or (self.run and not self.run.is_final):
            return None
        clock = self.schedule.periodic_task
        rang_at = (clock and clock.last_run_at) or self.schedule.created_at
        return max(rang_at + self.schedule.every, timezone.now())

    @property
    def spent_today(self) -> int:
        return self.schedule.spent_today()

    @property
    def most_credits(self) -> int:
        """What a look costs at most."""
        return price_of_look(self.source.kind, self.source.depth_pages).credits

    @property
    def _waits(self) -> bool:
        run = self.run
        return bool(run and run.state == SyncRun.State.QUEUED and run.not_before and run.not_before > timezone.now())

    @property
    def _doing(self) -> str:
        step = self.run.step if self.run else ""
        return next((f"Just now: {one.title}." for one in steps_of("source") if one.name == step), "About to begin.")


def lines_of(board: Board) -> list[SourceLine]:
    """All sources of a board; those that need a person stand first."""
    sources = list(board.sources.select_related("schedule__periodic_task"))
    lines = [
        SourceLine(source, source.schedule, run)
        for source, run in zip(sources, newest_runs([source.schedule for source in sources]), strict=True)
    ]
    return sorted(lines, key=lambda line: ("fail", "gone", "wait", "good", "").index(line.tone))


def newest_runs(of: Sequence[SyncSchedule]) -> list[SyncRun | None]:
    """The newest run of each schedule, or None."""
    newest = SyncRun.objects.filter(schedule__in=of).order_by().values("schedule").annotate(newest=Max("pk"))
    runs = {run.schedule_id: run for run in SyncRun.objects.filter(pk__in=newest.values("newest"))}
    return [runs.get(schedule.pk) for schedule in of]
