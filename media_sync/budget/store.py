"""Windows in Redis, changed only by the Lua scripts beside this file, each one round trip and atomic.

Keys of one application share a hash tag, so that they live in one slot of a cluster.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import redis
from django.conf import settings

from imgur import RateLimits, Window
from media_sync.budget.errors import BudgetUnknownError, NoCreditsError
from media_sync.budget.scripts import run_script

WINDOWS = ("client-day", "user-hour", "post-hour", "upload-hour")
# After this a reservation counts as spent: its caller has died. Longer than a call takes, an upload on a slow line
# included.
_RESERVATION_MS = 180_000
_UPLOAD_RESERVATION_MS = 1_800_000
_DAY_MS, _HOUR_MS = 86_400_000, 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What a reservation asks of the windows.

    ``lane`` counts from 1 (interactive) to 4 (backfill). ``day_margin`` is the part of the day that nobody spends, and
    ``share`` the team's part of what a scarce window keeps for people who wait, both in thousandths. ``post_limit`` and
    ``upload_limit`` are what an hour holds until Imgur tells otherwise; 0 stands for no such window. ``caps`` are
    credits a day, by holder.
    """

    cost: int
    lane: int
    is_post: bool = False
    is_upload: bool = False
    day_margin: int = 0
    post_limit: int = 0
    upload_limit: int = 0
    team: int = 0
    share: int = 1000
    caps: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reservation:
    """Credits taken for one call that is about to go out; settled when it comes back."""

    name: str
    cost: int
    cap_holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WindowState:
    """What one window holds at this moment. ``spoken_for`` is used, or held by calls under way; ``by_lane`` what each
    lane took of it, from interactive to backfill.
    """

    limit: int
    spoken_for: int
    resets_at: datetime | None
    closed_until: datetime | None = None
    began_at: datetime | None = None
    by_lane: tuple[int, ...] = (0, 0, 0, 0)

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.spoken_for)


class UncountedError(Exception):
    """What ``holder`` has spent today is not known here: tell it with ``count_cap``, and ask again."""

    def __init__(self, holder: str) -> None:
        self.holder = holder
        super().__init__(holder)


class BudgetStore:
    """The windows of one application as seen from one egress address. ``now_ms`` is always epoch milliseconds.

    Every method raises BudgetUnknownError when Redis does not answer.
    """

    def __init__(self, *, app_pk: int, egress: str, client: redis.Redis) -> None:
        self._redis = client
        self._tag = f"budget:{{app{app_pk}}}"
        here = f"{self._tag}:{egress}"
        self._keys = (f"{self._tag}:day", here, f"{here}:held", f"{here}:shares")

    def reserve(self, ask: Ask, *, now_ms: int) -> Reservation:
        """Take ``ask.cost`` out of every window that concerns the call, or raise and take none.

        Raises NoCreditsError (a window says no), BudgetUnknownError (nothing is known) or UncountedError.
        """
        answer = self._run(
            "reserve", now_ms,
            _UPLOAD_RESERVATION_MS if ask.is_upload else _RESERVATION_MS, secrets.token_hex(4), ask.cost, ask.lane,
            int(ask.is_post), int(ask.is_upload), ask.day_margin, ask.post_limit, ask.upload_limit,
            settings.IMGUR_UPLOAD_WINDOW_SECONDS * 1000, _HOUR_MS, _DAY_MS, ask.team, ask.share,
            *(value for cap in ask.caps.items() for value in cap),
        )  # fmt: skip
        match answer[0]:
            case b"granted":
                return Reservation(answer[1].decode(), ask.cost, tuple(ask.caps))
            case b"refused":
                raise NoCreditsError(window=answer[1].decode(), retry_at=_moment(int(answer[2])))
            case b"uncounted":
                raise UncountedError(answer[1].decode())
        raise BudgetUnknownError

    def settle(
        self, reservation: Reservation, *, now_ms: int, rate_limits: RateLimits, was_counted: bool
    ) -> int | None:
        """Give back what the call held and take Imgur's figures, where its answer tells them.

        Returns what the call really took of the day, where nothing else was under way meanwhile; else None.
        """
        took = self._run(
            "settle", now_ms, reservation.name, "counted" if was_counted else "free",
            settings.IMGUR_UPLOAD_WINDOW_SECONDS * 1000, *_all_figures(rate_limits), *reservation.cap_holders,
        )  # fmt: skip
        return int(took) if took >= 0 else None

    def correct(self, rate_limits: RateLimits, *, now_ms: int) -> None:
        """Take figures that Imgur told without a call of ours, such as the answer of /3/credits."""
        self.settle(Reservation("0|0|1|1|0|figures", 0), now_ms=now_ms, rate_limits=rate_limits, was_counted=False)

    def restore(
        self, windows: Mapping[str, WindowState], *, now_ms: int, under_way: Sequence[tuple[int, bool]]
    ) -> None:
        """Begin anew with ``windows``; ``under_way`` are calls, as (credits, is POST), that are out at this moment."""
        figures: list[Any] = []
        for name in WINDOWS[:3]:
            state = windows.get(name)
            known = state and [state.limit, state.spoken_for, _ms(state.resets_at) if state.resets_at else 0]
            figures += known or ["", "", ""]
        names = [f"0|{cost}|{int(is_post)}|1|0|{secrets.token_hex(4)}" for cost, is_post in under_way]
        self._run("restore", now_ms, now_ms + _RESERVATION_MS, *figures, *names)

    def remember_uploads(self, moments: Sequence[datetime], *, now_ms: int) -> None:
        """Put uploads of the last hour back that Redis has forgotten."""
        if moments:
            length = settings.IMGUR_UPLOAD_WINDOW_SECONDS * 1000
            self._run("remember_uploads", now_ms, length, *map(_ms, moments))

    def close(self, window: str, *, until: datetime, now_ms: int, post_limit: int) -> None:
        """Shut ``window`` until a moment, for everybody."""
        length = settings.IMGUR_UPLOAD_WINDOW_SECONDS * 1000
        self._run("close", now_ms, window, _ms(until), post_limit, length)

    def count_cap(self, holder: str, spent: int, *, now_ms: int) -> None:
        """Tell what ``holder`` has spent today, unless it is known already."""
        key = self._caps_key(now_ms)
        try:
            pipeline = self._redis.pipeline()
            pipeline.hsetnx(key, holder, spent)
            pipeline.pexpire(key, 2 * _DAY_MS)
            pipeline.execute()
        except redis.RedisError as error:
            raise BudgetUnknownError("The budget’s store does not answer.") from error

    def forget_cap(self, holder: str, *, now_ms: int) -> None:
        """What ``holder`` has spent today is not known from now on."""
        try:
            self._redis.hdel(self._caps_key(now_ms), holder)
        except redis.RedisError as error:
            raise BudgetUnknownError("The budget’s store does not answer.") from error

    def told_at(self, *, now_ms: int) -> datetime | None:
        """When Imgur last told the hour's figures; None when they are not known."""
        found = self._read(now_ms)
        return _moment(found[1][5]) if found and found[1][5] else None

    def states(self, *, now_ms: int) -> dict[str, WindowState]:
        """The windows that are known, by name; one round trip."""
        found = self._read(now_ms)
        if not found:
            return {}
        named = zip(WINDOWS[:3], found[:3], strict=True)
        states = {name: _state(numbers, now_ms) for name, numbers in named if numbers}
        shut, uploads, limit = found[3]
        states["upload-hour"] = WindowState(limit, uploads, None, _moment(shut) if shut > now_ms else None)
        return states

    def _read(self, now_ms: int) -> list[list[int]]:
        length = settings.IMGUR_UPLOAD_WINDOW_SECONDS * 1000
        found: list[list[int]] = self._run("read", now_ms, length, settings.IMGUR_UPLOADS_PER_HOUR)
        return found

    def _caps_key(self, now_ms: int) -> str:
        return f"{self._tag}:caps:{now_ms // _DAY_MS}"

    def _run(self, script: str, now_ms: int, *arguments: Any) -> Any:
        try:
            return run_script(self._redis, script, (*self._keys, self._caps_key(now_ms)), (now_ms, *arguments))
        except redis.RedisError as error:
            raise BudgetUnknownError("The budget’s store does not answer.") from error


def _state(numbers: Sequence[int], now_ms: int) -> WindowState:
    limit, used, extra, held, resets, _, closed, began, *by_lane = numbers
    # A window whose reset has passed is read as the new one; the next reservation writes that down.
    is_over = 0 < resets <= now_ms
    return WindowState(
        limit=limit,
        spoken_for=held + (0 if is_over else used + extra),
        resets_at=_moment(resets) if resets > now_ms else None,
        closed_until=_moment(closed) if closed > now_ms else None,
        began_at=_moment(resets) if is_over else _moment(began) if began else None,
        by_lane=(0, 0, 0, 0) if is_over else tuple(by_lane),
    )


def _all_figures(rate_limits: RateLimits) -> list[Any]:
    return [*_figures(rate_limits.client), *_figures(rate_limits.user), *_figures(rate_limits.post)]


def _figures(window: Window | None) -> list[Any]:
    if window is None or window.limit is None or window.remaining is None:
        return ["", "", ""]
    return [window.limit, window.limit - window.remaining, _ms(window.resets_at) if window.resets_at else 0]


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
