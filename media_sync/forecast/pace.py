"""How long an upload takes, as the last ones took."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

# With fewer than this, one of a kind that nobody has met yet is to be expected.
_ENOUGH, _MANY = 5, 30
_SLOW_AT_LEAST, _SLOW_AT_MOST, _SLOW_WITH_FEW = 1.2, 6.0, 2.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of an upload: some for each and some for each byte. Nine of ten took at most ``slow`` times as long."""

    seconds: float
    seconds_a_byte: float
    slow: float

    def of(self, size_bytes: float) -> float:
        return self.seconds + self.seconds_a_byte * size_bytes


# Before anything was measured: a second and another for each megabyte, and neither is certain.
UNMEASURED = Pace(seconds=1.0, seconds_a_byte=1e-6, slow=4.0)


def learn(uploads: Sequence[tuple[float, float]]) -> Pace:
    """The pace of ``uploads``, given as (bytes, seconds). By size only where larger ones did take longer."""
    if len(uploads) < _ENOUGH:
        return UNMEASURED
    sizes, times = [size for size, _ in uploads], [time for _, time in uploads]
    mean_size, mean_time = fmean(sizes), fmean(times)
    spread = sum((size - mean_size) ** 2 for size in sizes)
    together = sum((size - mean_size) * (time - mean_time) for size, time in uploads)
    a_byte = max(0.0, together / spread) if spread else 0.0
    if a_byte * mean_size > mean_time:  # a line through nothing: all by size
        a_byte = mean_time / mean_size
    each = mean_time - a_byte * mean_size
    ratios = sorted(time / max(each + a_byte * size, 0.001) for size, time in uploads)
    slow = ratios[len(ratios) * 9 // 10]
    least = _SLOW_AT_LEAST if len(uploads) >= _MANY else _SLOW_WITH_FEW
    return Pace(each, a_byte, min(max(slow, least), _SLOW_AT_MOST))
