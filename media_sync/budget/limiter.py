"""The policy on top of the windows: who leaves how much to whom, and what a refusal by Imgur closes."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from django.conf import settings

from accounts.models import ImgurApp
from accounts.shared_redis import redis_client
from imgur import RateLimitError, RateLimits, Window
from media_sync.budget import caps, strikes
from media_sync.budget.errors import NoCreditsError
from media_sync.budget.store import BudgetStore, Reservation, Rules, UncountedError, WindowState
from media_sync.models import Lane

# The lanes as the scripts count them, from those who go first.
_LANES = {lane.value: number for number, lane in enumerate(sorted(Lane), start=1)}
# Imgur refused, though its figures show plenty: the address itself is unwelcome for a while.
_UNEXPLAINED_REFUSAL = timedelta(minutes=10)
# Imgur names the empty window but not its end: ask again by then.
_UNTOLD_RESET = timedelta(minutes=10)
# Imgur refuses, and tells an end that is past: at least this long, or every call would be refused anew.
_SHORTEST_REFUSAL = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a call asks for: credits, in which lane, for which team, and which windows besides it touches.

    ``share`` is the team's part, in thousandths, of what a scarce window keeps for people who wait. ``caps`` are the
    daily caps that it counts against: credits a day, by holder (media_sync/budget/caps.py).
    """

    cost: int
    lane: Lane
    team_pk: int | None
    is_post: bool = False
    is_upload: bool = False
    share: int = 1000
    caps: Mapping[str, int] = field(default_factory=dict)


class Limiter:
    """The budget of one application, as seen from this machine's egress address.

    Until ``stopped_until`` nothing goes out at all. ``clock`` tells epoch seconds. ``spent_today`` tells what the
    holder of a cap has spent since midnight (UTC), and is asked when Redis does not know.
    """

    def __init__(
        self,
        store: BudgetStore,
        *,
        stopped_until: datetime | None = None,
        spent_today: Callable[[str], int] = lambda _holder: 0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.store = store
        self._stopped_until = stopped_until
        self._spent_today = spent_today
        self._clock = clock

    def reserve(self, claim: Claim) -> Reservation:
        """Take what ``claim`` asks for out of every window, or raise NoCreditsError or BudgetUnknownError and take
        none.
        """
        if self._stopped_until and self._now() < self._stopped_until:
            raise NoCreditsError(window="strikes", retry_at=self._stopped_until)
        for _ in claim.caps:
            try:
                return self._take(claim)
            except UncountedError as error:
                self.store.count_cap(error.holder, self._spent_today(error.holder), now_ms=self._now_ms())
        # Should one be forgotten again meanwhile, that is an unknown budget like any other.
        return self._take(claim)

    def _take(self, claim: Claim) -> Reservation:
        return self.store.reserve(
            claim.cost,
            _LANES[claim.lane.value],
            "upload" if claim.is_upload else "post" if claim.is_post else "",
            now_ms=self._now_ms(),
            team=claim.team_pk or 0,
            share=claim.share,
            caps=claim.caps,
        )

    def settle(self, reservation: Reservation, rate_limits: RateLimits, *, was_counted: bool = True) -> int | None:
        """Follow every answer. ``was_counted`` is false when the call never left or Imgur refused it for its limits.

        Returns what the call really took, where Imgur's figures show it; else None.
        """
        return self.store.settle(reservation, now_ms=self._now_ms(), rate_limits=rate_limits, was_counted=was_counted)

    def states(self) -> dict[str, WindowState]:
        """How the windows stand, by name; empty when nothing is known."""
        return self.store.states(now_ms=self._now_ms())

    def correct(self, figures: RateLimits) -> None:
        """Take figures that Imgur told without a call of ours."""
        self.store.correct(figures, now_ms=self._now_ms())

    def told_at(self) -> datetime | None:
        """When Imgur last told figures; None when nothing is known."""
        return self.store.told_at(now_ms=self._now_ms())

    def restore(self, windows: Mapping[str, WindowState], *, under_way: Sequence[tuple[int, bool]]) -> bool:
        """Begin anew with ``windows``, or answer False where they are known; ``under_way`` are (credits, is POST) of
        calls that are out.
        """
        return self.store.restore(windows, now_ms=self._now_ms(), under_way=under_way)

    def remember_uploads(self, moments: Sequence[datetime]) -> None:
        """Uploads of the last hour, of which Imgur tells nothing."""
        self.store.remember_uploads(moments, now_ms=self._now_ms())

    def close(self, window: str, until: datetime) -> None:
        """Shut a window for everybody until a moment."""
        self.store.close(window, until=until, now_ms=self._now_ms())

    def refused(self, error: RateLimitError, figures: RateLimits) -> None:
        """Imgur said 429 in one of its shapes: shut the window for everybody, at once.

        ``figures`` are what Imgur tells of its windows now; they name the empty one where the refusal itself does not.
        """
        now = self._now()
        self.correct(figures)
        window = _window_that_is_empty(figures) if error.window == "unknown" else error.window
        if window is None:
            self.close("user-hour", now + _UNEXPLAINED_REFUSAL)
            return
        told = _by_name(figures).get(window)
        until = error.retry_at or (told.resets_at if told else None) or now + _UNTOLD_RESET
        self.close(window, max(until, now + _SHORTEST_REFUSAL))

    def forget_cap(self, holder: str) -> None:
        """Count what ``holder`` has spent today anew, from the ledger."""
        self.store.forget_cap(holder, now_ms=self._now_ms())

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)

    def _now_ms(self) -> int:
        return int(self._clock() * 1000)


def _by_name(figures: RateLimits) -> dict[str, Window | None]:
    return {"client-day": figures.client, "user-hour": figures.user, "post-hour": figures.post}


def _window_that_is_empty(figures: RateLimits) -> str | None:
    for name, window in _by_name(figures).items():
        if window and window.remaining is not None and window.remaining <= 0:
            return name
    return None


def limiter_for(app: ImgurApp) -> Limiter:
    """The application's budget as it stands: made for every call, because the margin widens in the course of a day."""
    standing = strikes.standing(app)
    rules = rules_for(is_commercial=app.is_commercial, day_margin=standing.margin_percent * 10)
    return Limiter(
        BudgetStore(app_pk=app.pk, egress=settings.IMGUR_EGRESS, client=redis_client(), rules=rules),
        stopped_until=standing.stopped_until,
        spent_today=partial(caps.spent_today, app.pk),
    )


def rules_for(*, is_commercial: bool = False, day_margin: int | None = None) -> Rules:
    """The rules of an application as the settings have them; ``day_margin`` in thousandths, where it is another."""
    return Rules(
        day_margin=settings.IMGUR_DAY_MARGIN_PERCENT * 10 if day_margin is None else day_margin,
        # Paid plans have no ceiling on POSTs.
        post_limit=0 if is_commercial else settings.IMGUR_POSTS_PER_HOUR,
        upload_limit=settings.IMGUR_UPLOADS_PER_HOUR,
        upload_window_ms=settings.IMGUR_UPLOAD_WINDOW_SECONDS * 1000,
    )
