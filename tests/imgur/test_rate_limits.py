from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgur.rate_limits import RateLimits, Window
from tests.imgur.calls import NOW, patient


def test_it_reads_all_three_windows_in_any_letter_case() -> None:
    limits = RateLimits.from_headers(
        {
            "X-RateLimit-ClientLimit": "12500",
            "x-ratelimit-clientremaining": "12499",
            "X-Ratelimit-Clientreset": "86400",
            "X-RATELIMIT-USERLIMIT": "2000",
            "X-RateLimit-UserRemaining": "1990",
            "X-RateLimit-UserReset": "1772370000",
            "X-Post-Rate-Limit-Limit": "1250",
            "X-Post-Rate-Limit-Remaining": "1249",
            "X-Post-Rate-Limit-Reset": "3600",
        },
        NOW,
    )

    assert limits.client == Window(limit=12500, remaining=12499, resets_at=NOW + timedelta(days=1))
    assert limits.user == Window(limit=2000, remaining=1990, resets_at=datetime.fromtimestamp(1772370000, tz=UTC))
    assert limits.post == Window(limit=1250, remaining=1249, resets_at=NOW + timedelta(hours=1))


def test_it_says_nothing_about_windows_that_were_not_told() -> None:
    assert RateLimits.from_headers({"Content-Type": "application/json"}, NOW) == RateLimits()


def test_it_reads_the_commercial_gateways_own_names() -> None:
    headers = {"X-RateLimit-Requests-Limit": "1000000", "X-RateLimit-Requests-Remaining": "999"}

    assert RateLimits.from_headers(headers, NOW).client == Window(limit=1000000, remaining=999)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("-3", -3), (" 7 ", 7), ("500, 500", 500), ("12.0", 12), ("", None), ("many", None), ("1e3", None), ("0x1", None)],
)
def test_it_keeps_a_negative_rest_and_drops_garbage(value: str, expected: int | None) -> None:
    window = RateLimits.from_headers({"X-RateLimit-UserRemaining": value, "X-RateLimit-UserLimit": "500"}, NOW).user

    assert window == Window(limit=500, remaining=expected)


@pytest.mark.parametrize("reset", ["-1", "99999999999999", "999999999999999999999", "tomorrow"])
def test_it_drops_an_impossible_reset(reset: str) -> None:
    window = RateLimits.from_headers({"X-RateLimit-UserReset": reset, "X-RateLimit-UserLimit": "500"}, NOW).user

    assert window == Window(limit=500)


@pytest.mark.parametrize(("remaining", "expected"), [(1, False), (0, True), (-5, True), (None, False)])
def test_it_knows_an_exhausted_window(remaining: int | None, expected: bool) -> None:
    assert Window(remaining=remaining).is_exhausted is expected


def test_it_reads_credits() -> None:
    data = {"UserLimit": 500, "UserRemaining": "499", "UserReset": 1772370000, "ClientLimit": 12500}

    limits = RateLimits.from_credits(data, NOW)

    assert limits.user == Window(limit=500, remaining=499, resets_at=datetime.fromtimestamp(1772370000, tz=UTC))
    assert limits.client == Window(limit=12500)
    assert limits.post is None
    assert RateLimits.from_credits(None, NOW) == RateLimits()


@patient
@given(
    st.dictionaries(
        st.sampled_from(["X-RateLimit-UserLimit", "X-RateLimit-UserReset", "X-Post-Rate-Limit-Reset"]),
        st.one_of(st.text(), st.integers().map(str), st.floats().map(str)),
    )
)
def test_it_never_stumbles_over_a_header(headers: dict[str, str]) -> None:
    limits = RateLimits.from_headers(headers, NOW)

    for window in (limits.client, limits.user, limits.post):
        assert window is None or window.resets_at is None or window.resets_at.tzinfo is not None
