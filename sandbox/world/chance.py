"""What looks like chance in the demo world, and is the same on every computer: it follows from a seed in words."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from sandbox.identifiers import ALPHANUMERICS

Thing = TypeVar("Thing")


def letters(seed: str, length: int) -> str:
    """``length`` alphanumerics that follow from ``seed``."""
    number = _digest(seed)
    found = []
    for _ in range(length):
        number, place = divmod(number, len(ALPHANUMERICS))
        found.append(ALPHANUMERICS[place])
    return "".join(found)


def number(seed: str, below: int) -> int:
    """A whole number from 0 to ``below``, not included."""
    return _digest(seed) % below


def happens(seed: str, percent: int) -> bool:
    """True for about ``percent`` of a hundred seeds."""
    return number(seed, 100) < percent


def one_of(seed: str, things: Sequence[Thing]) -> Thing:
    return things[number(seed, len(things))]


def shuffled(seed: str, things: Sequence[Thing]) -> list[Thing]:
    """``things`` in another order."""
    places = sorted(range(len(things)), key=lambda place: _digest(f"{seed} {place}"))
    return [things[place] for place in places]


def _digest(seed: str) -> int:
    return int.from_bytes(hashlib.sha256(seed.encode()).digest())
