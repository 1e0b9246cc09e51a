"""Imgur's "removed" picture, told by its bytes: the host may send it in place of a file without a redirect."""

import hashlib
import logging
import time
from pathlib import Path

import requests

from imgur.session import AnswerTooLongError, answers_within
from media_sync.files import file_host
from media_sync.files.addresses import removed_address

logger = logging.getLogger(__name__)

# Of the 503 bytes that i.imgur.com has sent since 2014.
_KNOWN_BYTES, _KNOWN_MD5 = 503, "d835884373f4d6c8f24742ceabe74946"
# A file this small is compared with what the host itself calls removed.png.
_SMALL_BYTES = 2048
_ASKED_AGAIN_SECONDS = 3600
_PNG = b"\x89PNG"
# Statuses from here on say nothing about the picture: too many requests, or a fault of the host's.
_NOT_NOW = 429


class _HostsOwn:
    """The host's removed.png as it is now, asked for when a tiny PNG comes, and again an hour after it was told."""

    def __init__(self) -> None:
        self._content: bytes | None = None
        self._asked_at = -float(_ASKED_AGAIN_SECONDS)

    def content(self) -> bytes | None:
        if time.monotonic() - self._asked_at > _ASKED_AGAIN_SECONDS:
            try:
                self._content = _ask()
                self._asked_at = time.monotonic()
            # requests reads the address of a redirect even where none is followed.
            except (requests.RequestException, AnswerTooLongError, ValueError) as error:
                logger.info("The host's removed.png could not be looked at: %s", error)
        return self._content


_hosts_own = _HostsOwn()


def is_removed_picture(path: Path, size_bytes: int) -> bool:
    """Whether the file that has come is the "removed" picture and nobody's own."""
    if size_bytes > _SMALL_BYTES:
        return False
    content = path.read_bytes()
    if not content.startswith(_PNG):
        return False
    return is_known_removed_picture(path, size_bytes) or content == _hosts_own.content()


def is_known_removed_picture(path: Path, size_bytes: int) -> bool:
    """The same by the bytes alone, without asking anybody."""
    if size_bytes != _KNOWN_BYTES:
        return False
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest() == _KNOWN_MD5


def _ask() -> bytes | None:
    """None if the host has no such picture. Raises RequestException, AnswerTooLongError, ValueError."""
    with answers_within(10, most_bytes=64 * 1024):
        answer = file_host.session().get(removed_address(), allow_redirects=False, timeout=file_host.TIMEOUTS)
    if answer.status_code >= _NOT_NOW:
        answer.raise_for_status()
    return answer.content if answer.status_code == 200 else None
