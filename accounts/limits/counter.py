"""Counting in Redis: one script, one round trip, nothing in the database.

While Redis is away nothing is counted and everybody goes on working; Imgur's own limits are kept elsewhere.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import redis

from accounts.limits.kinds import Limit, Per
from accounts.shared_redis import RedisScript, redis_client

logger = logging.getLogger(__name__)

_PERIOD_MS = 3_600_000
# A person waits for this at every click, so a mute Redis is left alone soon, and for a while.
_ANSWER_WITHIN_SECONDS = 0.5
_LOOK_AGAIN_SECONDS = 5.0
_TAKE = RedisScript((Path(__file__).parent / "take.lua").read_text())
# All keys in one slot of a cluster, since one script changes several.
_REFUSALS_KEY = "limits:{all}:refusals"


class TooManyError(Exception):
    """Somebody came once too often for ``limit``, as counted per ``per``. There is room again after
    ``retry_after_seconds``; nothing was counted.
    """

    def __init__(self, limit: Limit, per: Per, retry_after_seconds: int) -> None:
        self.limit, self.per, self.retry_after_seconds = limit, per, retry_after_seconds
        super().__init__(f"Too many {limit.noun} in an hour per {per}; room in {retry_after_seconds} s.")


@dataclass(frozen=True, slots=True)
class Ask:
    """``amount`` of what ``limit`` counts, out of the allowance of ``who``, who is one of ``per``."""

    limit: Limit
    per: Per
    who: str
    amount: int

    @property
    def key(self) -> str:
        return f"limits:{{all}}:{self.limit.name}:{self.per}:{self.who}"

    @property
    def name(self) -> str:
        return _name(self.limit.name, self.per)


class _Outage:
    """A Redis that is away, as far as this process knows: said once, and asked again only after some seconds."""

    def __init__(self) -> None:
        self._is_on = False
        self._look_again_at = 0.0

    @property
    def is_to_be_sat_out(self) -> bool:
        return self._is_on and time.monotonic() < self._look_again_at

    def begin(self, error: redis.RedisError) -> None:
        if not self._is_on:
            logger.warning("Limits against abuse rest, for Redis does not answer: %s", error)
        self._is_on, self._look_again_at = True, time.monotonic() + _LOOK_AGAIN_SECONDS

    def end(self) -> None:
        if self._is_on:
            logger.info("Limits against abuse hold again.")
        self._is_on = False


_outage = _Outage()


def count(asks: Sequence[Ask]) -> None:
    """Take all of ``asks``, or raise TooManyError and take none. Without Redis nothing is counted."""
    asks = [ask for ask in asks if ask.amount and ask.limit.an_hour(ask.per)]
    if not asks or _outage.is_to_be_sat_out:
        return
    arguments = [argument for ask in asks for argument in (ask.name, ask.limit.an_hour(ask.per), ask.amount)]
    keys = [_REFUSALS_KEY, *(ask.key for ask in asks)]
    try:
        refusing, wait_ms = _TAKE.run(_redis(), keys, int(time.time() * 1000), _PERIOD_MS, *arguments)
    except redis.RedisError as error:
        _outage.begin(error)
        return
    _outage.end()
    if refusing:
        _refuse(asks[refusing - 1], -(-wait_ms // 1000))


def note_refused_attempt() -> None:
    """Count a refusal of allauth's own limits (signing in and up, passwords, codes, addresses) among ours."""
    logger.warning("Too many attempts at a form of somebody's account: refused.")
    if _outage.is_to_be_sat_out:
        return
    try:
        _redis().hincrby(_REFUSALS_KEY, _name("attempts", "any"), 1)
    except redis.RedisError as error:
        _outage.begin(error)


def refusals(client: redis.Redis) -> dict[tuple[str, str], int]:
    """Refused requests by what was counted and per whom, since Redis began. Raises redis.RedisError."""
    found: dict[bytes, bytes] = client.hgetall(_REFUSALS_KEY)  # type: ignore[assignment]
    counts = {}
    for field, number in sorted(found.items()):
        name, _, per = field.decode().partition(" ")
        counts[name, per] = int(number)
    return counts


def _refuse(ask: Ask, retry_after_seconds: int) -> None:
    # Addresses stand in no log.
    who = f"person {ask.who}" if ask.per == Per.PERSON else f"one address ({ask.per})"
    logger.warning("Too many %s from %s: refused for %s s.", ask.limit.noun, who, retry_after_seconds)
    raise TooManyError(ask.limit, ask.per, retry_after_seconds)


def _name(name: str, per: str) -> str:
    return f"{name} {per}"


def _redis() -> redis.Redis:
    return redis_client(answer_within_seconds=_ANSWER_WITHIN_SECONDS)
