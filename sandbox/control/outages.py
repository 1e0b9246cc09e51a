"""Answers of machinery that has broken down before the API was reached, or behind it."""

from django.http import HttpRequest, HttpResponse

from sandbox.api.errors import ApiError, CodedError, gateway_errors
from sandbox.control.bodies import failure, json_answer
from sandbox.control.refusals import Spoil
from sandbox.media.region import region_picture
from sandbox.models import Fault

VARNISH = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html>\n<head><title>503 client read error</title>\n'
    "</head>\n<body>\n<h1>Error 503 client read error</h1>\n<p>client read error</p>\n<h3>Guru Meditation:</h3>\n"
    "<p>XID: 1148229</p>\n<hr>\n<p>Varnish cache server</p>\n</body>\n</html>\n"
)
MAINTENANCE = "\r\n <html><head><title>imgur: over capacity</title></head><body>Imgur is over capacity.</body></html>"


def _page(title: str, status: int) -> Spoil:
    """The page of a proxy."""
    text = (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
        "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    )
    return lambda request, fault: HttpResponse(text, status=status)


def _two_documents(request: HttpRequest, fault: Fault) -> HttpResponse:
    first = failure(request, ApiError(500, "Could not process upload!"))
    second = failure(request, ApiError(500, "An error occurred"))
    return HttpResponse(first.content + b"\n" + second.content, content_type="application/json", status=500)


def _text(body: str, status: int) -> Spoil:
    return lambda request, fault: HttpResponse(body, content_type="text/plain", status=status)


OUTAGES: dict[str, Spoil] = {
    "500": lambda request, fault: json_answer({"data": "An error occurred", "success": False, "status": 500}, 500),
    "500-upload": lambda request, fault: failure(request, ApiError(500, "Could not process upload!")),
    "500-coded": lambda request, fault: failure(request, CodedError(500, "Could not complete request", code=500)),
    "500-errors": lambda request, fault: json_answer(gateway_errors(500), 500),
    "502": _text("502 error", 502),
    "503": lambda request, fault: HttpResponse(VARNISH, status=503),
    "504": _page("504 Gateway Time-out", 504),
    "405-html": _page("405 Not Allowed", 405),
    "413-html": _page("413 Request Entity Too Large", 413),
    "html": lambda request, fault: HttpResponse(MAINTENANCE),
    "empty": lambda request, fault: HttpResponse(b""),
    "two-documents": _two_documents,
    "region": lambda request, fault: HttpResponse(region_picture(), content_type="image/png"),
}
