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

from accounts.models import ImgurApp, LinkedAccount, Team, User
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
    new_session,
)
from imgur.call import Transport
from media_sync import budget
from media_sync.budget import caps, costs, shares, strikes
from media_sync.models import ApiCall, Lane, Operation, SyncRun

logger = logging.getLogger(__name__)
_of_this_thread = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """Why a call is made, for the budget and the ledger. ``name`` says what for where no operation does.

    ``run`` counts the call, as its audit's where ``is_audit``.
    """

    lane: Lane
    person: User | None = None
    operation: Operation | None = None
    run: SyncRun | None = None
    is_audit: bool = False
    name: str = ApiCall.READING


def client_for(
    account: LinkedAccount, *, purpose: Purpose, before_sending: Callable[[], None] | None = None
) -> ImgurClient:
    """Imgur, acting as ``account``.

    ``before_sending`` is called when credits are granted and the bytes are about to go out; what it raises stops
    the call and
    frees the credits. Besides the client's ``ImgurError``s, every method raises BudgetError (the call would not
    fit) and LinkBrokenError (Imgur refuses the account's access).
    """
    return ImgurClient(
        MeteredTransport(account.app, account.team, account=account, purpose=purpose, before_sending=before_sending)
    )


def public_client(app: ImgurApp, team: Team, *, purpose: Purpose) -> ImgurClient:
    """Imgur as a stranger sees it, with ``app``'s credits, for ``team``. Its methods raise as ``client_for``'s do, but
    never LinkBrokenError.
    """
    return ImgurClient(MeteredTransport(app, team, account=None, purpose=purpose))


def read_credits(app: ImgurApp) -> Credits:
    """What Imgur says is left; costs nothing as far as is known, and passes no budget. Raises ImgurError."""
    try:
        told = ImgurClient(_http(app, ClientId(app.client_id))).credits()
    except RateLimitError as refusal:
        strikes.notice(app, refusal.rate_limits, refusal=refusal)
        raise
    strikes.notice(app, told.rate_limits)
    return told


class MeteredTransport:
    """Carries the calls of one account, or of a stranger without one, each inside the budget."""

    def __init__(
        self,
        app: ImgurApp,
        team: Team,
        *,
        account: LinkedAccount | None,
        purpose: Purpose,
        before_sending: Callable[[], None] | None = None,
    ) -> None:
        self._app, self._team, self._account = app, team, account
        self._purpose, self._before_sending = purpose, before_sending

    def send(self, call: Call) -> Answer:
        if self._account is None:
            return self._send_metered(call, ClientId(self._app.client_id))
        return self._send_as(self._account, call)

    def _send_as(self, account: LinkedAccount, call: Call) -> Answer:
        token = tokens.fresh_access_token(account)
        used = account.sealed_access_token
        try:
            return self._send_metered(call, Bearer(token))
        except TokenRejectedError:
            # Revoked or replaced before its time. One renewal; if Imgur refuses the new one too, a person is needed.
            token = tokens.renew(account, rejected=used)
        try:
            return self._send_metered(call, Bearer(token))
        except TokenRejectedError as error:
            mark_broken(account, "Imgur refuses this account’s access, a newly renewed one too.")
            raise tokens.LinkBrokenError(account) from error

    def _send_metered(self, call: Call, auth: Bearer | ClientId) -> Answer:
        app, limiter = self._app, budget.limiter_for(self._app)
        claim = self._claim(call)
        reservation = limiter.reserve(claim)
        started, is_out = time.monotonic(), False
        try:
            transport = _http(app, auth)
            if self._before_sending:
                self._before_sending()
            is_out = True
            answer = transport.send(call)
        except ImgurError as error:
            was_counted = error.was_sent and not isinstance(error, RateLimitError)
            measured = _settle(limiter, reservation, error, was_counted=was_counted)
            _look_at_limits(app, limiter, error)
            charged = claim.cost if was_counted else 0
            self._write_down(call, claim, error=error, charged=charged, measured=measured, ms=_since(started))
            raise
        except BaseException as error:
            # Nothing went out when the operation was taken from us, or its file cannot be read. Else nobody knows: the
            # process may be ended in the midst of a call.
            was_counted = is_out and not isinstance(error, OSError)
            _settle(limiter, reservation, ImgurError(), was_counted=was_counted)
            raise
        measured = _settle(limiter, reservation, answer, was_counted=True)
        self._write_down(call, claim, status=answer.status, charged=claim.cost, measured=measured, ms=answer.elapsed_ms)
        strikes.notice(app, answer.rate_limits)
        return answer

    def _claim(self, call: Call) -> budget.Claim:
        app_pk, team_pk, person = self._app.pk, self._team.pk, self._purpose.person
        return budget.Claim(
            cost=costs.cost_of(call, app_pk=app_pk),
            lane=self._purpose.lane,
            team_pk=team_pk,
            is_post=call.method == "POST",
            is_upload=call.is_upload,
            share=shares.share_of(team_pk, app_pk=app_pk),
            caps=caps.caps_of(team_pk=team_pk, person_pk=person.pk if person else None),
        )

    def _write_down(
        self,
        call: Call,
        claim: budget.Claim,
        *,
        charged: int,
        measured: int | None,
        ms: int,
        status: int | None = None,
        error: ImgurError | None = None,
    ) -> None:
        operation = self._purpose.operation
        try:
            ApiCall.objects.create(
                app=self._app,
                account=self._account,
                team=self._team,
                person=self._purpose.person,
                operation=operation,
                egress=settings.IMGUR_EGRESS,
                lane=self._purpose.lane,
                purpose=operation.kind if operation else self._purpose.name,
                method=call.method,
                route=call.route,
                credits_asked=claim.cost,
                credits_charged=charged,
                credits_measured=measured,
                status=error.status if error else status,
                duration_ms=ms,
                error=type(error).__name__ if error else "",
            )
            if operation and charged:
                Operation.objects.filter(pk=operation.pk).update(credits_spent=F("credits_spent") + charged)
            if self._purpose.run:
                self._purpose.run.count_call(charged, is_audit=self._purpose.is_audit)
            if measured is not None and measured != claim.cost and error is None:
                costs.learn(call, app_pk=self._app.pk)
        except DatabaseError:
            # The call has happened; the caller keeps its result even if the ledger cannot be written.
            logger.exception("A call to Imgur could not be written into the ledger: %s %s", call.method, call.route)


def _settle(
    limiter: budget.Limiter, reservation: budget.Reservation, told: Answer | ImgurError, *, was_counted: bool
) -> int | None:
    """What the call really took, where Imgur's figures show it. A budget that does not answer must not turn a call that
    Imgur has done into a failure: its reservation runs out by itself, as spent.
    """
    try:
        return limiter.settle(reservation, told.rate_limits, was_counted=was_counted)
    except budget.BudgetError:
        logger.warning("A call to Imgur could not be settled: the budget's store does not answer.")
        return None


def _look_at_limits(app: ImgurApp, limiter: budget.Limiter, error: ImgurError) -> None:
    """Shut what Imgur has refused, for everybody, and count the day if it is used up."""
    if not isinstance(error, RateLimitError):
        strikes.notice(app, error.rate_limits)
        return
    figures = _figures_after(error, app)
    try:
        limiter.refused(error, figures)
    except budget.BudgetError:
        logger.warning("A window that Imgur refuses could not be shut: the budget's store does not answer.")
    strikes.notice(app, figures, refusal=error)


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
        session = _of_this_thread.session = new_session()
    return session


def _since(started: float) -> int:
    return int((time.monotonic() - started) * 1000)
