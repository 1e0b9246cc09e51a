"""Answers that take long to send: few at a time, and a sign of life from each as long as it moves.

A web process that sends one serves nobody else meanwhile. So each person has one at a time, all together have
``AT_ONCE``, and gunicorn, which ends a process that is silent, hears from it with every piece that the browser took: it
ends one whose browser has stopped taking any.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from django.core.cache import cache

AT_ONCE = 2
# A place whose process was killed is free again after this; one in use is kept again and again.
_KEPT_SECONDS = 90
_KEEP_AGAIN_SECONDS = 15

# Set by the web server in each of its processes.
tell_alive: Callable[[], None] = lambda: None  # noqa: E731


class BusyError(Exception):
    """There is no place at the moment; the message says why, for a person."""


@dataclass
class Place:
    """Taken by ``take``, given back when the answer is sent or has broken off."""

    keys: tuple[str, ...]
    token: str

    def keep(self) -> None:
        for key in self.keys:
            cache.set(key, self.token, _KEPT_SECONDS)

    def give_back(self) -> None:
        for key in self.keys:
            # Not that of somebody who came after ours had run out.
            if cache.get(key) == self.token:
                cache.delete(key)


def take(person_pk: int) -> Place:
    """A place for one answer. Raises BusyError."""
    token = secrets.token_hex(8)
    own = f"long-answer:person:{person_pk}"
    if not cache.add(own, token, _KEPT_SECONDS):
        raise BusyError("A download of yours is under way. Start the next one when it has arrived.")
    for number in range(AT_ONCE):
        shared = f"long-answer:place:{number}"
        if cache.add(shared, token, _KEPT_SECONDS):
            return Place((own, shared), token)
    cache.delete(own)
    raise BusyError("Other people’s downloads are under way. Try again in some minutes.")


class Sending:
    """The blocks of an answer, with a sign of life for each that was taken. Django closes it, however it ends."""

    def __init__(self, place: Place, blocks: Generator[bytes, None, None]) -> None:
        self._place, self._blocks = place, blocks
        self._kept_at = time.monotonic()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        tell_alive()
        if time.monotonic() - self._kept_at > _KEEP_AGAIN_SECONDS:
            self._place.keep()
            self._kept_at = time.monotonic()
        return next(self._blocks)

    def close(self) -> None:
        self._blocks.close()
        self._place.give_back()
