"""Boards: what a team collects its sources' posts on."""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Team, User
from media_sync.models import AuditEntry, Board, BoardItem, SyncRun, SyncSchedule
from media_sync.services.looking import runs

_ITEMS_AT_A_TIME = 200


@transaction.atomic
def create(team: Team, *, title: str, by: User) -> Board:
    board = Board.objects.create(team=team, title=title, created_by=by)
    AuditEntry.objects.create(team=team, person=by, action="made a board", subject=title[:200])
    return board


@transaction.atomic
def rename(board: Board, *, title: str, by: User) -> None:
    before, board.title = board.title, title
    board.save(update_fields=["title"])
    AuditEntry.objects.create(
        team=board.team, person=by, action="renamed a board", subject=title[:200], details={"before": before}
    )


def delete(board: Board, *, by: User) -> None:
    """With its sources, its posts and their pictures. Originals that nothing else shows are left to the archive, which
    removes them after its grace time.
    """
    stop(SyncSchedule.objects.filter(source__board=board))
    # Little by little: a large board would hold the database, and all its rows in memory.
    while pks := list(BoardItem.objects.filter(board=board).values_list("pk", flat=True)[:_ITEMS_AT_A_TIME]):
        BoardItem.objects.filter(pk__in=pks).delete()
    with transaction.atomic():
        AuditEntry.objects.create(team=board.team, person=by, action="deleted a board", subject=board.title[:200])
        board.delete()


def stop(schedules: QuerySet[SyncSchedule]) -> None:
    """No more looks: those under way find that they are cancelled before they keep anything else."""
    schedules.update(is_paused=True)
    for run in SyncRun.objects.unfinished().filter(schedule__in=schedules):
        runs.cancel(run)
