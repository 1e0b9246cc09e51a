"""All that a forecast is made from, as plain data, and the plan's beginning made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from media_sync.budget.store import WindowState
from media_sync.forecast.pace import Pace
from media_sync.forecast.windows import Cap, CreditWindow, UploadWindow, Windows

_DAY, _HOUR = 86_400, 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Operations alike in the queue; ``size_bytes`` of each. The rest as in media_sync.forecast.queue.Job."""

    team: int
    weight: int
    lane: int
    place: float
    cost: int
    count: int
    size_bytes: float = 0
    is_post: bool = True
    is_upload: bool = False
    batch: int | None = None
    ready_at: datetime | None = None
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """What may be asked for meanwhile, an hour: as was asked for lately. ``teams`` share the application."""

    uploads: float = 0
    reads: float = 0
    teams: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """An application's budget and queue at one moment. ``albums`` are the calls that follow their batches' uploads.

    ``under_way`` are operations that run: team, batch and bytes. ``caps`` are (credits a day, spent today)
    by holder. ``most_uploads`` is 0 where Imgur has no such ceiling.
    """

    now: datetime
    states: Mapping[str, WindowState]
    pace: Pace
    slots: int
    sweep_seconds: float
    upload_seconds: float = _HOUR
    most_uploads: int = 50
    margin_percent: int = 0
    stopped_until: datetime | None = None
    waiting: Sequence[Waiting] = ()
    under_way: Sequence[tuple[int, int | None, float]] = ()
    albums: Mapping[int, Waiting] = field(default_factory=dict)
    caps: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    arrivals: Arrivals = Arrivals()

    def windows(self, *, at_worst: float | None = None) -> Windows:
        """The windows to plan with. ``at_worst`` is for how many seconds to fear the worst: the longer, the more of a
        window is gone that nobody here has used. A reset that Imgur has not told then comes as late as it can.
        """
        day = self._credits("client-day", _DAY, at_worst=at_worst)
        day.margin = day.limit * self.margin_percent / 100
        if self.stopped_until:
            day.closed_until = self.stopped_until.timestamp()
        post = self._credits("post-hour", _HOUR, at_worst=at_worst) if "post-hour" in self.states else None
        if post:
            post.took = None
        midnight = datetime.combine(self.now.astimezone(UTC).date() + timedelta(days=1), datetime.min.time(), UTC)
        return Windows(
            day=day,
            hour=self._credits("user-hour", _HOUR, at_worst=at_worst),
            post=post,
            uploads=self._uploads(at_worst=at_worst) if self.most_uploads else None,
            caps={name: Cap(limit, spent, midnight.timestamp()) for name, (limit, spent) in self.caps.items()},
        )

    def _credits(self, name: str, length: float, *, at_worst: float | None) -> CreditWindow:
        state, now = self.states[name], self.now.timestamp()
        resets_at = state.resets_at.timestamp() if state.resets_at else None
        if resets_at is None and state.spoken_for:
            resets_at = self._untold_reset(state, length, as_late_as_possible=at_worst is not None)
        gone = 0.0 if at_worst is None else state.limit * _GONE * (0.1 + 0.9 * min(1, at_worst / length))
        return CreditWindow(
            length=length,
            limit=state.limit,
            used=min(state.limit, state.spoken_for + gone),
            # Nothing is used yet: it begins with the first call.
            resets_at=resets_at if resets_at is None or resets_at > now else None,
            closed_until=_stamp(state.closed_until),
            took=[float(credits) for credits in state.by_lane],
            before=[float(credits) for credits in state.before_by_lane],
        )

    def _untold_reset(self, state: WindowState, length: float, *, as_late_as_possible: bool) -> float:
        """From the beginning that we saw, else some time within the window's length."""
        now = self.now.timestamp()
        if state.began_at and state.began_at.timestamp() + length > now:
            return state.began_at.timestamp() + length
        return now + (length if as_late_as_possible else length / 2)

    def _uploads(self, *, at_worst: float | None) -> UploadWindow:
        state = self.states["upload-hour"]
        # Imgur never tells how many it takes, but what it has taken it has taken.
        limit = state.limit if at_worst is None else max(1, int(state.limit * (1 - _GONE)), state.spoken_for)
        return UploadWindow(
            length=self.upload_seconds,
            limit=limit,
            most=max(self.most_uploads, limit) if at_worst is None else limit,
            known_at=self.now.timestamp(),
            frees=[(at.timestamp(), count) for at, count in state.frees],
            shut_until=_stamp(state.closed_until),
        )


# Of a window in its whole length, for what others use of it; and of uploads, for a limit that only a refusal tells.
_GONE = 0.1


def _stamp(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0
