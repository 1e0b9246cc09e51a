"""Measurements behind what the documentation says. Each bench_*.py has ``measure() -> Iterator[Row]``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure. ``note`` says what it was measured under."""

    what: str
    value: float
    unit: str
    note: str = ""
