"""All kinds of faults, by how they are carried out."""

from typing import Any

from sandbox.control.changes import CHANGES, Change
from sandbox.control.outages import OUTAGES
from sandbox.control.refusals import REFUSALS, Spoil
from sandbox.control.wire import WIRE

# Kinds that take the place of the answer.
SPOILT_ANSWERS: dict[str, Spoil] = OUTAGES | REFUSALS
# Kinds that change the answer.
CHANGED_ANSWERS: dict[str, Change] = CHANGES | WIRE
# Kinds that are switches set otherwise for this one call.
BEHAVIOURS: dict[str, dict[str, Any]] = {
    "rate-epoch": {"reset_style": "epoch"},
    "rate-seconds": {"reset_style": "seconds"},
    "ticket": {"video_mode": "ticket"},
    "pending": {"video_mode": "pending"},
    "no-ranges": {"ranges": False},
}
# Kinds that do something else: wait, close the connection, or give the answer of last time.
SLOW, DROP, STALE = "slow", "drop", "stale"

KINDS = frozenset({*SPOILT_ANSWERS, *CHANGED_ANSWERS, *BEHAVIOURS, SLOW, DROP, STALE})
