"""How much one person, and one address, may do in an hour: our own limits against abuse.

A view takes part by ``@limited(limits.BATCHES)``, or by ``take(request, (limits.FILES, 3))`` where it learns only later
how much it is. Something new to be counted is a ``Limit`` in limits/kinds.py, with its settings. For whoever comes once
too often there is TooManyError, which portal/middleware.py turns into an answer.
"""

from accounts.limits.callers import limited, take
from accounts.limits.counter import TooManyError, note_refused_attempt, refusals
from accounts.limits.kinds import BATCHES, BYTES, CHANGES, FILES, OAUTH_STARTS, Limit, Per

__all__ = [
    "BATCHES",
    "BYTES",
    "CHANGES",
    "FILES",
    "OAUTH_STARTS",
    "Limit",
    "Per",
    "TooManyError",
    "limited",
    "note_refused_attempt",
    "refusals",
    "take",
]
