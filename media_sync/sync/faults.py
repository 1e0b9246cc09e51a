"""Single things that Imgur cannot show: it answers with a fault (500), for years at times, whoever asks; or it refuses
them, and nothing else.
"""

from imgur import BadRequestError, ClientRejectedError, ForbiddenError, ImgurError, ImgurUnavailableError
from media_sync.sync.work import Work

# So often a run waits for a call that Imgur answers with a fault, before it goes on without.
PATIENCE = 3
# So many things one after the other a step leaves out; more are an Imgur that is down.
_MOST = 5


def require_lasting(work: Work, failure: ImgurError, *, is_known: bool = False) -> None:
    """Raise ``failure`` unless it is the thing's own: a refusal, or a fault that has been waited for often enough, now
    or (``is_known``) by an earlier run. The step then leaves the thing out, and counts it in its cursor with
    ``leave_out``.
    """
    match failure:
        case ImgurUnavailableError():
            has_waited = is_known or work.run.attempts >= PATIENCE
            is_its_own = failure.status == 500 and failure.reason == "fault" and has_waited
        case ClientRejectedError():
            is_its_own = False
        case _:
            is_its_own = isinstance(failure, ForbiddenError | BadRequestError)
    if not is_its_own or work.cursor.get("faults", 0) >= _MOST:
        raise failure


def leave_out(work: Work) -> None:
    """Call it while keeping."""
    work.cursor["faults"] = work.cursor.get("faults", 0) + 1


def was_shown(work: Work) -> None:
    """Imgur has answered for the thing, if only that it is gone: it is not down. Call it while keeping."""
    work.cursor.pop("faults", None)
