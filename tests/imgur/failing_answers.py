"""Failed answers of every shape (E1 to E9) and every row of the field reference's table of statuses, as recorded."""

from __future__ import annotations

import json
from typing import Any

import pytest

from imgur.errors import (
    BadRequestError,
    ClientRejectedError,
    ForbiddenError,
    NotFoundError,
    RateLimitError,
    TokenRejectedError,
)

HTML_404 = b"<!DOCTYPE html><html><head><title>imgur: the simple 404 page</title></head><body></body></html>"
VARNISH = b'\r\n <?xml version="1.0"?><html><head><title>503 client read error</title></head></html>'
TOO_FAST = "You are uploading too fast. Please wait 59 more minutes."
CAPACITY = "Imgur is temporarily over capacity. Please try again later."


def e1(error: Any, status: int, success: bool = False) -> bytes:
    """``data.error`` is a sentence."""
    return json.dumps(
        {"data": {"error": error, "request": "/3/x", "method": "GET"}, "success": success, "status": status}
    ).encode()


def e2(message: str, code: int, status: int, *, kind: str = "ImgurException", exception: Any = ()) -> bytes:
    """``data.error`` is an object with a number of Imgur's own, or an HTTP status."""
    return e1({"code": code, "message": message, "type": kind, "exception": exception}, status)


def e3(detail: str, code: int) -> bytes:
    """The upload front end's object: other keys."""
    return e1({"id": "legacy-api-x", "code": code, "detail": detail, "status": detail.title()}, code)


def e4(code: str, detail: str) -> bytes:
    """No envelope, a list of errors, the code as text."""
    return json.dumps({"errors": [{"id": "", "code": code, "status": detail, "detail": detail}]}).encode()


def e5(error: str, status: int) -> bytes:
    """As E1, without request and method."""
    return json.dumps({"data": {"error": error}, "success": False, "status": status}).encode()


def e6(data: Any, status: int, success: bool = False) -> bytes:
    """A bare value in place of the error."""
    return json.dumps({"data": data, "success": success, "status": status}).encode()


def e8(message: str) -> bytes:
    """The commercial gateway's own."""
    return json.dumps({"message": message}).encode()


NO_KEY = (
    "Missing Mashape application key.Go to http://docs.mashape.com/api-keys to learn how to get your API application"
    " key."
)

# Imgur answered, and said no.
REFUSED = [
    pytest.param(e1("No image data was sent to the upload api", 400), 400, BadRequestError, id="E1 400 no image data"),
    pytest.param(e1('Invalid URL ("/path/to/file")', 400), 400, BadRequestError, id="E1 400 invalid URL"),
    pytest.param(e1("An ID is required.", 400), 400, BadRequestError, id="E1 400 no id"),
    pytest.param(e1("File is over the size limit", 400), 400, BadRequestError, id="E1 400 size"),
    pytest.param(e1("Image format not supported, or image is corrupt.", 400), 400, BadRequestError, id="E1 400 format"),
    pytest.param(e1("User Previously Verified", 400), 400, BadRequestError, id="E1 400 verified before"),
    pytest.param(e1("Bad Request", 400), 400, BadRequestError, id="E1 400 bad request"),
    pytest.param(e1("client_id and response_type are required", 400), 400, BadRequestError, id="E1 400 authorize"),
    pytest.param(
        e1("The redirect URI provided is missing or does not match", 400), 400, BadRequestError, id="E1 400 redirect"
    ),
    pytest.param(e1('Missing parameter. "code" is required', 400), 400, BadRequestError, id="E1 400 no code"),
    pytest.param(e1("No client id supplied", 400), 400, ClientRejectedError, id="E1 400 no client id"),
    pytest.param(e1("The client credentials are invalid", 400), 400, ClientRejectedError, id="E1 400 client secret"),
    pytest.param(
        e1("Refresh token doesn't exist or is invalid for the client", 400),
        400, TokenRejectedError, id="E1 400 refresh token",
    ),
    pytest.param(e1("Invalid refresh token", 400), 400, TokenRejectedError, id="E1 400 refresh token, older text"),
    pytest.param(e1("Invalid Pin", 400), 400, TokenRejectedError, id="E1 400 pin"),
    pytest.param(
        e1("Authorization code doesn't exist or is invalid for the client", 400),
        400, TokenRejectedError, id="E1 400 code",
    ),
    pytest.param(e1("Authentication required", 401), 401, TokenRejectedError, id="E1 401 no authorization"),
    pytest.param(e1("The access token provided is invalid.", 401), 401, TokenRejectedError, id="E1 401 dead token"),
    pytest.param(e1("Invalid client_id", 403), 403, ClientRejectedError, id="E1 403 client id"),
    pytest.param(e1("The access token provided is invalid.", 403), 403, TokenRejectedError, id="E1 403 dead token"),
    pytest.param(e1("Unauthorized", 403), 403, ForbiddenError, id="E1 403 not the owner"),
    pytest.param(e1("Permission denied", 403), 403, ForbiddenError, id="E1 403 update with the plain id"),
    pytest.param(
        e1("You must own all the image ids to add them to album ID", 403), 403, ForbiddenError, id="E1 403 foreign ids"
    ),
    pytest.param(
        e1("You must own all the image deletehashes to add them to album ID", 403),
        403, ForbiddenError, id="E1 403 foreign deletehashes",
    ),
    pytest.param(e1("Daily client requests exceeded", 403), 403, RateLimitError, id="E1 403 daily limit before 2013"),
    pytest.param(e1("Unable to find an image with the id, x", 404), 404, NotFoundError, id="E1 404 image"),
    pytest.param(e1("Unable to find an album with the id, x.", 404), 404, NotFoundError, id="E1 404 album"),
    pytest.param(e1("Tag does not exist", 404), 404, NotFoundError, id="E1 404 tag"),
    pytest.param(e1("Not following tag", 409), 409, BadRequestError, id="E1 409"),
    pytest.param(e1("file is over the size limit", 413), 413, BadRequestError, id="E1 413"),
    pytest.param(e1("Internal expectation failed", 417), 417, BadRequestError, id="E1 417 GIF"),
    pytest.param(e1("Daily client requests exceeded", 429), 429, RateLimitError, id="E1 429 daily limit"),
    pytest.param(e1("The access token provided has expired.", 429), 429, TokenRejectedError, id="E1 429 dead token"),
    pytest.param(e1("Slow down", 400), 429, RateLimitError, id="E1 429 around a 400"),
    pytest.param(e2("File type invalid (1)", 1003, 400), 400, BadRequestError, id="E2 1003"),
    pytest.param(
        e2("File type invalid (1)", 1003, 400, exception={}), 400, BadRequestError, id="E2 exception as an object"
    ),
    pytest.param(e2("File was not uploaded correctly", 400, 400), 400, BadRequestError, id="E2 400 not uploaded"),
    pytest.param(e2("File is over the size limit", 1002, 400), 400, BadRequestError, id="E2 1002"),
    pytest.param(e2("Forbidden", 403, 400), 400, ForbiddenError, id="E2 400 around a 403"),
    pytest.param(e2("Not for you", 403, 400), 400, ForbiddenError, id="E2 400 around a 403, other words"),
    pytest.param(e2(TOO_FAST, 429, 400), 400, RateLimitError, id="E2 400 around the upload limit"),
    pytest.param(e2(TOO_FAST, 429, 400), 429, RateLimitError, id="E2 429 upload limit"),
    pytest.param(
        e2("Type of file", 415, 415, kind="Exception_UploadError", exception={}), 415, BadRequestError, id="E2 415"
    ),
    pytest.param(e3("file is over the size limit", 413), 413, BadRequestError, id="E3 413"),
    pytest.param(e4("429", "Too Many Requests"), 429, RateLimitError, id="E4 429"),
    pytest.param(e4("429", "Too Many Requests"), 200, RateLimitError, id="E4 429 in 200"),
    pytest.param(e4("404", "Not Found"), 404, NotFoundError, id="E4 404"),
    pytest.param(e4("403", "Forbidden"), 403, ForbiddenError, id="E4 403"),
    pytest.param(e4("401", "Unauthorized"), 401, TokenRejectedError, id="E4 401"),
    pytest.param(e6(False, 400), 400, BadRequestError, id="E6 false"),
    pytest.param(HTML_404, 404, NotFoundError, id="E7 404 deleted image"),
    pytest.param(b"", 404, NotFoundError, id="E7 404 wrong route"),
    pytest.param(b"<html>405 Not Allowed", 405, BadRequestError, id="E7 405"),
    pytest.param(b"<html><h1>413 Request Entity Too Large</h1>nginx", 413, BadRequestError, id="E7 413 nginx"),
    pytest.param(b"<html>slow down", 429, RateLimitError, id="E7 429"),
    pytest.param(e8(NO_KEY), 401, ClientRejectedError, id="E8 401 no key"),
    pytest.param(e8(NO_KEY), 200, ClientRejectedError, id="E8 no key in 200"),
    pytest.param(e8("You are not subscribed to this API."), 403, ClientRejectedError, id="E8 403 no plan"),
    pytest.param(e8("You have exceeded the DAILY quota"), 429, RateLimitError, id="E8 429 quota"),
    # OAuth as its standard has it
    pytest.param(b'{"error":"invalid_grant","error_description":"gone"}', 400, TokenRejectedError, id="invalid_grant"),
    pytest.param(b'{"error":"invalid_grant"}', 400, TokenRejectedError, id="invalid_grant alone"),
    pytest.param(b'{"error":"invalid_client"}', 401, ClientRejectedError, id="invalid_client"),
    # HTTP 200 that is none, and _fake_status
    pytest.param(e1("Album not found", 200, success=True), 200, NotFoundError, id="E1 in 200 album"),
    pytest.param(e1("Comment not found.", 200, success=True), 200, NotFoundError, id="E1 in 200 comment"),
    pytest.param(e1("Unauthorized", 200, success=True), 200, ForbiddenError, id="E1 in 200 image"),
    pytest.param(
        e1("Unable to find an image with the id, X", 200, success=True), 200, NotFoundError, id="E1 in 200 album image"
    ),
    pytest.param(
        e6("An error occurred while fetching the comment", 200, success=True), 200, NotFoundError, id="E6 in 200"
    ),
    pytest.param(e1("Unauthorized", 403), 200, ForbiddenError, id="E1 403 in 200, _fake_status"),
    pytest.param(e6([], 200), 200, BadRequestError, id="success false alone"),
    pytest.param(e6({"id": "x"}, 404, success=True), 200, NotFoundError, id="failing status alone"),
]  # fmt: skip

# Nothing was done; later, or from another address, the same call may go through.
UNAVAILABLE = [
    pytest.param(e1(CAPACITY, 403), 403, "over-capacity", id="E1 403 over capacity"),
    pytest.param(e5(CAPACITY, 403), 403, "over-capacity", id="E5 403 over capacity"),
    pytest.param(e1(CAPACITY, 429), 429, "over-capacity", id="E1 429 over capacity"),
    pytest.param(e1(CAPACITY, 500), 500, "over-capacity", id="E1 500 over capacity"),
    pytest.param(e1("Imgur is over capacity. Please try again.", 1203), 429, "over-capacity", id="E1 1203 in 429"),
    pytest.param(e1("Imgur is over capacity. Please try again.", 1203), 200, "over-capacity", id="E1 1203 in 200"),
    pytest.param(e5("These actions are forbidden.", 400), 400, "address-blocked", id="E5 400 CDN block"),
    pytest.param(b"<html>Access denied", 403, "address-blocked", id="E7 403"),
    pytest.param(b"<html>Log in to this network", 401, "address-blocked", id="E7 401 of a proxy"),
    pytest.param(e1("Not in your country", 451), 451, "address-blocked", id="E1 451"),
]

# Nobody knows whether it was done.
UNCLEAR = [
    pytest.param(e1("Could not process upload!", 500), 500, "fault", id="E1 500"),
    pytest.param(e2("Could not complete request", 500, 500), 500, "fault", id="E2 500"),
    pytest.param(e4("503", "Service Unavailable"), 503, "fault", id="E4 503"),
    pytest.param(b'{"errors":[]}', 500, "fault", id="E4 empty"),
    pytest.param(e6("An error occurred", 500), 500, "fault", id="E6 500"),
    pytest.param(e6("An error occurred", 200, success=True), 200, "fault", id="E6 fault in 200"),
    pytest.param(b"upstream\n", 502, "fault", id="E7 502 nine bytes"),
    pytest.param(VARNISH, 503, "fault", id="E7 503 Varnish"),
    pytest.param(b"", 504, "fault", id="E7 504"),
    pytest.param(b"", 200, "garbled", id="E7 empty 200"),
    pytest.param(b"\r\n <xml>maintenance", 200, "garbled", id="E7 not JSON in 200"),
    pytest.param(b'{"data":{"id":"abc', 200, "garbled", id="cut off"),
    pytest.param(b"502", 200, "garbled", id="a number is no answer"),
    pytest.param(b"[" * 100_000, 200, "garbled", id="nested too deep"),
    pytest.param(b'{"data":' + b'{"a":' * 300 + b"1" + b"}" * 301, 200, "garbled", id="nested too deep, and closed"),
    pytest.param(b'{"data":' + b"9" * 5000 + b"}", 200, "garbled", id="a number too long"),
    pytest.param(b"", 301, "redirected", id="redirect"),
    pytest.param(b"", 304, "garbled", id="304, which nobody asked for"),
    pytest.param(e6(True, 302, success=True), 302, "redirected", id="redirect with a body"),
]
