"""Short words for tests of other people's clients."""

from collections.abc import Callable
from typing import Any

from imgurpython import ImgurClient

# The client of one of the demo world's people, by name.
LogIn = Callable[..., ImgurClient]


def ids(things: list[Any]) -> list[Any]:
    return [thing.id for thing in things]
