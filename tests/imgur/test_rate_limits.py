from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgur.rate_limits import RateLimits, Window, clock_ahead
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


@pytest.mark.parametrize("minutes", [-45, -1, 1, 45])
def test_an_epoch_counts_from_imgurs_own_clock(minutes: int) -> None:
    """Ours may go wrong; the answer's Date says by how much."""
    headers = {
        "date": format_datetime(NOW + timedelta(minutes=minutes), usegmt=True),
        "X-RateLimit-UserLimit": "500",
        "X-RateLimit-UserReset": str(int((NOW + timedelta(minutes=minutes + 10)).timestamp())),
        "X-Post-Rate-Limit-Reset": "600",
    }

    limits = RateLimits.from_headers(headers, NOW)

    in_ten_minutes = NOW + timedelta(minutes=10)
    assert limits.user == Window(limit=500, resets_at=in_ten_minutes)
    assert limits.post == Window(resets_at=in_ten_minutes)
    told = {"UserReset": int((NOW + timedelta(minutes=minutes + 10)).timestamp())}
    assert RateLimits.from_credits(told, NOW, ahead=clock_ahead(headers, NOW)).user == Window(resets_at=in_ten_minutes)


@pytest.mark.parametrize("date", [None, "", "yesterday", "Sun, 01 Mar 2026 11:59:59 GMT"])
def test_clocks_that_agree_or_say_nothing_change_no_epoch(date: str | None) -> None:
    headers = {"X-RateLimit-UserReset": "1772370000"} | ({"Date": date} if date is not None else {})

    assert RateLimits.from_headers(headers, NOW).user == Window(resets_at=datetime.fromtimestamp(1772370000, tz=UTC))


@pytest.mark.parametrize("limit", ["0", "-1", "999999999999"])
def test_a_limit_that_cannot_be_tells_nothing(limit: str) -> None:
    headers = {"X-RateLimit-UserLimit": limit, "X-RateLimit-UserRemaining": "0", "X-RateLimit-UserReset": "60"}

    assert RateLimits.from_headers(headers, NOW) == RateLimits()


def test_a_reset_further_away_than_a_window_lasts_tells_nothing() -> None:
    headers = {
        "X-RateLimit-UserReset": str(3 * 3600),
        "X-Post-Rate-Limit-Reset": str(int((NOW + timedelta(days=90)).timestamp())),
        "X-RateLimit-ClientLimit": "12500",
        "X-RateLimit-ClientReset": str(3 * 86400),
    }

    assert RateLimits.from_headers(headers, NOW) == RateLimits(client=Window(limit=12500))
    # A paid plan's window may be a month.
    paid = RateLimits.from_headers({"X-RateLimit-Requests-Reset": str(20 * 86400)}, NOW)
    assert paid.client == Window(resets_at=NOW + timedelta(days=20))


@patient
@given(
    st.dictionaries(
        st.sampled_from(["X-RateLimit-UserLimit", "X-RateLimit-UserReset", "X-Post-Rate-Limit-Reset", "Date"]),
        st.one_of(st.text(), st.integers().map(str), st.floats().map(str)),
    )
)
def test_it_never_stumbles_over_a_header(headers: dict[str, str]) -> None:
    limits = RateLimits.from_headers(headers, NOW)

    for window in (limits.client, limits.user, limits.post):
        assert window is None or window.resets_at is None or window.resets_at.tzinfo is not None
