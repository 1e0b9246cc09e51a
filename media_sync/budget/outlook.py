"""What a page says about the budget."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from accounts.models import ImgurApp
from media_sync.budget.errors import BudgetUnknownError
from media_sync.budget.limiter import limiter_for
from media_sync.budget.store import WindowState


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Credits that can be spent now: of the tightest window. None where nothing is known."""

    remaining: int | None
    limit: int | None
    resets_at: datetime | None
    window: str
    uploads_remaining: int | None = None
    uploads_limit: int | None = None

    @property
    def share_left(self) -> int:
        """0 to 100."""
        return round(100 * (self.remaining or 0) / self.limit) if self.limit else 0


_UNKNOWN = Outlook(remaining=None, limit=None, resets_at=None, window="")


def outlook(app: ImgurApp) -> Outlook:
    """Never raises: without Redis, everything is unknown."""
    try:
        states = limiter_for(app).states()
    except BudgetUnknownError:
        return _UNKNOWN
    day, hour, uploads = states.get("client-day"), states.get("user-hour"), states.get("upload-hour")
    if day is None or hour is None or uploads is None:
        return _UNKNOWN
    name, window = min((("client-day", _without_margin(day)), ("user-hour", hour)), key=lambda pair: pair[1].remaining)
    return Outlook(
        remaining=window.remaining,
        limit=window.limit,
        resets_at=window.closed_until or window.resets_at,
        window=name,
        uploads_remaining=uploads.remaining,
        uploads_limit=uploads.limit,
    )


def _without_margin(day: WindowState) -> WindowState:
    """The day as it may be spent: its last few per cent never are."""
    margin = day.limit * settings.IMGUR_DAY_MARGIN_PERCENT // 100
    return WindowState(day.limit - margin, day.spoken_for, day.resets_at, day.closed_until)
