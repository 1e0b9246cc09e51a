"""Spoiling the calls that a rule names."""

import math
import time

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sandbox import switches
from sandbox.control import faults, kinds, memory, wire
from sandbox.middleware import GetResponse
from sandbox.models import Fault

# Answers that say with `Retry-After` when to come again, if the rule has seconds.
MAY_TELL_WHEN = {429, 503}


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
            response = self.get_response(request)
            memory.remember(request, response)
            return response
        if fault.kind == kinds.STALE:
            return memory.recall(request) or self.get_response(request)
        if fault.kind == kinds.SLOW:
            return self._slowly(request, fault)
        if change := kinds.CHANGED_ANSWERS.get(fault.kind):
            return change(request, self.get_response(request), fault)
        if values := kinds.BEHAVIOURS.get(fault.kind):
            with switches.for_this_call(**values):
                return self.get_response(request)
        if fault.is_after:
            self.get_response(request).close()
        if fault.kind == kinds.DROP:
            return wire.dropped(request)
        return self._spoilt(request, fault)

    def _spoilt(self, request: HttpRequest, fault: Fault) -> HttpResponseBase:
        response = kinds.SPOILT_ANSWERS[fault.kind](request, fault)
        if fault.seconds and response.status_code in MAY_TELL_WHEN:
            response.headers["Retry-After"] = str(math.ceil(fault.seconds))
        return response

    def _slowly(self, request: HttpRequest, fault: Fault) -> HttpResponseBase:
        if not fault.is_after:
            time.sleep(fault.seconds)
        response = self.get_response(request)
        if fault.is_after:
            time.sleep(fault.seconds)
        return response
