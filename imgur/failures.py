"""Turns a failed answer, or a connection that brought none, into the error that tells the caller what to do.

Here the kind of failure (``imgur.classify``) meets the call: a fault of Imgur's is "try again later" for a call that
may be repeated, and "look first" for an upload or a creation, which may have gone through before the fault.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from imgur.call import Call
from imgur.classify import Kind, effective_status
from imgur.connection import Breakage
from imgur.envelope import Envelope
from imgur.errors import (
    BadRequestError,
    ClientRejectedError,
    Facts,
    ForbiddenError,
    ImgurError,
    ImgurRefusedError,
    ImgurUnavailableError,
    NotFoundError,
    OutcomeUnknownError,
    RateLimitError,
    RateLimitWindow,
    TokenRejectedError,
    UnavailableReason,
)
from imgur.rate_limits import RateLimits

# Clients in daily use wait this long after "over capacity"; Imgur names no time of its own.
_OVER_CAPACITY_SECONDS = 600
_LONGEST_WAIT_SECONDS = 7 * 24 * 3600
_WAIT_MORE = re.compile(r"[\w ]*too fast\W+please wait (\d{1,6}) more (second|minute|hour)", re.IGNORECASE)
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}

# What happened, what it means, what to do. {text} is Imgur's own sentence in quotation marks, or the HTTP status.
_REFUSALS: dict[Kind, tuple[type[ImgurRefusedError], str]] = {
    Kind.TOKEN: (
        TokenRejectedError,
        "Imgur does not accept this access any more ({text}). It has to be renewed, or the account linked again.",
    ),
    Kind.CLIENT: (
        ClientRejectedError,
        "Imgur does not accept this application ({text}). Its client id, secret or gateway key has to be corrected.",
    ),
    Kind.FORBIDDEN: (
        ForbiddenError,
        "Imgur does not allow this ({text}). It may belong to somebody else, or need a linked account.",
    ),
    Kind.NOT_FOUND: (NotFoundError, "Imgur does not have this, or no longer ({text})."),
    Kind.TOO_LARGE: (BadRequestError, "The file is larger than Imgur takes ({text}). A smaller one may go through."),
    Kind.BAD_REQUEST: (BadRequestError, "Imgur refused this ({text}). The same again will be refused too."),
}
_UNAVAILABLE: dict[Kind, tuple[UnavailableReason, str]] = {
    Kind.OVER_CAPACITY: (
        "over-capacity",
        "Imgur is over capacity, or turns this network address away ({text}). Nothing was done; it can be tried again"
        " in ten minutes.",
    ),
    Kind.ADDRESS_BLOCKED: (
        "address-blocked",
        "Imgur takes no calls from this network address ({text}). Nothing was done; it can be tried again later,"
        " or from another address.",
    ),
    Kind.FAULT: ("fault", "Imgur had a fault ({text}). It can be tried again later."),
    Kind.REDIRECTED: (
        "redirected",
        "Imgur’s answer points to another address ({text}), and no call is sent to another. If Imgur has moved, its"
        " address here has to be corrected.",
    ),
    Kind.GARBLED: ("garbled", "Imgur's answer could not be read ({text}). It can be tried again later."),
}
_WINDOWS: dict[RateLimitWindow, str] = {
    "client-day": "Today's credits of the Imgur application are used up",
    "user-hour": "This hour's credits for this network address are used up",
    "post-hour": "This hour's changes (POST requests) for this network address are used up",
    "upload-hour": "Imgur takes no more uploads from this network address for now",
    "unknown": "Imgur limits the calls for now, without saying which limit it is",
}
_UNKNOWN = (
    "It is not known whether this took effect: it was sent, and no clear answer came ({text})."
    " Look at Imgur before sending it again."
)


@dataclass(frozen=True, slots=True)
class FailedAnswer:
    """A failed answer with all that an error about it needs; ``now`` is the (aware) moment at which it came."""

    kind: Kind
    envelope: Envelope
    http_status: int
    headers: Mapping[str, str]
    rate_limits: RateLimits
    call: Call
    now: datetime


def error_for(failed: FailedAnswer) -> ImgurError:
    """The error to raise for a failed answer."""
    kind, call = failed.kind, failed.call
    facts: Facts = {
        "status": failed.http_status,
        "rate_limits": failed.rate_limits,
        "call_route": call.route,
        "was_sent": True,
        "imgur_text": failed.envelope.text,
    }
    text = _quoted(failed)
    # Of two documents in one body the second may tell of a success, so even a clear first "no" proves nothing.
    is_unclear = kind in (Kind.FAULT, Kind.REDIRECTED, Kind.GARBLED) or failed.envelope.has_more
    if is_unclear and not call.is_idempotent:
        return OutcomeUnknownError(_UNKNOWN.format(text=text), **facts)
    if kind in _UNAVAILABLE:
        reason, sentence = _UNAVAILABLE[kind]
        wait = _retry_after_seconds(failed)
        if kind is Kind.OVER_CAPACITY:
            wait = max(wait or 0, _OVER_CAPACITY_SECONDS)
        return ImgurUnavailableError(sentence.format(text=text), reason=reason, retry_after_seconds=wait, **facts)
    if kind in _REFUSALS:
        refusal, sentence = _REFUSALS[kind]
        return refusal(sentence.format(text=text), **facts)
    window, retry_at = _limit(failed)
    until = f" until {retry_at:%H:%M} UTC" if retry_at else ""
    return RateLimitError(f"{_WINDOWS[window]}{until} ({text}).", window=window, retry_at=retry_at, **facts)


def lost_connection(call: Call, broken: Breakage, *, was_sent: bool) -> ImgurError:
    """The error for a call that got no complete answer."""
    facts: Facts = {"call_route": call.route, "was_sent": was_sent, "cause": broken.cause}
    if was_sent and not call.is_idempotent:
        return OutcomeUnknownError(_UNKNOWN.format(text=broken.words), **facts)
    return ImgurUnavailableError(
        f"Imgur could not be reached ({broken.words}). It can be tried again later.", reason=broken.reason, **facts
    )


def unusable(call: Call, *, status: int, rate_limits: RateLimits) -> ImgurError:
    """The error for a success whose payload is not what the call promises (no id, no list)."""
    text = "the answer lacks what was asked for"
    facts: Facts = {"status": status, "rate_limits": rate_limits, "call_route": call.route, "was_sent": True}
    if not call.is_idempotent:
        return OutcomeUnknownError(_UNKNOWN.format(text=text), **facts)
    return ImgurUnavailableError(_UNAVAILABLE[Kind.GARBLED][1].format(text=text), reason="garbled", **facts)


def _quoted(failed: FailedAnswer) -> str:
    if failed.envelope.text:
        return f"“{failed.envelope.text}”"
    status = effective_status(failed.envelope, failed.http_status)
    try:
        return f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"


def _limit(failed: FailedAnswer) -> tuple[RateLimitWindow, datetime | None]:
    """Which window is closed, and until when: from Imgur's sentence, else from the headers, else unknown."""
    limits = failed.rate_limits
    if failed.kind is Kind.UPLOAD_LIMIT:
        match = _WAIT_MORE.match(failed.envelope.sentence)
        wait = int(match[1]) * _SECONDS[match[2].lower()] if match else _retry_after_seconds(failed)
        return "upload-hour", _after(failed.now, wait)
    if "client requests exceeded" in failed.envelope.sentence.lower():
        return "client-day", limits.client.resets_at if limits.client else None
    # The day first: when several are empty, it is the one that takes longest.
    if limits.client and limits.client.is_exhausted:
        return "client-day", limits.client.resets_at
    if limits.user and limits.user.is_exhausted:
        return "user-hour", limits.user.resets_at
    if limits.post and limits.post.is_exhausted:
        return "post-hour", limits.post.resets_at
    return "unknown", _after(failed.now, _retry_after_seconds(failed))


def _after(now: datetime, seconds: int | None) -> datetime | None:
    return now + timedelta(seconds=min(seconds, _LONGEST_WAIT_SECONDS)) if seconds else None


def _retry_after_seconds(failed: FailedAnswer) -> int | None:
    """Retry-After in seconds, given as a number or as a date; None when it is missing, zero or garbage."""
    value = next((text for name, text in failed.headers.items() if name.lower() == "retry-after"), "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        seconds = int(value)
    else:
        try:
            moment = parsedate_to_datetime(value)
            seconds = round((moment - failed.now).total_seconds())
        except (ValueError, TypeError, OverflowError):
            return None
    return min(seconds, _LONGEST_WAIT_SECONDS) if seconds > 0 else None
