"""What every step of a run brings, and which steps a part has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from media_sync.models import Part, SyncRun
from media_sync.sync.work import Work


class Step:
    """One stretch of a run, done in pieces.

    ``go`` does one piece: it asks Imgur at most a few times and keeps what that brought in one ``work.keeping()``. It
    is asked again until it says that nothing is left. Whatever stops a run between two pieces, it goes on with the
    next; a piece that was cut off is done again, so doing it twice must do no more than once.
    """

    name: ClassVar[str]
    # What a person reads while it is under way.
    title: ClassVar[str]

    def go(self, work: Work) -> bool:
        """Do one piece. True if there is more. Raises as the client does; the run then waits, or fails."""
        raise NotImplementedError


def steps_of(part: str) -> Sequence[Step]:
    """The steps of a part, in their order."""
    # Imported late: the steps themselves are made of what stands above.
    from media_sync.sync import pictures, sources, talk

    return {Part.PICTURES: pictures.STEPS, Part.TALK: talk.STEPS, Part.SOURCE: sources.STEPS}[Part(part)]


def title_of(run: SyncRun) -> str:
    """What a person reads of how far it is."""
    titles = {step.name: step.title for step in steps_of(run.schedule.part)}
    return titles.get(run.step, "Beginning" if run.state == SyncRun.State.RUNNING else run.get_state_display())
