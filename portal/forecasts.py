"""Forecasts in words."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from media_sync.budget.errors import sentence_of
from media_sync.forecast import Times
from media_sync.models import Batch
from portal.templatetags.words import clock, tally

_NOT_KNOWN = "When it will be done is not known at the moment: Imgur has not said what is left."
_SOON = timedelta(seconds=75)
# A shorter wait is part of the way and not worth a sentence.
_WORTH_TELLING_SECONDS = 150


def done_by(times: Times | None) -> str:
    """ "Done about 14:20, at the latest 14:55."""
    if times is None:
        return _NOT_KNOWN
    if times.likely_at is None:
        return "It takes more than two weeks."
    about = "in a minute" if times.likely_at - timezone.now() < _SOON else f"about {clock(times.likely_at)}"
    if times.latest_at is None or clock(times.latest_at) == clock(times.likely_at):
        return f"Done {about}."
    return f"Done {about}, at the latest {clock(times.latest_at)}."


def waits_for(times: Times | None) -> str:
    """What holds it up for longest on its way, and that it goes on; empty where nothing does."""
    wait = times.wait if times else None
    if wait is None or wait.until - wait.since < _WORTH_TELLING_SECONDS:
        return ""
    until = datetime.fromtimestamp(wait.until, UTC)
    since = datetime.fromtimestamp(wait.since, UTC)
    is_now = since - timezone.now() < _SOON
    when = "" if is_now else f" From about {clock(since)} on:"
    window = f"cap:{wait.window}" if ":" in wait.window else wait.window
    return f"Not all at once.{when} {sentence_of(window)} The rest waits until {clock(until)} and goes on by itself."


def times_of(batch: Batch, newest: dict[int, Times]) -> Times | None:
    """The newest forecast of a batch on its way; what was told when it was sent while there is no newer one."""
    if batch.pk in newest:
        return newest[batch.pk]
    if batch.forecast_likely_at and batch.forecast_likely_at > timezone.now():
        return Times(likely_at=batch.forecast_likely_at, latest_at=batch.forecast_latest_at)
    return None


def how_late(error_seconds: float) -> str:
    """ "2 minutes later", "done to the minute"."""
    minutes = round(abs(error_seconds) / 60)
    if minutes == 0:
        return "done to the minute"
    length = tally(minutes, "minute") if minutes < 120 else tally(round(minutes / 60), "hour")
    return f"done {length} {'later' if error_seconds > 0 else 'earlier'}"
