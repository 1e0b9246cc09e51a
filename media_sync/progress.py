"""How far a file is on its way to Imgur. Only for looking at: kept in Redis for a moment, never in the database."""

import time
from collections.abc import Callable, Iterable

import redis

from accounts.shared_redis import redis_client

_KEEP_SECONDS = 120
_TELL_EVERY_SECONDS = 0.4


def teller(operation_pk: int) -> Callable[[int, int], None]:
    """What the transport calls with the bytes sent; writes at most twice or so a second."""
    last = 0.0

    def tell(sent: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _TELL_EVERY_SECONDS and sent < total:
            return
        last = now
        try:
            redis_client().set(_key(operation_pk), sent, ex=_KEEP_SECONDS)
        except redis.RedisError:
            return  # nobody sees the bar move; the file goes on

    return tell


def bytes_sent(operation_pks: Iterable[int]) -> dict[int, int]:
    """Bytes that have left for Imgur, by operation; without Redis, nothing."""
    pks = list(operation_pks)
    if not pks:
        return {}
    try:
        values = redis_client().mget([_key(pk) for pk in pks])
    except redis.RedisError:
        return {}
    return {pk: int(value) for pk, value in zip(pks, values, strict=True) if value is not None}


def _key(operation_pk: int) -> str:
    return f"progress:operation:{operation_pk}"
