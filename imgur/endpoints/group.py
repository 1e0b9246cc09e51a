"""What every group of endpoints has: a transport, and the shortest way to send a call through it."""

from __future__ import annotations

from imgur.call import Answer, Call, Transport
from imgur.endpoints.payload import given


class EndpointGroup:
    """A group of Imgur's endpoints. Its methods send one call each, and raise an ``ImgurError`` if it is not done."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def _get(
        self, route: str, /, *, params: dict[str, str | None] | None = None, **ids: str | int
    ) -> tuple[Call, Answer]:
        """Read ``route`` with its placeholders filled from ``ids``; a parameter that is None is left out."""
        return self._send(Call.to("GET", route, ids=ids, params=dict(given(**params or {}))))

    def _send(self, call: Call) -> tuple[Call, Answer]:
        return call, self._transport.send(call)
