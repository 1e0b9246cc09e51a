"""Accounts: who they are and what they hold.

``username`` is a user's name, or "me" for whom the token belongs to. Lists move while they are paged, so duplicates
and gaps between pages are normal; completeness is a matter of comparing with the counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import TypeVar

from imgur.call import Answer, Call, Transport
from imgur.endpoints.payload import a_count, a_list_of, a_list_of_ids, an_object
from imgur.models import Account, AccountSettings, Album, Image

LARGEST_PAGE = 100  # what perPage may ask for; Imgur's own default is 50

T = TypeVar("T", Image, Album)


class AccountEndpoint:
    """``client.account``. Images and settings need the account's own token; albums show strangers the public ones."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self, username: str = "me") -> Account:
        """An account's public side; 1 credit.

        GET /3/account/{username}, see https://apidocs.imgur.com/#account
        """
        call = Call.to("GET", "/3/account/{username}", ids={"username": username})
        return Account.from_json(an_object(call, self._transport.send(call), "id", "url"))

    def settings(self, username: str = "me") -> AccountSettings:
        """The account's settings, for itself only; 1 credit.

        GET /3/account/{username}/settings, see https://apidocs.imgur.com/#account-settings
        """
        call = Call.to("GET", "/3/account/{username}/settings", ids={"username": username})
        return AccountSettings.from_json(an_object(call, self._transport.send(call), "account_url", "email"))

    def images_page(self, page: int, per_page: int = LARGEST_PAGE, username: str = "me") -> list[Image]:
        """Page ``page`` (from 0) of the account's images; 1 credit. Empty beyond the end; a short page is not the end.

        GET /3/account/{username}/images/{page}, see https://apidocs.imgur.com/#images
        """
        call, answer = self._page("/3/account/{username}/images/{page}", page, per_page, username)
        return a_list_of(Image.from_json, call, answer)

    def images(self, username: str = "me", per_page: int = LARGEST_PAGE) -> Iterator[Image]:
        """All images of the account, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/images/{page}, see https://apidocs.imgur.com/#images
        """
        return _all_pages(lambda page: self.images_page(page, per_page, username))

    def image_ids_page(self, page: int, per_page: int = LARGEST_PAGE, username: str = "me") -> list[str]:
        """Page ``page`` (from 0) of the ids of the account's images; 1 credit.

        GET /3/account/{username}/images/ids/{page}, see https://apidocs.imgur.com/#image-ids
        """
        return a_list_of_ids(*self._page("/3/account/{username}/images/ids/{page}", page, per_page, username))

    def image_count(self, username: str = "me") -> int:
        """How many images the account has; 1 credit.

        GET /3/account/{username}/images/count, see https://apidocs.imgur.com/#image-count
        """
        call = Call.to("GET", "/3/account/{username}/images/count", ids={"username": username})
        return a_count(call, self._transport.send(call))

    def albums_page(self, page: int, per_page: int = LARGEST_PAGE, username: str = "me") -> list[Album]:
        """Page ``page`` (from 0) of the account's albums, without their images; 1 credit. Empty beyond the end.

        GET /3/account/{username}/albums/{page}, see https://apidocs.imgur.com/#albums
        """
        call, answer = self._page("/3/account/{username}/albums/{page}", page, per_page, username)
        return a_list_of(Album.from_json, call, answer)

    def albums(self, username: str = "me", per_page: int = LARGEST_PAGE) -> Iterator[Album]:
        """All albums of the account, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/albums/{page}, see https://apidocs.imgur.com/#albums
        """
        return _all_pages(lambda page: self.albums_page(page, per_page, username))

    def album_ids_page(self, page: int, per_page: int = LARGEST_PAGE, username: str = "me") -> list[str]:
        """Page ``page`` (from 0) of the ids of the account's albums; 1 credit.

        GET /3/account/{username}/albums/ids/{page}, see https://apidocs.imgur.com/#album-ids
        """
        return a_list_of_ids(*self._page("/3/account/{username}/albums/ids/{page}", page, per_page, username))

    def album_count(self, username: str = "me") -> int:
        """How many albums the account has; 1 credit.

        GET /3/account/{username}/albums/count, see https://apidocs.imgur.com/#album-count
        """
        call = Call.to("GET", "/3/account/{username}/albums/count", ids={"username": username})
        return a_count(call, self._transport.send(call))

    def _page(self, route: str, page: int, per_page: int, username: str) -> tuple[Call, Answer]:
        ids: dict[str, str | int] = {"username": username, "page": page}
        call = Call.to("GET", route, ids=ids, params={"perPage": str(per_page)})
        return call, self._transport.send(call)


def _all_pages(read_page: Callable[[int], list[T]]) -> Iterator[T]:
    """The members of all pages. A page that repeats the one before also ends it: the server ignores the page number."""
    previous: list[str] = []
    for page in count():
        members = read_page(page)
        ids = [member.id for member in members]
        if not members or ids == previous:
            return
        previous = ids
        yield from members
