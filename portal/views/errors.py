"""When something breaks on our side, or somebody comes too often: what happened, what it means, what to do."""

import logging
import secrets
import sys
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from accounts import limits
from portal.http import page_before
from portal.templatetags.words import clock

logger = logging.getLogger(__name__)

# allauth does not say when its limits let somebody through again; most do within a minute.
_ATTEMPTS_AGAIN_SECONDS = 60
_BLOCK_BYTES = 64 * 1024


def server_error(request: HttpRequest) -> HttpResponse:
    number = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}"
    logger.error("Shown to a person as number %s: %s %s", number, request.method, request.path, exc_info=sys.exc_info())
    # Without the frame's context: what broke may be what it needs.
    return HttpResponse(render_to_string("500.html", {"number": number}), status=500)


def too_many(request: HttpRequest, error: limits.TooManyError) -> HttpResponse:
    """One of our limits is met: 429 with the moment at which it goes on, and nothing done."""
    sharer = "one person" if error.per is limits.Per.PERSON else "one address"
    happened = f"That is more {error.limit.noun} in an hour than we take from {sharer}."
    return _refusal(request, happened, goes_on=_when(error.retry_after_seconds), seconds=error.retry_after_seconds)


def too_many_attempts(request: HttpRequest) -> HttpResponse:
    """One of allauth's limits is met, at a form for signing in or the like."""
    limits.note_refused_attempt()
    happened = "Those are more attempts in a row than we take."
    return _refusal(request, happened, goes_on="in some minutes", seconds=_ATTEMPTS_AGAIN_SECONDS)


def _refusal(request: HttpRequest, happened: str, *, goes_on: str, seconds: int) -> HttpResponse:
    """As a page for who goes to one, as a toast for htmx, in a sentence for scripts."""
    _hear_out(request)
    context = {"happened": happened, "goes_on": goes_on, "before": page_before(request)}
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    if getattr(request, "htmx", False):
        headers |= {"HX-Retarget": "[data-toasts]", "HX-Reswap": "innerHTML"}
        answer = render(request, "429.html#toast", context, status=429)
    elif "text/html" in request.headers.get("Accept", ""):
        answer = render(request, "429.html", context, status=429)
    else:
        sentence = f"{happened} Nothing was changed, and it goes on {goes_on}."
        answer = HttpResponse(sentence, status=429, content_type="text/plain; charset=utf-8")
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


def _when(seconds: int) -> str:
    if seconds <= 60:
        return "in a moment" if seconds <= 10 else "within a minute"
    then = clock(timezone.now() + timedelta(seconds=seconds))
    return f"at {then}" if len(then) == 5 else then  # "tomorrow 00:30"


def _hear_out(request: HttpRequest) -> None:
    """Let a piece of a file that is on its way arrive, at most one, and drop it: for a browser that is still sending
    when the line is closed, the connection broke and there was no answer.
    """
    left = settings.UPLOAD_PIECE_BYTES
    try:
        while left > 0 and (block := request.read(min(_BLOCK_BYTES, left))):
            left -= len(block)
    except UnreadablePostError:  # gone already
        return
