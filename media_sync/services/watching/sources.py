"""Watched sources: adding them to a board, changing, pausing and removing them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import ImgurApp, Team, User
from accounts.services.apps import default_app
from media_sync.models import AuditEntry, Board, BoardPicture, SyncRun, SyncSchedule, WatchedSource
from media_sync.services.archive import fetches
from media_sync.services.looking import runs, schedules
from media_sync.services.watching import boards
from media_sync.services.watching.source_addresses import Wanted

_PICTURES_AT_A_TIME = 1000


class EqualSourceError(Exception):
    """The board has such a source already: ``source``."""

    def __init__(self, source: WatchedSource) -> None:
        self.source = source
        super().__init__(f"{source.board} watches this already.")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a source is looked at. ``chosen_seconds`` None: as often as something is new."""

    options: dict[str, Any]
    depth_pages: int
    keeps_originals: bool
    chosen_seconds: int | None
    credits_per_day: int


def app_for(team: Team) -> ImgurApp:
    """The application whose credits the team's sources are read with: that of its linked accounts, else one of its own,
    else everybody's. Raises NoImgurAppError.
    """
    account = team.linked_accounts.working().select_related("app").order_by("pk").first()
    return account.app if account else team.imgur_apps.order_by("pk").first() or default_app()


@transaction.atomic
def add(board: Board, wanted: Wanted, plan: Plan, *, by: User) -> WatchedSource:
    """Watch it from now on; the first look is asked for at once. Raises EqualSourceError and NoImgurAppError."""
    _refuse_equal(board, wanted.kind, wanted.address, plan.options)
    source = WatchedSource(
        board=board, app=app_for(board.team), kind=wanted.kind, address=wanted.address, created_by=by
    )
    _keep(source, plan)
    schedule = schedules.schedule_source(source, credits_per_day=plan.credits_per_day)
    _set_clock(schedule, plan, is_paused=False)
    runs.start(schedule, by=by)
    _note(source, "watches a source", by=by)
    return source


@transaction.atomic
def change(source: WatchedSource, plan: Plan, *, by: User) -> None:
    """Look at it in another way from now on. Raises EqualSourceError."""
    _refuse_equal(source.board, source.kind, source.address, plan.options, but=source)
    is_deeper = plan.depth_pages > source.depth_pages or plan.options != source.options
    source.wants_all_pages = source.wants_all_pages or is_deeper
    has_begun_to_keep = plan.keeps_originals and not source.keeps_originals
    _keep(source, plan)
    _set_clock(source.schedule, plan, is_paused=source.schedule.is_paused)
    if has_begun_to_keep:
        for pictures in _by_thousands(source):
            fetches.ask_for_pictures(pictures)
    _note(source, "changed a source", by=by)


def look_now(source: WatchedSource, *, by: User) -> SyncRun:
    """Ask for a look; the one that is under way, if there is one."""
    return runs.start(source.schedule, by=by)


@transaction.atomic
def pause(source: WatchedSource, *, by: User) -> None:
    """No looks until it goes on; one that is under way or waits is stopped, and what it has kept stays."""
    boards.stop(SyncSchedule.objects.filter(source=source))
    _tell_clock(source, is_paused=True)
    _note(source, "paused a source", by=by)


@transaction.atomic
def go_on(source: WatchedSource, *, by: User) -> None:
    """Look at it again, with its cadence."""
    _tell_clock(source, is_paused=False)
    _note(source, "lets a source go on", by=by)


def remove(source: WatchedSource, *, by: User) -> None:
    """Watch it no longer. What it has brought stays on the board."""
    boards.stop(SyncSchedule.objects.filter(source=source))
    with transaction.atomic():
        _note(source, "removed a source", by=by)
        source.delete()


def _refuse_equal(
    board: Board, kind: str, address: str, options: dict[str, Any], *, but: WatchedSource | None = None
) -> None:
    alike = board.sources.filter(kind=kind, address__iexact=address)
    for source in alike:
        if source == but:
            continue
        # An album's and a user's address say all; ids, unlike names, tell capitals apart.
        is_same = source.address == address or kind == WatchedSource.Kind.USER
        if is_same and (kind == WatchedSource.Kind.ALBUM or source.options == options):
            raise EqualSourceError(source)


def _keep(source: WatchedSource, plan: Plan) -> None:
    source.options, source.depth_pages = dict(sorted(plan.options.items())), plan.depth_pages
    source.keeps_originals = plan.keeps_originals
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError as error:  # somebody else added it at the same moment
        twin = source.board.sources.filter(kind=source.kind, address=source.address).exclude(pk=source.pk).first()
        if twin is None:
            raise
        raise EqualSourceError(twin) from error


def _set_clock(schedule: SyncSchedule, plan: Plan, *, is_paused: bool) -> None:
    schedules.change(
        schedule, is_paused=is_paused, chosen_seconds=plan.chosen_seconds, credits_per_day=plan.credits_per_day
    )


def _tell_clock(source: WatchedSource, *, is_paused: bool) -> None:
    schedule = SyncSchedule.objects.get(source=source)
    schedules.change(
        schedule,
        is_paused=is_paused,
        chosen_seconds=schedule.chosen_seconds,
        credits_per_day=schedule.credits_per_day,
    )


def _by_thousands(source: WatchedSource) -> Iterator[list[BoardPicture]]:
    """The pictures it has brought whose originals were never asked for."""
    found = BoardPicture.objects.filter(item__source=source, original=None, fetch=None, gone_at=None).iterator()
    while some := list(islice(found, _PICTURES_AT_A_TIME)):
        yield some


def _note(source: WatchedSource, action: str, *, by: User) -> None:
    details = {"board": source.board.title, "options": source.options}
    AuditEntry.objects.create(
        team=source.board.team, person=by, action=action, subject=str(source)[:200], details=details
    )
