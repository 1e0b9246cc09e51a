"""The Redis that all processes share: its connections, and Lua scripts run by the hashes of their texts.

It stands in the lowest package that may know Redis, so that all above it share one pool a process.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError
from redis.retry import Retry


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
    """One script, ready to run. Redis keeps it; one that it has forgotten is sent anew."""

    def __init__(self, source: str) -> None:
        self._source = source
        # As bytes, like all that goes to Redis often: encoding text anew costs more than the script takes to run.
        self._digest = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest().encode()

    def run(self, client: redis.Redis, keys: Sequence[str | bytes], *arguments: Any) -> Any:
        """What it answers; one round trip. Raises RedisError."""
        try:
            return client.evalsha(self._digest, len(keys), *keys, *arguments)  # type: ignore[arg-type]
        except NoScriptError:
            return client.eval(self._source, len(keys), *keys, *arguments)
