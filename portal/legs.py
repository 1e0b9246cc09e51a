"""How one file of a batch stands, in words and on its two legs: to us, to Imgur."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils import timezone

from media_sync.models import BatchFile, Operation
from portal.templatetags.words import clock

Tone = Literal["run", "wait", "fail", "done", "ready"]


@dataclass(frozen=True)
class Row:
    """What a file's row shows. ``to_us`` and ``to_imgur`` are whole per cent."""

    file: BatchFile
    tone: Tone
    word: str
    to_us: int
    to_imgur: int
    say: str = ""
    can_retry: bool = False
    can_cancel: bool = False


def row_of(file: BatchFile, *, sent_bytes: int = 0, now: datetime | None = None) -> Row:
    """``sent_bytes``: how much of it the worker has sent to Imgur by now."""
    if file.state == BatchFile.State.REFUSED:
        return Row(file, "fail", "Not taken", _percent(file.received_bytes, file.size_bytes), 0, file.refusal)
    if file.state == BatchFile.State.RECEIVING:
        arrived = _percent(file.received_bytes, file.size_bytes)
        return Row(file, "run", f"To us, {arrived} %", arrived, 0)
    if file.operation is None:
        return _without_operation(file)
    return _on_its_way(file, file.operation, sent_bytes, now or timezone.now())


def _without_operation(file: BatchFile) -> Row:
    if file.image_id:
        return Row(file, "done", "Already at Imgur", 100, 100)
    return Row(file, "ready", "Safe with us", 100, 0)


def _on_its_way(file: BatchFile, operation: Operation, sent_bytes: int, now: datetime) -> Row:
    state = Operation.State(operation.state)
    twice = "It stands twice in this batch and goes up once." if file.is_duplicate else ""
    if state is Operation.State.DONE:
        when = f", {clock(operation.finished_at)}" if operation.finished_at else ""
        return Row(file, "done", f"On Imgur{when}", 100, 100, twice)
    if state is Operation.State.FAILED:
        return Row(file, "fail", "Failed", 100, 0, operation.last_error, can_retry=True)
    if state is Operation.State.CANCELLED:
        return Row(file, "fail", "Cancelled", 100, 0, "It was not sent. It is still safe with us.", can_retry=True)
    if state is Operation.State.UNKNOWN:
        return Row(file, "wait", "Not known yet", 100, 100, operation.reason)
    if state is Operation.State.RUNNING:
        sent = _percent(sent_bytes, file.size_bytes)
        return Row(file, "run", f"To Imgur, {sent} %", 100, sent)
    can_cancel = operation.sending_at is None
    if operation.waits_for == "link":
        return Row(file, "fail", "Waits for the account", 100, 0, operation.reason, can_cancel=can_cancel)
    if operation.not_before and operation.not_before > now:
        word, say = f"Waits until {clock(operation.not_before)}", goes_on(operation.reason)
        return Row(file, "wait", word, 100, 0, say, can_cancel=can_cancel)
    return Row(file, "ready", "Waits for its turn", 100, 0, can_cancel=can_cancel)


def goes_on(reason: str) -> str:
    """The reason for a wait that ends without anybody's doing, and that it does."""
    reason = reason.strip()
    if reason and not reason.endswith("."):
        reason += "."
    return f"{reason} It goes on by itself.".strip()


def _percent(part: int, whole: int) -> int:
    return min(100, part * 100 // whole) if whole else 0
