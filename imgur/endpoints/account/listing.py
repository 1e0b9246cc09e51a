"""What the paged lists of an account have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from imgur.call import Answer, Call
from imgur.endpoints.arguments import a_page_size
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.listing import Listing
from imgur.endpoints.paging import LARGEST_PAGE

P = TypeVar("P")


class AccountListing(EndpointGroup):
    """Lists whose pages are as long as asked, up to 100."""

    def _sized(
        self, route: str, read: Callable[[Call, Answer], P], username: str, per_page: int, /, **ids: str | int
    ) -> Listing[P]:
        size = str(a_page_size(route, per_page, LARGEST_PAGE))
        return self._list(route, read, params={"perPage": size}, username=username, **ids)
