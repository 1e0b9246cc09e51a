"""The albums of an account. Strangers see the public ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from imgur.call import Call
from imgur.endpoints.account.listing import AccountListing
from imgur.endpoints.listing import Listing
from imgur.endpoints.paging import LARGEST_PAGE, all_pages, itself
from imgur.endpoints.payload import a_count, a_list_of, a_list_of_ids, an_object
from imgur.models import Album


class AccountAlbums(AccountListing):
    """The part of ``client.account`` that is about albums."""

    def albums_page(self, page: int, *, username: str = "me", per_page: int = LARGEST_PAGE) -> list[Album]:
        """Page ``page`` (from 0) of the account's albums, without their images; 1 credit. Empty beyond the end.

        GET /3/account/{username}/albums/{page}, see https://apidocs.imgur.com/#albums
        """
        return self._albums(username, per_page).page(page)

    def albums(self, *, username: str = "me", per_page: int = LARGEST_PAGE) -> Iterator[Album]:
        """All albums of the account, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/albums/{page}, see https://apidocs.imgur.com/#albums
        """
        return all_pages(self._albums(username, per_page).page)

    def album(self, album_id: str, *, username: str = "me") -> Album:
        """One album of the account with its images; 1 credit.

        GET /3/account/{username}/album/{id}, see https://apidocs.imgur.com/#album
        """
        found = self._get("/3/account/{username}/album/{id}", username=username, id=album_id)
        return Album.from_json(an_object(*found, "id"))

    def album_ids_page(self, page: int, *, username: str = "me", per_page: int = LARGEST_PAGE) -> list[str]:
        """Page ``page`` (from 0) of the ids of the account's albums; 1 credit.

        GET /3/account/{username}/albums/ids/{page}, see https://apidocs.imgur.com/#album-ids
        """
        return self._album_ids(username, per_page).page(page)

    def album_ids(self, *, username: str = "me", per_page: int = LARGEST_PAGE) -> Iterator[str]:
        """The ids of all albums of the account, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/albums/ids/{page}, see https://apidocs.imgur.com/#album-ids
        """
        return all_pages(self._album_ids(username, per_page).page, key=itself)

    def album_count(self, username: str = "me") -> int:
        """How many albums the account has; 1 credit.

        GET /3/account/{username}/albums/count, see https://apidocs.imgur.com/#album-count
        """
        return a_count(*self._get("/3/account/{username}/albums/count", username=username))

    def delete_album(self, album_id: str, *, username: str = "me") -> None:
        """Delete an album of the account; its images stay; 1 credit. NotFoundError when it is gone already.

        DELETE /3/account/{username}/album/{id}, see https://apidocs.imgur.com/#album-deletion
        """
        ids = {"username": username, "id": album_id}
        self._send(Call.to("DELETE", "/3/account/{username}/album/{id}", ids=ids))

    def _albums(self, username: str, per_page: int) -> Listing[list[Album]]:
        read = partial(a_list_of, Album.from_json)
        return self._sized("/3/account/{username}/albums/{page}", read, username, per_page)

    def _album_ids(self, username: str, per_page: int) -> Listing[list[str]]:
        return self._sized("/3/account/{username}/albums/ids/{page}", a_list_of_ids, username, per_page)
