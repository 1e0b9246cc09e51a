from __future__ import annotations

import pytest

from imgur import BadRequestError, read_callback
from tests.imgur.calls import NOW

ACCESS, REFRESH = "0" * 39 + "a", "0" * 39 + "b"
FRAGMENT = (
    f"access_token={ACCESS}&expires_in=315360000&token_type=bearer&refresh_token={REFRESH}"
    "&account_username=alice_demo&account_id=4118974"
)
HERE = "https://hub.example/cb"


def test_it_reads_a_code_out_of_the_query() -> None:
    callback = read_callback(f" {HERE}?state=a%26b&code=c0de\n", state="a&b", now=NOW)

    assert (callback.code, callback.token, callback.error) == ("c0de", None, None)
    assert not callback.is_denied


def test_it_reads_a_token_out_of_the_fragment() -> None:
    callback = read_callback(f"{HERE}?state=xyz#{FRAGMENT}", state="xyz", now=NOW)

    assert callback.token is not None
    assert (callback.token.access_token, callback.token.refresh_token) == (ACCESS, REFRESH)
    assert (callback.token.account_id, callback.token.account_username) == (4118974, "alice_demo")
    assert (callback.token.expires_at - NOW).total_seconds() == 315360000
    assert callback.code is None


@pytest.mark.parametrize(
    "end", ["?state=xyz&error=access_denied", "?error=access_denied&state=xyz", "?state=xyz#error=access_denied"]
)
def test_it_reads_a_no_from_either_place(end: str) -> None:
    callback = read_callback(HERE + end, state="xyz", now=NOW)

    assert callback.is_denied
    assert (callback.code, callback.token) == (None, None)


@pytest.mark.parametrize(
    ("end", "state"),
    [
        ("?code=c0de", "xyz"),
        ("?code=c0de&state=other", "xyz"),
        ("?code=c0de&state=", ""),
        ("?code=c0de&state=xyz&state=other", "xyz"),
        ("?code=c0de&state=other&state=xyz", "xyz"),
        (f"?state=other#{FRAGMENT}&state=xyz", "xyz"),
        ("?error=access_denied&state=other", "xyz"),
    ],
)
def test_an_answer_to_somebody_elses_question_is_refused(end: str, state: str) -> None:
    with pytest.raises(BadRequestError, match="does not belong"):
        read_callback(HERE + end, state=state, now=NOW)


@pytest.mark.parametrize(
    "end",
    [
        "?state=xyz",
        "?state=xyz&code=",
        "?state=xyz&code=a&code=b",
        "?state=xyz#access_token=",
        f"?state=xyz&access_token={ACCESS}",
    ],
)
def test_an_address_without_access_says_what_to_do(end: str) -> None:
    with pytest.raises(BadRequestError, match="Copy it whole"):
        read_callback(HERE + end, state="xyz", now=NOW)


@pytest.mark.parametrize(
    "odd", ["", "http://[::1", "x" * 10_000, f"{HERE}?{'&'.join(['a=b'] * 60)}", "\ud800?state=\ud800"]
)
def test_it_survives_whatever_was_pasted(odd: str) -> None:
    with pytest.raises(BadRequestError):
        read_callback(odd, state="xyz", now=NOW)


def test_it_shows_no_secret() -> None:
    with_code = read_callback(f"{HERE}?state=xyz&code=c0de", state="xyz", now=NOW)
    with_token = read_callback(f"{HERE}?state=xyz#{FRAGMENT}", state="xyz", now=NOW)

    for secret in ("c0de", ACCESS, REFRESH):
        assert secret not in repr(with_code) + repr(with_token)
