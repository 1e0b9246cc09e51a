"""Every way in which the API says no.

ApiError                 a status and a text, in Imgur's envelope: E1 of the reference, `data.error` is a string
├── CodedError           E2: `data.error` is an object with Imgur's own number
│   └── UploadLimitError the upload limit: HTTP 400 with 429 inside
├── RefusalError         429, in the form that the switch `refusal_form` names
└── SimplePageError      a page of HTML where JSON is expected
"""

import secrets
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from sandbox import switches

SIMPLE_404 = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>imgur: the simple 404 page</title></head>'
    "<body><h1>404</h1><p>There is nothing at this address. This is the sandbox, not imgur.com.</p></body></html>"
)


class ApiError(Exception):
    """An answer of E1: ``{"data": {"error": message, "request": path, "method": method}, ...}``."""

    def __init__(self, status: int, message: str) -> None:
        self.status, self.message = status, message
        super().__init__(message)

    def error(self) -> Any:
        """What stands at ``data.error``."""
        return self.message


class CodedError(ApiError):
    """An answer of E2; ``code`` is Imgur's number or an HTTP status."""

    def __init__(self, status: int, message: str, *, code: int) -> None:
        self.code = code
        super().__init__(status, message)

    def error(self) -> Any:
        return {"code": self.code, "message": self.message, "type": "ImgurException", "exception": []}


class UploadLimitError(CodedError):
    """The hourly uploads of this address are used up."""

    def __init__(self, minutes: int) -> None:
        super().__init__(400, f"You are uploading too fast. Please wait {minutes} more minutes.", code=429)


class RefusalError(ApiError):
    """No credits, or no POSTs, are left."""

    def __init__(self, message: str) -> None:
        super().__init__(429, message)

    def error(self) -> Any:
        if switches.current().refusal_form == "E2":
            return {"code": 429, "message": self.message, "type": "ImgurException", "exception": {}}
        return self.message

    @property
    def is_bare(self) -> bool:
        """The gateway speaks, without Imgur's envelope."""
        return switches.current().refusal_form == "E4"


class SimplePageError(ApiError):
    """Imgur's HTML page: for a route that is none, and on the address of a deleted image."""

    def __init__(self) -> None:
        super().__init__(404, "imgur: the simple 404 page")


def not_found(noun: str, imgur_id: str) -> ApiError:
    article = "an" if noun[0] in "aeiou" else "a"
    return ApiError(404, f"Unable to find {article} {noun} with the id, {imgur_id}")


def unauthorized() -> ApiError:
    """A Client-ID where the account's own token is needed, or somebody else's token."""
    return ApiError(403, "Unauthorized")


def permission_denied() -> ApiError:
    """The same for updates, which Imgur words differently."""
    return ApiError(403, "Permission denied")


def simple_page() -> HttpResponse:
    return HttpResponse(SIMPLE_404, status=404)


def gateway_errors(status: int) -> dict[str, Any]:
    """The body of E4: what stands before the API speaks for itself."""
    phrase = HTTPStatus(status).phrase
    fault_id = f"legacy-api-{secrets.token_hex(5)}/{secrets.token_urlsafe(8)}"
    return {"errors": [{"id": fault_id, "code": str(status), "status": phrase, "detail": phrase}]}
