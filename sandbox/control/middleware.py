"""Spoiling the calls that a rule names."""

import socket
import time

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from sandbox.control import faults
from sandbox.middleware import GetResponse
from sandbox.models import Fault

RATE_HEADERS = ("x-ratelimit-", "x-post-rate-limit-")


class DroppedResponse(HttpResponse):
    """Stands for an answer that never leaves, because its connection is closed."""

    is_dropped = True


class FaultInjection:
    """Carries out the ordered faults: instead of the call (`before`), or once it took effect (`after`)."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.SANDBOX_CONTROL:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/_control/"):
            return self.get_response(request)
        fault = faults.take(str(request.method), request.path)
        if fault is None:
            return self.get_response(request)
        if fault.kind == faults.SLOW:
            return self._slowly(request, fault)
        if fault.kind == faults.NO_RATE_HEADERS:
            return _without_rate_headers(self.get_response(request))
        if fault.is_after:
            self.get_response(request).close()
        if fault.kind == faults.DROP:
            return _dropped(request)
        return faults.SPOILT_ANSWERS[fault.kind](request)

    def _slowly(self, request: HttpRequest, fault: Fault) -> HttpResponseBase:
        if not fault.is_after:
            time.sleep(fault.seconds)
        response = self.get_response(request)
        if fault.is_after:
            time.sleep(fault.seconds)
        return response


def _without_rate_headers(response: HttpResponseBase) -> HttpResponseBase:
    for name in [name for name in response.headers if name.lower().startswith(RATE_HEADERS)]:
        del response.headers[name]
    return response


def _dropped(request: HttpRequest) -> HttpResponse:
    """Close the connection under the server's feet: it finds a broken pipe when it writes, and the caller an end."""
    connection = request.META.get("gunicorn.socket")
    if connection is None:
        return HttpResponse("A connection can be dropped only under gunicorn.\n", status=501, content_type="text/plain")
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        # The caller was faster.
        return DroppedResponse()
    return DroppedResponse()
