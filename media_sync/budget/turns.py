"""Fair turns among the teams that wait in one lane of one application."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import redis

from accounts.shared_redis import redis_client
from media_sync.budget.scripts import Script

_TTL_MS = 7 * 86_400_000
_TURN = Script("turn")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A team that waits: what its next operation costs, and its weight."""

    team_pk: int
    cost: int
    weight: int


def whose_turn(app_pk: int, lane: int, waiting: Sequence[Waiting]) -> int:
    """The place in ``waiting`` of the team that goes next, and its turn is taken. Without Redis it is the first's."""
    if len(waiting) == 1:
        return 0
    arguments: list[Any] = [_TTL_MS]
    for one in waiting:
        arguments += [one.team_pk, one.cost, one.weight]
    try:
        place: int = _TURN.run(redis_client(), [f"budget:{{app{app_pk}}}:turns:{lane}"], *arguments)
    except redis.RedisError:
        return 0
    return place - 1
