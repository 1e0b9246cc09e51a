"""One of Imgur's lists, of which a page at a time is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Generic, TypeVar

from imgur.call import Answer, Call
from imgur.endpoints.arguments import LARGEST_PAGE_NUMBER, a_page
from imgur.endpoints.payload import given

P = TypeVar("P")


class Listing(Generic[P]):
    """A list with everything that names it but the number of the page.

    Making one refuses what is wrong with it (as a BadRequestError). So a walk is refused where it is begun, and not at
    its first step.
    """

    def __init__(
        self,
        send: Callable[[Call], tuple[Call, Answer]],
        read: Callable[[Call, Answer], P],
        route: str,
        ids: Mapping[str, str | int],
        params: Mapping[str, str | None] = MappingProxyType({}),
        *,
        first: int = 0,
        last: int = LARGEST_PAGE_NUMBER,
    ) -> None:
        self._send, self._read = send, read
        self._route, self._ids, self._params = route, ids, params
        self._first, self._last = first, last
        self._call(first)

    def page(self, number: int) -> P:
        """Page ``number``; 1 credit."""
        return self._read(*self._send(self._call(number)))

    def _call(self, number: int) -> Call:
        page = a_page(self._route, number, first=self._first, last=self._last)
        params = self._params if "{page}" in self._route else {**self._params, "page": str(page)}
        return Call.to("GET", self._route, ids={**self._ids, "page": page}, params=dict(given(**params)))
