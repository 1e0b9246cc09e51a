"""Every body shape, status and text of the field reference, and the error it has to become."""

from __future__ import annotations

import pickle
from datetime import timedelta

import pytest

from imgur import Call, errors
from imgur.errors import (
    BadRequestError,
    ForbiddenError,
    ImgurError,
    ImgurRefusedError,
    ImgurUnavailableError,
    NotFoundError,
    OutcomeUnknownError,
    RateLimitError,
    TokenRejectedError,
)
from imgur.rate_limits import RateLimits
from tests.imgur.calls import CREATE, NOW, READ, error_of
from tests.imgur.failing_answers import (
    CAPACITY,
    HTML_404,
    REFUSED,
    TOO_FAST,
    UNAVAILABLE,
    UNCLEAR,
    e1,
    e2,
    e3,
    e4,
    e5,
    e6,
    e8,
)


@pytest.mark.parametrize(("body", "status", "expected"), REFUSED)
def test_it_reads_a_refusal_whatever_its_shape(body: bytes, status: int, expected: type[ImgurError]) -> None:
    for call in (READ, CREATE):
        error = error_of(body, status, call=call)

        assert type(error) is expected
        assert error.status == status
        assert error.call_route == call.route
        assert error.was_sent


@pytest.mark.parametrize(("body", "status", "reason"), UNAVAILABLE)
def test_it_says_try_later_when_nothing_was_done(body: bytes, status: int, reason: str) -> None:
    for call in (READ, CREATE):
        error = error_of(body, status, call=call)

        assert isinstance(error, ImgurUnavailableError)
        assert error.reason == reason


@pytest.mark.parametrize(("body", "status", "reason"), UNCLEAR)
def test_it_tells_an_unclear_answer_to_a_read_from_one_to_a_creation(body: bytes, status: int, reason: str) -> None:
    error = error_of(body, status, call=READ)

    assert isinstance(error, ImgurUnavailableError)
    assert error.reason == reason
    assert type(error_of(body, status, call=CREATE)) is OutcomeUnknownError


# E9
def test_it_believes_the_first_of_two_documents_for_a_read_and_neither_for_a_creation() -> None:
    body = e1("Unable to find an image with the id, x", 404) + b'\n{"data":true,"success":true,"status":200}'

    assert type(error_of(body, 404, call=READ)) is NotFoundError
    assert type(error_of(body, 404, call=CREATE)) is OutcomeUnknownError
    assert error_of(b'{"data":{"id":"x"},"success":true,"status":200}' + body, 200, call=CREATE) is None


@pytest.mark.parametrize(
    "body",
    [
        b'{"data":true,"success":true,"status":200}',
        b'{"data":null,"success":true,"status":200}',
        b'{"data":"favorited","success":true,"status":200}',
        b'{"data":{"errorCode":null,"ticket":"7234557b"},"success":true,"status":200}',
        b'{"data":{"blocked":false}}',
        b'{"access_token":"x","scope":null}',
        b'\xef\xbb\xbf {"data":[],"success":true,"status":200}',
        b"[]",
    ],
)
def test_it_takes_a_success_for_one(body: bytes) -> None:
    assert error_of(body, 200) is None


def test_it_takes_an_empty_204_for_a_success() -> None:
    assert error_of(b"", 204) is None


def test_it_waits_as_long_as_the_upload_limit_says() -> None:
    error = error_of(e2(TOO_FAST, 429, 400), 400, call=CREATE)

    assert isinstance(error, RateLimitError)
    assert error.window == "upload-hour"
    assert error.retry_at == NOW + timedelta(minutes=59)
    assert "until 12:59 UTC" in str(error)


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("You are uploading too fast. Please wait 1 more minute.", timedelta(minutes=1)),
        ("You are uploading too fast. Please wait 2 more hours.", timedelta(hours=2)),
        ("You are uploading too fast. Please wait 999999 more hours.", timedelta(days=7)),
    ],
)
def test_it_reads_other_spellings_of_the_wait_and_bounds_it(text: str, wait: timedelta) -> None:
    error = error_of(e2(text, 429, 400), 400)

    assert isinstance(error, RateLimitError)
    assert error.retry_at == NOW + wait


def test_it_leaves_the_end_of_the_upload_limit_open_when_imgur_does() -> None:
    error = error_of(e1("You are uploading too fast.", 429), 429)

    assert isinstance(error, RateLimitError)
    assert (error.window, error.retry_at) == ("upload-hour", None)


@pytest.mark.parametrize(
    ("headers", "window", "wait_seconds"),
    [
        ({"X-RateLimit-ClientRemaining": "0", "X-RateLimit-ClientReset": "600"}, "client-day", 600),
        ({"X-RateLimit-UserRemaining": "-2", "X-RateLimit-UserReset": "60"}, "user-hour", 60),
        ({"X-Post-Rate-Limit-Remaining": "0", "X-Post-Rate-Limit-Reset": "70"}, "post-hour", 70),
        ({"x-ratelimit-clientremaining": "12499", "X-RateLimit-UserRemaining": "2000"}, "unknown", None),
        ({"retry-after": "30"}, "unknown", 30),
        ({"Retry-After": "Sun, 01 Mar 2026 12:01:30 GMT"}, "unknown", 90),
        ({"Retry-After": "0"}, "unknown", None),
        ({"Retry-After": "soon"}, "unknown", None),
        ({"Retry-After": "Sun, 99 Mar 2026 12:01:30"}, "unknown", None),
        ({"Retry-After": "Sun, 01 Mar 2026 12:01:30 -0000"}, "unknown", None),
        ({}, "unknown", None),
    ],
)
def test_it_names_the_window_that_the_headers_show_empty(
    headers: dict[str, str], window: str, wait_seconds: int | None
) -> None:
    error = error_of(e4("429", "Too Many Requests"), 429, headers=headers)

    assert isinstance(error, RateLimitError)
    assert error.window == window
    assert error.retry_at == (None if wait_seconds is None else NOW + timedelta(seconds=wait_seconds))


def test_it_names_the_day_when_imgur_says_so_even_without_headers() -> None:
    error = error_of(e1("Daily client requests exceeded", 429), 429)

    assert isinstance(error, RateLimitError)
    assert (error.window, error.retry_at) == ("client-day", None)


def test_it_waits_ten_minutes_over_capacity_or_longer_if_told() -> None:
    short = error_of(e1(CAPACITY, 403), 403, headers={"Retry-After": "5"})
    long = error_of(e1(CAPACITY, 403), 403, headers={"Retry-After": "5000"})

    assert isinstance(short, ImgurUnavailableError)
    assert isinstance(long, ImgurUnavailableError)
    assert (short.retry_after_seconds, long.retry_after_seconds) == (600, 5000)


def test_it_names_no_waiting_time_where_the_cdn_says_zero() -> None:
    error = error_of(e5("These actions are forbidden.", 400), 400, headers={"Retry-After": "0", "CDN-Error": "yes"})

    assert isinstance(error, ImgurUnavailableError)
    assert error.retry_after_seconds is None


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (e1("Authentication required", 401), "Authentication required"),
        (e2("File type invalid (1)", 1003, 400), "File type invalid (1)"),
        (e3("file is over the size limit", 413), "file is over the size limit"),
        (e4("429", "Too Many Requests"), "Too Many Requests"),
        (e5("These actions are forbidden.", 400), "These actions are forbidden."),
        (e6("An error occurred", 500), "An error occurred"),
        (HTML_404, "imgur: the simple 404 page"),
        (e8("You are not subscribed to this API."), "You are not subscribed to this API."),
        (e1("Unauthorized", 403) + e6(True, 200), "Unauthorized"),
    ],
    ids=["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9"],
)
def test_it_finds_imgurs_own_words_in_every_shape(body: bytes, text: str) -> None:
    error = error_of(body, 400)

    assert error is not None
    assert error.imgur_text == text


def test_it_keeps_the_figures_of_a_failed_answer() -> None:
    error = error_of(HTML_404, 404, headers={"X-RateLimit-UserRemaining": "7"})

    assert error is not None
    assert error.rate_limits.user is not None
    assert error.rate_limits.user.remaining == 7


# Sentences that mean something when Imgur says them, and nothing when somebody typed them and Imgur quotes them.
TYPED = [
    "uploading too fast. Please wait 168 more hours",
    "You are uploading too fast. Please wait 59 more minutes.",
    "Imgur is temporarily over capacity.",
    "over capacity",
    "These actions are forbidden.",
    "The access token provided is invalid.",
    "ftp://x/Invalid refresh token",
    "Invalid Pin",
    "invalid_grant",
    "Authorization code is invalid",
    "invalid client id",
    "Invalid client_id",
    "The client credentials are invalid",
    "Daily client requests exceeded",
    "rate limit",
    "Album not found",
    "Unauthorized",
    "File is over the size limit",
    'a" over capacity "b',
    '" over capacity',
    "x" * 400 + " over capacity",
]


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize(
    "sentence", ['Invalid URL ("{}")', 'Invalid URL ("{}', 'Missing parameter. "{}" is required', "No such thing: {}"]
)
def test_what_somebody_typed_does_not_decide_what_went_wrong(typed: str, sentence: str) -> None:
    body = e1(sentence.format(typed), 400)

    assert type(error_of(body, 400, call=CREATE)) is BadRequestError


def test_no_id_decides_what_went_wrong() -> None:
    for imgur_id in ("invalid_client", "invalid_grant", "forbidden"):
        body = e1(f"Unable to find an image with the id, {imgur_id}", 404)

        assert type(error_of(body, 404)) is NotFoundError


def test_a_typed_waiting_time_is_nobodys() -> None:
    text = 'You are uploading too fast. The file "x. Please wait 168 more hours" has to wait.'

    error = error_of(e2(text, 429, 400), 400, call=CREATE)

    assert isinstance(error, RateLimitError)
    assert error.retry_at is None


DELETEHASH = "KT7mB7ai4zbBCFF"


@pytest.mark.parametrize(
    "call",
    [
        Call.to("DELETE", "/3/album/{id}", ids={"id": DELETEHASH}),
        Call.to("PUT", "/3/album/{id}", ids={"id": "abc"}, form=[("deletehashes[]", DELETEHASH)]),
        Call.to("DELETE", "/3/album/{id}", ids={"id": "abc"}, params={"ids": f"abc,{DELETEHASH}"}),
    ],
    ids=["path", "form", "query"],
)
def test_a_deletehash_that_imgur_repeats_is_in_no_text(call: Call) -> None:
    for body in (
        e1(f"Unable to find an album with the id, {DELETEHASH}", 404),
        f"<html><title>No {DELETEHASH} here</title>".encode(),
    ):
        error = error_of(body, 404, call=call)

        assert error is not None
        assert DELETEHASH not in f"{error} {vars(error)} {call!r}"
        assert "…" in error.imgur_text


def test_an_ordinary_id_stays_readable() -> None:
    error = error_of(e1("Unable to find an image with the id, abc1234", 404), 404)

    assert "with the id, abc1234" in str(error)


def test_it_quotes_imgur_but_never_a_secret_nor_a_wall_of_text() -> None:
    secret = "89abcdef0123456789abcdef0123456789abcdef"
    error = error_of(e1(f"Bad\ntoken {secret} \x00" + "x" * 5000, 400), 400)

    assert error is not None
    assert secret not in str(error)
    assert secret not in error.imgur_text
    assert "Bad token …" in str(error)
    assert len(str(error)) < 500
    assert str(error).isprintable()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (e1("File is over the size limit", 400), 400),
        (e3("file is over the size limit", 413), 413),
        (b"<html>", 413),
        (e1("Internal expectation failed", 417), 417),
    ],
)
def test_it_says_plainly_that_a_file_is_too_large(body: bytes, status: int) -> None:
    assert str(error_of(body, status)).startswith("The file is larger than Imgur takes")


def test_it_falls_back_to_the_status_in_words() -> None:
    assert "HTTP 400 Bad Request" in str(error_of(b'{"data":false,"success":false,"status":400}', 400))
    assert "HTTP 599" in str(error_of(b"", 599))


@pytest.mark.parametrize(("body", "status", "_expected"), [*REFUSED, *UNAVAILABLE, *UNCLEAR])
def test_it_speaks_in_whole_calm_sentences(body: bytes, status: int, _expected: object) -> None:
    message = str(error_of(body, status, call=CREATE))

    assert message.endswith(".")
    assert message[0].isupper()
    assert "!" not in message.replace("upload!", "")
    assert "{" not in message


def test_every_error_survives_a_trip_through_a_queue() -> None:
    error = error_of(e2(TOO_FAST, 429, 400), 400)

    copy = pickle.loads(pickle.dumps(error))  # noqa: S301

    assert isinstance(copy, RateLimitError)
    assert error is not None
    assert vars(copy) == vars(error)


def test_every_error_can_be_made_with_a_message_alone() -> None:
    names = [name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, ImgurError)]

    assert len(names) == 10
    for name in names:
        error = getattr(errors, name)("504")
        assert str(error) == "504"
        assert error.rate_limits == RateLimits()
        assert not error.was_sent


def test_the_tree_is_split_by_what_the_caller_does() -> None:
    for refusal in (BadRequestError, NotFoundError, ForbiddenError, TokenRejectedError, RateLimitError):
        assert issubclass(refusal, ImgurRefusedError)
    for other in (ImgurUnavailableError, OutcomeUnknownError):
        assert not issubclass(other, ImgurRefusedError)
