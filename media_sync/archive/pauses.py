"""Leaving Imgur's file host alone: when it refuses one download, none is asked for until the pause is over.

The pause lies in Redis for all workers. While Redis is away, and when it was emptied, each process knows its own.
"""

import logging
import time
from datetime import UTC, datetime

from redis.exceptions import RedisError

from accounts.shared_redis import RedisScript, redis_client

logger = logging.getLogger(__name__)

_KEY = b"archive:host-pause"
# A Redis that was away is not waited for again at once.
_OUTAGE_SECONDS = 10
_ANSWER_SECONDS = 0.5
# The longer pause wins; the key ends with it. Arguments: when it is over (ms of the epoch), how long it is (ms).
_LENGTHEN = RedisScript("""
if tonumber(ARGV[1]) > tonumber(redis.call('GET', KEYS[1]) or '0') then
    redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return redis.call('GET', KEYS[1])
""")


class _Here:
    """What this process knows by itself, in seconds of the epoch."""

    def __init__(self) -> None:
        self.until = 0.0
        self.away_until = 0.0


_here = _Here()


def pause(seconds: float) -> datetime:
    """Let nobody ask the host for ``seconds``. Returns when the pause is over, which may be later than that."""
    until = time.time() + seconds
    _here.until = max(_here.until, until)
    if time.time() > _here.away_until:
        try:
            redis = redis_client(answer_within_seconds=_ANSWER_SECONDS)
            told = _LENGTHEN.run(redis, [_KEY], int(until * 1000), max(1, int(seconds * 1000)))
            _here.until = max(_here.until, int(told or 0) / 1000)
        except RedisError:
            _note_outage()
    return datetime.fromtimestamp(_here.until, UTC)


def paused_until() -> datetime | None:
    """When the host may be asked again; None if it may now."""
    now = time.time()
    if _here.until <= now < _here.away_until:
        return None
    if now >= _here.away_until:
        try:
            told = redis_client(answer_within_seconds=_ANSWER_SECONDS).get(_KEY)
            _here.until = max(_here.until, int(told or 0) / 1000)
        except RedisError:
            _note_outage()
    return datetime.fromtimestamp(_here.until, UTC) if _here.until > now else None


def is_paused_here() -> bool:
    """The same by this process's own knowledge, which costs nothing."""
    return _here.until > time.time()


def _note_outage() -> None:
    _here.away_until = time.time() + _OUTAGE_SECONDS
    logger.warning("Redis does not answer: pauses of the file host are known to each process alone.")
