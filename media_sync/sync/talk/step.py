"""What the steps of a look at an account's talk have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from imgur import (
    BadRequestError,
    ClientRejectedError,
    ForbiddenError,
    ImgurError,
    ImgurUnavailableError,
    NotFoundError,
)
from media_sync.services.mirror.keeping import Kept
from media_sync.services.talk import talk_marks
from media_sync.sync.faults import PATIENCE, leave_out, require_lasting
from media_sync.sync.steps import Step
from media_sync.sync.work import Work

# What changes hardly ever is asked for so often.
DAILY = timedelta(hours=23)


class TalkStep(Step):
    """A step that Imgur may refuse without ending the run.

    Its documents have lost the pages of conversations and notifications, and it answers the totals of some accounts
    with a fault for years. One of these must not keep the rest from being mirrored: the refusal is noted in the step's
    ``TalkMark``, what was mirrored stays, and the next look asks again.
    """

    def piece(self, work: Work) -> bool:
        """As ``go``."""
        raise NotImplementedError

    def go(self, work: Work) -> bool:
        try:
            is_more = self.piece(work)
        except ClientRejectedError:
            raise
        except (NotFoundError, ForbiddenError, BadRequestError) as refusal:
            self._note(work, str(refusal))
            return False
        except ImgurUnavailableError as fault:
            if fault.status != 500 or work.run.attempts < PATIENCE:
                raise
            self._note(work, str(fault))
            return False
        if not is_more and not work.cursor.get("left"):
            talk_marks.was_told(work.account, self.name)
        return is_more

    def leave_out(self, work: Work, pk: int, failure: ImgurError) -> None:
        """Go on without the thing of that primary key, until the next look. Raises ``failure`` if it is not its own."""
        require_lasting(work, failure)
        with work.keeping():
            talk_marks.was_refused(work.account, self.name, timezone.now(), sentence=str(failure))
            work.cursor["left"] = [*self.left(work), pk]
            leave_out(work)

    def left(self, work: Work) -> Sequence[int]:
        """What this look has left out."""
        left: list[int] = work.cursor.get("left", [])
        return left

    def _note(self, work: Work, sentence: str) -> None:
        with work.keeping():
            talk_marks.was_refused(work.account, self.name, timezone.now(), sentence=sentence)


def tally(work: Work, what: str, kept: Kept) -> None:
    """Count what was kept for the run. Call it while keeping."""
    work.tally(what, added=kept.added, changed=kept.changed, gone=kept.gone)
