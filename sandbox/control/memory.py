"""The last answers to GETs under /3/, so that one of them can be given again although it is out of date (quirk Q40)."""

import threading
from collections import OrderedDict

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

MOST_ANSWERS, MOST_BYTES = 200, 200_000

_answers: OrderedDict[tuple[str, str], HttpResponse] = OrderedDict()
_lock = threading.Lock()


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep a good answer. Each process has a memory of its own; it is empty after a start."""
    if request.method != "GET" or response.status_code != 200 or not request.path.startswith("/3/"):
        return
    if isinstance(response, HttpResponse) and len(response.content) <= MOST_BYTES:
        with _lock:
            _answers[_key(request)] = response
            _answers.move_to_end(_key(request))
            if len(_answers) > MOST_ANSWERS:
                _answers.popitem(last=False)


def recall(request: HttpRequest) -> HttpResponse | None:
    """What the same caller was answered last time, as a cache would give it: without rate headers."""
    with _lock:
        kept = _answers.get(_key(request))
    if kept is None:
        return None
    headers = {name: value for name, value in kept.headers.items() if not name.lower().startswith("x-ratelimit-")}
    return HttpResponse(kept.content, headers=headers | {"Cache-Control": "max-age=600, public", "X-Cache": "HIT"})


def forget() -> None:
    """Forget all, as a reset does."""
    with _lock:
        _answers.clear()


def _key(request: HttpRequest) -> tuple[str, str]:
    return request.get_full_path(), request.headers.get("Authorization", "")
