"""What every group of endpoints has: a transport, and the shortest ways to send a call or to read a list through it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from imgur.call import Answer, Call, Transport
from imgur.endpoints.arguments import a_word
from imgur.endpoints.listing import Listing
from imgur.endpoints.payload import given
from imgur.endpoints.words import PostSort, Window

P = TypeVar("P")


class EndpointGroup:
    """A group of Imgur's endpoints. Its methods send one call each, and raise an ``ImgurError`` if it is not done."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def _get(
        self, route: str, /, *, params: dict[str, str | None] | None = None, **ids: str | int
    ) -> tuple[Call, Answer]:
        """Read ``route`` with its placeholders filled from ``ids``; a parameter that is None is left out."""
        return self._send(Call.to("GET", route, ids=ids, params=dict(given(**params or {}))))

    def _list(
        self,
        route: str,
        read: Callable[[Call, Answer], P],
        /,
        *,
        params: dict[str, str | None] | None = None,
        **ids: str | int,
    ) -> Listing[P]:
        """The list at ``route``, whose pages ``read`` reads. A route without {page} takes it as a parameter."""
        return Listing(self._send, read, route, ids, params or {})

    def _posts(
        self,
        route: str,
        read: Callable[[Call, Answer], P],
        sort: str,
        window: str,
        /,
        *,
        sorts: Any = PostSort,
        params: dict[str, str | None] | None = None,
        **ids: str | int,
    ) -> Listing[P]:
        """As ``_list``, of posts in one of the orders ``sorts`` (a ``Literal``), out of a window of time."""
        order, span = a_word(route, sort, sorts), a_word(route, window, Window)
        return self._list(route, read, params=params, sort=order, window=span, **ids)

    def _send(self, call: Call) -> tuple[Call, Answer]:
        return call, self._transport.send(call)
