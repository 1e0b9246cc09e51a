"""The headers in which Imgur tells what is left."""

import math

from sandbox import switches
from sandbox.limits.windows import Kind, Window


def credit_headers(windows: dict[Kind, Window]) -> dict[str, str]:
    """The X-RateLimit headers of a successful answer."""
    user, client = windows[Kind.USER_HOUR], windows[Kind.CLIENT_DAY]
    return {
        "X-RateLimit-UserLimit": str(user.limit),
        "X-RateLimit-UserRemaining": str(user.remaining),
        "X-RateLimit-UserReset": _reset(user),
        "X-RateLimit-ClientLimit": str(client.limit),
        "X-RateLimit-ClientRemaining": str(client.remaining),
        "X-RateLimit-ClientReset": _reset(client),
    }


def post_headers(windows: dict[Kind, Window]) -> dict[str, str]:
    """The X-Post-Rate-Limit headers of the answer to a POST, success or not. The reset is always in seconds."""
    post = windows.get(Kind.POST_HOUR)
    if post is None:
        return {}
    return {
        "X-Post-Rate-Limit-Limit": str(post.limit),
        "X-Post-Rate-Limit-Remaining": str(post.remaining),
        "X-Post-Rate-Limit-Reset": str(post.seconds_left),
    }


def _reset(window: Window) -> str:
    if switches.current().reset_style == "epoch":
        return str(math.ceil(window.ends_at))
    return str(window.seconds_left)
