"""How good forecasts were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

# Of fewer batches a share says nothing.
_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """One finished batch: what was told, and how many seconds later than likely it was done."""

    likely_at: datetime
    latest_at: datetime
    error_seconds: int

    @property
    def is_inside(self) -> bool:
        """Done by the latest moment, and no earlier than it lies behind the likely one."""
        return abs(self.error_seconds) <= max((self.latest_at - self.likely_at).total_seconds(), 0)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Of ``batches``, how many per cent were done inside the time that was told, and by how much they missed."""

    batches: int
    percent_inside: int
    median_error: timedelta


def judge(batches: Sequence[Kept]) -> Accuracy | None:
    """None for too few."""
    if len(batches) < _ENOUGH:
        return None
    return Accuracy(
        batches=len(batches),
        percent_inside=round(100 * sum(batch.is_inside for batch in batches) / len(batches)),
        median_error=timedelta(seconds=median(abs(batch.error_seconds) for batch in batches)),
    )
