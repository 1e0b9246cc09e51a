"""Taking what a call costs out of all windows that concern it, or out of none."""

from django.db import connection

from sandbox.database import write
from sandbox.limits import tally
from sandbox.limits.windows import Caller, Kind, Window, read
from sandbox.models import RateWindow

REQUEST_COST = 1
UPLOAD_COST = 10

# New and known windows alike.
_SAVE = (
    "INSERT INTO sandbox_ratewindow (kind, key, started_at, used, is_exhausted) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT (kind, key) DO UPDATE SET started_at = excluded.started_at, used = excluded.used,"
    " is_exhausted = excluded.is_exhausted"
)


class OverLimitError(Exception):
    """``window`` has no room for the call; nothing was taken. ``windows`` are all that concern it, as they stand."""

    def __init__(self, window: Window, windows: dict[Kind, Window]) -> None:
        self.window, self.windows = window, windows
        self.kind = Kind(window.row.kind)
        super().__init__(f"{self.kind.label} is used up for another {window.seconds_left} seconds")


def charge(caller: Caller, *, cost: int, is_post: bool, is_upload: bool) -> dict[Kind, Window]:
    """Take ``cost`` credits, and a POST and an upload where it is one, and answer how the windows stand then.

    One transaction with the write lock from its beginning, so concurrent calls never take the same credit. Raises
    OverLimitError and takes nothing when any of the windows has no room. A cost of 0 opens no window.
    """
    if cost == 0:
        return standing(caller)
    takes = {Kind.MONTH: 0, Kind.CLIENT_DAY: cost, Kind.USER_HOUR: cost}
    if is_post:
        takes[Kind.POST_HOUR] = 1
    if is_upload:
        takes[Kind.UPLOAD_HOUR] = 1
    refusal = None
    with write():
        windows = read(caller, list(takes))
        refusal = next((windows[kind] for kind in takes if _has_no_room(windows[kind], takes[kind])), None)
        if refusal is None:
            for kind, amount in takes.items():
                windows[kind].row.used += amount
        changed = _note_exhausted_day(windows, refusal)
        if refusal is None:
            changed.extend(windows[kind].row for kind, amount in takes.items() if amount)
            tally.count(tally.Kind.CREDITS, "spent", cost)
        else:
            tally.count(tally.Kind.REFUSAL, refusal.row.kind)
        _save(changed)
    if refusal is not None:
        raise OverLimitError(refusal, windows)
    return windows


def standing(caller: Caller) -> dict[Kind, Window]:
    """How the credit windows stand, without taking anything."""
    return read(caller, [Kind.CLIENT_DAY, Kind.USER_HOUR])


def _has_no_room(window: Window, amount: int) -> bool:
    if window.row.kind == Kind.MONTH:
        return window.remaining == 0
    return window.remaining < amount


def _note_exhausted_day(windows: dict[Kind, Window], refusal: Window | None) -> list[RateWindow]:
    """Count the day towards the month's block when its last credit went, or when a call did not fit any more."""
    day, month = windows[Kind.CLIENT_DAY], windows[Kind.MONTH]
    if day.row.is_exhausted or (day.remaining > 0 and refusal is not day):
        return []
    day.row.is_exhausted = True
    month.row.used += 1
    return [month.row] if refusal is None else [day.row, month.row]


def _save(rows: list[RateWindow]) -> None:
    with connection.cursor() as cursor:
        for row in rows:
            cursor.execute(_SAVE, [row.kind, row.key, row.started_at, row.used, row.is_exhausted])
