"""The Redis that all processes share: its connections, and Lua scripts run by the hashes of their texts.

It stands in the lowest package that may know Redis, so that all above it share one pool a process.
"""

import hashlib
import os
import threading
import time
from collections.abc import Sequence
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.connection import AbstractConnection, ConnectionPool
from redis.exceptions import NoScriptError
from redis.retry import Retry

# A connection that has rested for longer may have been closed at the other end: a restart, a firewall.
_RESTED_SECONDS = 1
_of_this_thread = threading.local()


@cache
def redis_client(*, answer_within_seconds: float = 3) -> redis.Redis:
    """One pool a process and patience.

    Answers are awaited briefly: a page must not hang on a Redis that is away. Nothing is sent again by itself: credits
    that are given back twice would be others'.
    """
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=answer_within_seconds,
        socket_connect_timeout=min(1, answer_within_seconds),
        health_check_interval=30,
        retry=Retry(NoBackoff(), 0),
    )


class RedisScript:
    """One script, ready to run. Redis keeps it; one that it has forgotten is sent anew.

    It goes over a connection that the thread keeps for itself: taking one from the pool, and giving it back, costs the
    caller more than the call (measured: 34 against 12 microseconds).
    """

    def __init__(self, source: str) -> None:
        self._source = source.encode()
        # As bytes, like all that goes to Redis often: encoding text anew costs more than the script takes to run.
        self._digest = hashlib.sha1(self._source, usedforsecurity=False).hexdigest().encode()

    def run(self, client: redis.Redis, keys: Sequence[str | bytes], *arguments: Any) -> Any:
        """What it answers; one round trip. Raises RedisError."""
        line = _line_of_this_thread(client.connection_pool)
        try:
            return line.ask(b"EVALSHA", self._digest, len(keys), *keys, *arguments)
        except NoScriptError:
            return line.ask(b"EVAL", self._source, len(keys), *keys, *arguments)


class _Line:
    """A connection of one thread's own to where ``pool`` leads."""

    def __init__(self, pool: ConnectionPool) -> None:
        self._connection: AbstractConnection = pool.connection_class(**pool.connection_kwargs)
        self._asked_at = 0.0

    def ask(self, *words: Any) -> Any:
        """The answer to one command. Raises RedisError.

        What breaks in its midst closes the connection, so that no answer is ever taken for another command's.
        """
        if time.monotonic() - self._asked_at > _RESTED_SECONDS and self._is_dead():
            self._connection.disconnect()
        self._connection.send_command(*words)
        answer = self._connection.read_response()
        self._asked_at = time.monotonic()
        return answer

    def _is_dead(self) -> bool:
        """Whether there is something to read where nobody has asked: nearly always, that the other end is closed."""
        try:
            return self._connection.is_connected and self._connection.can_read()
        except (redis.RedisError, OSError):
            return True


def _line_of_this_thread(pool: ConnectionPool) -> _Line:
    if getattr(_of_this_thread, "pid", None) != os.getpid():
        # A child must not speak over its parent's.
        _of_this_thread.pid, _of_this_thread.lines = os.getpid(), WeakKeyDictionary()
    lines: WeakKeyDictionary[ConnectionPool, _Line] = _of_this_thread.lines
    line = lines.get(pool)
    if line is None:
        line = lines[pool] = _Line(pool)
    return line
