"""What every call asks for and what rarely changes, remembered in this process for some seconds."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Briefly(Generic[Key, Value]):
    """What ``look`` finds for a key, for ``seconds`` at most. Other processes notice a change that much later.

    What takes long to find is kept for longer, ``rests`` times as long as it took: so looking never keeps a process
    busy for more than its part of the time.
    """

    def __init__(self, look: Callable[[Key], Value], *, seconds: float, rests: int = 0) -> None:
        self._look, self._seconds, self._rests = look, seconds, rests
        self._known: dict[Key, tuple[float, Value]] = {}

    def __call__(self, key: Key) -> Value:
        until, value = self._known.get(key, (0.0, None))
        if value is None or time.monotonic() >= until:
            return self.anew(key)
        return value

    def anew(self, key: Key) -> Value:
        """Look now, and remember that."""
        began = time.monotonic()
        value = self._look(key)
        ended = time.monotonic()
        self._known[key] = (ended + max(self._seconds, (ended - began) * self._rests), value)
        return value

    def forget(self) -> None:
        """Look again, whatever is asked for next."""
        self._known.clear()
