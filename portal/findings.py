"""What a look has found, in words."""

from media_sync.models import SyncRun


def found_by(run: SyncRun) -> str:
    """``3 new, 1 changed`` or ``nothing new``."""
    parts = [(run.added, "new"), (run.changed, "changed"), (run.gone, "gone")]
    return ", ".join(f"{number:,} {word}" for number, word in parts if number) or "nothing new"
