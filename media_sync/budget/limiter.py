"""The policy on top of the windows: who leaves how much to whom, and what a refusal by Imgur closes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import redis
from django.conf import settings

from accounts.models import ImgurApp
from imgur import RateLimitError, RateLimits, Window
from media_sync.budget.store import BudgetStore, Reservation
from media_sync.models import Lane

# Thousandths of a window that a lane leaves to those above it.
_LANE_RESERVE = {Lane.INTERACTIVE: 0, Lane.UPLOAD: 20, Lane.SYNC: 100, Lane.BACKFILL: 200}
# Imgur refused, though its figures show plenty: the address itself is unwelcome for a while.
_UNEXPLAINED_REFUSAL = timedelta(minutes=10)
# Imgur names the empty window but not its end: ask again by then.
_UNTOLD_RESET = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a call asks for: credits, in which lane, for which team, and which windows besides it touches."""

    cost: int
    lane: Lane
    team_pk: int | None
    is_post: bool = False
    is_upload: bool = False


class Limiter:
    """The budget of one application, as seen from this machine's egress address."""

    def __init__(self, store: BudgetStore, *, is_commercial: bool) -> None:
        self.store = store
        # Paid plans have no ceiling on POSTs.
        self._post_limit = 0 if is_commercial else settings.IMGUR_POSTS_PER_HOUR

    def reserve(self, claim: Claim) -> Reservation:
        """Take what ``claim`` asks for out of every window, or raise NoCreditsError or BudgetUnknownError and take
        none.
        """
        reserve = _LANE_RESERVE[claim.lane]
        return self.store.reserve(
            cost=claim.cost,
            now=datetime.now(UTC),
            is_post=claim.is_post,
            is_upload=claim.is_upload,
            # The strike guard holds for every lane.
            keep_day=min(1000, reserve + settings.IMGUR_DAY_MARGIN_PERCENT * 10),
            keep_hour=reserve,
            post_limit=self._post_limit,
        )

    def settle(self, reservation: Reservation, rate_limits: RateLimits, *, was_counted: bool = True) -> None:
        """Follow every answer. ``was_counted`` is false when the call never left or Imgur refused it for its limits."""
        self.store.settle(reservation, now=datetime.now(UTC), rate_limits=rate_limits, was_counted=was_counted)

    def refused(self, error: RateLimitError, figures: RateLimits) -> None:
        """Imgur said 429 in one of its shapes: shut the window for everybody, at once.

        ``figures`` are what Imgur tells of its windows now; they name the empty one where the refusal itself does not.
        """
        now = datetime.now(UTC)
        self.store.correct(figures, now=now)
        window = _window_that_is_empty(figures) if error.window == "unknown" else error.window
        if window is None:
            self.store.close("user-hour", until=now + _UNEXPLAINED_REFUSAL)
            return
        told = _by_name(figures).get(window)
        until = error.retry_at or (told.resets_at if told else None) or now + _UNTOLD_RESET
        self.store.close(window, until=max(until, now))


def _by_name(figures: RateLimits) -> dict[str, Window | None]:
    return {"client-day": figures.client, "user-hour": figures.user, "post-hour": figures.post}


def _window_that_is_empty(figures: RateLimits) -> str | None:
    for name, window in _by_name(figures).items():
        if window and window.remaining is not None and window.remaining <= 0:
            return name
    return None


def limiter_for(app: ImgurApp) -> Limiter:
    store = BudgetStore(app_pk=app.pk, egress=settings.IMGUR_EGRESS, client=redis_client())
    return Limiter(store, is_commercial=app.is_commercial)


@cache
def redis_client() -> redis.Redis:
    """One pool a process. Answers are awaited briefly: a page must not hang on a Redis that is away."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=3, socket_connect_timeout=1, health_check_interval=30, retry_on_timeout=False
    )
