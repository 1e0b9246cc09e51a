"""What waits, and who goes next: the rules of media_sync/services/sending/dispatch.py, on plain data."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf
from operator import attrgetter

_ONE_IN = 10


@dataclass(slots=True, kw_only=True, eq=False)
class Job:
    """Operations alike that stand one after the other in a team's queue: ``count`` of them, each of ``cost`` credits
    and ``seconds`` seconds. ``place`` orders by age. ``holders`` name the caps that they count against. What is
    imagined stands for what others may ask for meanwhile.
    """

    team: int
    weight: int
    lane: int
    place: float
    cost: int
    count: int
    seconds: float
    is_post: bool = True
    is_upload: bool = False
    batch: int | None = None
    ready_at: float = 0.0
    holders: tuple[str, ...] = ()
    is_imagined: bool = False


@dataclass(slots=True)
class Queue:
    """Jobs in lanes and teams; ``choose`` says which goes next, as the dispatcher would."""

    jobs: list[Job]
    _heads: list[Job] = field(default_factory=list)
    _heads_until: float = 0.0
    _is_stale: bool = True
    _picks: int = 0
    _turns: dict[tuple[int, int], float] = field(default_factory=dict)
    _present: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.jobs.sort(key=attrgetter("place"))

    def add(self, job: Job) -> None:
        """``job`` is the youngest."""
        self.jobs.append(job)
        self._is_stale = True

    def choose(self, now: float, *, people_only: bool) -> Job | None:
        """The job whose next operation goes now. Its turn is taken even if a window then refuses it."""
        heads = self._heads_at(now)
        if people_only:
            heads = [job for job in heads if job.lane == 0]
        if not heads:
            return None
        self._picks += 1
        if self._picks % _ONE_IN == 0:
            return min(heads, key=attrgetter("place"))
        lane = min(job.lane for job in heads)
        rivals = [job for job in heads if job.lane == lane]
        return rivals[0] if len(rivals) == 1 else self._in_turn(lane, rivals)

    def start_one(self, job: Job) -> None:
        job.count -= 1
        if job.count == 0:
            self.jobs.remove(job)
            self._is_stale = True

    def put_aside(self, job: Job, window: str, until: float) -> list[Job]:
        """Let all wait that would meet the same refusal, and tell which."""
        concerned = [other for other in self.jobs if other.lane >= job.lane and _is_concerned(other, job, window)]
        for other in concerned:
            other.ready_at = max(other.ready_at, until)
        self._is_stale = True
        return concerned

    def next_ready(self, now: float) -> float:
        """When the next of those that are set aside may look again; infinity when none is."""
        self._heads_at(now)
        return self._heads_until

    def _heads_at(self, now: float) -> list[Job]:
        if self._is_stale or now >= self._heads_until:
            heads: dict[tuple[int, int], Job] = {}
            until = inf
            for job in self.jobs:
                if job.ready_at <= now:
                    heads.setdefault((job.lane, job.team), job)
                elif job.ready_at < until:
                    until = job.ready_at
            self._heads, self._heads_until, self._is_stale = list(heads.values()), until, False
        return self._heads

    def _in_turn(self, lane: int, rivals: Iterable[Job]) -> Job:
        present = self._present.get(lane, 0.0)
        times = [(max(self._turns.get((lane, job.team), 0.0), present), job) for job in rivals]
        time, job = min(times, key=lambda pair: pair[0])
        self._present[lane], self._turns[lane, job.team] = time, time + job.cost / job.weight
        return job


def _is_concerned(other: Job, job: Job, window: str) -> bool:
    match window:
        case "upload-hour":
            return other.is_upload
        case "post-hour":
            return other.is_post
        case "client-day" | "user-hour":
            return other.cost >= job.cost
        case _:  # a cap
            return window in other.holders and other.cost >= job.cost
