"""Everything that can go wrong with a call to Imgur, split by what the caller should do.

ImgurError
├── ImgurUnavailableError        no answer of Imgur's to a call that may be repeated: try again later
├── OutcomeUnknownError          the request went out, no clear answer came back: look before trying again
└── ImgurRefusedError            Imgur answered, and said no: the same call again gets the same answer
    ├── BadRequestError          the call or the file is wrong: change it
    ├── NotFoundError            it is not there, or no longer
    ├── ForbiddenError           this account or application may not do that
    │   └── ClientRejectedError  the application (client id, secret, gateway key) is not accepted: an admin mends it
    ├── TokenRejectedError       the account's access is dead: refresh once, then link again
    └── RateLimitError           wait until ``retry_at``

Every error carries the facts a caller needs; no error, message or attribute ever holds a token, and none is chained to
an error of the libraries below, which hold the whole request.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict, Unpack

from imgur.rate_limits import RateLimits

UnavailableReason = Literal[
    "unreachable", "fault", "garbled", "over-capacity", "address-blocked", "untrusted", "too-long", "redirected"
]
RateLimitWindow = Literal["client-day", "user-hour", "post-hour", "upload-hour", "unknown"]


class Facts(TypedDict, total=False):
    """What is known of the call and its answer; ``ImgurError`` says what each is."""

    status: int | None
    rate_limits: RateLimits | None
    call_route: str | None
    was_sent: bool
    imgur_text: str
    cause: str


class ImgurError(Exception):
    """A call to Imgur that brought no result.

    ``status`` is the HTTP status of the answer (None without an answer), ``rate_limits`` what its headers told,
    ``call_route`` the route with placeholders, ``was_sent`` whether the request may have reached Imgur (and therefore
    cost its credits), ``imgur_text`` Imgur's own words ("" when it had none), ``cause`` the names of the exceptions of
    the libraries below (types only; "" when Imgur answered).
    """

    def __init__(self, message: str = "", **facts: Unpack[Facts]) -> None:
        super().__init__(message)
        self.message = message
        self.status = facts.get("status")
        self.rate_limits = facts.get("rate_limits") or RateLimits()
        self.call_route = facts.get("call_route")
        self.was_sent = facts.get("was_sent", False)
        self.imgur_text = facts.get("imgur_text", "")
        self.cause = facts.get("cause", "")


class ImgurUnavailableError(ImgurError):
    """Imgur did not say no: no connection, 5xx, no readable answer, over capacity, address blocked.

    Nothing happened, or what did may happen again without harm: a write that sets known values may have taken effect
    when ``was_sent``. ``reason`` tells the cases apart ("untrusted" is a certificate that nobody vouches for,
    "too-long" an answer without end, "redirected" one that points elsewhere: these do not pass by themselves).
    ``retry_after_seconds`` is set when Imgur (or experience with it) names a waiting time.
    """

    def __init__(
        self,
        message: str = "",
        *,
        reason: UnavailableReason = "fault",
        retry_after_seconds: int | None = None,
        **facts: Unpack[Facts],
    ) -> None:
        super().__init__(message, **facts)
        self.reason: UnavailableReason = reason
        self.retry_after_seconds = retry_after_seconds


class OutcomeUnknownError(ImgurError):
    """A call that must not be repeated blindly went out and no clear answer came: it may have taken effect."""


class ImgurRefusedError(ImgurError):
    """Imgur answered, and said no: this attempt changed nothing.

    An earlier attempt of the same call, whose answer was lost, may have: a deletion that is repeated may find nothing
    left to delete.
    """


class BadRequestError(ImgurRefusedError):
    """The call, its parameters or its file are wrong (too large, wrong type, missing field)."""


class NotFoundError(ImgurRefusedError):
    """Imgur does not have it, or no longer."""


class ForbiddenError(ImgurRefusedError):
    """The account may not do this: not the owner, or a call that needs a log-in."""


class ClientRejectedError(ForbiddenError):
    """The application is not accepted: wrong client id or secret, or the commercial gateway refuses its key."""


class TokenRejectedError(ImgurRefusedError):
    """The access token, refresh token, code or PIN is invalid, expired or revoked."""


class RateLimitError(ImgurRefusedError):
    """No credits are left in ``window`` until ``retry_at`` (aware UTC; None when Imgur does not tell)."""

    def __init__(
        self,
        message: str = "",
        *,
        window: RateLimitWindow = "unknown",
        retry_at: datetime | None = None,
        **facts: Unpack[Facts],
    ) -> None:
        super().__init__(message, **facts)
        self.window: RateLimitWindow = window
        self.retry_at = retry_at
