"""Credits: CR1."""

import math

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.routes import endpoint
from sandbox.limits.windows import Kind


@endpoint("CR1", "GET", "credits", cost=0, shows_limits=False)
def show(call: Call) -> Answer:
    """What is left. Free of charge here (the reference does not know); UserReset is an epoch, unlike the header's."""
    user, client = call.windows[Kind.USER_HOUR], call.windows[Kind.CLIENT_DAY]
    return Answer(
        {
            "UserLimit": user.limit,
            "UserRemaining": user.remaining,
            "UserReset": math.ceil(user.ends_at),
            "ClientLimit": client.limit,
            "ClientRemaining": client.remaining,
        }
    )
