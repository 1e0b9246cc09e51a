"""Answers in which Imgur says no although nothing is wrong with the call: limits, tokens, files, failed successes.

Shapes E1 to E6 are those of section 1.6 of the reference, quirks Q1 to Q40 those of its section 7.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sandbox.api.auth import DEAD_TOKEN
from sandbox.api.errors import ApiError, CodedError, UploadLimitError, gateway_errors, not_found, simple_page
from sandbox.api.parameters import TOO_LARGE
from sandbox.api.views.comment import FETCH_FAILED
from sandbox.control.bodies import bare_error, failure, json_answer, last_part
from sandbox.media.views import REMOVED_FILE
from sandbox.models import Fault

# In place of the true answer. ``Fault.seconds`` is what some of them may be told.
Spoil = Callable[[HttpRequest, Fault], HttpResponse]

OVER_CAPACITY = "Imgur is temporarily over capacity. Please try again later."
UPLOAD_LIMIT_MINUTES = 59
PLENTY = {
    "X-RateLimit-UserLimit": "2000",
    "X-RateLimit-UserRemaining": "2000",
    "X-RateLimit-UserReset": "3600",
    "X-RateLimit-ClientLimit": "12500",
    "X-RateLimit-ClientRemaining": "12499",
    "X-RateLimit-ClientReset": "86400",
}


def _says(error: ApiError, *, http_status: int | None = None, success: bool = False) -> Spoil:
    return lambda request, fault: failure(request, error, http_status=http_status, success=success)


def _body(body: Any, status: int, **headers: str) -> Spoil:
    return lambda request, fault: json_answer(body, status, **headers)


def _upload_limit(request: HttpRequest, fault: Fault) -> HttpResponse:
    return failure(request, UploadLimitError(int(fault.seconds // 60) or UPLOAD_LIMIT_MINUTES))


def _image_not_found(request: HttpRequest, fault: Fault) -> HttpResponse:
    message = not_found("image", last_part(request)).message
    return failure(request, ApiError(200, message), success=True)


def _not_found(request: HttpRequest, fault: Fault) -> HttpResponse:
    return failure(request, not_found("image", last_part(request)))


def _too_large_in_detail() -> dict[str, Any]:
    """E3, as the upload's front end has written it since 2024."""
    (inner,) = gateway_errors(413)["errors"]
    error = {"id": inner["id"], "code": 413, "detail": TOO_LARGE, "status": "Request Entity Too Large"}
    return {"data": {"error": error}, "success": False, "status": 413}


def _without_id(request: HttpRequest, fault: Fault) -> HttpResponse:
    body = gateway_errors(429)
    body["errors"][0]["id"] = ""
    return json_answer(body, 429)


def _redirect_to_removed(request: HttpRequest, fault: Fault) -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": f"{settings.SANDBOX_MEDIA_URL}/removed.png"})


def _removed_at_once(request: HttpRequest, fault: Fault) -> HttpResponse:
    picture = REMOVED_FILE.read_bytes()
    etag = hashlib.md5(picture, usedforsecurity=False).hexdigest()
    return HttpResponse(picture, content_type="image/png", headers={"ETag": f'"{etag}"'})


REFUSALS: dict[str, Spoil] = {
    "429": lambda request, fault: json_answer(gateway_errors(429), 429),
    "429-plenty": lambda request, fault: json_answer(gateway_errors(429), 429, **PLENTY),
    "429-without-id": _without_id,
    "upload-limit": _upload_limit,
    "over-capacity": _body(bare_error(OVER_CAPACITY, 403), 403),
    "over-capacity-429": _body(bare_error(OVER_CAPACITY, 429), 429),
    "over-capacity-500": _body(bare_error(OVER_CAPACITY, 500), 500),
    "over-capacity-1203": _says(ApiError(1203, "Imgur is over capacity. Please try again."), http_status=429),
    "cdn-block": _body(
        bare_error("These actions are forbidden.", 400), 400, **{"Retry-After": "0", "CDN-Error": "yes"}
    ),
    "forbidden-inside-400": _says(CodedError(400, "Forbidden", code=403)),
    "400-bare": _body({"data": False, "success": False, "status": 400}, 400),
    "token-invalid": _says(ApiError(403, DEAD_TOKEN)),
    "token-invalid-401": _says(ApiError(401, DEAD_TOKEN)),
    "token-invalid-429": _says(ApiError(429, DEAD_TOKEN)),
    "413": _says(ApiError(413, TOO_LARGE)),
    "413-detail": lambda request, fault: json_answer(_too_large_in_detail(), 413, **{"monorepo-upload": "true"}),
    "417": _says(ApiError(417, "Internal expectation failed")),
    "404": _not_found,
    "404-html": lambda request, fault: simple_page(),
    "success-with-error": _says(ApiError(200, "Album not found"), success=True),
    "success-without-image": _image_not_found,
    "success-with-text": _body({"data": FETCH_FAILED, "success": True, "status": 200}, 200),
    "null": _body({"data": None, "success": True, "status": 200}, 200),
    "no-effect": _body({"data": True, "success": True, "status": 200}, 200),
    "removed": _redirect_to_removed,
    "removed-bytes": _removed_at_once,
}
