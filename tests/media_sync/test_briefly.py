"""What is remembered for some seconds."""

import pytest

from media_sync.budget import briefly
from media_sync.budget.briefly import Briefly


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still unless it is moved."""

    class Clock:
        now = 100.0

        def monotonic(self) -> float:
            return self.now

    clock = Clock()
    monkeypatch.setattr(briefly, "time", clock)
    return clock


def test_it_looks_again_after_its_seconds(clock):
    looks = []
    known = Briefly(lambda key: looks.append(key) or len(looks), seconds=4)

    assert (known("a"), known("a"), known("b")) == (1, 1, 2)
    clock.now += 4
    assert known("a") == 3


def test_what_took_long_is_kept_longer(clock):
    looks = []

    def look(key: str) -> int:
        clock.now += 2
        looks.append(key)
        return len(looks)

    known = Briefly(look, seconds=4, rests=20)

    assert known("a") == 1
    clock.now += 39
    assert known("a") == 1
    clock.now += 2
    assert known("a") == 2
