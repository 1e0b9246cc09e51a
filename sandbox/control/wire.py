"""Trouble below HTTP: connections that close, bodies that are shorter than they said, or trickle in."""

import socket
import time
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from sandbox.control.changes import Change, body_of
from sandbox.models import Fault

DRIPS = 20


class DroppedResponse(HttpResponse):
    """Stands for an answer that never leaves, because its connection is closed."""

    is_dropped = True


def dropped(request: HttpRequest) -> HttpResponse:
    """Close the connection under the server's feet: it finds a broken pipe when it writes, and the caller an end."""
    connection = _connection(request)
    if connection is None:
        return HttpResponse("A connection can be dropped only under gunicorn.\n", status=501, content_type="text/plain")
    _close(connection)
    return DroppedResponse()


def _short(request: HttpRequest, response: HttpResponseBase, fault: Fault) -> HttpResponseBase:
    """Half of the body that Content-Length promises, then the end of the connection."""
    body = body_of(response)

    def half() -> Iterator[bytes]:
        yield body[: len(body) // 2]
        if connection := _connection(request):
            _close(connection)

    return _streamed(response, half(), len(body))


def _overstated(request: HttpRequest, response: HttpResponseBase, fault: Fault) -> HttpResponseBase:
    """The whole body under a Content-Length twice as long, then the end of the connection."""
    body = body_of(response)

    def all_of_it() -> Iterator[bytes]:
        yield body
        if connection := _connection(request):
            _close(connection)

    return _streamed(response, all_of_it(), len(body) * 2)


def _without_length(request: HttpRequest, response: HttpResponseBase, fault: Fault) -> HttpResponseBase:
    """The whole body in chunks, and nothing that says how long it is."""
    body = body_of(response)
    changed = _streamed(response, iter([body]), len(body))
    del changed.headers["Content-Length"]
    return changed


def _dripping(request: HttpRequest, response: HttpResponseBase, fault: Fault) -> HttpResponseBase:
    """The whole body, in small pieces spread over ``seconds``."""
    body = body_of(response)
    size = max(1, -(-len(body) // DRIPS))

    def drops() -> Iterator[bytes]:
        for first in range(0, len(body), size):
            time.sleep(fault.seconds / DRIPS)
            yield body[first : first + size]

    return _streamed(response, drops(), len(body))


def _streamed(response: HttpResponseBase, parts: Iterator[bytes], length: int) -> StreamingHttpResponse:
    headers = dict(response.headers.items()) | {"Content-Length": str(length)}
    response.close()
    return StreamingHttpResponse(parts, status=response.status_code, headers=headers)


def _connection(request: HttpRequest) -> socket.socket | None:
    found: socket.socket | None = request.META.get("gunicorn.socket")
    return found


def _close(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        # The caller was faster.
        return


WIRE: dict[str, Change] = {
    "short-body": _short,
    "wrong-length": _overstated,
    "no-length": _without_length,
    "drip": _dripping,
}
