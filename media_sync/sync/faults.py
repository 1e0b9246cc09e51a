"""Single things that Imgur cannot show: it answers with a fault (500), for years at times, whoever asks."""

from imgur import ImgurUnavailableError
from media_sync.sync.work import Work

# So often a run waits for a call that Imgur answers with a fault, before it goes on without.
PATIENCE = 3
# So many things a step leaves out; more are an Imgur that is down.
_MOST = 5


def require_lasting(work: Work, fault: ImgurUnavailableError) -> None:
    """Raise ``fault`` unless it has been waited for often enough. The step then leaves the thing out, and counts it in
    its cursor with ``leave_out``.
    """
    is_its_own = fault.status == 500 and fault.reason == "fault"
    if not is_its_own or work.run.attempts < PATIENCE or work.cursor.get("faults", 0) >= _MOST:
        raise fault


def leave_out(work: Work) -> None:
    """Call it while keeping."""
    work.cursor["faults"] = work.cursor.get("faults", 0) + 1
