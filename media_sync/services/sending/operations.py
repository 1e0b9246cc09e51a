"""The life of an operation: asked for, claimed, sent, kept; put back to wait; taken up again after a crash."""

import logging
import random
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Case, F, When
from django.utils import timezone

from accounts.models import LinkedAccount, User
from accounts.sealing import SealBrokenError
from accounts.services.tokens import LinkBrokenError
from imgur import (
    ClientRejectedError,
    ImgurClient,
    ImgurRefusedError,
    ImgurUnavailableError,
    OutcomeUnknownError,
    RateLimitError,
)
from media_sync import gateway
from media_sync.budget import BudgetUnknownError, NoCreditsError
from media_sync.budget.errors import sentence_of
from media_sync.kinds.base import Result, TwinUnderWayError, all_kinds, kind_of
from media_sync.models import AuditEntry, Batch, Lane, Operation
from media_sync.services import leases
from media_sync.services.credits import budgets
from media_sync.services.leases import LeaseLostError, UnwantedError
from media_sync.services.sending import dispatch

logger = logging.getLogger(__name__)

State = Operation.State

# Waiting for an Imgur that does not answer: 15 s, then longer, at most a quarter of an hour. It is never given up.
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 15, 900
# Our own fault (a bug, a file that cannot be read): tried a few times, then said.
_FAULTS_BEFORE_FAILING = 4
# A broken link is mended by a person, and mending it makes the operation due at once; this is only the safety net.
_LINK_PAUSE = timedelta(minutes=10)
_LOSSES_BEFORE_FAILING = 3
_LOST_TOO_OFTEN = (
    "Imgur broke off each time it was given this, and nothing of it is there. Your file is safe; send it again later."
)
_NOT_FOUND_OUT = "It could not be found out whether Imgur has taken this. Look at the account before you send it again."
_ADMIN_NEEDED = (
    "Imgur does not accept this installation’s application. An admin looks at its client id, secret and keys; "
    "it goes on by itself."
)
_LOST_ANSWER = "Imgur’s answer was lost on the way. We look whether it has arrived before sending anything again."


def enqueue(
    *,
    kind: str,
    account: LinkedAccount,
    by: User | None,
    payload: dict[str, object],
    lane: Lane = Lane.INTERACTIVE,
    batch: Batch | None = None,
    dedup_key: str | None = None,
) -> Operation:
    """Write down what is to be done. With ``dedup_key``, asking again gives the operation that is there already."""
    fields = {
        "kind": kind, "team_id": account.team_id, "account": account, "requested_by": by,
        "payload": payload, "lane": lane, "batch": batch,
    }  # fmt: skip
    if dedup_key is None:
        return Operation.objects.create(**fields)
    try:
        with transaction.atomic():
            return Operation.objects.create(dedup_key=dedup_key, **fields)
    except IntegrityError:
        return Operation.objects.get(dedup_key=dedup_key)


def run(operation_pk: int) -> None:
    """Do one due operation as far as it goes now; nothing if another worker has it or it is not due."""
    claimed = leases.claim(operation_pk)
    if claimed is None:
        return
    operation, was_unknown = claimed
    is_looking = was_unknown and not kind_of(operation).is_idempotent
    try:
        with leases.kept(operation):
            result = _look(operation) if is_looking else None
            is_looking = False
            if result is None and operation.lost_count >= _LOSSES_BEFORE_FAILING:
                end(operation, state=State.FAILED, error=_LOST_TOO_OFTEN)
                return
            if result is None:
                result = _send(operation)
            finish(operation, result)
    except LeaseLostError:
        logger.info("Operation %s was taken up by another worker.", operation.pk)
    except UnwantedError:
        end(operation, state=State.CANCELLED)
    except Exception as error:
        _put_aside(operation, error, is_looking=is_looking)


def _look(operation: Operation) -> Result | None:
    """What an earlier attempt left at Imgur, if it took effect. If not, the way is free to send again."""
    result = kind_of(operation).probe(operation, _imgur(operation))
    if result is None:
        Operation.objects.filter(pk=operation.pk, lease_token=operation.lease_token).update(sending_at=None)
        operation.sending_at = None
    return result


def _send(operation: Operation) -> Result:
    there = kind_of(operation).find_here(operation)
    if there is not None:
        return there
    if operation.is_unwanted:
        raise UnwantedError
    budgets.make_sure(operation.account.app)
    imgur = _imgur(operation, before_sending=lambda: leases.mark_sending(operation))
    return kind_of(operation).send(operation, imgur)


def _imgur(operation: Operation, before_sending: Callable[[], None] | None = None) -> ImgurClient:
    purpose = gateway.Purpose(lane=Lane(operation.lane), person=operation.requested_by, operation=operation)
    return gateway.client_for(operation.account, purpose=purpose, before_sending=before_sending)


@transaction.atomic
def finish(operation: Operation, result: Result) -> None:
    """Keep what Imgur answered. A result that comes late (its lease was lost meanwhile) is as true as any, and is kept
    unless somebody else has ended the operation."""
    _lock_batch(operation)
    row = Operation.objects.select_for_update().get(pk=operation.pk)
    if row.state == State.DONE:
        logger.warning("Operation %s was done by another worker; this answer came too late.", row.pk)
        kind_of(row).keep_late(row, result)
        return
    row.state, row.result, row.finished_at = State.DONE, result, timezone.now()
    row.lease_token, row.lease_until, row.last_error, row.reason, row.waits_for = "", None, "", "", ""
    row.save(
        update_fields=[
            "state", "result", "finished_at", "lease_token", "lease_until", "last_error", "reason", "waits_for",
        ]
    )  # fmt: skip
    kind = kind_of(row)
    AuditEntry.objects.create(
        team_id=row.team_id, person_id=row.requested_by_id, action=kind.action, subject=kind.subject(row)[:200],
        details={"operation": row.pk},
    )  # fmt: skip
    kind.keep(row, result)


def _put_aside(operation: Operation, error: Exception, *, is_looking: bool) -> None:
    """Write into the row why it did not work and when it goes on; the end of it if it cannot.

    ``is_looking``: it happened while we looked for an earlier attempt, about which it says nothing.
    """
    now = timezone.now()
    # Imgur was not reached, or said no: this attempt left nothing there.
    is_clean = not is_looking
    match error:
        case NoCreditsError():
            dispatch.put_aside_alike(operation, error)
            _wait(operation, until=_after(error.retry_at), waits_for=error.window[:40], reason=str(error))
        case BudgetUnknownError():
            budgets.restore(operation.account.app)
            _wait(operation, until=now + timedelta(seconds=2), waits_for="budget", reason=str(error))
        case RateLimitError():
            # The gateway has shut the window; when Imgur did not say until when, the budget will.
            until = _after(error.retry_at or now)
            reason = sentence_of(error.window)
            _wait(operation, until=until, waits_for=error.window, reason=reason, is_clean=is_clean)
        case TwinUnderWayError():
            # Of two who have seen each other, one comes back first.
            until = now + timedelta(seconds=random.uniform(2, 8))  # noqa: S311
            _wait(operation, until=until, waits_for="twin", reason=str(error), is_clean=is_clean)
        case LinkBrokenError():
            _wait(operation, until=now + _LINK_PAUSE, waits_for="link", reason=str(error), is_clean=is_clean)
        case ClientRejectedError() | SealBrokenError():
            logger.error("Operation %s waits for an admin: %s", operation.pk, error)
            _wait(operation, until=now + _LINK_PAUSE, waits_for="admin", reason=_ADMIN_NEEDED, is_clean=is_clean)
        case OutcomeUnknownError() if not kind_of(operation).is_idempotent:
            operation.lost_count += not is_looking
            until = now + timedelta(seconds=settings.UNKNOWN_SETTLE_SECONDS * 2 ** min(operation.lost_count, 5))
            _wait(operation, until=until, waits_for="outcome", reason=_LOST_ANSWER, error=error)
        case ImgurUnavailableError() | OutcomeUnknownError():
            told = getattr(error, "retry_after_seconds", None) or 0
            until = now + timedelta(seconds=max(_pause(operation.attempts), told))
            is_clean = is_clean and not isinstance(error, OutcomeUnknownError)
            _wait(operation, until=until, waits_for="imgur", reason=str(error), error=error, is_clean=is_clean)
        case ImgurRefusedError() if is_clean:
            end(operation, state=State.FAILED, error=str(error))
        case _:
            # The transport promises that a file which cannot be read has left nothing at Imgur.
            is_clean = is_clean and isinstance(error, OSError)
            _our_fault(operation, error, is_clean=is_clean, is_looking=is_looking)


def _our_fault(operation: Operation, error: Exception, *, is_clean: bool, is_looking: bool) -> None:
    number = secrets.token_hex(4)
    logger.error("Operation %s (%s) broke on our side, number %s", operation.pk, operation.kind, number, exc_info=error)
    sentence = f"Something broke on our side. Your file is safe. Logged as {number}."
    if is_looking and operation.attempts >= _FAULTS_BEFORE_FAILING:
        end(operation, state=State.FAILED, error=f"{_NOT_FOUND_OUT} Logged as {number}.")
        return
    is_unknown = operation.sending_at is not None and not is_clean and not kind_of(operation).is_idempotent
    if operation.attempts >= _FAULTS_BEFORE_FAILING and not is_unknown:
        end(operation, state=State.FAILED, error=sentence)
        return
    until = timezone.now() + timedelta(seconds=_pause(operation.attempts))
    _wait(operation, until=until, waits_for="fault", reason=sentence, error=error, is_clean=is_clean)


def _wait(
    operation: Operation,
    *,
    until: datetime,
    waits_for: str,
    reason: str,
    error: Exception | None = None,
    is_clean: bool = False,
) -> None:
    """Put the operation back, with the moment it goes on and the reason.

    With ``error`` it counts as an attempt. Where bytes of this or an earlier attempt may have arrived
    (``sending_at`` is set and ``is_clean`` is not), its outcome stays unknown.
    """
    sending_at = None if is_clean else operation.sending_at
    is_unknown = sending_at is not None and not kind_of(operation).is_idempotent
    Operation.objects.filter(pk=operation.pk, state=State.RUNNING, lease_token=operation.lease_token).update(
        state=State.UNKNOWN if is_unknown else State.QUEUED,
        not_before=until,
        waits_for=waits_for,
        reason=reason[:300],
        last_error=str(error)[:500] if error and waits_for != "fault" else "",
        attempts=operation.attempts + (error is not None),
        lost_count=operation.lost_count,
        sending_at=sending_at,
        lease_token="",
        lease_until=None,
        rung_at=None,
    )
    if operation.is_unwanted or Operation.objects.filter(pk=operation.pk, is_unwanted=True).exists():
        cancel(operation)


@transaction.atomic
def cancel(operation: Operation) -> None:
    """Do not send it, or not again. What waits is ended at once; what is out already is ended by its worker, which
    keeps it if Imgur has taken it.
    """
    _lock_batch(operation)
    unwanted = Operation.objects.filter(pk=operation.pk, state__in=Operation.OPEN_STATES)
    unwanted.update(is_unwanted=True)
    if unwanted.filter(state=State.QUEUED, sending_at=None).exists():
        end(operation, state=State.CANCELLED)


@transaction.atomic
def end(operation: Operation, *, state: State, error: str = "") -> None:
    """End an open operation without a result: failed, or cancelled."""
    _lock_batch(operation)
    ended = Operation.objects.filter(pk=operation.pk, state__in=Operation.OPEN_STATES).update(
        state=state, last_error=error[:500], finished_at=timezone.now(), lease_token="", lease_until=None,
        not_before=None, reason="", waits_for="", dedup_key=None,
    )  # fmt: skip
    if ended:
        operation.refresh_from_db()
        kind_of(operation).ended(operation)


def again(operation: Operation) -> bool:
    """Open a failed or cancelled operation again; False if it is neither."""
    return bool(
        Operation.objects.filter(pk=operation.pk, state__in=[State.FAILED, State.CANCELLED]).update(
            state=State.QUEUED, attempts=0, not_before=None, last_error="", reason="", waits_for="", finished_at=None,
            sending_at=None, rung_at=None, lost_count=0, is_unwanted=False,
        )
    )  # fmt: skip


def take_up_abandoned() -> int:
    """Operations whose worker has vanished: back to the queue, or unknown if bytes had gone out. Returns how many."""
    now = timezone.now()
    abandoned = Operation.objects.abandoned(now)
    released = {"lease_token": "", "lease_until": None, "rung_at": None}
    unsent = abandoned.filter(sending_at=None).update(state=State.QUEUED, not_before=None, **released)
    # Whether Imgur counted the call nobody knows; like the budget, we take it that it did.
    cost = Case(*(When(kind=kind.name, then=kind.cost) for kind in all_kinds()), default=1)
    sent = abandoned.update(
        state=State.UNKNOWN,
        waits_for="outcome",
        reason=_LOST_ANSWER,
        # Imgur may still be busy with what the dead worker sent.
        not_before=now + timedelta(seconds=settings.UNKNOWN_SETTLE_SECONDS),
        credits_spent=F("credits_spent") + cost,
        **released,
    )
    return unsent + sent


def link_mended(account: LinkedAccount) -> None:
    """What waited for this account's link may go on."""
    Operation.objects.filter(account=account, state__in=[State.QUEUED, State.UNKNOWN], waits_for="link").update(
        not_before=None, reason="", waits_for="", rung_at=None
    )


def _lock_batch(operation: Operation) -> None:
    """Whoever changes an operation and its batch locks the batch first, so that two never wait for each other."""
    if operation.batch_id:
        Batch.objects.select_for_update().filter(pk=operation.batch_id).first()


def _pause(attempts: int) -> float:
    return min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2 ** min(attempts, 10)) * random.uniform(0.8, 1.2)  # noqa: S311


def _after(moment: datetime) -> datetime:
    """A little past ``moment``, each a little different: at a reset they must not all come at once."""
    return moment + timedelta(seconds=random.uniform(0, 2))  # noqa: S311
