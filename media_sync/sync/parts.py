"""The parts that are looked at, and the steps of each."""

from collections.abc import Mapping, Sequence

from media_sync.models import Part, SyncRun
from media_sync.sync import pictures, sources, talk
from media_sync.sync.steps import Step

_STEPS: Mapping[str, Sequence[Step]] = {
    Part.PICTURES: pictures.STEPS,
    Part.TALK: talk.STEPS,
    Part.SOURCE: sources.STEPS,
}


def steps_of(part: str) -> Sequence[Step]:
    """The steps of a part, in their order."""
    return _STEPS[part]


def title_of(run: SyncRun) -> str:
    """What a person reads of how far it is."""
    titles = {step.name: step.title for step in steps_of(run.schedule.part)}
    return titles.get(run.step, "Beginning" if run.state == SyncRun.State.RUNNING else run.get_state_display())
