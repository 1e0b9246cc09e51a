"""From what came over the wire to an ``Answer``, or to the error of a failed one."""

from __future__ import annotations

import re
from datetime import datetime

import requests

from imgur.call import Answer, Call
from imgur.classify import failure_of
from imgur.envelope import read_envelope
from imgur.failures import FailedAnswer, error_for
from imgur.rate_limits import RateLimits, clock_ahead
from imgur.session import MAX_ANSWER_BYTES, AnswerTooLongError

_BLOCK_BYTES = 64 * 1024
_MAX_AGE = re.compile(r"\bmax-age=([0-9]{1,9})", re.IGNORECASE)


def read_content(response: requests.Response) -> bytes:
    """The whole body, unzipped; raises AnswerTooLongError when it unzips to more than any honest answer."""
    content = bytearray()
    # read1 returns what is there; read() would wait for a full block.
    while block := response.raw.read1(_BLOCK_BYTES, decode_content=True):
        content += block
        if len(content) > MAX_ANSWER_BYTES:
            raise AnswerTooLongError("the answer was larger than any of Imgur's")
    return bytes(content)


def judged(call: Call, response: requests.Response, content: bytes, *, arrived_at: datetime, elapsed_ms: int) -> Answer:
    """The answer to ``call``, if it is a successful one; else raises its ``ImgurError``.

    ``arrived_at`` (aware) is when its headers came: what they tell counts from then, however long the rest took.
    """
    status = response.status_code
    rate_limits = RateLimits.from_headers(response.headers, arrived_at)
    envelope = read_envelope(content, hidden=call.deletehashes)
    kind = failure_of(envelope, status)
    if kind is not None:
        raise error_for(FailedAnswer(kind, envelope, status, response.headers, rate_limits, call, arrived_at))
    return Answer(
        data=envelope.data,
        status=status,
        rate_limits=rate_limits,
        elapsed_ms=elapsed_ms,
        clock_ahead=clock_ahead(response.headers, arrived_at),
        body=envelope.body,
        max_age_seconds=_max_age_seconds(response.headers.get("Cache-Control", "")),
    )


def _max_age_seconds(cache_control: str) -> int:
    match = _MAX_AGE.search(cache_control)
    return int(match[1]) if match and "no-store" not in cache_control.lower() else 0
