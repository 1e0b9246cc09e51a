"""Fetching one file from Imgur's file host into a part file, from its beginning or on from where it broke off."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import requests
from django.conf import settings
from urllib3.exceptions import HTTPError

from imgur.session import AnswerTooLongError, answers_within
from media_sync.files import file_host
from media_sync.files.download_errors import BrokenOffError, HostAwayError, TooLargeError, WrongAnswerError
from media_sync.files.file_answers import ELSEWHERE, Progress, first_byte, too_large

_BLOCK_BYTES = 256 * 1024
# The longest one answer may take; what has come until then stays.
ANSWER_SECONDS = 600
# Slower than this over half a minute is no progress.
_SLOWEST_BYTES_PER_SECOND, _JUDGED_AFTER_SECONDS = 4_000, 30
# How far a download is, is told so often; of a large file at once, so that its part is known whatever happens then.
TOLD_SECONDS, _LARGE_BYTES = 1.0, 1024 * 1024
WHOLE_SUFFIX = ".whole"
_HEADER_BYTES = 1024 * 1024
_AWAY_PAUSE_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that is whole by the host's own word."""

    path: Path
    sha256: str
    size_bytes: int


def download(
    address: str, path: Path, *, progress: Progress, tell: Callable[[Progress], None] = lambda progress: None
) -> Arrived:
    """Fetch ``address`` into ``path``; go on at its end if it holds bytes of the version that ``progress`` names.

    ``progress`` is kept up to date, and told by ``tell`` when the download takes longer than TOLD_SECONDS and again and
    again from then on; of a large file, and of one that is gone on with, at its beginning, too. What is told is on the
    disk. No redirect is followed and nothing of ours is sent along. Raises DownloadError, OSError.
    """
    tells_at_once = bool(progress.validator)
    with _alone(path) as file:
        # Bytes behind those that were told may be anything after a loss of power.
        here = min(os.fstat(file.fileno()).st_size, progress.received_bytes) if progress.validator else 0
        headers = {"Range": f"bytes={here}-", "If-Range": progress.validator} if here else {}
        with (
            answers_within(ANSWER_SECONDS, most_bytes=settings.UPLOAD_MAX_BYTES + _HEADER_BYTES),
            _ask(address, headers) as response,
        ):
            start = first_byte(response, here=here, progress=progress)
            if start is None:
                file.truncate(0)
                progress.validator = ""
                raise WrongAnswerError("What had come of the file fits no more; it is fetched anew.")
            file.truncate(start)
            progress.received_bytes = start
            # A version that is written down may not be this one; and of a large file the part shall be known.
            if tells_at_once or (progress.total_bytes or 0) >= _LARGE_BYTES:
                tell(progress)
            sha256 = _receive(response, file, start=start, progress=progress, tell=tell)
        # Under a name of its own before the lock goes: nobody who opens the part now writes into this file.
        whole = path.with_name(f"{path.stem}-{secrets.token_hex(6)}{WHOLE_SUFFIX}")
        path.replace(whole)
    return Arrived(whole, sha256, progress.received_bytes)


@contextmanager
def _alone(path: Path) -> Iterator[BinaryIO]:
    """The part file, opened for this download and no other on this machine. Raises BrokenOffError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_ours = path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat())
        except BlockingIOError:
            is_ours = False
        if not is_ours:
            raise BrokenOffError("Another worker is at this file.", progressed=False)
        yield file


def _ask(address: str, headers: dict[str, str]) -> requests.Response:
    try:
        return file_host.session().get(
            address, headers=headers, stream=True, allow_redirects=False, timeout=file_host.TIMEOUTS
        )
    except AnswerTooLongError as error:
        raise BrokenOffError("Imgur’s file host took too long to answer.", progressed=False) from error
    except ValueError as error:
        # requests reads the address of a redirect even where none is followed.
        raise WrongAnswerError(ELSEWHERE) from error
    except requests.ConnectionError as error:
        if file_host.was_reached(error):
            raise BrokenOffError("The line to Imgur’s file host broke.", progressed=False) from error
        raise HostAwayError(
            "Imgur’s file host is not reached.", seconds=_AWAY_PAUSE_SECONDS, was_answered=False
        ) from error
    except requests.RequestException as error:
        raise BrokenOffError("Imgur’s file host did not answer in time.", progressed=False) from error


def _receive(
    response: requests.Response, file: BinaryIO, *, start: int, progress: Progress, tell: Callable[[Progress], None]
) -> str:
    """Write the body behind the byte ``start``. Returns the SHA-256 of the whole file."""
    digest = hashlib.sha256()
    _hash_what_is_here(file, digest.update)
    received = start
    begun = told = time.monotonic()
    try:
        while block := response.raw.read1(_BLOCK_BYTES, decode_content=True):
            received += len(block)
            if received > settings.UPLOAD_MAX_BYTES:
                raise TooLargeError(too_large())
            digest.update(block)
            file.write(block)
            progress.received_bytes = received
            now = time.monotonic()
            if now - told > TOLD_SECONDS:
                _bring_home(file)
                tell(progress)
                told = now
            if now - begun > max(_JUDGED_AFTER_SECONDS, (received - start) / _SLOWEST_BYTES_PER_SECOND):
                raise BrokenOffError("Imgur’s file host sends too slowly.", progressed=False)
    except (HTTPError, requests.RequestException, AnswerTooLongError, ConnectionError, TimeoutError) as error:
        raise BrokenOffError("The file broke off on its way.", progressed=received > start) from error
    finally:
        if received != progress.total_bytes:  # it will be gone on with
            _bring_home(file)
    progress.received_bytes = received
    _require_whole(received, start=start, progress=progress)
    return digest.hexdigest()


def _require_whole(received: int, *, start: int, progress: Progress) -> None:
    if progress.total_bytes is not None and received < progress.total_bytes:
        raise BrokenOffError("The file broke off on its way.", progressed=received > start)
    if not received or (progress.total_bytes is not None and received > progress.total_bytes):
        progress.validator = ""
        raise WrongAnswerError("Imgur’s file host sent another number of bytes than it had said.")


def _bring_home(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _hash_what_is_here(file: BinaryIO, update: Callable[[bytes], None]) -> None:
    while block := file.read(_BLOCK_BYTES):
        update(block)
