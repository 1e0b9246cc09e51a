"""What becomes of a true answer on its way: the call took effect, cost what it costs, and looks odd afterwards."""

import gzip
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from sandbox.api.envelope import to_json
from sandbox.models import Fault

Change = Callable[[HttpRequest, HttpResponseBase, Fault], HttpResponseBase]

RATE_HEADERS = ("x-ratelimit-", "x-post-rate-limit-")
# Keys of models that recordings of other years or other calls do not have (quirk Q18).
UNSTEADY_KEYS = frozenset(
    """ad_config ad_type ad_url comment_preview cover_edited deletehash edited favorite_count gifv has_admin_badge
    has_sound hls in_gallery in_most_viral include_album_ads is_ad looping mp4 mp4_size name nsfw platform processing
    tags topic topic_id""".split()  # noqa: SIM905  a list of 26 strings would take as many lines
)
# Numbers and truth values that were text in some years (quirk Q17).
TEXT_BEFORE = frozenset({"id", "account_id", "mp4_size", "viewed", "bandwidth"})
BROWSER = "Mozilla/"
_TURNED_OVER = bytes(range(255, -1, -1))


def _without_rate_headers(request: HttpRequest, response: HttpResponseBase, fault: Fault) -> HttpResponseBase:
    for name in _rate_headers(response):
        del response.headers[name]
    return response


def _rate_headers_in_lower_case(request: HttpRequest, response: HttpResponseBase, fault: Fault) -> HttpResponseBase:
    for name in _rate_headers(response):
        value = response.headers[name]
        del response.headers[name]
        response.headers[name.lower()] = value
    return response


def _rate_headers(response: HttpResponseBase) -> list[str]:
    return [name for name in response.headers if name.lower().startswith(RATE_HEADERS)]


def _truncated(request: HttpRequest, response: HttpResponseBase, fault: Fault) -> HttpResponseBase:
    return _with_body(response, body_of(response)[: len(body_of(response)) // 2])


def _damaged(request: HttpRequest, response: HttpResponseBase, fault: Fault) -> HttpResponseBase:
    """As many bytes, all of them wrong; the ETag still is that of the right ones."""
    return _with_body(response, body_of(response).translate(_TURNED_OVER))


def _zipped(request: HttpRequest, response: HttpResponseBase, fault: Fault) -> HttpResponseBase:
    changed = _with_body(response, gzip.compress(body_of(response)))
    changed.headers["Content-Encoding"] = "gzip"
    changed.headers["Vary"] = "Accept-Encoding"
    return changed


def _for_browsers(request: HttpRequest, response: HttpResponseBase, fault: Fault) -> HttpResponseBase:
    """Refuse whoever does not look like a browser (quirk Q37)."""
    if request.headers.get("User-Agent", "").startswith(BROWSER):
        return response
    response.close()
    return HttpResponse("<html><body><h1>403 Forbidden</h1></body></html>", status=403)


def _json_change(change: Callable[[str, Any], Any]) -> Change:
    """A change of every member of every object: ``change`` is told name and value; it answers the value, or DROPPED."""

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            pairs = ((name, change(name, changed(inner))) for name, inner in value.items())
            return {name: inner for name, inner in pairs if inner is not DROPPED}
        return [changed(inner) for inner in value] if isinstance(value, list) else value

    def apply(request: HttpRequest, response: HttpResponseBase, fault: Fault) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith("application/json"):
            return response
        body = json.loads(body_of(response))
        if isinstance(body, dict) and "data" in body:
            body["data"] = changed(body["data"])
        return _with_body(response, to_json(body).encode())

    return apply


DROPPED = object()


def _as_text(name: str, value: Any) -> Any:
    if name not in TEXT_BEFORE or value is None or not isinstance(value, int):
        return value
    return str(int(value))


def body_of(response: HttpResponseBase) -> bytes:
    """The whole body; a streamed one is read to its end."""
    return response.content if isinstance(response, HttpResponse) else b"".join(response)


def _with_body(response: HttpResponseBase, body: bytes) -> HttpResponse:
    """The same answer with another body, whose length it tells."""
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    changed = HttpResponse(body, status=response.status_code, headers=headers)
    response.close()
    return changed


CHANGES: dict[str, Change] = {
    "no-rate-headers": _without_rate_headers,
    "rate-headers-lower-case": _rate_headers_in_lower_case,
    "truncated": _truncated,
    "other-bytes": _damaged,
    "gzip": _zipped,
    "browsers-only": _for_browsers,
    "numbers-as-text": _json_change(_as_text),
    "keys-missing": _json_change(lambda name, value: DROPPED if name in UNSTEADY_KEYS else value),
    "zero-totals": _json_change(lambda name, value: 0 if name.startswith("total_") else value),
}
