"""What kind of failure an answer is: one table, read from the top, first match wins.

Words come before numbers, because Imgur's numbers lie (an upload limit arrives as HTTP 400, a missing album as HTTP 200
with ``success`` true) while its sentences have stayed the same for years. The words have to be Imgur's own: what it
quotes of what somebody sent is left out, and a rule looks at how the sentence begins.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from enum import Enum, auto

from imgur.envelope import Envelope


class Kind(Enum):
    """What went wrong, before anybody asks what it means for this call."""

    OVER_CAPACITY = auto()
    ADDRESS_BLOCKED = auto()
    UPLOAD_LIMIT = auto()
    RATE_LIMIT = auto()
    TOKEN = auto()
    CLIENT = auto()
    FORBIDDEN = auto()
    NOT_FOUND = auto()
    TOO_LARGE = auto()
    BAD_REQUEST = auto()
    FAULT = auto()
    REDIRECTED = auto()
    GARBLED = auto()


@dataclass(frozen=True, slots=True)
class Rule:
    """Matches when everything that it names is so; what it leaves out does not matter."""

    kind: Kind
    says: re.Pattern[str] | None = None  # how Imgur's sentence begins
    status: Container[int] | None = None
    is_readable: bool | None = None
    is_gateway: bool | None = None

    def matches(self, envelope: Envelope, status: int) -> bool:
        return (
            (self.says is None or self.says.match(envelope.sentence) is not None)
            and (self.status is None or status in self.status)
            and (self.is_readable is None or self.is_readable == envelope.is_readable)
            and (self.is_gateway is None or self.is_gateway == envelope.is_gateway)
        )


def _says(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_SUCCESS = range(200, 300)
_REDIRECT = {300, 301, 302, 303, 307, 308}
_REFUSAL = range(400, 500)
_SERVER = range(500, 600)
_VAGUE = {*_SUCCESS, 400}  # statuses that say nothing by themselves once the body speaks of a failure

TABLE: tuple[Rule, ...] = (
    # Over capacity: 403 to data-centre addresses, 429, 500, and 1203 in the body.
    Rule(Kind.OVER_CAPACITY, says=_says(r"(imgur\b[\w .:]{0,40}\b)?over capacity")),
    # The CDN's block of a country or address. Not Forbidden: no account and no file is at fault, and from another
    # address, or a week later, the very same call goes through; so the work waits instead of failing.
    Rule(Kind.ADDRESS_BLOCKED, says=_says(r"these actions are forbidden")),
    # About 50 uploads an hour and address, whatever the credits say. HTTP 400 or 429 around an inner 429.
    Rule(Kind.UPLOAD_LIMIT, says=_says(r"(you are )?uploading too fast")),
    # A dead token: 403 by the book, 401 or 429 in reports of 2025.
    Rule(Kind.TOKEN, says=_says(r"(the )?access token\b.*\b(invalid|expired)"), status=_REFUSAL),
    Rule(Kind.TOKEN, says=_says(r"(the )?refresh token\b.*\binvalid|invalid (refresh token|pin)\b|invalid_grant\b")),
    Rule(Kind.TOKEN, says=_says(r"(the )?authorization code\b.*\b(invalid|expired)|invalid authorization code")),
    Rule(
        Kind.CLIENT, says=_says(r"invalid.client(_id)?\b|(the )?client credentials are invalid|no client id supplied")
    ),
    # The gateway's own 401 is about its key and must not look like a dead user token.
    Rule(Kind.CLIENT, is_gateway=True, status={*_SUCCESS, 401, 403}),
    Rule(
        Kind.RATE_LIMIT,
        says=_says(r"((daily|hourly) )?((client|user|post) )?requests exceeded|rate limit"),
        status={*_SUCCESS, *_REFUSAL},
    ),
    Rule(Kind.RATE_LIMIT, status={429}),
    # Imgur says these in an envelope; in HTML somebody on the way says them (a proxy, a CDN, a provider's block page).
    Rule(Kind.ADDRESS_BLOCKED, status={401, 403, 407, 451}, is_readable=False),
    Rule(Kind.ADDRESS_BLOCKED, status={451}),
    Rule(Kind.TOKEN, status={401}),
    # A deleted image answers 404 with an HTML page, on any method.
    Rule(Kind.NOT_FOUND, status={404, 410}),
    Rule(
        Kind.NOT_FOUND,
        says=_says(r"(\w+ )?not found|unable to find|an error occurred while fetching the comment"),
        status=_VAGUE,
    ),
    Rule(Kind.FORBIDDEN, status={403}),
    Rule(Kind.FORBIDDEN, says=_says(r"(unauthorized|permission denied|forbidden)\b|you must own all"), status=_VAGUE),
    Rule(Kind.TOO_LARGE, status={413}),
    Rule(Kind.TOO_LARGE, says=_says(r"(the )?file is over the size limit")),
    Rule(Kind.TOO_LARGE, status={417}),  # "Internal expectation failed" is Imgur's answer to a GIF over about 10 MB
    Rule(Kind.FAULT, status={408, *_SERVER}),
    Rule(Kind.FAULT, says=_says(r"an error occurred"), status=_SUCCESS),
    Rule(Kind.BAD_REQUEST, status=_REFUSAL),
    Rule(Kind.REDIRECTED, status=_REDIRECT),
    Rule(Kind.GARBLED, is_readable=False),
    Rule(Kind.GARBLED, status=range(300, 400)),
    Rule(Kind.BAD_REQUEST),
)


def failure_of(envelope: Envelope, http_status: int) -> Kind | None:
    """The kind of failure that an answer is, or None for a success.

    A failure is: HTTP outside 2xx, a body that calls itself one or copies a failing status, or no envelope at all (but
    for a 204, which has no body).
    """
    if http_status == 204:
        return None
    if http_status in _SUCCESS and envelope.is_readable and not envelope.is_failure and envelope.status is None:
        return None
    status = effective_status(envelope, http_status)
    return next(rule.kind for rule in TABLE if rule.matches(envelope, status))


def effective_status(envelope: Envelope, http_status: int) -> int:
    """The number to believe: the code inside the error, else a failing HTTP status, else the envelope's own status."""
    if envelope.inner_status is not None:
        return envelope.inner_status
    if http_status >= 400 or envelope.status is None:
        return http_status
    return envelope.status
