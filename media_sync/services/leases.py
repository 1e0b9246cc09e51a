"""Leases of running work (operations, runs, downloads), renewed by one thread for the whole worker process."""

import logging
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error as AnyDatabaseError
from django.db import connection
from django.utils import timezone

from media_sync.models import Operation, OriginalFetch, SyncRun

logger = logging.getLogger(__name__)

Leased = Operation | SyncRun | OriginalFetch


class LeaseLostError(Exception):
    """Another worker has taken the work up, because ours did not renew in time."""


class UnwantedError(Exception):
    """A person has cancelled the operation before its bytes went out."""


def claim(operation_pk: int) -> tuple[Operation, bool] | None:
    """Take a due operation for this worker by one conditional UPDATE; None if it is not to be had.

    Returns it with whether its outcome was unknown, so that the caller looks before it sends.
    """
    now = timezone.now()
    for state in (Operation.State.QUEUED, Operation.State.UNKNOWN):
        token = new_token()
        claimed = (
            Operation.objects.due(now)
            .order_by()
            .filter(pk=operation_pk, state=state)
            .update(state=Operation.State.RUNNING, lease_token=token, lease_until=until(now), waits_for="", reason="")
        )
        if claimed:
            operation = Operation.objects.select_related("account__app", "account__team", "requested_by").get(
                pk=operation_pk
            )
            return operation, state == Operation.State.UNKNOWN
    return None


def mark_sending(operation: Operation) -> None:
    """Write down that bytes go out now. Raises LeaseLostError if the operation is no longer ours, UnwantedError if a
    person has cancelled it.
    """
    now = timezone.now()
    ours = Operation.objects.filter(pk=operation.pk, state=Operation.State.RUNNING, lease_token=operation.lease_token)
    if not ours.filter(is_unwanted=False).update(sending_at=now, lease_until=until(now)):
        raise UnwantedError if ours.exists() else LeaseLostError
    operation.sending_at = now


@contextmanager
def kept(leased: Leased) -> Iterator[None]:
    """Renew the row's lease for as long as the block runs."""
    # Remembered: whoever ends the work inside the block takes its token away.
    token = leased.lease_token
    _keeper.add(token, type(leased))
    try:
        yield
    finally:
        _keeper.remove(token)


def new_token() -> str:
    return secrets.token_hex(12)


def until(now: datetime) -> datetime:
    """When a lease ends that is taken or renewed ``now``."""
    return now + timedelta(seconds=settings.OPERATION_LEASE_SECONDS)


class _Keeper:
    """One thread that renews all leases of this process, while there are any."""

    def __init__(self) -> None:
        self._tokens: dict[str, type[Leased]] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()

    def add(self, token: str, model: type[Leased]) -> None:
        with self._lock:
            self._tokens[token] = model
            if self._thread is None:
                self._wake.clear()
                self._thread = threading.Thread(target=self._renew, name="lease-keeper", daemon=True)
                self._thread.start()

    def remove(self, token: str) -> None:
        with self._lock:
            self._tokens.pop(token, None)
            if not self._tokens:
                self._wake.set()

    def _renew(self) -> None:
        try:
            while True:
                self._wake.wait(settings.OPERATION_LEASE_SECONDS / 3)
                with self._lock:
                    tokens = dict(self._tokens)
                    self._wake.clear()
                    if not tokens:
                        self._thread = None
                        return
                try:
                    for model in set(tokens.values()):
                        held = [token for token, of in tokens.items() if of is model]
                        running = model._default_manager.filter(state=model.State.RUNNING, lease_token__in=held)
                        running.update(lease_until=until(timezone.now()))
                except AnyDatabaseError:
                    logger.exception("Leases could not be renewed; trying again on a new connection.")
                    connection.close()
        except BaseException:
            with self._lock:
                self._thread = None
            raise
        finally:
            connection.close()


_keeper = _Keeper()
