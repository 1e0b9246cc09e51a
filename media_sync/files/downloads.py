"""Fetching one file from Imgur's file host into a part file, from its beginning or on from where it broke off.

DownloadError
├── HostAwayError      the host is not reached, or asks to be left alone: nobody asks it for a while
├── BrokenOffError     what has come stays, and the rest can be asked for
├── WrongAnswerError   an answer, but not the file: from the beginning, later
├── RemovedError       Imgur has only its "removed" picture left
└── TooLargeError      more bytes than are taken
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils import timezone
from urllib3.exceptions import HTTPError

from imgur.session import AnswerTooLongError, answers_within
from media_sync.files import file_host

_BLOCK_BYTES = 256 * 1024
# The longest one answer may take; what has come until then stays.
ANSWER_SECONDS = 600
# Slower than this over half a minute is no progress.
_SLOWEST_BYTES_PER_SECOND, _JUDGED_AFTER_SECONDS = 4_000, 30
# How far a download is, is told so often; of a large file at once, so that its part is known whatever happens then.
TOLD_SECONDS, _LARGE_BYTES = 1.0, 1024 * 1024
WHOLE_SUFFIX = ".whole"
_HEADER_BYTES = 1024 * 1024
_LONGEST_PAUSE_SECONDS = 3600
_REFUSED_PAUSE_SECONDS, _BUSY_PAUSE_SECONDS, _AWAY_PAUSE_SECONDS = 60, 30, 15
_ELSEWHERE = "Imgur’s file host sends us elsewhere, where we do not go."
_CONTENT_RANGE = re.compile(r"bytes (?:(\d{1,18})-\d{1,18}|\*)/(\d{1,18}|\*)")


class DownloadError(Exception):
    """The message is a sentence for a person."""


class HostAwayError(DownloadError):
    """``seconds`` is how long the host is to be left alone; ``was_answered`` is whether it said so itself."""

    def __init__(self, message: str, *, seconds: float, was_answered: bool) -> None:
        self.seconds, self.was_answered = seconds, was_answered
        super().__init__(message)


class BrokenOffError(DownloadError):
    """``progressed`` is whether any bytes had come."""

    def __init__(self, message: str, *, progressed: bool) -> None:
        self.progressed = progressed
        super().__init__(message)


class WrongAnswerError(DownloadError):
    pass


class RemovedError(DownloadError):
    pass


class TooLargeError(DownloadError):
    pass


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that is whole by the host's own word."""

    path: Path
    sha256: str
    size_bytes: int


@dataclass(slots=True)
class Progress:
    """What is known of a download that goes on. ``validator`` names the version that the bytes belong to."""

    validator: str = ""
    received_bytes: int = 0
    total_bytes: int | None = None


def download(
    address: str, path: Path, *, progress: Progress, tell: Callable[[Progress], None] = lambda progress: None
) -> Arrived:
    """Fetch ``address`` into ``path``; go on at its end if it holds bytes of the version that ``progress`` names.

    ``progress`` is kept up to date, and told by ``tell`` when the download takes longer than TOLD_SECONDS and again and
    again from then on; of a large file at its beginning, too. No redirect is followed and nothing of ours is sent
    along. Raises DownloadError, OSError.
    """
    with _alone(path) as file:
        here = os.fstat(file.fileno()).st_size if progress.validator else 0
        headers = {"Range": f"bytes={here}-", "If-Range": progress.validator} if here else {}
        with (
            answers_within(ANSWER_SECONDS, most_bytes=settings.UPLOAD_MAX_BYTES + _HEADER_BYTES),
            _ask(address, headers) as response,
        ):
            start = _judge(response, here=here, progress=progress)
            if start is None:
                file.truncate(0)
                progress.validator = ""
                raise WrongAnswerError("What had come of the file fits no more; it is fetched anew.")
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
        raise WrongAnswerError(_ELSEWHERE) from error
    except requests.ConnectionError as error:
        if file_host.was_reached(error):
            raise BrokenOffError("The line to Imgur’s file host broke.", progressed=False) from error
        raise HostAwayError(
            "Imgur’s file host is not reached.", seconds=_AWAY_PAUSE_SECONDS, was_answered=False
        ) from error
    except requests.RequestException as error:
        raise BrokenOffError("Imgur’s file host did not answer in time.", progressed=False) from error


def _judge(response: requests.Response, *, here: int, progress: Progress) -> int | None:
    """The byte at which the body that follows begins; None if what is here belongs to no version of the file."""
    match response.status_code:
        case 200:
            _refuse_pages(response)
            progress.validator, progress.total_bytes = _validator(response), _declared_bytes(response)
            start = 0
        case 206 if here:
            found = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
            etag = response.headers.get("ETag", progress.validator)
            is_other = progress.validator.startswith('"') and etag != progress.validator
            if found is None or found.group(1) != str(here) or is_other:
                return None
            progress.total_bytes = int(found.group(2)) if found.group(2) != "*" else None
            start = here
        case 416 if here:
            return None
        case 301 | 302 | 303 | 307 | 308:
            if _leads_to_removed(response.headers.get("Location", "")):
                raise RemovedError("Imgur has removed this file.")
            raise WrongAnswerError(_ELSEWHERE)
        case 404 | 410:
            raise WrongAnswerError("Imgur’s file host says that it does not have this file.")
        case 429:
            seconds = _retry_after(response) or _REFUSED_PAUSE_SECONDS
            raise HostAwayError("Imgur’s file host has asked us to wait.", seconds=seconds, was_answered=True)
        case 503:
            seconds = _retry_after(response) or _BUSY_PAUSE_SECONDS
            raise HostAwayError("Imgur’s file host is overloaded.", seconds=seconds, was_answered=True)
        case status:
            raise WrongAnswerError(f"Imgur’s file host answered with error {status}.")
    if (progress.total_bytes or 0) > settings.UPLOAD_MAX_BYTES:
        raise _too_large()
    return start


def _receive(
    response: requests.Response, file: BinaryIO, *, start: int, progress: Progress, tell: Callable[[Progress], None]
) -> str:
    """Write the body behind the byte ``start``. Returns the SHA-256 of the whole file."""
    digest = hashlib.sha256()
    if start:
        _hash_what_is_here(file, digest.update)
    else:
        file.truncate(0)
    received = start
    if (progress.total_bytes or 0) >= _LARGE_BYTES:
        tell(progress)
    begun = told = time.monotonic()
    try:
        while block := response.raw.read1(_BLOCK_BYTES, decode_content=True):
            received += len(block)
            if received > settings.UPLOAD_MAX_BYTES:
                raise _too_large()
            digest.update(block)
            file.write(block)
            progress.received_bytes = received
            now = time.monotonic()
            if now - told > TOLD_SECONDS:
                file.flush()
                tell(progress)
                told = now
            if now - begun > max(_JUDGED_AFTER_SECONDS, (received - start) / _SLOWEST_BYTES_PER_SECOND):
                raise BrokenOffError("Imgur’s file host sends too slowly.", progressed=False)
    except (HTTPError, requests.RequestException, AnswerTooLongError, ConnectionError, TimeoutError) as error:
        raise BrokenOffError("The file broke off on its way.", progressed=received > start) from error
    finally:
        file.flush()
    progress.received_bytes = received
    _require_whole(received, start=start, progress=progress)
    return digest.hexdigest()


def _require_whole(received: int, *, start: int, progress: Progress) -> None:
    if progress.total_bytes is not None and received < progress.total_bytes:
        raise BrokenOffError("The file broke off on its way.", progressed=received > start)
    if not received or (progress.total_bytes is not None and received > progress.total_bytes):
        progress.validator = ""
        raise WrongAnswerError("Imgur’s file host sent another number of bytes than it had said.")


def _hash_what_is_here(file: BinaryIO, update: Callable[[bytes], None]) -> None:
    while block := file.read(_BLOCK_BYTES):
        update(block)


def _refuse_pages(response: requests.Response) -> None:
    if response.headers.get("Content-Type", "").partition(";")[0].strip().lower() in {"text/html", "application/json"}:
        raise WrongAnswerError("Imgur’s file host sent a page in place of the file.")


def _declared_bytes(response: requests.Response) -> int | None:
    """What the body will have, where that is told and the body is not packed."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        return None
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 19 else None


def _validator(response: requests.Response) -> str:
    """What If-Range takes: a strong ETag, else a date. Empty: the rest of a file cannot be asked for."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        return ""
    etag = response.headers.get("ETag", "")
    found = etag if etag.startswith('"') else response.headers.get("Last-Modified", "")
    return found if len(found) <= 200 else ""


def _leads_to_removed(location: str) -> bool:
    try:
        return urlsplit(location).path.rpartition("/")[2] == "removed.png"
    except ValueError:
        return False


def _retry_after(response: requests.Response) -> float | None:
    """Seconds, from either form of the header; an hour at most."""
    told = response.headers.get("Retry-After", "").strip()
    if told.isascii() and told.isdigit() and len(told) < 10:
        seconds = float(told)
    else:
        try:
            seconds = (parsedate_to_datetime(told) - timezone.now()).total_seconds()
        except (TypeError, ValueError):
            return None
    return min(seconds, _LONGEST_PAUSE_SECONDS) if seconds > 0 else None


def _too_large() -> TooLargeError:
    return TooLargeError(f"The file is larger than the {settings.UPLOAD_MAX_BYTES // 1024**2} MB that are taken.")
