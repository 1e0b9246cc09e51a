"""Spoilt answers, by the shapes that section 1.6 and section 7 of the reference collect."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from sandbox.api.call import error_data
from sandbox.api.envelope import to_json
from sandbox.api.errors import ApiError, UploadLimitError, gateway_errors
from sandbox.database import write
from sandbox.models import Fault

Spoil = Callable[[HttpRequest], HttpResponse]

VARNISH = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html>\n<head><title>503 client read error</title>\n'
    "</head>\n<body>\n<h1>Error 503 client read error</h1>\n<p>client read error</p>\n<h3>Guru Meditation:</h3>\n"
    "<p>XID: 1148229</p>\n<hr>\n<p>Varnish cache server</p>\n</body>\n</html>\n"
)
MAINTENANCE = "\r\n <html><head><title>imgur: over capacity</title></head><body>Imgur is over capacity.</body></html>"


def _json(body: Any, status: int, **headers: str) -> HttpResponse:
    return HttpResponse(to_json(body), content_type="application/json", status=status, headers=headers)


def _failure(
    request: HttpRequest, error: ApiError, *, http_status: int | None = None, success: bool = False
) -> HttpResponse:
    data = error_data(error, request.path, str(request.method))
    status = http_status or error.status
    return _json({"data": data, "success": success, "status": error.status}, status)


def _two_documents(request: HttpRequest) -> HttpResponse:
    first = _failure(request, ApiError(500, "Could not process upload!"))
    second = _failure(request, ApiError(500, "An error occurred"))
    return HttpResponse(first.content + b"\n" + second.content, content_type="application/json", status=500)


def _bare_error(text: str, status: int) -> dict[str, Any]:
    return {"data": {"error": text}, "success": False, "status": status}


# Kinds that replace the answer.
SPOILT_ANSWERS: dict[str, Spoil] = {
    "500": lambda request: _json({"data": "An error occurred", "success": False, "status": 500}, 500),
    "502": lambda request: HttpResponse("502 error", content_type="text/plain", status=502),
    "503": lambda request: HttpResponse(VARNISH, status=503),
    "504": lambda request: HttpResponse("<html><body><h1>504 Gateway Time-out</h1></body></html>", status=504),
    "html": lambda request: HttpResponse(MAINTENANCE),
    "empty": lambda request: HttpResponse(b""),
    "two-documents": _two_documents,
    "429": lambda request: _json(gateway_errors(429), 429),
    "upload-limit": lambda request: _failure(request, UploadLimitError(59)),
    "over-capacity": lambda request: _json(
        _bare_error("Imgur is temporarily over capacity. Please try again later.", 403), 403
    ),
    "over-capacity-1203": lambda request: _failure(
        request, ApiError(1203, "Imgur is over capacity. Please try again."), http_status=429
    ),
    "cdn-block": lambda request: _json(
        _bare_error("These actions are forbidden.", 400), 400, **{"Retry-After": "0", "CDN-Error": "yes"}
    ),
    "413": lambda request: _failure(request, ApiError(413, "file is over the size limit")),
    "417": lambda request: _failure(request, ApiError(417, "Internal expectation failed")),
    "token-invalid": lambda request: _failure(request, ApiError(403, "The access token provided is invalid.")),
    "success-with-error": lambda request: _failure(request, ApiError(200, "An error occurred"), success=True),
}
# Kinds that do something else: wait, close the connection, take the rate headers away.
SLOW, DROP, NO_RATE_HEADERS = "slow", "drop", "no-rate-headers"
KINDS = frozenset({*SPOILT_ANSWERS, SLOW, DROP, NO_RATE_HEADERS})
MEMBERS = frozenset({"kind", "method", "path", "times", "when", "seconds"})


def order(rules: list[dict[str, Any]]) -> list[Fault]:
    """Store ``rules`` behind those that are there. Raises ValueError (a sentence) for a rule that cannot be."""
    faults = [_fault(rule) for rule in rules]
    with write():
        return Fault.objects.bulk_create(faults)


def take(method: str, path: str) -> Fault | None:
    """The first rule that matches the call, used up by one; None when none does."""
    if not Fault.objects.exists():
        return None
    with write():
        for fault in Fault.objects.order_by("pk"):
            if fault.method in {"", method} and path.startswith(fault.path):
                fault.times -= 1
                if fault.times:
                    fault.save(update_fields=["times"])
                else:
                    fault.delete()
                return fault
    return None


def as_json(fault: Fault) -> dict[str, Any]:
    return {
        "kind": fault.kind,
        "method": fault.method,
        "path": fault.path,
        "times": fault.times,
        "when": "after" if fault.is_after else "before",
        "seconds": fault.seconds,
    }


def _fault(rule: dict[str, Any]) -> Fault:
    if unknown := set(rule) - MEMBERS:
        raise ValueError(f"A rule has no {', '.join(sorted(unknown))}. It has: {', '.join(sorted(MEMBERS))}.")
    kind, when, times = str(rule.get("kind")), rule.get("when", "before"), rule.get("times", 1)
    if kind not in KINDS:
        raise ValueError(f"There is no kind {json.dumps(rule.get('kind'))}. There are: {', '.join(sorted(KINDS))}.")
    if when not in {"before", "after"}:
        raise ValueError("when has to be before or after.")
    if not isinstance(times, int) or times < 1:
        raise ValueError("times has to be a whole number, 1 or more.")
    return Fault(
        kind=kind,
        method=str(rule.get("method", "")).upper(),
        path=str(rule.get("path", "")),
        times=times,
        is_after=when == "after",
        seconds=float(rule.get("seconds", 0)),
    )
