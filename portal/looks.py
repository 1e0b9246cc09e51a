"""A look at Imgur (a run) as pages show it: how far it is, why it waits, what it found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import blake2s

from django.utils import timezone

from media_sync.models import SyncRun
from media_sync.sync.parts import title_of
from portal.findings import found_by
from portal.legs import Tone, goes_on
from portal.sources import name_of_schedule
from portal.templatetags.words import clock, tally

# Seconds between two looks of the browser's while it moves, and while it waits.
_LOOK_OFTEN, _LOOK_SELDOM = 2, 10


@dataclass
class Look:
    run: SyncRun

    @property
    def name(self) -> str:
        """Of what is looked at."""
        return name_of_schedule(self.run.schedule)

    @property
    def is_under_way(self) -> bool:
        return not self.run.is_final

    @cached_property
    def wait(self) -> str:
        """Why it does not move at the moment, and until when; empty while it does."""
        run = self.run
        if run.state != SyncRun.State.QUEUED or run.not_before is None or run.not_before <= timezone.now():
            return ""
        return f"Waits until {clock(run.not_before)}. {goes_on(run.reason)}"

    @property
    def step(self) -> str:
        if self.run.state == SyncRun.State.QUEUED and not self.run.step and not self.wait:
            return "About to begin"
        return title_of(self.run) if self.is_under_way else self.run.get_state_display()

    @property
    def tone(self) -> Tone:
        if self.is_under_way:
            return "wait" if self.wait else "run"
        return "fail" if self.run.state == SyncRun.State.FAILED else "done"

    @cached_property
    def percent(self) -> int | None:
        """How much of an account's first look is done; of later ones nobody can know how much they find."""
        run = self.run
        total = run.counted.get("albums", 0) + run.counted.get("images", 0)
        return min(99, run.added * 100 // total) if run.is_first and self.is_under_way and total else None

    @cached_property
    def found(self) -> str:
        return found_by(self.run)

    @cached_property
    def cost(self) -> str:
        run = self.run
        audit = f" and {run.audit_calls:,} for the audit" if run.audit_calls else ""
        return f"{tally(run.calls, 'call')}{audit}, {tally(run.credits, 'credit')}"

    @cached_property
    def took(self) -> float | None:
        """Seconds from its begin to its end."""
        run = self.run
        return (run.finished_at - run.started_at).total_seconds() if run.finished_at and run.started_at else None

    @property
    def began_at(self) -> datetime:
        return self.run.started_at or self.run.created_at

    @property
    def look_again_seconds(self) -> int:
        return _LOOK_SELDOM if self.wait else _LOOK_OFTEN

    @property
    def announcement(self) -> str:
        """What the live region says: only what is worth interrupting for."""
        if self.is_under_way:
            return self.wait or self.step
        return f"{self.step}: {self.found}."

    @cached_property
    def digest(self) -> str:
        """Changes whenever the page would."""
        run = self.run
        whole = (run.state, self.step, self.wait, run.calls, run.audit_calls, run.added, run.changed, run.gone)
        return blake2s(repr(whole).encode(), digest_size=9).hexdigest()
