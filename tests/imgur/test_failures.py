"""Every body shape (E1 to E9), status and quirk of the field reference, and the error it has to become."""

from __future__ import annotations

import json
import pickle
from datetime import timedelta
from typing import Any

import pytest

from imgur import errors
from imgur.errors import (
    BadRequestError,
    ClientRejectedError,
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

HTML_404 = b"<!DOCTYPE html><html><head><title>imgur: the simple 404 page</title></head><body></body></html>"
VARNISH = b'\r\n <?xml version="1.0"?><html><head><title>503 client read error</title></head></html>'


def e1(error: Any, status: int, success: bool = False) -> bytes:
    return json.dumps(
        {"data": {"error": error, "request": "/3/x", "method": "GET"}, "success": success, "status": status}
    ).encode()


def e2(message: str, code: int, status: int) -> bytes:
    return e1({"code": code, "message": message, "type": "ImgurException", "exception": []}, status)


def e4(code: str, detail: str) -> bytes:
    return json.dumps({"errors": [{"id": "", "code": code, "status": detail, "detail": detail}]}).encode()


TOO_FAST = "You are uploading too fast. Please wait 59 more minutes."
CAPACITY = "Imgur is temporarily over capacity. Please try again later."
TOO_LARGE_E3 = {"id": "legacy-api-x", "code": 413, "detail": "file is over the size limit", "status": "Too Large"}

REFUSED = [
    # E1: data.error is a sentence
    pytest.param(e1("Authentication required", 401), 401, TokenRejectedError, id="no authorization"),
    pytest.param(e1("The access token provided is invalid.", 403), 403, TokenRejectedError, id="dead token, 403"),
    pytest.param(e1("The access token provided is invalid.", 401), 401, TokenRejectedError, id="dead token, 401"),
    pytest.param(e1("The access token provided has expired.", 429), 429, TokenRejectedError, id="dead token, 429"),
    pytest.param(e1("Invalid client_id", 403), 403, ClientRejectedError, id="bad client id"),
    pytest.param(e1("Unauthorized", 403), 403, ForbiddenError, id="not the owner"),
    pytest.param(e1("Permission denied", 403), 403, ForbiddenError, id="update with the plain id"),
    pytest.param(e1("You must own all the image ids to add them to album ID", 403), 403, ForbiddenError, id="foreign"),
    pytest.param(e1("Unable to find an image with the id, x", 404), 404, NotFoundError, id="unknown image"),
    pytest.param(e1("Tag does not exist", 404), 404, NotFoundError, id="unknown tag"),
    pytest.param(e1("No image data was sent to the upload api", 400), 400, BadRequestError, id="no image data"),
    pytest.param(e1("File is over the size limit", 400), 400, BadRequestError, id="over the size limit"),
    pytest.param(e1("User Previously Verified", 400), 400, BadRequestError, id="verified before"),
    pytest.param(e1("Not following tag", 409), 409, BadRequestError, id="conflict"),
    pytest.param(e1("file is over the size limit", 413), 413, BadRequestError, id="413 with a sentence"),
    pytest.param(e1("Internal expectation failed", 417), 417, BadRequestError, id="417, GIF too large"),
    pytest.param(e1("Daily client requests exceeded", 429), 429, RateLimitError, id="daily limit"),
    pytest.param(e1("Daily client requests exceeded", 403), 403, RateLimitError, id="daily limit as it was in 2012"),
    pytest.param(e1("Refresh token doesn't exist or is invalid for the client", 400), 400, TokenRejectedError, id="rt"),
    pytest.param(e1("Invalid refresh token", 400), 400, TokenRejectedError, id="older refresh token text"),
    pytest.param(e1("Invalid Pin", 400), 400, TokenRejectedError, id="pin"),
    pytest.param(
        e1("Authorization code doesn't exist or is invalid for the client", 400), 400, TokenRejectedError, id="code"
    ),
    pytest.param(e1("The client credentials are invalid", 400), 400, ClientRejectedError, id="client secret"),
    # E2: data.error is an object
    pytest.param(e2("File type invalid (1)", 1003, 400), 400, BadRequestError, id="E2 file type"),
    pytest.param(e2("File is over the size limit", 1002, 400), 400, BadRequestError, id="E2 size"),
    pytest.param(e2("Forbidden", 403, 400), 400, ForbiddenError, id="Q7 400 with an inner 403"),
    pytest.param(e2("Not for you", 403, 400), 400, ForbiddenError, id="Q7 with other words"),
    pytest.param(e1("Slow down", 400), 429, RateLimitError, id="Q7 body 400 in HTTP 429"),
    pytest.param(e2(TOO_FAST, 429, 400), 400, RateLimitError, id="Q13 upload limit as 400"),
    pytest.param(e2(TOO_FAST, 429, 400), 429, RateLimitError, id="upload limit as 429"),
    # E3: other keys
    pytest.param(e1(TOO_LARGE_E3, 413), 413, BadRequestError, id="E3"),
    # E4: no envelope
    pytest.param(e4("429", "Too Many Requests"), 429, RateLimitError, id="E4 429"),
    pytest.param(e4("404", "Not Found"), 404, NotFoundError, id="E4 404"),
    # E6: bare values
    pytest.param(b'{"data":false,"success":false,"status":400}', 400, BadRequestError, id="E6 false"),
    # E7: HTML with a refusing status
    pytest.param(HTML_404, 404, NotFoundError, id="Q4 deleted image"),
    pytest.param(b"<html><h1>413 Request Entity Too Large</h1>nginx", 413, BadRequestError, id="E7 413 of nginx"),
    pytest.param(b"<html>405 Not Allowed", 405, BadRequestError, id="E7 405"),
    pytest.param(b"<html>slow down", 429, RateLimitError, id="E7 429"),
    pytest.param(b"", 404, NotFoundError, id="empty 404"),
    # E8: the commercial gateway
    pytest.param(b'{"message":"Missing Mashape application key.Go to ..."}', 401, ClientRejectedError, id="E8 no key"),
    pytest.param(b'{"message":"You are not subscribed to this API."}', 403, ClientRejectedError, id="E8 no plan"),
    pytest.param(b'{"message":"You have exceeded the DAILY quota"}', 429, RateLimitError, id="E8 quota"),
    # OAuth as the standard has it
    pytest.param(b'{"error":"invalid_grant","error_description":"gone"}', 400, TokenRejectedError, id="grant"),
    pytest.param(b'{"error":"invalid_grant"}', 400, TokenRejectedError, id="invalid_grant"),
    pytest.param(b'{"error":"invalid_client"}', 401, ClientRejectedError, id="invalid_client"),
    # HTTP 200 that is none (Q1 to Q3), and _fake_status
    pytest.param(e1("Album not found", 200, success=True), 200, NotFoundError, id="Q1 album"),
    pytest.param(e1("Comment not found.", 200, success=True), 200, NotFoundError, id="Q1 comment"),
    pytest.param(e1("Unauthorized", 200, success=True), 200, ForbiddenError, id="Q1 image"),
    pytest.param(e1("Unable to find an image with the id, X", 200, success=True), 200, NotFoundError, id="Q2"),
    pytest.param(
        b'{"data":"An error occurred while fetching the comment","success":true,"status":200}',
        200,
        NotFoundError,
        id="Q3",
    ),
    pytest.param(e1("Unauthorized", 403), 200, ForbiddenError, id="body status 403 in HTTP 200"),
    pytest.param(b'{"data":[],"success":false,"status":200}', 200, BadRequestError, id="success false alone"),
    pytest.param(b'{"data":{"id":"x"},"success":true,"status":404}', 200, NotFoundError, id="failing status alone"),
]


@pytest.mark.parametrize(("body", "status", "expected"), REFUSED)
def test_it_reads_a_refusal_whatever_its_shape(body: bytes, status: int, expected: type[ImgurError]) -> None:
    for call in (READ, CREATE):
        error = error_of(body, status, call=call)

        assert type(error) is expected
        assert error.status == status
        assert error.call_route == call.route
        assert error.was_sent


UNAVAILABLE = [
    pytest.param(e1(CAPACITY, 403), 403, "over-capacity", id="E5 403"),
    pytest.param(e1(CAPACITY, 429), 429, "over-capacity", id="over capacity as 429"),
    pytest.param(e1(CAPACITY, 500), 500, "over-capacity", id="over capacity as 500"),
    pytest.param(e1("Imgur is over capacity. Please try again.", 1203), 429, "over-capacity", id="1203 in 429"),
    pytest.param(e1("Imgur is over capacity. Please try again.", 1203), 200, "over-capacity", id="1203 in 200"),
    pytest.param(b'{"data":{"error":"These actions are forbidden."},"success":false,"status":400}', 400,
                 "address-blocked", id="E5 CDN block"),
    pytest.param(b"<html>Access denied", 403, "address-blocked", id="HTML 403"),
    pytest.param(b"<html>Log in to this network", 401, "address-blocked", id="HTML 401 of a proxy"),
    pytest.param(e1("Not in your country", 451), 451, "address-blocked", id="451"),
]  # fmt: skip

UNCLEAR = [
    pytest.param(e1("Could not process upload!", 500), 500, "fault", id="500"),
    pytest.param(e2("Could not complete request", 500, 500), 500, "fault", id="E2 500"),
    pytest.param(b'{"data":"An error occurred","success":false,"status":500}', 500, "fault", id="E6 500"),
    pytest.param(b'{"data":"An error occurred","success":true,"status":200}', 200, "fault", id="spoken fault in 200"),
    pytest.param(b"upstream\n", 502, "fault", id="9 bytes of 502"),
    pytest.param(VARNISH, 503, "fault", id="Varnish"),
    pytest.param(b"", 504, "fault", id="504"),
    pytest.param(e4("503", "Service Unavailable"), 503, "fault", id="E4 503"),
    pytest.param(b"", 200, "garbled", id="Q6 empty"),
    pytest.param(b"\r\n <xml>maintenance", 200, "garbled", id="Q5 not JSON in 200"),
    pytest.param(b'{"data":{"id":"abc', 200, "garbled", id="cut off"),
    pytest.param(b"502", 200, "garbled", id="a number is no answer"),
    pytest.param(b"[" * 100_000, 200, "garbled", id="nested too deep"),
    pytest.param(b'{"data":' + b"9" * 5000 + b"}", 200, "garbled", id="a number too long"),
    pytest.param(b"", 301, "garbled", id="redirect"),
    pytest.param(b'{"data":true,"success":true,"status":302}', 302, "garbled", id="redirect with a body"),
]


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


def test_it_keeps_the_figures_of_a_failed_answer() -> None:
    error = error_of(HTML_404, 404, headers={"X-RateLimit-UserRemaining": "7"})

    assert error is not None
    assert error.rate_limits.user is not None
    assert error.rate_limits.user.remaining == 7


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
        (e1(TOO_LARGE_E3, 413), 413),
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
