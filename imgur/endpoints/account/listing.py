"""What the paged lists of an account have in common."""

from __future__ import annotations

from imgur.call import Answer, Call
from imgur.endpoints.arguments import a_page
from imgur.endpoints.group import EndpointGroup


class AccountListing(EndpointGroup):
    """Lists whose pages are numbered from 0 and as long as asked, up to 100."""

    def _page(self, route: str, page: int, per_page: int, username: str) -> tuple[Call, Answer]:
        return self._get(route, params={"perPage": str(per_page)}, username=username, page=a_page(route, page))
