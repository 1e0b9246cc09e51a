"""Keeping the budget when Redis forgets: written down in the database, begun anew from Imgur's word and the lower
of both.
"""

import logging
import time
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import ImgurApp
from accounts.sealing import SealBrokenError
from accounts.shared_redis import redis_client
from imgur import ImgurError, RateLimits, Window
from media_sync import budget, gateway
from media_sync.budget import strikes
from media_sync.budget.store import WindowState
from media_sync.kinds.base import kind_of
from media_sync.models import ApiCall, BudgetSnapshot, Operation, SyncRun

logger = logging.getLogger(__name__)

# Imgur is asked by one process at a time, and not again before this has passed.
_ASK_AGAIN_SECONDS = 3
_ASK_AGAIN_WHEN_SPENT_SECONDS = 300
# Every answer of Imgur tells figures, so in steady traffic they are younger than this.
_OLD = timedelta(seconds=10)
# Imgur rarely tells when its day ends. Without that, a snapshot counts for as long as it is surely of the same
# day's figures.
_SNAPSHOT_HOLDS = timedelta(minutes=10)
_UPLOAD = "image.upload"
# As the ledger knows them; what they cost may be learned anew.
_UPLOAD_ROUTES = ("/3/image", "/3/upload")
_WAIT_FOR_NEWS_SECONDS, _LOOK_AGAIN_SECONDS = 3, 0.1


def make_sure(app: ImgurApp) -> None:
    """Before calls that come in bursts: figures that are missing or old are asked for, by one process at a time, while
    the others wait a moment. Others may use the application too, and limits change; an old figure would let a whole
    burst through. If Imgur does not tell, what is known has to do.
    """
    deadline = time.monotonic() + _WAIT_FOR_NEWS_SECONDS
    while _is_old(app) and not restore(app) and time.monotonic() < deadline:
        time.sleep(_LOOK_AGAIN_SECONDS)


def restore(app: ImgurApp) -> bool:
    """Ask Imgur what is left and begin anew from that, or correct what is known by it; True when that was done.

    Where the windows are lost, of Imgur's figure and our last snapshot of the same window the lower counts, and what is
    under way at this moment counts as spent. Never assumes a full window.
    """
    now = timezone.now()
    try:
        if not redis_client().set(f"budget:{{app{app.pk}}}:asking", 1, nx=True, ex=_ASK_AGAIN_SECONDS):
            return False
        # Looked at first: what comes back while we ask is then counted twice rather than not at all.
        under_way = _under_way(app)
        told = gateway.read_credits(app).rate_limits
        windows = _lower_of(told, app, now)
        if "client-day" not in windows or "user-hour" not in windows:
            logger.warning("Imgur did not say how many credits are left; asking again.")
            return False
        limiter = budget.limiter_for(app)
        if limiter.told_at() is None:
            uploads, snapshots = _uploads_of_this_hour(app, now), list(_snapshots(app))
            if not limiter.restore(windows, under_way=under_way):
                # Imgur took so long to answer us that another process has begun anew meanwhile.
                return True
            limiter.remember_uploads(uploads)
            for row in snapshots:
                if row.closed_until and row.closed_until > now:
                    limiter.close(row.window, row.closed_until)
        else:
            limiter.correct(told)
    except (ImgurError, SealBrokenError) as error:
        logger.warning("Imgur could not be asked how many credits are left: %s", error)
        return False
    except (redis.RedisError, budget.BudgetError):
        logger.warning("The budget's store does not answer.")
        return False
    return True


def _is_old(app: ImgurApp) -> bool:
    try:
        told_at = budget.limiter_for(app).told_at()
    except budget.BudgetError:
        return False  # nothing to wait for; the reservation will say so
    return told_at is None or timezone.now() - told_at > _OLD


def keep(app: ImgurApp) -> None:
    """Called every few seconds: write the windows down, or begin anew where they are lost."""
    limiter = budget.limiter_for(app)
    try:
        states = limiter.states()
    except budget.BudgetError:
        return
    if "client-day" not in states or "user-hour" not in states:
        restore(app)
        return
    _write_down(app, states)
    _look_for_new_day(app, limiter, states["client-day"])


def _look_for_new_day(app: ImgurApp, limiter: budget.Limiter, day: WindowState) -> None:
    """Imgur rarely tells when its day ends. While today is spent nothing goes out that could tell, so ask now and
    then.
    """
    if day.resets_at or day.remaining > day.limit * (strikes.standing(app).margin_percent + 1) // 100:
        return
    try:
        if redis_client().set(f"budget:{{app{app.pk}}}:new-day", 1, nx=True, ex=_ASK_AGAIN_WHEN_SPENT_SECONDS):
            limiter.correct(gateway.read_credits(app).rate_limits)
    except (ImgurError, SealBrokenError, redis.RedisError, budget.BudgetError) as error:
        logger.warning("Imgur could not be asked whether a new day has begun: %s", error)


def _write_down(app: ImgurApp, states: dict[str, WindowState]) -> None:
    now = timezone.now()
    for name, state in states.items():
        BudgetSnapshot.objects.update_or_create(
            app=app,
            egress=settings.IMGUR_EGRESS,
            window=name,
            defaults={
                "limit": state.limit,
                "used": state.spoken_for,
                "resets_at": state.resets_at,
                "closed_until": state.closed_until,
                "taken_at": now,
            },
        )


def _lower_of(told: RateLimits, app: ImgurApp, now: datetime) -> dict[str, WindowState]:
    kept = {row.window: row for row in _snapshots(app)}
    windows: dict[str, WindowState] = {}
    for name, window in (("client-day", told.client), ("user-hour", told.user), ("post-hour", told.post)):
        state = _as_state(window)
        row = kept.get(name)
        still_runs = row and (row.resets_at > now if row.resets_at else now - row.taken_at < _SNAPSHOT_HOLDS)
        if row and still_runs:
            # No less can be used than was written down.
            used = max(row.used, state.spoken_for if state else 0)
            limit = state.limit if state else row.limit
            state = WindowState(limit, used, (state.resets_at if state else None) or row.resets_at)
        if state:
            windows[name] = state
    return windows


def _snapshots(app: ImgurApp) -> QuerySet[BudgetSnapshot]:
    return BudgetSnapshot.objects.filter(app=app, egress=settings.IMGUR_EGRESS)


def _uploads_of_this_hour(app: ImgurApp, now: datetime) -> list[datetime]:
    """When uploads went out in the window that Imgur never shows: by the ledger, and those under way."""
    since = now - timedelta(seconds=settings.IMGUR_UPLOAD_WINDOW_SECONDS)
    in_ledger = ApiCall.objects.filter(
        Q(credits_charged__gt=0) | Q(error=""),
        app=app,
        egress__in=["", settings.IMGUR_EGRESS],
        made_at__gt=since,
        method="POST",
        route__in=_UPLOAD_ROUTES,
    ).values_list("made_at")
    out = Operation.objects.filter(
        account__app=app,
        kind=_UPLOAD,
        sending_at__gt=since,
        state__in=[Operation.State.RUNNING, Operation.State.UNKNOWN],
    ).values_list("sending_at")
    return [moment for (moment,) in [*in_ledger, *out] if moment]


def _as_state(window: Window | None) -> WindowState | None:
    if window is None or window.limit is None or window.remaining is None:
        return None
    return WindowState(window.limit, max(0, window.limit - window.remaining), window.resets_at)


def _under_way(app: ImgurApp) -> list[tuple[int, bool]]:
    """(credits, is POST) of every call that may be out at this moment: of operations whose bytes are, and one of each
    run that looks at Imgur.
    """
    running = Operation.objects.filter(account__app=app, state=Operation.State.RUNNING).exclude(sending_at=None)
    looking = SyncRun.objects.filter(state=SyncRun.State.RUNNING).filter(
        Q(schedule__account__app=app) | Q(schedule__source__app=app)
    )
    return [(kind_of(operation).cost, True) for operation in running] + [(1, False)] * looking.count()
