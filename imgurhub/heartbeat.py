"""Signs of life of worker and beat processes: keys in Redis that disappear by themselves.

Each process renews its own from a thread of its own, so that a worker full of slow uploads is still seen to live.
"""

import logging
import socket
import threading
from collections.abc import Callable
from typing import Any

import redis
from celery.signals import beat_init, worker_ready, worker_shutting_down
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

PERIOD_SECONDS = 3
# Three may be lost before a process counts as gone.
LIFETIME_SECONDS = 10
WORKER, BEAT = "worker", "beat"


def connect() -> redis.Redis:
    """A client that gives up within a second, so that nothing waits for a Redis that is away."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5, retry=Retry(NoBackoff(), 0)
    )


def show(client: redis.Redis, role: str, name: str) -> None:
    """Say that ``name`` lives; true for LIFETIME_SECONDS."""
    pipeline = client.pipeline()
    pipeline.set(_key(role, name), "1", ex=LIFETIME_SECONDS)
    # The list of names, because looking for keys by pattern would walk through all that Redis holds.
    pipeline.sadd(_names_key(role), name)
    pipeline.execute()


def withdraw(client: redis.Redis, role: str, name: str) -> None:
    """``name`` ends in order: it need not be waited for."""
    client.delete(_key(role, name))
    client.srem(_names_key(role), name)


def living(client: redis.Redis, role: str) -> list[str]:
    """The names of those that live, in order; names of the others are forgotten. Raises redis.RedisError."""
    names = sorted(name.decode() if isinstance(name, bytes) else name for name in client.smembers(_names_key(role)))
    if not names:
        return []
    found = client.mget([_key(role, name) for name in names])
    gone = [name for name, value in zip(names, found, strict=True) if value is None]
    if gone:
        client.srem(_names_key(role), *gone)
    return [name for name in names if name not in gone]


class Heart(threading.Thread):
    """Shows a sign of life every PERIOD_SECONDS until stopped, through any trouble with Redis."""

    def __init__(self, role: str, name: str, *, connect: Callable[[], redis.Redis] = connect) -> None:
        super().__init__(name=f"heartbeat-{role}", daemon=True)
        self._role, self._who = role, name
        self._client = connect()
        self._end = threading.Event()
        self._is_silent = False

    def run(self) -> None:
        while not self._end.is_set():
            try:
                show(self._client, self._role, self._who)
                self._is_silent = False
            except redis.RedisError as error:
                # Once for each outage, not every three seconds.
                if not self._is_silent:
                    log.warning("No sign of life can be given, for Redis is away: %s", error)
                self._is_silent = True
            self._end.wait(PERIOD_SECONDS)

    def stop(self) -> None:
        self._end.set()
        try:
            withdraw(self._client, self._role, self._who)
        except redis.RedisError:
            return  # it goes by itself


_hearts: list[Heart] = []


@worker_ready.connect
def start_for_worker(sender: Any, **kwargs: Any) -> None:
    _start(WORKER, str(sender.hostname))


@beat_init.connect
def start_for_beat(**kwargs: Any) -> None:
    _start(BEAT, socket.gethostname())


@worker_shutting_down.connect
def stop_for_worker(**kwargs: Any) -> None:
    while _hearts:
        _hearts.pop().stop()


def _start(role: str, name: str) -> None:
    heart = Heart(role, name)
    _hearts.append(heart)
    heart.start()


def _key(role: str, name: str) -> str:
    return f"hub:alive:{role}:{name}"


def _names_key(role: str) -> str:
    return f"hub:alive:{role}s"
