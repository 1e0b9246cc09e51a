"""When something breaks on our side: a page that says so, with a number that leads an admin to the log."""

import logging
import secrets
import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    number = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}"
    logger.error("Shown to a person as number %s: %s %s", number, request.method, request.path, exc_info=sys.exc_info())
    # Without the frame's context: what broke may be what it needs.
    return HttpResponse(render_to_string("500.html", {"number": number}), status=500)
