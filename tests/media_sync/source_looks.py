"""Looks at a watched source, for tests."""

from media_sync.models import Board, SyncRun, WatchedSource
from media_sync.services.looking import runs


def look(source: WatchedSource) -> SyncRun:
    """A look from its beginning to where it ends or waits."""
    run = runs.start(source.schedule)
    runs.go_on(run.pk)
    run.refresh_from_db()
    source.refresh_from_db()
    return run


def titles(board: Board) -> list[str | None]:
    return [item.title for item in board.items.newest()]
