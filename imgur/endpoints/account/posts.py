"""The posts of an account and those it likes. Favourites come with many fields that are "not told"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from imgur.endpoints.arguments import a_word
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.listing import Listing
from imgur.endpoints.paging import all_pages
from imgur.endpoints.payload import a_list_of
from imgur.endpoints.words import AccountSort, AgeSort
from imgur.models import GalleryItem, gallery_item

_GALLERY_FAVORITES = "/3/account/{username}/gallery_favorites/{page}/{sort}"
_FAVORITES = "/3/account/{username}/favorites/{page}/{sort}"
_SUBMISSIONS = "/3/account/{username}/submissions/{page}/{sort}"
_ITEMS = "/3/account/{username}/items/{sort}/{page}"
_read = partial(a_list_of, gallery_item)


class AccountPosts(EndpointGroup):
    """The part of ``client.account`` that is about the gallery."""

    def gallery_favorites_page(self, page: int, sort: AgeSort = "newest", *, username: str = "me") -> list[GalleryItem]:
        """Page ``page`` (from 0) of the account's favourites in the gallery, which everybody sees; 1 credit.

        GET /3/account/{username}/gallery_favorites/{page}/{sort}, see https://apidocs.imgur.com/#gallery-favorites
        """
        return self._by_age(_GALLERY_FAVORITES, sort, username).page(page)

    def gallery_favorites(self, sort: AgeSort = "newest", *, username: str = "me") -> Iterator[GalleryItem]:
        """All favourites in the gallery, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/gallery_favorites/{page}/{sort}, see https://apidocs.imgur.com/#gallery-favorites
        """
        return all_pages(self._by_age(_GALLERY_FAVORITES, sort, username).page)

    def favorites_page(self, page: int, sort: AgeSort = "newest", *, username: str = "me") -> list[GalleryItem]:
        """Page ``page`` (from 0) of all favourites, also outside the gallery, for the account itself only; 1 credit.

        GET /3/account/{username}/favorites/{page}/{sort}, see https://apidocs.imgur.com/#account-favorites
        """
        return self._by_age(_FAVORITES, sort, username).page(page)

    def favorites(self, sort: AgeSort = "newest", *, username: str = "me") -> Iterator[GalleryItem]:
        """All favourites, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/favorites/{page}/{sort}, see https://apidocs.imgur.com/#account-favorites
        """
        return all_pages(self._by_age(_FAVORITES, sort, username).page)

    def likes_page(self, page: int, *, username: str = "me") -> list[GalleryItem]:
        """Page ``page`` (from 0) of the favourites under their name of 2012; 1 credit.

        Of use where ``favorites_page`` is refused: old clients still call it.

        GET /3/account/{username}/likes/{page}
        """
        return self._likes(username).page(page)

    def likes(self, *, username: str = "me") -> Iterator[GalleryItem]:
        """All favourites under their name of 2012, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/likes/{page}
        """
        return all_pages(self._likes(username).page)

    def submissions_page(
        self, page: int, sort: AccountSort = "newest", *, username: str = "me", album_previews: bool = False
    ) -> list[GalleryItem]:
        """Page ``page`` (from 0) of what the account shared with the gallery, 60 a page; 1 credit.

        With ``album_previews`` albums come with their first images.

        GET /3/account/{username}/submissions/{page}/{sort}, see https://apidocs.imgur.com/#account-submissions
        """
        return self._submissions(sort, username, album_previews).page(page)

    def submissions(
        self, sort: AccountSort = "newest", *, username: str = "me", album_previews: bool = False
    ) -> Iterator[GalleryItem]:
        """All submissions, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/submissions/{page}/{sort}, see https://apidocs.imgur.com/#account-submissions
        """
        return all_pages(self._submissions(sort, username, album_previews).page)

    def items_page(self, page: int, sort: AgeSort = "newest", *, username: str = "me") -> list[GalleryItem]:
        """Page ``page`` (from 0) of all the account's posts, shared or not, as the web site's "all" tab; 1 credit.

        Not in Imgur's documents; its web site uses it.

        GET /3/account/{username}/items/{sort}/{page}
        """
        return self._by_age(_ITEMS, sort, username).page(page)

    def items(self, sort: AgeSort = "newest", *, username: str = "me") -> Iterator[GalleryItem]:
        """All posts, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/items/{sort}/{page}
        """
        return all_pages(self._by_age(_ITEMS, sort, username).page)

    def folder_favorites_page(
        self,
        folder_id: str | int,
        page: int = 0,
        sort: AgeSort = "newest",
        *,
        username: str = "me",
        client_id: str | None = None,
    ) -> list[GalleryItem]:
        """Page ``page`` (from 0) of the favourites in one folder; 1 credit.

        Not in Imgur's documents; its web site uses it, and names the application by ``client_id`` in the query.

        GET /3/account/{username}/folders/{folder_id}/favorites
        """
        return self._folder(folder_id, sort, username, client_id).page(page)

    def folder_favorites(
        self,
        folder_id: str | int,
        sort: AgeSort = "newest",
        *,
        username: str = "me",
        client_id: str | None = None,
    ) -> Iterator[GalleryItem]:
        """All favourites in one folder, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/folders/{folder_id}/favorites
        """
        return all_pages(self._folder(folder_id, sort, username, client_id).page)

    def _by_age(self, route: str, sort: str, username: str) -> Listing[list[GalleryItem]]:
        return self._list(route, _read, username=username, sort=a_word(route, sort, AgeSort))

    def _likes(self, username: str) -> Listing[list[GalleryItem]]:
        return self._list("/3/account/{username}/likes/{page}", _read, username=username)

    def _submissions(self, sort: str, username: str, album_previews: bool) -> Listing[list[GalleryItem]]:
        params = {"album_previews": "1" if album_previews else None}
        order = a_word(_SUBMISSIONS, sort, AccountSort)
        return self._list(_SUBMISSIONS, _read, params=params, username=username, sort=order)

    def _folder(
        self, folder_id: str | int, sort: str, username: str, client_id: str | None
    ) -> Listing[list[GalleryItem]]:
        route = "/3/account/{username}/folders/{folder_id}/favorites"
        params = {"client_id": client_id, "sort": a_word(route, sort, AgeSort)}
        return self._list(route, _read, params=params, username=username, folder_id=folder_id)
