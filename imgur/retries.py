"""Which calls the transport sends again by itself, and when."""

from __future__ import annotations

import random
from collections.abc import Iterator

from imgur.call import Call
from imgur.errors import ImgurUnavailableError

_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 8.0
_RETRIED_STATUSES = {502, 503, 504}


def pauses_before_retries(call: Call, retries: int) -> Iterator[float]:
    """The seconds to wait before each of at most ``retries`` retries; none for uploads and creations."""
    if not call.is_idempotent or call.is_upload or call.upload:
        return
    for attempt in range(retries):
        # Jitter keeps many workers from coming back in the same instant.
        jitter = random.uniform(0.5, 1.0)  # noqa: S311  # not a secret
        yield min(_FIRST_PAUSE_SECONDS * 2**attempt, _LONGEST_PAUSE_SECONDS) * jitter


def is_worth_a_retry(error: ImgurUnavailableError) -> bool:
    """True for what passes within seconds.

    Over capacity and blocks last longer, a 500 tells of a real fault; a redirect, a certificate that nobody vouches
    for and an answer without end stay what they are.
    """
    if error.reason == "fault":
        return error.status in _RETRIED_STATUSES and error.retry_after_seconds is None
    return error.reason in ("unreachable", "garbled")
