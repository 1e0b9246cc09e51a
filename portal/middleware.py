"""What stands around every view: our limits against abuse."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from accounts import limits
from portal.views.errors import too_many

_LOOKING = {"GET", "HEAD", "OPTIONS", "TRACE"}


class LimitsMiddleware:
    """Counts every request that changes something, and answers with 429 where it, or the view, comes once too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        # Here, not before: what CSRF refuses is not the person's doing and must not be counted as theirs.
        if request.method in _LOOKING:
            return None
        try:
            limits.take(request, (limits.CHANGES, 1))
        except limits.TooManyError as error:
            return too_many(request, error)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return too_many(request, exception) if isinstance(exception, limits.TooManyError) else None
