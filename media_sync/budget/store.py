"""Windows in Redis, changed only by the Lua scripts beside this file, each one round trip and atomic.

Keys of one application share a hash tag, so that they live in one slot of a cluster.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import redis
from django.conf import settings

from imgur import RateLimits, Window
from media_sync.budget.errors import BudgetUnknownError, NoCreditsError

WINDOWS = ("client-day", "user-hour", "post-hour", "upload-hour")
# After this a reservation counts as spent: its caller has died. Longer than a call takes, an upload on a slow line
# included.
_RESERVATION_MS = 180_000
_UPLOAD_RESERVATION_MS = 1_800_000
_SCRIPTS = Path(__file__).parent / "scripts"


@dataclass(frozen=True, slots=True)
class Reservation:
    """Credits taken for one call that is about to go out; settled when it comes back."""

    member: str
    cost: int


@dataclass(frozen=True, slots=True)
class WindowState:
    """What one window holds at this moment. ``spoken_for`` is used, or held by calls under way."""

    limit: int
    spoken_for: int
    resets_at: datetime | None
    closed_until: datetime | None = None

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.spoken_for)


class BudgetStore:
    """The windows of one application as seen from one egress address.

    Every method raises BudgetUnknownError when Redis does not answer.
    """

    def __init__(self, *, app_pk: int, egress: str, client: redis.Redis) -> None:
        tag = f"budget:{{app{app_pk}}}"
        here = f"{tag}:{egress}"
        self._redis = client
        self._day, self._hour, self._post = f"{tag}:client-day", f"{here}:user-hour", f"{here}:post-hour"
        self._log, self._uploads, self._held = f"{here}:uploads", f"{here}:upload-hour", f"{here}:reservations"
        self._keys = [self._day, self._hour, self._post, self._log, self._uploads, self._held]

    def reserve(
        self,
        *,
        cost: int,
        now: datetime,
        is_post: bool,
        is_upload: bool,
        keep_day: int,
        keep_hour: int,
        post_limit: int,
    ) -> Reservation:
        """Take ``cost`` credits out of every window that concerns the call, or raise NoCreditsError and take none.

        ``keep_day`` and ``keep_hour`` are the thousandths of the limit that this caller leaves untouched.
        """
        lasts_ms = _UPLOAD_RESERVATION_MS if is_upload else _RESERVATION_MS
        arguments = (
            _ms(now), lasts_ms, secrets.token_hex(4), cost, int(is_post), int(is_upload), keep_day, keep_hour,
            post_limit, settings.IMGUR_UPLOADS_PER_HOUR, settings.IMGUR_UPLOAD_WINDOW_SECONDS * 1000,
        )  # fmt: skip
        answer = self._run("reserve", self._keys, arguments)
        if answer[0] == b"granted":
            return Reservation(answer[1].decode(), cost)
        if answer[0] == b"refused":
            raise NoCreditsError(window=answer[1].decode(), retry_at=_moment(float(answer[2])))
        raise BudgetUnknownError

    def settle(self, reservation: Reservation, *, now: datetime, rate_limits: RateLimits, was_counted: bool) -> None:
        """Give back what the call held and take Imgur's figures, where its answer tells them."""
        outcome = "counted" if was_counted else "free"
        self._run("settle", self._keys, (_ms(now), reservation.member, outcome, *self._all_figures(rate_limits)))

    def restore(
        self, windows: Mapping[str, WindowState], *, now: datetime, under_way: Sequence[tuple[int, bool]]
    ) -> None:
        """Begin anew with ``windows``; ``under_way`` are calls, as (credits, is POST), that are out at this moment."""
        arguments: list[Any] = [_ms(now), _ms(now) + _RESERVATION_MS]
        for name in WINDOWS[:3]:
            state = windows.get(name)
            if state is None:
                arguments += ["", "", ""]
            else:
                arguments += [state.limit, state.spoken_for, _ms(state.resets_at) if state.resets_at else 0]
        arguments += [f"0|{cost}|{int(is_post)}|{secrets.token_hex(4)}" for cost, is_post in under_way]
        self._run("restore", [*self._keys[:3], self._held], arguments)

    def remember_uploads(self, moments: Sequence[datetime]) -> None:
        """Put uploads of the last hour back into the log that Redis has forgotten."""
        if not moments:
            return
        try:
            self._redis.zadd(
                self._log, {f"0|0|0|{_ms(moment)}-{index}": _ms(moment) for index, moment in enumerate(moments)}
            )
            self._redis.pexpire(self._log, settings.IMGUR_UPLOAD_WINDOW_SECONDS * 1000 + 60_000)
        except redis.RedisError as error:
            raise BudgetUnknownError("The budget’s store does not answer.") from error

    def correct(self, rate_limits: RateLimits, *, now: datetime) -> None:
        """Take figures that Imgur told without a call of ours, such as the answer of /3/credits."""
        self._run("settle", self._keys, (_ms(now), "0|0|0|figures", "free", *self._all_figures(rate_limits)))

    def close(self, window: str, *, until: datetime) -> None:
        """Shut ``window`` until a moment, for everybody."""
        key = {"client-day": self._day, "user-hour": self._hour, "post-hour": self._post}.get(window, self._uploads)
        self._run("close", [key], (_ms(until),))

    def told_at(self) -> datetime | None:
        """When Imgur last told the hour's figures; None when they are not known."""
        try:
            told = self._redis.hget(self._hour, "told")
        except redis.RedisError as error:
            raise BudgetUnknownError("The budget’s store does not answer.") from error
        return _moment(float(cast(bytes, told))) if told else None

    def states(self) -> dict[str, WindowState]:
        """The windows that are known, by name; one round trip."""
        try:
            pipeline = self._redis.pipeline(transaction=False)
            for key in (self._day, self._hour, self._post, self._uploads):
                pipeline.hgetall(key)
            pipeline.zcount(self._log, _ms(datetime.now(UTC)) - settings.IMGUR_UPLOAD_WINDOW_SECONDS * 1000, "+inf")
            *hashes, uploads = pipeline.execute()
        except redis.RedisError as error:
            raise BudgetUnknownError("The budget’s store does not answer.") from error
        found = {name: _state(fields) for name, fields in zip(WINDOWS[:3], hashes, strict=False) if b"limit" in fields}
        closed = hashes[3].get(b"closed")
        found["upload-hour"] = WindowState(
            settings.IMGUR_UPLOADS_PER_HOUR, uploads, None, _moment(float(closed)) if closed else None
        )
        return found

    def _all_figures(self, rate_limits: RateLimits) -> list[Any]:
        return [*_figures(rate_limits.client), *_figures(rate_limits.user), *_figures(rate_limits.post)]

    def _run(self, script: str, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        try:
            return self._redis.register_script(_source(script))(keys=list(keys), args=list(arguments))
        except redis.RedisError as error:
            raise BudgetUnknownError("The budget’s store does not answer.") from error


def _state(fields: dict[bytes, bytes]) -> WindowState:
    def number(name: bytes) -> int:
        return int(float(fields.get(name, b"0") or b"0"))

    resets, closed = number(b"resets"), number(b"closed")
    now = _ms(datetime.now(UTC))
    # A window whose reset has passed is read as the new one; the next reservation writes that down.
    spent = 0 if resets and resets <= now else number(b"used") + number(b"extra")
    return WindowState(
        limit=number(b"limit"),
        spoken_for=spent + number(b"held"),
        resets_at=_moment(resets) if resets > now else None,
        closed_until=_moment(closed) if closed > now else None,
    )


def _figures(window: Window | None) -> list[Any]:
    if window is None or window.limit is None or window.remaining is None:
        return ["", "", ""]
    return [window.limit, window.limit - window.remaining, _ms(window.resets_at) if window.resets_at else 0]


@cache
def _source(name: str) -> str:
    return (_SCRIPTS / "common.lua").read_text() + (_SCRIPTS / f"{name}.lua").read_text()


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _moment(ms: float) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
