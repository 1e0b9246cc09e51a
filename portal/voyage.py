"""A sent batch as its page shows it: rows, tallies, why it waits, a digest by which a poll sees that nothing moved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2s

from django.utils import timezone

from accounts.models import User
from media_sync import progress
from media_sync.models import Batch, BatchFile, Operation
from media_sync.services.credits import forecasts, prices
from portal.forecasts import done_by, how_late, times_of
from portal.legs import Row, Tone, goes_on, row_of
from portal.templatetags.words import clock

# Seconds between two looks while bytes flow, and while everything waits.
_LOOK_OFTEN, _LOOK_SELDOM = 2, 10


@dataclass
class Voyage:
    batch: Batch
    may_steer: bool
    person: User

    @cached_property
    def files(self) -> list[BatchFile]:
        return list(self.batch.files.select_related("original", "operation", "image"))

    @cached_property
    def rows(self) -> list[Row]:
        operations = [file.operation for file in self.files if file.operation]
        # Without Redis the second leg stands still; nothing else is missing.
        sent = progress.bytes_sent({row.pk for row in operations if row.state == Operation.State.RUNNING})
        now = timezone.now()
        return [row_of(file, sent_bytes=sent.get(file.operation_id or 0, 0), now=now) for file in self.files]

    @cached_property
    def album_operation(self) -> Operation | None:
        """What makes the album, once all pictures are there."""
        makes_album = self.batch.album_title or self.batch.restores_album_id
        return self.batch.operations.filter(files=None).order_by("-pk").first() if makes_album else None

    @cached_property
    def taken(self) -> list[Row]:
        """All rows but those of files that were refused on the way to us."""
        return [row for row in self.rows if row.file.state == BatchFile.State.READY]

    @cached_property
    def done_count(self) -> int:
        return sum(row.tone == "done" for row in self.taken)

    @cached_property
    def known_count(self) -> int:
        """Files that the account had at Imgur before: they cost nothing."""
        return sum(row.file.operation_id is None and row.tone == "done" for row in self.taken)

    @cached_property
    def failed_count(self) -> int:
        return sum(row.can_retry for row in self.rows)

    @property
    def is_under_way(self) -> bool:
        return self.batch.state == Batch.State.SENT

    @property
    def percent(self) -> int:
        return self.done_count * 100 // len(self.taken) if self.taken else 100

    @property
    def bar_tone(self) -> Tone:
        if self.is_under_way:
            return "wait" if self.wait else "run"
        return "fail" if self.failed_count else "done"

    @cached_property
    def can_cancel(self) -> bool:
        return self.may_steer and self.is_under_way

    @cached_property
    def _waiting_for(self) -> Operation | None:
        """The operation that goes on first, while nothing moves."""
        if not self.is_under_way or any(row.tone == "run" for row in self.rows):
            return None
        operations = [file.operation for file in self.files if file.operation] + [self.album_operation]
        now = timezone.now()
        waiting = [
            operation
            for operation in operations
            if operation
            and operation.state == Operation.State.QUEUED
            and operation.not_before
            and operation.not_before > now
        ]
        return min(waiting, key=lambda operation: operation.not_before or now, default=None)

    @property
    def waits_for_link(self) -> bool:
        """Nothing moves until a person links the account again."""
        return self._waiting_for is not None and self._waiting_for.waits_for == "link"

    @cached_property
    def wait(self) -> str:
        """Why nothing moves at the moment, and until when; empty while something does."""
        first = self._waiting_for
        if first is None:
            return ""
        if self.waits_for_link:
            return first.reason
        return f"Waits until {clock(first.not_before)}. {goes_on(first.reason)}"

    @cached_property
    def done_by(self) -> str:
        """When it will be done, by the newest forecast; nothing while only a person can tell."""
        if not self.is_under_way or self.waits_for_link:
            return ""
        return done_by(times_of(self.batch, forecasts.of_batches([self.batch])))

    @cached_property
    def kept_to(self) -> str:
        """Of a batch that is done, how the forecast was kept to."""
        error, likely = self.batch.forecast_error_seconds, self.batch.forecast_likely_at
        if self.is_under_way or error is None or likely is None:
            return ""
        return f"Forecast for about {clock(likely)}, {how_late(error)}."

    @cached_property
    def retry_price(self) -> str:
        """What sending a failed file again costs, and when it would be done."""
        failed = [row.file for row in self.rows if row.can_retry]
        if not (failed and self.may_steer and self.batch.account):
            return ""
        asked = forecasts.Asked(uploads=1, upload_bytes=max(file.size_bytes for file in failed), with_album=False)
        times = forecasts.before_sending(asked, self.batch.account, person=self.person)
        return f"Sending a file again costs {prices.UPLOAD_CREDITS} credits. {done_by(times)}"

    @cached_property
    def album_failure(self) -> str:
        operation = self.album_operation
        return operation.last_error if operation and operation.state == Operation.State.FAILED else ""

    @property
    def look_again_seconds(self) -> int:
        return _LOOK_SELDOM if self.wait else _LOOK_OFTEN

    @cached_property
    def announcement(self) -> str:
        """What the live region says: only what is worth interrupting for, so no percentages."""
        if not self.taken:  # an album alone
            return self.wait or f"{self.batch.get_state_display()}."
        if self.is_under_way:
            return self.wait or f"{self.done_count} of {len(self.taken)} on Imgur."
        ending = f", {self.failed_count} not" if self.failed_count else ""
        return f"{self.batch.get_state_display()}: {self.done_count} of {len(self.taken)} on Imgur{ending}."

    @cached_property
    def digest(self) -> str:
        """Changes whenever the page would."""
        rows = [(row.file.pk, row.tone, row.word, row.to_imgur, row.say, row.file.image_id) for row in self.rows]
        whole = (self.batch.state, self.batch.album_id, self.wait, self.done_by, self.album_failure, rows)
        return blake2s(repr(whole).encode(), digest_size=9).hexdigest()
