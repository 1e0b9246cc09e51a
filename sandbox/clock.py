"""The sandbox's one clock. Everything that asks for the time asks here, so that a drill can shift it."""

import time

from sandbox import switches


def now() -> float:
    """Seconds since 1970, by the sandbox's clock."""
    return time.time() + switches.current().clock_shift


def now_seconds() -> int:
    """``now`` in whole seconds, as Imgur writes moments."""
    return int(now())
