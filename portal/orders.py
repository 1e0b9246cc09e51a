"""From one order of images to another: which of them have moved."""

from bisect import bisect_left
from collections.abc import Sequence

# Imgur's id of an image, and its places, from 1, before and after it was moved.
Entry = tuple[str, tuple[int, int] | None]


def moved(before: Sequence[str], after: Sequence[str]) -> list[Entry]:
    """As few images as have to be moved to come from one order to the other, with their places (from 1) in both."""
    place = {imgur_id: at for at, imgur_id in enumerate(before)}
    stays = _longest_rise([place[imgur_id] for imgur_id in after if imgur_id in place])
    return [
        (imgur_id, (place[imgur_id] + 1, at + 1))
        for at, imgur_id in enumerate(after)
        if imgur_id in place and place[imgur_id] not in stays
    ]


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The members of a longest subsequence that only rises."""
    ends: list[int] = []
    behind: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        behind[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    stays: set[int] = set()
    number_or_none = ends[-1] if ends else None
    while number_or_none is not None:
        stays.add(number_or_none)
        number_or_none = behind[number_or_none]
    return stays
