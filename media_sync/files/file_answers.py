"""What the file host's answer says before its body: from which byte on the file follows, or why it does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils import timezone

from media_sync.files.download_errors import HostAwayError, RemovedError, TooLargeError, WrongAnswerError

_LONGEST_PAUSE_SECONDS = 3600
_REFUSED_PAUSE_SECONDS, _BUSY_PAUSE_SECONDS = 60, 30
ELSEWHERE = "Imgur’s file host sends us elsewhere, where we do not go."
_CONTENT_RANGE = re.compile(r"bytes (?:(\d{1,18})-\d{1,18}|\*)/(\d{1,18}|\*)")


@dataclass(slots=True)
class Progress:
    """What is known of a download that goes on. ``validator`` names the version that the bytes belong to."""

    validator: str = ""
    received_bytes: int = 0
    total_bytes: int | None = None


def first_byte(response: requests.Response, *, here: int, progress: Progress) -> int | None:
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
            raise WrongAnswerError(ELSEWHERE)
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
        raise TooLargeError(too_large())
    return start


def too_large() -> str:
    return f"The file is larger than the {settings.UPLOAD_MAX_BYTES // 1024**2} MB that are taken."


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
