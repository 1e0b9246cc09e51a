"""The windows that concern a call, and where they stand."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox import clock, switches
from sandbox.database import write
from sandbox.models import RateWindow

# An application that runs out of its day's credits on so many days of a month is refused until the month ends.
EXHAUSTED_DAYS_PER_MONTH = 5

Kind = RateWindow.Kind


@dataclass(frozen=True)
class Caller:
    """Whom a call is counted against. ``address`` is the IP address it comes from."""

    client_id: str
    address: str

    @property
    def key(self) -> str:
        return f"{self.client_id} {self.address}"


@dataclass
class Window:
    """One window as it stands: its row, its limit, and the moment it ends (epoch seconds)."""

    row: RateWindow
    limit: int
    ends_at: float

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.row.used)

    @property
    def seconds_left(self) -> int:
        """Whole seconds until it ends, at least one."""
        return max(1, math.ceil(self.ends_at - clock.now()))


def read(caller: Caller, kinds: list[Kind]) -> dict[Kind, Window]:
    """The windows of ``kinds`` for ``caller``; one that has ended, or never began, stands as just opened."""
    keys = {kind: _key(kind, caller) for kind in kinds}
    found = {(row.kind, row.key): row for row in _rows(keys)}
    return {kind: _standing(found.get((kind, key)), kind, key) for kind, key in keys.items()}


def all_open() -> list[Window]:
    """Every window that has not ended, for reports."""
    now = clock.now()
    rows = RateWindow.objects.exclude(kind=Kind.MONTH).order_by("kind", "key")
    standing = [_standing(row, Kind(row.kind), row.key) for row in rows]
    return [window for window in standing if window.row.pk and window.ends_at > now]


def reset() -> None:
    """Open all windows anew, and forget the days on which an application ran out of credits."""
    with write():
        RateWindow.objects.all().delete()


def _rows(keys: dict[Kind, str]) -> list[RateWindow]:
    pairs = ", ".join(["(%s, %s)"] * len(keys))
    return list(
        RateWindow.objects.raw(
            f"SELECT * FROM sandbox_ratewindow WHERE (kind, key) IN (VALUES {pairs})",  # noqa: S608  only placeholders
            [part for kind, key in keys.items() for part in (kind.value, key)],
        )
    )


def _standing(row: RateWindow | None, kind: Kind, key: str) -> Window:
    now = clock.now()
    if row is None:
        row = RateWindow(kind=kind, key=key, started_at=now)
    # A clock that was set back would leave a window that begins in the future.
    if _ends_at(row) <= now or row.started_at > now:
        row.started_at, row.used, row.is_exhausted = now, 0, False
    return Window(row=row, limit=_limit(kind), ends_at=_ends_at(row))


def _key(kind: Kind, caller: Caller) -> str:
    match kind:
        case Kind.CLIENT_DAY | Kind.MONTH:
            return caller.client_id
        case Kind.USER_HOUR | Kind.POST_HOUR:
            return caller.key
        case Kind.UPLOAD_HOUR:
            return caller.address


def _limit(kind: Kind) -> int:
    values = switches.current()
    return {
        Kind.MONTH: EXHAUSTED_DAYS_PER_MONTH,
        Kind.CLIENT_DAY: values.client_day,
        Kind.USER_HOUR: values.user_hour,
        Kind.POST_HOUR: values.post_hour,
        Kind.UPLOAD_HOUR: values.upload_hour,
    }[kind]


def _ends_at(row: RateWindow) -> float:
    values = switches.current()
    if row.kind == Kind.MONTH:
        began = datetime.fromtimestamp(row.started_at, UTC)
        year, month = divmod(began.year * 12 + began.month, 12)
        return datetime(year, month + 1, 1, tzinfo=UTC).timestamp()
    return row.started_at + (values.day_seconds if row.kind == Kind.CLIENT_DAY else values.hour_seconds)
