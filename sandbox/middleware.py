"""What every request passes through."""

import time
from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase

from sandbox import switches
from sandbox.database import turn
from sandbox.limits import tally

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CONTROL = "/_control/"
# The status under which an answer is counted that never went out.
DROPPED = 0


class LoopbackNames:
    """Answers only requests for a name of this computer, so that no web page can reach the sandbox by another name."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            request.get_host()
        except DisallowedHost:
            return HttpResponseBadRequest(
                "The sandbox answers to 127.0.0.1, localhost and [::1] only.\n", content_type="text/plain"
            )
        response = self.get_response(request)
        return _without_body(response) if request.method == "HEAD" else response


class OneViewOfSwitches:
    """Reads the switches once, so that a request sees the same limits and the same clock from beginning to end."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with switches.one_view():
            return self.get_response(request)


class Delay:
    """Lets every answer wait as long as the switch `delay_milliseconds` says. Others are answered meanwhile."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(CONTROL):
            time.sleep(switches.current().delay_milliseconds / 1000)
        return self.get_response(request)


class CallTally:
    """Counts every call by route and status, but not those of the control address."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path.startswith(CONTROL):
            status = DROPPED if getattr(response, "is_dropped", False) else response.status_code
            with turn():
                tally.count(tally.Kind.CALL, f"{request.META.get('sandbox.route', 'unknown')} {status}")
        return response


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    """The answer to HEAD: all headers, and the length that the body would have had."""
    bare = HttpResponse(status=response.status_code, headers=dict(response.items()))
    if isinstance(response, HttpResponse):
        bare.headers["Content-Length"] = str(len(response.content))
    response.close()
    return bare
