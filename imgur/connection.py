"""The wire below the transport: the addresses it may call, and what a broken connection proves."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

import requests
import urllib3

from imgur.errors import UnavailableReason
from imgur.session import AnswerTooLongError


def checked_url(url: str) -> str:
    """``url`` without a slash or the API's version at its end.

    ValueError unless it is the plain https address of a host, or the http address of this very computer: elsewhere
    http would show tokens to everybody on the way.
    """
    try:
        parts = urlsplit(url)
        is_plain = _is_plain(parts)
    except ValueError:
        is_plain = False
    if not is_plain:
        raise ValueError("Imgur's address has to be a plain http or https address, such as https://api.imgur.com.")
    if parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
        raise ValueError("Imgur's address has to begin with https://; http:// is for this computer (127.0.0.1) alone.")
    return url.rstrip("/").removesuffix("/3")


def _is_plain(parts: SplitResult) -> bool:
    has_more = parts.query or parts.fragment or parts.username is not None or parts.password is not None
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and not has_more


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True)
class Breakage:
    """What a failed exchange proves, and nothing of its request: that holds a token, and perhaps a deletehash.

    ``words`` are a half sentence for people, ``cause`` the types of the libraries' exceptions, ``never_left`` says that
    the connection was never made, so that Imgur cannot have seen the request.
    """

    words: str
    reason: UnavailableReason
    never_left: bool
    cause: str

    @classmethod
    def of(cls, error: BaseException) -> Breakage:
        """What ``error``, of whichever library, comes to."""
        causes = list(_causes(error))
        is_untrusted = any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes)
        too_long = next((str(cause) for cause in causes if isinstance(cause, AnswerTooLongError)), None)
        # Never a library's own text: that quotes addresses.
        words = next((words for kinds, words in _WORDS if any(isinstance(cause, kinds) for cause in causes)), None)
        return cls(
            words=too_long or words or "the connection broke",
            reason="too-long" if too_long else "untrusted" if is_untrusted else "unreachable",
            never_left=any(isinstance(cause, _NEVER_LEFT) for cause in causes),
            cause=", ".join(dict.fromkeys(type(cause).__name__ for cause in causes)),
        )


_NEVER_LEFT = (
    requests.ConnectTimeout,
    requests.exceptions.ProxyError,
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ConnectTimeoutError,
    ssl.SSLCertVerificationError,
)
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
