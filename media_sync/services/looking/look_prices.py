"""What looking at an account's pictures costs, in credits."""

from collections.abc import Mapping

_A_PAGE = 100
_COUNTS, _NEWEST_IMAGES = 2, 1
# Where nothing is counted yet.
FIRST_IN_WORDS = "one credit for each album and for each hundred albums or loose images"


def another_look(counted: Mapping[str, int]) -> int:
    """Where nothing has changed, and without the audit; each album that has is one more."""
    return _COUNTS + _pages(counted.get("albums", 0)) + _NEWEST_IMAGES


def first_look(counted: Mapping[str, int]) -> int:
    """At most: how many images are loose is known only when it is done."""
    return _COUNTS + _pages(counted["albums"]) + counted["albums"] + _pages(counted["images"])


def _pages(number: int) -> int:
    return max(1, -(-number // _A_PAGE))
