"""Forecasts in words."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from media_sync.forecast import Times
from media_sync.models import Batch
from portal.templatetags.words import at, clock, tally

_SOON = timedelta(seconds=75)
# A shorter wait is part of the way and not worth a sentence.
_WORTH_TELLING_SECONDS = 150
_INTO = {
    "upload-hour": "an hour of uploads",
    "user-hour": "this hour’s credits",
    "post-hour": "an hour of writes",
    "client-day": "today’s credits",
    "team": "what the team may use a day",
    "person": "what you may use a day",
}


def done_by(times: Times | None, *, what: str = "") -> str:
    """ "Done about 14:20, at the latest 14:55."; of ``what``, "Everything is done about ..."."""
    if times is None:
        return "When it will be done is not known at the moment: Imgur has not said what is left."
    is_done = f"{what} is done" if what else "Done"
    if times.likely_at is None:
        return f"{is_done} in more than two weeks."
    soon = times.likely_at - timezone.now() < _SOON
    about = "in a minute" if soon else about_when(times.likely_at)
    if times.latest_at is None or clock(times.latest_at) == clock(times.likely_at):
        return f"{is_done} {about}."
    return f"{is_done} {about}, at the latest {at(times.latest_at)}."


def about_when(moment: datetime) -> str:
    """ "about 14:20", "tomorrow about 02:00", "about 19 Nov 13:40"."""
    day, _, time = clock(moment).rpartition(" ")
    return f"{day} about {time}" if day in ("tomorrow", "yesterday") else f"about {clock(moment)}"


def waits_for(times: Times | None) -> str:
    """What holds it up for longest on its way, and that it goes on; empty where nothing does."""
    wait = times.wait if times else None
    if wait is None or wait.until - wait.since < _WORTH_TELLING_SECONDS:
        return ""
    # The holder of a cap is named "team:7" or "person:12@7".
    window = wait.window.partition(":")[0]
    until = at(datetime.fromtimestamp(wait.until, UTC)).removeprefix("at ")
    return f"What does not fit into {_INTO[window]} waits until {until} and goes on by itself."


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
