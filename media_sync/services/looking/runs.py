"""The life of a run: asked for, claimed, led through its steps, put aside to wait, ended."""

import logging
import random
import secrets
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import ImgurApp, LinkedAccount, User
from accounts.sealing import SealBrokenError
from accounts.services.tokens import LinkBrokenError
from imgur import ClientRejectedError, ImgurRefusedError, ImgurUnavailableError, OutcomeUnknownError, RateLimitError
from media_sync.budget import BudgetUnknownError, NoCreditsError
from media_sync.budget.errors import sentence_of
from media_sync.models import SyncRun, SyncSchedule
from media_sync.services import leases
from media_sync.services.credits import budgets
from media_sync.services.leases import LeaseLostError
from media_sync.services.looking import schedules
from media_sync.sync.parts import steps_of
from media_sync.sync.work import Work

logger = logging.getLogger(__name__)

State = SyncRun.State

# Waiting for an Imgur that does not answer: half a minute, then longer, at most half an hour.
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 30, 1800
# Some seven hours. The next run comes by itself, and begins with what this one has kept.
_ATTEMPTS_BEFORE_FAILING = 20
_FAULTS_BEFORE_FAILING = 4
# A bell that nobody has answered by then was lost.
_BELL_HOLDS = timedelta(seconds=20)
_CAP_WINDOW = schedules.CAP_WINDOW
# Somebody may start one, and somebody end it, between our two looks.
_TRIES = 10


class _CapReachedError(Exception):
    """The schedule has spent what it may spend today."""


class _DeadlyError(Exception):
    """Every worker that had the run has vanished."""


def start(schedule: SyncSchedule, *, by: User | None = None) -> SyncRun:
    """Ask for a look at what ``schedule`` stands for; the run that is under way already, if there is one.

    Whether it is paused is the clock's business: who asks in person gets a look.
    """
    for _ in range(_TRIES):
        under_way = schedule.runs.unfinished().first()
        if under_way:
            return under_way
        # Until one has been led to its end, every run is the first.
        is_first = not schedule.runs.filter(state=State.DONE).exists()
        try:
            with transaction.atomic():
                return SyncRun.objects.create(schedule=schedule, requested_by=by, is_first=is_first)
        except IntegrityError:  # somebody else was first
            continue
    raise RuntimeError(f"Runs of schedule {schedule.pk} begin and end faster than one can be asked for.")


def hurry(run: SyncRun) -> None:
    """A person does not want to wait for the next try at an Imgur that did not answer; credits cannot be hurried."""
    SyncRun.objects.filter(pk=run.pk, state=State.QUEUED, waits_for__in=["imgur", "fault"]).update(
        not_before=None, rung_at=None
    )


def next_up() -> list[int]:
    """The runs that go on now, as many as may at a time; noted as rung for."""
    now = timezone.now()
    due = SyncRun.objects.due(now)
    busy = SyncRun.objects.filter(state=State.RUNNING).count() + due.filter(rung_at__gt=now - _BELL_HOLDS).count()
    quiet = due.exclude(rung_at__gt=now - _BELL_HOLDS).order_by("pk")
    picked = []
    for pk in quiet.values_list("pk", flat=True)[: max(0, settings.SYNC_RUN_SLOTS - busy)]:
        # Unless another process has picked it at the same moment.
        if due.exclude(rung_at__gt=now - _BELL_HOLDS).filter(pk=pk).update(rung_at=now):
            picked.append(pk)
    return picked


def go_on(run_pk: int) -> None:
    """Lead a due run through its steps, as far as it goes now; nothing if another worker has it or it is not due."""
    run = _claim(run_pk)
    if run is None:
        return
    try:
        with leases.kept(run):
            _require_life(run)
            _lead(run)
            _finish(run)
    except LeaseLostError:
        logger.info("Run %s was taken up by another worker, or cancelled.", run.pk)
    except Exception as error:
        if _is_ours(run):
            _put_aside(run, error)
        else:
            logger.info("Run %s was taken from its worker, or removed, when this came up.", run.pk, exc_info=error)


def cancel(run: SyncRun) -> bool:
    """Stop it; what it has kept stays. False if it has ended already."""
    return bool(SyncRun.objects.filter(pk=run.pk).cancel())


def take_up_abandoned() -> int:
    """Runs whose worker has vanished go back to the queue, to go on where they stopped. Returns how many."""
    return SyncRun.objects.abandoned(timezone.now()).update(
        state=State.QUEUED,
        lease_token="",
        lease_until=None,
        not_before=None,
        rung_at=None,
        # What takes its worker along again and again at the same place must not do so for ever.
        attempts=F("attempts") + 1,
    )


def _claim(run_pk: int) -> SyncRun | None:
    now = timezone.now()
    token = leases.new_token()
    claimed = (
        SyncRun.objects.due(now)
        .filter(pk=run_pk)
        .update(state=State.RUNNING, lease_token=token, lease_until=leases.until(now), waits_for="", reason="")
    )
    if not claimed:
        return None
    run = SyncRun.objects.select_related(
        "requested_by", "schedule__team", "schedule__account__app", "schedule__account__team", "schedule__source__app"
    ).get(pk=run_pk)
    if run.started_at is None:
        run.started_at = now
        run.save(update_fields=["started_at"])
    return run


def _is_ours(run: SyncRun) -> bool:
    return SyncRun.objects.filter(pk=run.pk, state=State.RUNNING, lease_token=run.lease_token).exists()


def _require_life(run: SyncRun) -> None:
    """Raise what ends a run before it begins: its account is not linked, or its workers die of it."""
    account = run.schedule.account
    if account is not None and not account.works:
        raise LinkBrokenError(account)
    if run.attempts > _ATTEMPTS_BEFORE_FAILING:
        raise _DeadlyError


def _lead(run: SyncRun) -> None:
    schedule = run.schedule
    budgets.make_sure(_app(run))
    work = Work(run)
    steps = steps_of(schedule.part)
    names = [step.name for step in steps]
    for step in steps[names.index(run.step) if run.step in names else 0 :]:
        if run.step != step.name:
            _come_to(run, step.name)
        is_more = True
        while is_more:
            _require_leave(schedule)
            work.begin_piece()
            is_more = step.go(work)


def _come_to(run: SyncRun, step: str) -> None:
    """Write down that the step before is done. Else whatever stops this one at its beginning would have that one's last
    piece done again, and taken for progress: failures would not count up.
    """
    is_first, run.step, run.cursor = not run.step, step, {}
    if is_first:
        return
    ours = SyncRun.objects.filter(pk=run.pk, state=State.RUNNING, lease_token=run.lease_token)
    if not ours.update(step=step, cursor={}):
        raise LeaseLostError


def _finish(run: SyncRun) -> None:
    with transaction.atomic():
        ended = SyncRun.objects.filter(pk=run.pk, state=State.RUNNING, lease_token=run.lease_token).update(
            state=State.DONE, finished_at=timezone.now(), lease_token="", lease_until=None, last_error="",
        )  # fmt: skip
        if not ended:
            raise LeaseLostError
        run.refresh_from_db()
        schedules.learn(run.schedule, run)


def _put_aside(run: SyncRun, error: Exception) -> None:
    """Write into the row why it did not go on and when it will; the end of it if it cannot."""
    now = timezone.now()
    match error:
        case _CapReachedError():
            tomorrow = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), datetime.min.time(), UTC)
            _wait(run, until=tomorrow, waits_for=_CAP_WINDOW, reason="This schedule has spent its credits for today.")
        case NoCreditsError():
            _wait(run, until=_after(error.retry_at), waits_for=error.window, reason=str(error))
        case BudgetUnknownError():
            budgets.restore(_app(run))
            _wait(run, until=now + timedelta(seconds=2), waits_for="budget", reason=str(error))
        case RateLimitError():
            _wait(run, until=_after(error.retry_at or now), waits_for=error.window, reason=sentence_of(error.window))
        case LinkBrokenError():
            _fail(run, _link_sentence(error.account))
        case _DeadlyError():
            _fail(run, "Every worker that took this up has vanished. What was mirrored stays; an admin looks into it.")
        case ClientRejectedError() | SealBrokenError():
            logger.error("Run %s cannot go on without an admin: %s", run.pk, error)
            _fail(run, "Imgur does not accept this installation’s application. An admin looks at its id and secret.")
        case ImgurUnavailableError() | OutcomeUnknownError():
            if run.attempts >= _ATTEMPTS_BEFORE_FAILING:
                _fail(run, f"Imgur did not answer for hours: {error}")
                return
            told = getattr(error, "retry_after_seconds", None) or 0
            until = now + timedelta(seconds=max(_pause(run.attempts), told))
            _wait(run, until=until, waits_for="imgur", reason=str(error), is_attempt=True)
        case ImgurRefusedError():
            _fail(run, str(error))
        case _:
            _our_fault(run, error)


def _link_sentence(account: LinkedAccount) -> str:
    if account.state == LinkedAccount.State.UNLINKED:
        return f"{account} is not linked any more. Its pictures stay here; nothing new is looked for."
    return str(LinkBrokenError(account))


def _our_fault(run: SyncRun, error: Exception) -> None:
    number = secrets.token_hex(4)
    logger.error("Run %s (%s) broke on our side, number %s", run.pk, run.step, number, exc_info=error)
    sentence = f"Something broke on our side. What was mirrored stays. Logged as {number}."
    if run.attempts >= _FAULTS_BEFORE_FAILING:
        _fail(run, sentence)
        return
    until = timezone.now() + timedelta(seconds=_pause(run.attempts))
    _wait(run, until=until, waits_for="fault", reason=sentence, is_attempt=True)


def _wait(run: SyncRun, *, until: datetime, waits_for: str, reason: str, is_attempt: bool = False) -> None:
    SyncRun.objects.filter(pk=run.pk, state=State.RUNNING, lease_token=run.lease_token).update(
        state=State.QUEUED,
        not_before=until,
        waits_for=waits_for[:40],
        reason=reason[:300],
        attempts=run.attempts + is_attempt,
        lease_token="",
        lease_until=None,
        rung_at=None,
    )


def _fail(run: SyncRun, sentence: str) -> None:
    SyncRun.objects.filter(pk=run.pk, state=State.RUNNING, lease_token=run.lease_token).update(
        state=State.FAILED, last_error=sentence[:500], finished_at=timezone.now(), lease_token="", lease_until=None,
    )  # fmt: skip


def _require_leave(schedule: SyncSchedule) -> None:
    """Raise what ends a run or lets it wait between two pieces: its account has been unlinked, so that its tokens must
    not be used out of our memory; or the schedule has spent what it may today.
    """
    as_it_is = SyncSchedule.objects.select_related("account").get(pk=schedule.pk)
    if as_it_is.account is not None and not as_it_is.account.works:
        raise LinkBrokenError(as_it_is.account)
    if as_it_is.spent_today() >= as_it_is.credits_per_day:
        raise _CapReachedError


def _app(run: SyncRun) -> ImgurApp:
    schedule = run.schedule
    if schedule.account is not None:
        return schedule.account.app
    assert schedule.source is not None
    return schedule.source.app


def _pause(attempts: int) -> float:
    return min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2 ** min(attempts, 10)) * random.uniform(0.8, 1.2)  # noqa: S311


def _after(moment: datetime) -> datetime:
    """A little past ``moment``, each a little different: at a reset they must not all come at once."""
    return moment + timedelta(seconds=random.uniform(0, 2))  # noqa: S311
