"""The one door to Imgur: a fresh token, credits reserved, one HTTP call, the answer's figures settled, the ledger
written.

Nothing else in the hub may use the client's transport. ``client_for`` gives an ordinary ``ImgurClient`` whose every
call comes through here.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import requests
from django.conf import settings
from django.db import DatabaseError
from django.db.models import F

from accounts.models import ImgurApp, LinkedAccount, User
from accounts.services import tokens
from accounts.services.linking import mark_broken
from imgur import (
    Answer,
    Bearer,
    Call,
    ClientId,
    CommercialGateway,
    Credits,
    HttpTransport,
    ImgurClient,
    ImgurError,
    RateLimitError,
    RateLimits,
    TokenRejectedError,
)
from imgur.call import Transport
from media_sync import budget
from media_sync.models import ApiCall, Lane, Operation

logger = logging.getLogger(__name__)
_of_this_thread = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Why a call is made, for the budget and the ledger."""

    lane: Lane
    person: User | None = None
    operation: Operation | None = None


def client_for(
    account: LinkedAccount, *, purpose: Purpose, before_sending: Callable[[], None] | None = None
) -> ImgurClient:
    """Imgur, acting as ``account``.

    ``before_sending`` is called when credits are granted and the bytes are about to go out; what it raises stops
    the call and
    frees the credits. Besides the client's ``ImgurError``s, every method raises BudgetError (the call would not
    fit) and LinkBrokenError (Imgur refuses the account's access).
    """
    return ImgurClient(MeteredTransport(account, purpose=purpose, before_sending=before_sending))


def read_credits(app: ImgurApp) -> Credits:
    """What Imgur says is left; costs nothing and passes no budget. Raises ImgurError."""
    return ImgurClient(_http(app, ClientId(app.client_id))).credits()


class MeteredTransport:
    """Carries the calls of one account, each inside the budget."""

    def __init__(
        self, account: LinkedAccount, *, purpose: Purpose, before_sending: Callable[[], None] | None = None
    ) -> None:
        self._account, self._purpose, self._before_sending = account, purpose, before_sending
        self._limiter = budget.limiter_for(account.app)

    def send(self, call: Call) -> Answer:
        token = tokens.fresh_access_token(self._account)
        used = self._account.sealed_access_token
        try:
            return self._send_metered(call, token)
        except TokenRejectedError:
            # Revoked or replaced before its time. One renewal; if Imgur refuses the new one too, a person is needed.
            token = tokens.renew(self._account, rejected=used)
        try:
            return self._send_metered(call, token)
        except TokenRejectedError as error:
            mark_broken(self._account, "Imgur refuses this account’s access, a newly renewed one too.")
            raise tokens.LinkBrokenError(self._account) from error

    def _send_metered(self, call: Call, token: str) -> Answer:
        reservation = self._limiter.reserve(
            budget.Claim(
                cost=call.cost,
                lane=self._purpose.lane,
                team_pk=self._account.team_id,
                is_post=call.method == "POST",
                is_upload=call.is_upload,
            )
        )
        started = time.monotonic()
        try:
            if self._before_sending:
                self._before_sending()
            answer = _http(self._account.app, Bearer(token)).send(call)
        except ImgurError as error:
            was_counted = error.was_sent and not isinstance(error, RateLimitError)
            self._settle(reservation, error, was_counted)
            self._write_down(call, error=error, charged=call.cost if was_counted else 0, ms=_since(started))
            raise
        except BaseException:
            # Nothing went out: the operation was taken from us, or its file cannot be read.
            self._settle(reservation, ImgurError(), was_counted=False)
            raise
        self._settle(reservation, answer, was_counted=True)
        self._write_down(call, status=answer.status, charged=call.cost, ms=answer.elapsed_ms)
        return answer

    def _settle(self, reservation: budget.Reservation, told: Answer | ImgurError, was_counted: bool) -> None:
        """A budget that does not answer must not turn a call that Imgur has done into a failure: its reservation runs
        out by itself, as spent."""
        try:
            self._limiter.settle(reservation, told.rate_limits, was_counted=was_counted)
            if isinstance(told, RateLimitError):
                self._limiter.refused(told, _figures_after(told, self._account.app))
        except budget.BudgetError:
            logger.warning("A call to Imgur could not be settled: the budget's store does not answer.")

    def _write_down(
        self, call: Call, *, charged: int, ms: int, status: int | None = None, error: ImgurError | None = None
    ) -> None:
        operation = self._purpose.operation
        try:
            ApiCall.objects.create(
                app_id=self._account.app_id,
                account=self._account,
                team_id=self._account.team_id,
                person=self._purpose.person,
                operation=operation,
                lane=self._purpose.lane,
                method=call.method,
                route=call.route,
                credits_asked=call.cost,
                credits_charged=charged,
                status=error.status if error else status,
                duration_ms=ms,
                error=type(error).__name__ if error else "",
            )
            if operation and charged:
                Operation.objects.filter(pk=operation.pk).update(credits_spent=F("credits_spent") + charged)
        except DatabaseError:
            # The call has happened; the caller keeps its result even if the ledger cannot be written.
            logger.exception("A call to Imgur could not be written into the ledger: %s %s", call.method, call.route)


def _figures_after(refusal: RateLimitError, app: ImgurApp) -> RateLimits:
    """What Imgur tells of its windows after it refused; asked for where the refusal says nothing itself."""
    if refusal.window != "unknown" or refusal.rate_limits != RateLimits():
        return refusal.rate_limits
    try:
        return read_credits(app).rate_limits
    except ImgurError:
        return RateLimits()


def _http(app: ImgurApp, auth: Bearer | ClientId) -> Transport:
    commercial = None
    if app.is_commercial:
        commercial = CommercialGateway(app.commercial_key(), settings.IMGUR_COMMERCIAL_URL)
    # A retry inside the transport would spend credits that nobody reserved: repeating is the queue's business.
    return HttpTransport(
        auth=auth,
        api_url=settings.IMGUR_API_URL,
        site_url=settings.IMGUR_SITE_URL,
        commercial=commercial,
        session=_session(),
        retries=0,
    )


def _session() -> requests.Session:
    """One a thread, for its connections; requests' sessions are not made to be shared."""
    session: requests.Session | None = getattr(_of_this_thread, "session", None)
    if session is None:
        session = _of_this_thread.session = requests.Session()
    return session


def _since(started: float) -> int:
    return int((time.monotonic() - started) * 1000)
