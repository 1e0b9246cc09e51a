"""The identifiers that Imgur hands out, by their shapes."""

import secrets
import string

ALPHANUMERICS = string.ascii_letters + string.digits
IMGUR_ID_LENGTH = 7
DELETEHASH_LENGTH = 15


def new_imgur_id() -> str:
    """An id of an image or album: 7 alphanumerics, case-sensitive."""
    return _alphanumerics(IMGUR_ID_LENGTH)


def new_deletehash() -> str:
    """15 alphanumerics: the handle of whoever uploaded without an account."""
    return _alphanumerics(DELETEHASH_LENGTH)


def new_client_id() -> str:
    """15 hexadecimal digits."""
    return secrets.token_hex(8)[:15]


def new_secret() -> str:
    """40 hexadecimal digits: client secrets, tokens and codes."""
    return secrets.token_hex(20)


def new_pin() -> str:
    """10 hexadecimal digits, short enough to be typed."""
    return secrets.token_hex(5)


def new_ticket() -> str:
    """8 hexadecimal digits: what stands for a video until it is worked on."""
    return secrets.token_hex(4)


def _alphanumerics(length: int) -> str:
    return "".join(secrets.choice(ALPHANUMERICS) for _ in range(length))
