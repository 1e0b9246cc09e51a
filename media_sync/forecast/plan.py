"""The plan: what goes when, by the dispatcher's rules, through all windows, with as many workers as there are."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from math import inf

from media_sync.forecast.queue import Job, Queue
from media_sync.forecast.windows import Windows

# A queue that is longer is not planned to its end; its forecast is then not known.
_MOST_STEPS = 60_000


@dataclass(slots=True)
class Plan:
    """When each batch is done, and what made it wait for longest; when each team's last is, and everything real."""

    done_at: dict[int, float] = field(default_factory=dict)
    team_done_at: dict[int, float] = field(default_factory=dict)
    waits: dict[int, "Wait"] = field(default_factory=dict)
    all_done_at: float | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """A window, or the holder of a cap, that says no at ``since`` until ``until``."""

    window: str
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Out:
    """An operation that is under way. What is only imagined keeps a worker busy, and nobody waits for it."""

    ends_at: float
    team: int
    batch: int | None = None
    is_imagined: bool = False


def run(
    jobs: Sequence[Job],
    windows: Windows,
    *,
    now: float,
    until: float,
    slots: int,
    noticed_after: float,
    out: Collection[Out] = (),
    albums: Mapping[int, Job] | None = None,
) -> Plan:
    """Plan from ``now`` until all ``jobs`` are done, or ``until``.

    ``noticed_after`` is how long after its moment the sweeper sees that something may go on. ``albums`` are the calls
    that follow when nothing else of their batch is open. Jobs that are imagined compete, but nobody waits for them.
    """
    return _Run(jobs, windows, slots, noticed_after, out, dict(albums or {})).go(now, until)


class _Run:
    def __init__(
        self,
        jobs: Sequence[Job],
        windows: Windows,
        slots: int,
        noticed_after: float,
        out: Collection[Out],
        albums: dict[int, Job],
    ) -> None:
        self._windows, self._slots, self._noticed_after, self._albums = windows, slots, noticed_after, albums
        self._queue = Queue(list(jobs))
        self._out: list[tuple[float, int, Out]] = []
        self._numbers = count()
        self._open: Counter[int] = Counter()
        self._left = sum(job.count for job in jobs if not job.is_imagined) + len(out) + len(albums)
        self._open_of_team: Counter[int] = Counter(one.team for one in out)
        self._plan = Plan()
        for job in [*jobs, *albums.values()]:
            self._open_of_team[job.team] += job.count
        for job in jobs:
            if job.batch is not None:
                self._open[job.batch] += job.count
        for one in out:
            if one.batch is not None:
                self._open[one.batch] += 1
            self._send_out(one)
        for batch in list(albums):
            if self._open[batch] == 0:
                self._follow(batch)

    def go(self, now: float, until: float) -> Plan:
        steps = 0
        while self._left and now < until and steps < _MOST_STEPS:
            steps += 1 + self._start_what_can(now)
            upcoming = min(self._out[0][0] if self._out else inf, self._queue.next_ready(now))
            if upcoming == inf:
                break
            now = max(now, upcoming)
            while self._out and self._out[0][0] <= now:
                self._end(heappop(self._out)[2])
        return self._plan

    def _start_what_can(self, now: float) -> int:
        steps = 0
        while (free := self._slots - len(self._out)) > 0:
            # The last workers are kept for people who wait.
            job = self._queue.choose(now, people_only=free <= self._slots // 8)
            if job is None:
                break
            steps += 1
            wait = self._refusal(job, now)
            if wait is None:
                self._start(job, now)
            else:
                self._put_aside(job, wait)
        return steps

    def _put_aside(self, job: Job, wait: Wait) -> None:
        for waiting in self._queue.put_aside(job, wait.window, wait.until + self._noticed_after):
            if waiting.batch is None:
                continue
            known = self._plan.waits.get(waiting.batch)
            if known is None or wait.until - wait.since > known.until - known.since:
                self._plan.waits[waiting.batch] = wait

    def _refusal(self, job: Job, now: float) -> Wait | None:
        """The window that says no for longest."""
        windows = self._windows
        answers = [
            ("client-day", windows.day.come_back(now, job.cost, job.lane)),
            ("user-hour", windows.hour.come_back(now, job.cost, job.lane)),
            ("post-hour", windows.post.come_back(now, 1, job.lane) if windows.post and job.is_post else None),
            ("upload-hour", windows.uploads.come_back(now) if windows.uploads and job.is_upload else None),
            *((name, windows.caps[name].come_back(now, job.cost)) for name in job.holders if name in windows.caps),
        ]
        waits = [Wait(window, now, at) for window, at in answers if at is not None]
        return max(waits, key=lambda wait: wait.until, default=None)

    def _start(self, job: Job, now: float) -> None:
        windows, ends_at = self._windows, now + job.seconds
        windows.day.take(now, job.cost, job.lane, answered_at=ends_at)
        windows.hour.take(now, job.cost, job.lane, answered_at=ends_at)
        if windows.post and job.is_post:
            windows.post.take(now, 1, job.lane, answered_at=ends_at)
        if windows.uploads and job.is_upload:
            windows.uploads.take(now)
        for name in job.holders:
            if name in windows.caps:
                windows.caps[name].spent += job.cost
        self._queue.start_one(job)
        self._send_out(Out(ends_at, job.team, job.batch, job.is_imagined))

    def _send_out(self, one: Out) -> None:
        heappush(self._out, (one.ends_at, next(self._numbers), one))

    def _end(self, one: Out) -> None:
        if one.is_imagined:
            return
        self._left -= 1
        if self._left == 0:
            self._plan.all_done_at = one.ends_at
        self._open_of_team[one.team] -= 1
        if self._open_of_team[one.team] == 0:
            self._plan.team_done_at[one.team] = one.ends_at
        if one.batch is None:
            return
        self._open[one.batch] -= 1
        if self._open[one.batch] == 0:
            if one.batch in self._albums:
                self._follow(one.batch)
            else:
                self._plan.done_at[one.batch] = one.ends_at

    def _follow(self, batch: int) -> None:
        job = self._albums.pop(batch)
        self._open[batch] += job.count
        self._queue.add(job)
