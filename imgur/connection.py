"""The wire below the transport: the addresses it may call, and what a broken connection proves."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
import urllib3


class AnswerTooLongError(Exception):
    """An answer larger or slower than any honest one; reading stopped."""


def checked_url(url: str) -> str:
    """``url`` without a trailing slash, or ValueError when it is not the plain http(s) address of a host."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError("Imgur's address has to be a plain http or https address, such as https://api.imgur.com.")
    return url.rstrip("/")


def never_left(error: BaseException) -> bool:
    """True when the connection was never made, so that Imgur cannot have seen the request."""
    never = (
        requests.ConnectTimeout,
        requests.exceptions.ProxyError,
        urllib3.exceptions.NewConnectionError,
        urllib3.exceptions.ConnectTimeoutError,
        ssl.SSLCertVerificationError,
    )
    return any(isinstance(cause, never) for cause in _causes(error))


def what_broke(error: BaseException) -> str:
    """A half sentence for people. Never the library's own text: that quotes addresses, which may hold a deletehash."""
    causes = list(_causes(error))
    for kinds, words in _WORDS:
        if any(isinstance(cause, kinds) for cause in causes):
            return words
    return str(error) if isinstance(error, AnswerTooLongError) else "the connection broke"


_WORDS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((requests.exceptions.ProxyError, urllib3.exceptions.ProxyError), "the proxy on the way refused or did not answer"),
    ((urllib3.exceptions.NameResolutionError,), "the name of its host could not be resolved"),
    ((urllib3.exceptions.NewConnectionError,), "the connection was refused, or there is no network"),
    ((requests.ConnectTimeout, urllib3.exceptions.ConnectTimeoutError), "no connection came about in time"),
    ((ssl.SSLCertVerificationError,), "its certificate is not trusted"),
    ((requests.exceptions.SSLError, urllib3.exceptions.SSLError), "the encrypted connection failed"),
    ((urllib3.exceptions.DecodeError,), "the answer could not be unpacked"),
    ((requests.ReadTimeout, urllib3.exceptions.ReadTimeoutError, TimeoutError), "no answer came in time"),
)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """``error`` and what is wrapped in it, whether as an argument, as ``reason`` or by chaining."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [*cause.args, getattr(cause, "reason", None), cause.__cause__, cause.__context__]
