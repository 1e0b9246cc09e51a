"""What every step of a run brings."""

from __future__ import annotations

from typing import ClassVar

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
