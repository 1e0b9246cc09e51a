"""A run under way, as its steps see it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import LinkedAccount
from imgur import ImgurClient
from media_sync import gateway
from media_sync.models import Album, Image, Lane, SyncRun, WatchedSource
from media_sync.services.leases import LeaseLostError


class Work:
    """What a step works with.

    ``imgur`` makes the run's calls, ``auditing`` those of its audit; both count them. ``cursor`` is the step's own
    memory (JSON), empty when the step begins, and kept together with what the piece brought.
    """

    def __init__(self, run: SyncRun) -> None:
        self.run = run
        self.begin_piece()
        self.imgur = self._client_of_run(is_audit=False)
        self.auditing = self._client_of_run(is_audit=True)

    def begin_piece(self) -> None:
        """What Imgur tells from now on was so now or later."""
        self._piece_began_at = timezone.now()

    def is_older_than(self, row: Album | Image) -> bool:
        """Whether ``row`` was written by somebody else since this piece began, so that it may know better."""
        return row.seen_at >= self._piece_began_at

    @property
    def account(self) -> LinkedAccount:
        """Whose part it is; a watched source has none."""
        account = self.run.schedule.account
        assert account is not None
        return account

    @property
    def source(self) -> WatchedSource:
        source = self.run.schedule.source
        assert source is not None
        return source

    @property
    def cursor(self) -> dict[str, Any]:
        cursor: dict[str, Any] = self.run.cursor
        return cursor

    def tally(self, what: str, *, added: int = 0, changed: int = 0, gone: int = 0) -> None:
        """Count news of a kind ("albums", "images", "comments") for the run. Call it while keeping."""
        figures = self.run.tallies.setdefault(what, {"added": 0, "changed": 0, "gone": 0})
        for name, more in (("added", added), ("changed", changed), ("gone", gone)):
            figures[name] += more
            setattr(self.run, name, getattr(self.run, name) + more)

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """One transaction for what a piece brought, the cursor and the figures: all of it is kept, or nothing.

        Raises LeaseLostError if another worker has taken the run up, or a person has cancelled it. Never ask Imgur
        inside: a transaction must not wait for the network.
        """
        with transaction.atomic():
            ours = SyncRun.objects.filter(pk=self.run.pk, state=SyncRun.State.RUNNING, lease_token=self.run.lease_token)
            if not ours.select_for_update().exists():
                raise LeaseLostError
            yield
            # What is kept is progress: only what fails again and again at the same place is given up.
            self.run.attempts = 0
            self.run.save(
                update_fields=[
                    "step", "cursor", "tallies", "added", "changed", "gone", "counted", "gap", "attempts", "started_at",
                ]
            )  # fmt: skip

    def _client_of_run(self, *, is_audit: bool) -> ImgurClient:
        run, schedule = self.run, self.run.schedule
        lane = Lane.BACKFILL if run.is_first else Lane.SYNC
        purpose = gateway.Purpose(
            lane=lane, person=run.requested_by, run=run, is_audit=is_audit, name="audit" if is_audit else "sync"
        )
        if schedule.account is not None:
            return gateway.client_for(schedule.account, purpose=purpose)
        return gateway.public_client(self.source.app, schedule.team, purpose=purpose)
