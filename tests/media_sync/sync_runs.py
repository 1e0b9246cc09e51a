"""A schedule and its runs, for tests of the mirror."""

from datetime import UTC, datetime

from media_sync.models import SyncRun, SyncSchedule
from media_sync.services.looking import runs
from tests.fakes.imgur import FakeImgur


def look(schedule: SyncSchedule) -> SyncRun:
    """A whole run, done at once."""
    run = runs.start(schedule)
    runs.go_on(run.pk)
    run.refresh_from_db()
    return run


def fill(imgur: FakeImgur, *, albums: int = 2, each: int = 3, loose: int = 0) -> None:
    """An account's pictures of long ago, each a minute older than the one that was put after it."""
    number = albums * each + loose
    begin = int(datetime.now(UTC).timestamp()) - 90 * 86400
    images = [imgur.put_image(datetime=begin + 60 * at, name=f"picture-{at}.png") for at in range(number)]
    for at in range(albums):
        imgur.put_album(images[at * each : (at + 1) * each], datetime=begin + 60 * at)
