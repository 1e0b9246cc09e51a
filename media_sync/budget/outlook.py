"""What a page says about the budget."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from accounts.models import ImgurApp
from media_sync.budget import strikes
from media_sync.budget.errors import BudgetUnknownError
from media_sync.budget.limiter import limiter_for
from media_sync.budget.store import WindowState


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Credits that can be spent now: of the tightest window. None where nothing is known.

    ``margin_percent`` of the day is never spent; it has widened with each of ``strikes``, the days of this month at
    Imgur's daily limit. ``window`` is "strikes" while nothing goes out because of them. ``states`` are all windows
    that are known.
    """

    remaining: int | None
    limit: int | None
    resets_at: datetime | None
    window: str
    margin_percent: int = 0
    strikes: int = 0
    states: Mapping[str, WindowState] = field(default_factory=dict)

    @property
    def share_left(self) -> int:
        """0 to 100."""
        return round(100 * (self.remaining or 0) / self.limit) if self.limit else 0


def outlook(app: ImgurApp) -> Outlook:
    """Never raises for want of Redis: everything is then unknown, but for the strikes."""
    standing = strikes.standing(app)
    try:
        states = limiter_for(app).states()
    except BudgetUnknownError:
        states = {}
    unknown = Outlook(
        remaining=None,
        limit=None,
        resets_at=None,
        window="",
        margin_percent=standing.margin_percent,
        strikes=standing.this_month,
        states=states,
    )
    day, hour = states.get("client-day"), states.get("user-hour")
    if standing.stopped_until:
        limit = day.limit if day else None
        return replace(unknown, remaining=0, limit=limit, resets_at=standing.stopped_until, window="strikes")
    if day is None or hour is None:
        return unknown
    spendable = _without_margin(day, standing.margin_percent)
    name, window = min((("client-day", spendable), ("user-hour", hour)), key=lambda pair: _open_credits(pair[1]))
    return replace(
        unknown,
        remaining=_open_credits(window),
        limit=window.limit,
        resets_at=window.closed_until or window.resets_at,
        window=name,
    )


def _open_credits(window: WindowState) -> int:
    """Of a window that Imgur has shut nothing can be spent, whatever its figures say."""
    return 0 if window.closed_until else window.remaining


def _without_margin(day: WindowState, percent: int) -> WindowState:
    """The day as it may be spent: its last few per cent never are."""
    margin = day.limit * percent // 100
    return WindowState(day.limit - margin, day.spoken_for, day.resets_at, day.closed_until)
