"""What an account may be called."""

import re

from sandbox.api.errors import ApiError
from sandbox.models import Account

_USERNAME = re.compile(r"[A-Za-z0-9]{4,63}")


def check_username(username: str) -> str:
    """``username``, if it is well-formed and nobody's, whatever the case of its letters. Raises ApiError: 400."""
    if not _USERNAME.fullmatch(username):
        raise ApiError(400, "A username has to be 4 to 63 letters and digits.")
    if Account.named(username):
        raise ApiError(400, "That username is already taken.")
    return username
