"""Windows in Redis, changed only by the Lua scripts beside this file, each one round trip and atomic.

Keys of one application share a hash tag, so that they live in one slot of a cluster.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

import redis

from imgur import RateLimits, Window
from media_sync.budget.errors import BudgetUnknownError, NoCreditsError
from media_sync.budget.scripts import Script

_AWAY = "The budget’s store does not answer."
WINDOWS = ("client-day", "user-hour", "post-hour", "upload-hour")
# After this a reservation counts as spent: its caller has died. Longer than a call takes, an upload on a slow line
# included.
_RESERVATION_MS = 180_000
_UPLOAD_RESERVATION_MS = 1_800_000
# The one call that asks after a reset may be a large upload, or its worker may die: nobody waits longer for it.
_PROBE_MS = 5_000
_DAY_MS, _HOUR_MS = 86_400_000, 3_600_000
# As in scripts/uploads.lua.
_BUCKETS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What holds for every call of an application.

    ``day_margin`` is the part of the day that nobody spends, in thousandths. ``post_limit`` and ``upload_limit`` are
    what an hour holds until Imgur tells otherwise, 0 where there is no such window; ``upload_window_ms`` is the length
    of an hour of uploads.
    """

    day_margin: int
    post_limit: int
    upload_limit: int
    upload_window_ms: int


@cache
def _scripts(rules: Rules) -> dict[str, Script]:
    """The scripts on windows, by name. Rules change so rarely that each set of them has scripts of its own."""
    constants = {
        "DAY_MARGIN": rules.day_margin,
        "POST_LIMIT": rules.post_limit,
        "UPLOAD_LIMIT": rules.upload_limit,
        "UPLOAD_WINDOW": rules.upload_window_ms,
        "HOUR_MS": _HOUR_MS,
        "DAY_MS": _DAY_MS,
        "LASTS": _RESERVATION_MS,
        "UPLOAD_LASTS": _UPLOAD_RESERVATION_MS,
        "PROBE_LASTS": _PROBE_MS,
    }
    with_uploads = ("common", "uploads")
    names = ("restore", "remember_uploads", "close", "read")
    scripts = {name: Script(name, constants=constants, shared=with_uploads) for name in names}
    for name in ("reserve", "settle"):
        # What a call that is no upload does not need is not even made ready for it.
        scripts[name] = Script(name, constants=constants, shared=("common",))
        scripts[f"{name} upload"] = Script(name, constants=constants, shared=with_uploads)
    return scripts


class Reservation(NamedTuple):
    """Credits taken for one call that is about to go out; settled when it comes back.

    ``cap_holders`` are charged for the day (UTC) of ``made_ms``, whenever that is.
    """

    name: bytes
    cost: int
    is_upload: bool = False
    cap_holders: tuple[str, ...] = ()
    made_ms: int = 0


@dataclass(frozen=True, slots=True)
class WindowState:
    """What one window holds at this moment. ``spoken_for`` is used, or held by calls under way; ``by_lane`` what each
    lane took of it, from interactive to backfill, ``before_by_lane`` of the one before.

    ``told_at`` is when Imgur last told figures. Uploads slide: in place of one reset, ``frees`` tells how many leave
    their window when, the first first.
    """

    limit: int
    spoken_for: int
    resets_at: datetime | None
    closed_until: datetime | None = None
    began_at: datetime | None = None
    by_lane: tuple[int, ...] = (0, 0, 0, 0)
    before_by_lane: tuple[int, ...] = (0, 0, 0, 0)
    told_at: datetime | None = None
    frees: tuple[tuple[datetime, int], ...] = ()

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.spoken_for)


class UncountedError(BudgetUnknownError):
    """What ``holder`` has spent today is not known here: tell it with ``count_cap``, and ask again."""

    def __init__(self, holder: str) -> None:
        self.holder = holder
        super().__init__("What is left of a cap is being counted.")


class BudgetStore:
    """The windows of one application as seen from one egress address. ``now_ms`` is always epoch milliseconds.

    Every method raises BudgetUnknownError when Redis does not answer.
    """

    def __init__(self, *, app_pk: int, egress: str, client: redis.Redis, rules: Rules) -> None:
        self._redis = client
        self._scripts = _scripts(rules)
        self._tag = f"budget:{{app{app_pk}}}"
        here = f"{self._tag}:{egress}"
        self._keys = (f"{self._tag}:day".encode(), here.encode())
        self._shares = f"{here}:shares"
        self._upload_window_ms = rules.upload_window_ms

    def reserve(
        self,
        cost: int,
        lane: int,
        kind: str,
        *,
        now_ms: int,
        team: int = 0,
        share: int = 1000,
        caps: Mapping[str, int] | None = None,
    ) -> Reservation:
        """Take ``cost`` out of every window that concerns the call, or raise and take none.

        ``lane`` counts from 1 (interactive) to 4 (backfill); ``kind`` is "", "post" or "upload"; ``share`` is the
        team's part, in thousandths, of what a scarce window keeps for people who wait; ``caps`` are credits a day, by
        holder. Raises NoCreditsError (a window says no), BudgetUnknownError (nothing is known) or UncountedError.
        """
        # One argument for what every call says: each costs the caller more than taking it apart costs the script.
        call = f"{now_ms} {cost} {lane} {kind}".encode()
        script = "reserve upload" if kind == "upload" else "reserve"
        if share >= 1000 and not caps:
            answer = self._run(script, call)
        else:
            pairs = [value for cap in (caps or {}).items() for value in cap]
            answer = self._run_with_caps(script, now_ms, call, team, share, *pairs)
        if isinstance(answer, bytes):
            return Reservation(answer, cost, kind == "upload", tuple(caps) if caps else (), now_ms)
        match answer[0]:
            case b"refused":
                raise NoCreditsError(window=answer[1].decode(), retry_at=_moment(int(answer[2])))
            case b"uncounted":
                raise UncountedError(answer[1].decode())
        raise BudgetUnknownError

    def settle(
        self, reservation: Reservation, *, now_ms: int, rate_limits: RateLimits, was_counted: bool
    ) -> int | None:
        """Give back what the call held and take Imgur's figures, where its answer tells them.

        Once a reservation: nobody keeps a list of them, so a second time would give back what others hold.

        Returns what the call really took of the day, where nothing else was under way meanwhile; else None.
        """
        outcome = "counted" if was_counted else "free"
        script = "settle upload" if reservation.is_upload else "settle"
        if reservation.cap_holders:
            figures = _all_figures(rate_limits)
            took = self._run_with_caps(
                script, reservation.made_ms, now_ms, reservation.name, outcome, *figures, *reservation.cap_holders
            )
        elif rate_limits.client or rate_limits.user or rate_limits.post:
            took = self._run(script, now_ms, reservation.name, outcome, *_all_figures(rate_limits))
        else:
            took = self._run(script, now_ms, reservation.name, outcome)
        return int(took) if took >= 0 else None

    def correct(self, rate_limits: RateLimits, *, now_ms: int) -> None:
        """Take figures that Imgur told without a call of ours, such as the answer of /3/credits."""
        self.settle(Reservation(b"0|0|1|1|0|0", 0), now_ms=now_ms, rate_limits=rate_limits, was_counted=False)

    def restore(
        self, windows: Mapping[str, WindowState], *, now_ms: int, under_way: Sequence[tuple[int, bool]]
    ) -> bool:
        """Begin anew with ``windows``; ``under_way`` are calls, as (credits, is POST), that are out at this moment.
        False when they are known: another process was first.
        """
        figures: list[Any] = []
        for name in WINDOWS[:3]:
            state = windows.get(name)
            known = state and [state.limit, state.spoken_for, _ms(state.resets_at) if state.resets_at else 0]
            figures += known or ["", "", ""]
        calls = [value for cost, is_post in under_way for value in (cost, int(is_post))]
        return bool(self._run("restore", now_ms, *figures, *calls))

    def remember_uploads(self, moments: Sequence[datetime], *, now_ms: int) -> None:
        """Put uploads of the last hour back that Redis has forgotten."""
        if moments:
            self._run("remember_uploads", now_ms, *map(_ms, moments))

    def close(self, window: str, *, until: datetime, now_ms: int) -> None:
        """Shut ``window`` until a moment, for everybody."""
        self._run("close", now_ms, window, _ms(until))

    def count_cap(self, holder: str, spent: int, *, now_ms: int) -> None:
        """Tell what ``holder`` has spent today, unless it is known already."""
        key = self._caps_key(now_ms)
        try:
            pipeline = self._redis.pipeline()
            pipeline.hsetnx(key, holder, spent)
            pipeline.pexpire(key, 2 * _DAY_MS)
            pipeline.execute()
        except redis.RedisError as error:
            raise BudgetUnknownError(_AWAY) from error

    def forget_cap(self, holder: str, *, now_ms: int) -> None:
        """What ``holder`` has spent today is not known from now on."""
        try:
            self._redis.hdel(self._caps_key(now_ms), holder)
        except redis.RedisError as error:
            raise BudgetUnknownError(_AWAY) from error

    def told_at(self, *, now_ms: int) -> datetime | None:
        """When Imgur last told the hour's figures; None when they are not known."""
        found = self._run("read", now_ms)
        return _moment(found[1][5]) if found and found[1] and found[1][5] else None

    def states(self, *, now_ms: int) -> dict[str, WindowState]:
        """The windows that are known, by name; one round trip."""
        found = self._run("read", now_ms)
        if not found:
            return {}
        named = zip(WINDOWS[:3], found[:3], strict=True)
        states = {name: _state(numbers, now_ms) for name, numbers in named if numbers}
        shut, uploads, limit, first, buckets = found[3]
        frees = tuple(
            (_moment((first + place + _BUCKETS) * self._upload_window_ms // _BUCKETS), count)
            for place, count in enumerate(buckets, start=1)
            if count
        )
        closed_until = _moment(shut) if shut > now_ms else None
        states["upload-hour"] = WindowState(limit, uploads, None, closed_until, frees=frees)
        return states

    def _caps_key(self, now_ms: int) -> str:
        return f"{self._tag}:caps:{now_ms // _DAY_MS}"

    def _run(self, script: str, *arguments: Any) -> Any:
        try:
            return self._scripts[script].run(self._redis, self._keys, *arguments)
        except redis.RedisError as error:
            raise BudgetUnknownError(_AWAY) from error

    def _run_with_caps(self, script: str, made_ms: int, *arguments: Any) -> Any:
        keys = (*self._keys, self._shares, self._caps_key(made_ms))
        try:
            return self._scripts[script].run(self._redis, keys, *arguments)
        except redis.RedisError as error:
            raise BudgetUnknownError(_AWAY) from error


def _state(numbers: Sequence[int], now_ms: int) -> WindowState:
    limit, used, extra, held, resets, told, closed, began, *lanes = numbers
    by_lane, before = tuple(lanes[:4]), tuple(lanes[4:])
    # A window whose reset has passed is read as the new one; the next reservation writes that down.
    is_over = 0 < resets <= now_ms
    return WindowState(
        limit=limit,
        spoken_for=held + (0 if is_over else used + extra),
        resets_at=_moment(resets) if resets > now_ms else None,
        closed_until=_moment(closed) if closed > now_ms else None,
        began_at=_moment(resets) if is_over else _moment(began) if began else None,
        by_lane=(0, 0, 0, 0) if is_over else by_lane,
        before_by_lane=by_lane if is_over else before,
        told_at=_moment(told) if told else None,
    )


def _all_figures(rate_limits: RateLimits) -> list[Any]:
    return [*_figures(rate_limits.client), *_figures(rate_limits.user), *_figures(rate_limits.post)]


def _figures(window: Window | None) -> list[Any]:
    if window is None or window.limit is None or window.remaining is None:
        return ["", "", ""]
    # More left than there is would be room that Imgur does not give.
    used = max(0, window.limit - window.remaining)
    return [window.limit, used, _ms(window.resets_at) if window.resets_at else 0]


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
