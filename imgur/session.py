"""Sessions whose answers are bounded, in seconds and in bytes, where they come in: on the socket.

A look between two reads of the body would not see headers that drip, a "100 Continue" without end, or packed blocks
that unpack to nothing: all that is read inside the libraries.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from http.client import HTTPResponse
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from imgur.timeouts import DEFAULT_TIMEOUTS

# Imgur's largest answers (an album of thousands of images) are a few megabytes.
MAX_ANSWER_BYTES = 32 * 1024 * 1024
# As many threads as share a transport; a connection more than that is closed after its call.
_POOL_CONNECTIONS = 32

_answer_seconds: ContextVar[float] = ContextVar("answer_seconds", default=DEFAULT_TIMEOUTS.answer)
# None: MAX_ANSWER_BYTES.
_answer_bytes: ContextVar[int | None] = ContextVar("answer_bytes", default=None)


class AnswerTooLongError(Exception):
    """An answer larger or slower than any honest one; reading stopped."""


def new_session() -> requests.Session:
    """A session for ``HttpTransport``, which enforces its ``Timeouts`` and keeps a connection for every thread.

    Any other session works too, but nothing bounds how long its answers drip.
    """
    session = requests.Session()
    for scheme in ("https://", "http://"):
        session.mount(scheme, _BoundedAdapter(pool_maxsize=_POOL_CONNECTIONS))
    return session


@contextmanager
def answers_within(seconds: float, *, most_bytes: int | None = None) -> Iterator[None]:
    """Calls begun inside have to be answered ``seconds`` after the longest silence that they were granted, and in
    ``most_bytes``, headers included, where files are fetched.
    """
    tokens = _answer_seconds.set(seconds), _answer_bytes.set(most_bytes)
    try:
        yield
    finally:
        _answer_seconds.reset(tokens[0])
        _answer_bytes.reset(tokens[1])


class _BoundedAdapter(HTTPAdapter):
    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = _bounded(pool.ConnectionCls)
        return pool


@cache
def _bounded(connection_class: type[Any]) -> type[Any]:
    """``connection_class`` with bounded answers; proxies bring classes of their own."""
    if issubclass(connection_class.response_class, _BoundedResponse):
        return connection_class
    return type(connection_class.__name__, (connection_class,), {"response_class": _BoundedResponse})


class _BoundedResponse(HTTPResponse):
    """Made when the request is out, so its time is the answer's alone."""

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_BoundedReader(self.fp.detach(), sock))


class _BoundedReader(io.RawIOBase):
    def __init__(self, raw: Any, sock: Any) -> None:
        self._raw, self._sock = raw, sock
        self._silence: float = sock.gettimeout() or 0
        self._deadline = time.monotonic() + self._silence + _answer_seconds.get()
        self._bytes, self._most_bytes = 0, _answer_bytes.get() or MAX_ANSWER_BYTES

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        number: int = self._raw.fileno()
        return number

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise AnswerTooLongError("the answer took too long to arrive")
        self._sock.settimeout(min(self._silence or left, left))
        try:
            count: int | None = self._raw.readinto(buffer)
        except TimeoutError:
            if time.monotonic() < self._deadline:
                raise
            raise AnswerTooLongError("the answer took too long to arrive") from None
        self._bytes += count or 0
        if self._bytes > self._most_bytes:
            raise AnswerTooLongError("the answer was larger than any of Imgur's")
        return count

    def close(self) -> None:
        super().close()
        self._raw.close()
