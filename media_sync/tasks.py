"""Doorbells: an id in, no logic; safe to run twice, late, or not at all."""

import logging
from collections.abc import Sequence

from celery import Task, shared_task
from celery.signals import worker_shutting_down
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from accounts.models import ImgurApp, LinkedAccount
from media_sync.archive import claims, downloader, pauses
from media_sync.files import incoming
from media_sync.models import SyncSchedule
from media_sync.services.archive import fetches, garbage, verification
from media_sync.services.credits import budgets, ledger_rollup
from media_sync.services.looking import runs, schedules
from media_sync.services.sending import dispatch, operations

logger = logging.getLogger(__name__)


@shared_task(name="media_sync.run_operation")
def run_operation(operation_pk: int) -> None:
    # Neither Celery retries nor countdowns: waiting is written into the row as `not_before` with its reason, and
    # the sweeper rings again. A long countdown would be delivered twice (Redis's visibility timeout).
    operations.run(operation_pk)
    ring()


@shared_task(name="media_sync.start_sync")
def start_sync(schedule_pk: int) -> None:
    """The clock of a schedule rings."""
    schedule = SyncSchedule.objects.select_related("account").filter(pk=schedule_pk).first()
    if schedule and schedules.may_start(schedule):
        runs.start(schedule)
        ring_for_runs()


@shared_task(name="media_sync.go_on_with_run")
def go_on_with_run(run_pk: int) -> None:
    runs.go_on(run_pk)
    ring_for_runs()
    # It may have found pictures whose originals are not here.
    ring_for_downloads()


@shared_task(name="media_sync.fetch_originals")
def fetch_originals() -> None:
    """One worker's shift; what is left when it ends is rung for again."""
    if downloader.work():
        ring_for_downloads()


@shared_task(name="media_sync.sweep")
def sweep() -> None:
    """Ring for what is due and take up what a vanished worker left."""
    operations.take_up_abandoned()
    runs.take_up_abandoned()
    claims.take_up_abandoned()
    _ring_for_next()
    _ring_for_runs()
    _ring_for_downloads()


@shared_task(name="media_sync.keep_budget")
def keep_budget() -> None:
    in_use = Q(is_default=True) | Q(linked_accounts__state=LinkedAccount.State.WORKS)
    for app in ImgurApp.objects.filter(in_use).distinct():
        budgets.keep(app)


@shared_task(name="media_sync.tidy_incoming")
def tidy_incoming() -> None:
    incoming.tidy()


@shared_task(name="media_sync.verify_originals")
def verify_originals() -> None:
    try:
        report = verification.verify_some()
    except verification.StorageAwayError as error:
        logger.error("Originals cannot be verified: %s", error)
        return
    if report.damaged:
        ring_for_downloads()


@shared_task(name="media_sync.tidy_archive")
def tidy_archive() -> None:
    garbage.tidy()
    if fetches.look_again():
        ring_for_downloads()


@shared_task(name="media_sync.roll_up_ledger")
def roll_up_ledger() -> None:
    ledger_rollup.roll_up()


def ring() -> None:
    """Ring for what goes next, once the transaction that this is called in is there."""
    transaction.on_commit(_ring_for_next)


def ring_for_runs() -> None:
    """Ring for the runs that go on now, once the transaction that this is called in is there."""
    transaction.on_commit(_ring_for_runs)


def ring_for_downloads() -> None:
    """Let workers look for originals to fetch, once the transaction that this is called in is there."""
    transaction.on_commit(_ring_for_downloads)


@worker_shutting_down.connect(dispatch_uid="media_sync.stop_downloads")
def stop_downloads(**kwargs: object) -> None:
    downloader.stop()


def _ring_for_downloads() -> None:
    if pauses.paused_until() is not None:
        return
    for _ in range(claims.workers_wanted()):
        try:
            # A bell that is not heard until the next sweep is one too many.
            fetch_originals.apply_async(expires=settings.SWEEP_SECONDS)
        except (KombuError, RedisError):
            logger.warning("Downloads could not be rung for: the broker does not answer.")
            return


def _ring_for_next() -> None:
    _ring(run_operation, dispatch.next_up())


def _ring_for_runs() -> None:
    _ring(go_on_with_run, runs.next_up())


def _ring(task: Task[[int], None], pks: Sequence[int]) -> None:
    for pk in pks:
        try:
            task.delay(pk)
        except (KombuError, RedisError):
            # The rows are the queue: nothing is lost, the sweeper rings when the bell is back.
            logger.warning("%d rows could not be rung for: the broker does not answer.", len(pks))
            return
