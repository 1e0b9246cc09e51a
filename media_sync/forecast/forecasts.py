"""From a situation to what people are told: about when, and at the latest when."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from media_sync.forecast.plan import Out, Plan, Wait, run
from media_sync.forecast.queue import Job
from media_sync.forecast.situation import Situation, Waiting

_HORIZON = timedelta(days=14)
# What an operation takes besides its call to Imgur: being rung for, the database.
_AROUND_SECONDS = 0.3
_CALL_SECONDS = 1.0
# What is never said more exactly, however short the way.
_SLACK = timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """``likely_at`` is the plan run plainly; at ``latest_at`` it is done even if others come, uploads are slow and
    windows hold less. None: later than two weeks from now. ``wait`` is what holds it up for longest, by the plain run.
    """

    likely_at: datetime | None
    latest_at: datetime | None
    wait: Wait | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Times of every batch in the queue, and of everything that each team has in it."""

    batches: Mapping[int, Times]
    teams: Mapping[int, Times]


def forecast(situation: Situation) -> Outcome:
    """Plan the situation twice: as it stands, and with what may come between. Its budget has to be known."""
    plain = _plan(situation)
    takes = plain.all_done_at - situation.now.timestamp() if plain.all_done_at else _HORIZON.total_seconds()
    careful = _plan(situation, at_worst=takes)
    asked = [*situation.waiting, *situation.albums.values()]
    batches = {one.batch for one in asked} | {batch for _, batch, _ in situation.under_way}
    teams = {one.team for one in asked} | {team for team, _, _ in situation.under_way}
    return Outcome(
        batches={
            batch: _times(situation, plain.done_at.get(batch), careful.done_at.get(batch), plain.waits.get(batch))
            for batch in batches
            if batch is not None
        },
        teams={
            team: _times(situation, plain.team_done_at.get(team), careful.team_done_at.get(team), None)
            for team in teams
        },
    )


def _plan(situation: Situation, *, at_worst: float | None = None) -> Plan:
    """``at_worst``: how long the plain run takes, in seconds, when planning for the worst."""
    is_plain, now = at_worst is None, situation.now.timestamp()
    slowness = 1.0 if is_plain else situation.pace.slow
    # As long as the plain run takes, and as long again and some hours, others may come.
    others_until = now if at_worst is None else now + 2 * at_worst + _SOME_HOURS

    def seconds_of(size_bytes: float, *, is_upload: bool) -> float:
        return (situation.pace.of(size_bytes) if is_upload else _CALL_SECONDS) * slowness + _AROUND_SECONDS

    def job_of(one: Waiting) -> Job:
        return Job(
            team=one.team, weight=one.weight, lane=one.lane, place=one.place, cost=one.cost, count=one.count,
            seconds=seconds_of(one.size_bytes, is_upload=one.is_upload), is_post=one.is_post, is_upload=one.is_upload,
            batch=one.batch, ready_at=one.ready_at.timestamp() if one.ready_at else 0.0, holders=one.holders,
        )  # fmt: skip

    out = [
        Out(now + seconds_of(size, is_upload=True) * (0.5 if is_plain else 1.0), team, batch)
        for team, batch, size in situation.under_way
    ]
    return run(
        [*map(job_of, situation.waiting), *_arrivals(situation, until=others_until)],
        situation.windows(at_worst=at_worst),
        now=now,
        until=now + _HORIZON.total_seconds(),
        slots=situation.slots,
        # The sweeper looks every few seconds, and what waited together is spread over two.
        noticed_after=situation.sweep_seconds / 2 + 1 if is_plain else situation.sweep_seconds + 2,
        out=out,
        albums={batch: job_of(one) for batch, one in situation.albums.items()},
    )


_ARRIVE_EVERY, _SOME_HOURS = 900, 3 * 3_600
_MORE_THAN_LATELY = 1.5
_LANE_INTERACTIVE, _LANE_UPLOAD = 0, 1
_OTHERS = -1
_USUAL_BYTES = 1_000_000


def _arrivals(situation: Situation, *, until: float) -> list[Job]:
    """What others may ask for: every quarter of an hour from now on, more seldom where the way is long."""
    arrivals, now = situation.arrivals, situation.now.timestamp()
    until = min(until, now + _HORIZON.total_seconds())
    moments = range(int(now), int(until), max(_ARRIVE_EVERY, int(until - now) // 200))
    upload = Job(
        team=_OTHERS,
        weight=max(1, arrivals.teams - 1),
        lane=_LANE_UPLOAD,
        place=math.inf,
        cost=10,
        count=0,
        seconds=situation.pace.of(_USUAL_BYTES),
        is_upload=True,
        is_imagined=True,
    )
    read = replace(upload, lane=_LANE_INTERACTIVE, cost=1, seconds=0.1, is_upload=False, is_post=False)
    return [*_spread(upload, arrivals.uploads, moments), *_spread(read, arrivals.reads, moments)]


def _spread(one: Job, an_hour: float, moments: range) -> Iterator[Job]:
    """``one`` at each of the moments, as many as come in the time between two; what is less than one comes later."""
    owed = 0.0
    for at in moments:
        owed += an_hour * _MORE_THAN_LATELY * moments.step / 3_600
        if owed >= 1:
            yield replace(one, count=int(owed), ready_at=float(at))
            owed %= 1


def _times(situation: Situation, plain: float | None, careful: float | None, wait: Wait | None) -> Times:
    likely = datetime.fromtimestamp(plain, UTC) if plain else None
    if likely is None or careful is None:
        return Times(likely_at=likely, latest_at=None, wait=wait)
    latest = max(likely, datetime.fromtimestamp(careful, UTC))
    latest += _SLACK + (latest - situation.now) / 10
    return Times(likely_at=likely, latest_at=_up_to_the_minute(latest, situation.now), wait=wait)


def _up_to_the_minute(moment: datetime, now: datetime) -> datetime:
    """Pages show minutes, and a moment far away only roughly; what is shown must not be earlier than what is meant."""
    away = moment - now
    step = 60 if away < timedelta(hours=1) else 300 if away < timedelta(days=1) else 3600
    return datetime.fromtimestamp(-(-moment.timestamp() // step) * step, UTC)
