"""Calls and judgements that several tests need."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from hypothesis import HealthCheck, settings

from imgur.call import Call
from imgur.classify import failure_of
from imgur.envelope import read_envelope
from imgur.errors import ImgurError
from imgur.failures import FailedAnswer, error_for
from imgur.rate_limits import RateLimits

# A busy machine is no failure, and nothing is written beside the code.
# Few examples each: the models and the methods are many.
patient = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
READ = Call.to("GET", "/3/image/{id}", ids={"id": "abc1234"})
CREATE = Call.to("POST", "/3/album")


def error_of(
    body: bytes, status: int, *, call: Call = READ, headers: Mapping[str, str] | None = None
) -> ImgurError | None:
    """The error that an answer leads to at NOW, or None for a success."""
    envelope = read_envelope(body, hidden=call.deletehashes)
    kind = failure_of(envelope, status)
    if kind is None:
        return None
    limits = RateLimits.from_headers(headers or {}, NOW)
    return error_for(FailedAnswer(kind, envelope, status, headers or {}, limits, call, NOW))
