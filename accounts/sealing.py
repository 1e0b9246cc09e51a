"""Secrets at rest: sealed with the newest of SEAL_KEYS, opened with any of them."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SealBrokenError(Exception):
    """None of SEAL_KEYS opens this. The key it was sealed with is missing; nothing is lost if it comes back."""


def seal(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def open_sealed(sealed: str) -> str:
    """Raises SealBrokenError when no key fits."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBrokenError(
            "A sealed secret cannot be opened with SEAL_KEYS. Add the key that was in use when it was sealed."
        ) from error


def reseal(sealed: str) -> str:
    """The same secret under the newest key. Raises SealBrokenError."""
    return seal(open_sealed(sealed))


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SEAL_KEYS])
