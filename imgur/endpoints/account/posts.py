"""The posts of an account and those it likes. Favourites come with many fields that are "not told"."""

from __future__ import annotations

from collections.abc import Iterator

from imgur.endpoints.arguments import a_page, a_word
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.paging import all_pages
from imgur.endpoints.payload import a_list_of
from imgur.endpoints.words import AccountSort, AgeSort
from imgur.models import GalleryItem, gallery_item


class AccountPosts(EndpointGroup):
    """The part of ``client.account`` that is about the gallery."""

    def gallery_favorites_page(self, page: int, sort: AgeSort = "newest", username: str = "me") -> list[GalleryItem]:
        """Page ``page`` (from 0) of the account's favourites in the gallery, which everybody sees; 1 credit.

        GET /3/account/{username}/gallery_favorites/{page}/{sort}, see https://apidocs.imgur.com/#gallery-favorites
        """
        return self._posts("/3/account/{username}/gallery_favorites/{page}/{sort}", page, sort, AgeSort, username)

    def gallery_favorites(self, sort: AgeSort = "newest", username: str = "me") -> Iterator[GalleryItem]:
        """All favourites in the gallery, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/gallery_favorites/{page}/{sort}, see https://apidocs.imgur.com/#gallery-favorites
        """
        return all_pages(lambda page: self.gallery_favorites_page(page, sort, username))

    def favorites_page(self, page: int, sort: AgeSort = "newest", username: str = "me") -> list[GalleryItem]:
        """Page ``page`` (from 0) of all favourites, also outside the gallery, for the account itself only; 1 credit.

        GET /3/account/{username}/favorites/{page}/{sort}, see https://apidocs.imgur.com/#account-favorites
        """
        return self._posts("/3/account/{username}/favorites/{page}/{sort}", page, sort, AgeSort, username)

    def favorites(self, sort: AgeSort = "newest", username: str = "me") -> Iterator[GalleryItem]:
        """All favourites, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/favorites/{page}/{sort}, see https://apidocs.imgur.com/#account-favorites
        """
        return all_pages(lambda page: self.favorites_page(page, sort, username))

    def likes_page(self, page: int, username: str = "me") -> list[GalleryItem]:
        """Page ``page`` (from 0) of the favourites under their name of 2012; 1 credit.

        Of use where ``favorites_page`` is refused: old clients still call it.

        GET /3/account/{username}/likes/{page}
        """
        route = "/3/account/{username}/likes/{page}"
        return a_list_of(gallery_item, *self._get(route, username=username, page=a_page(route, page)))

    def submissions_page(
        self, page: int, sort: AccountSort = "newest", username: str = "me", *, album_previews: bool = False
    ) -> list[GalleryItem]:
        """Page ``page`` (from 0) of what the account shared with the gallery, 60 a page; 1 credit.

        With ``album_previews`` albums come with their first images.

        GET /3/account/{username}/submissions/{page}/{sort}, see https://apidocs.imgur.com/#account-submissions
        """
        route = "/3/account/{username}/submissions/{page}/{sort}"
        return self._posts(
            route, page, sort, AccountSort, username, params={"album_previews": "1" if album_previews else None}
        )

    def submissions(
        self, sort: AccountSort = "newest", username: str = "me", *, album_previews: bool = False
    ) -> Iterator[GalleryItem]:
        """All submissions, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/submissions/{page}/{sort}, see https://apidocs.imgur.com/#account-submissions
        """
        return all_pages(lambda page: self.submissions_page(page, sort, username, album_previews=album_previews))

    def items_page(self, page: int, sort: AgeSort = "newest", username: str = "me") -> list[GalleryItem]:
        """Page ``page`` (from 0) of all the account's posts, shared or not, as the web site's "all" tab; 1 credit.

        Not in Imgur's documents; its web site uses it.

        GET /3/account/{username}/items/{sort}/{page}
        """
        return self._posts("/3/account/{username}/items/{sort}/{page}", page, sort, AgeSort, username)

    def items(self, sort: AgeSort = "newest", username: str = "me") -> Iterator[GalleryItem]:
        """All posts, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/items/{sort}/{page}
        """
        return all_pages(lambda page: self.items_page(page, sort, username))

    def folder_favorites_page(
        self,
        folder_id: str | int,
        page: int = 0,
        sort: AgeSort = "newest",
        username: str = "me",
        *,
        client_id: str | None = None,
    ) -> list[GalleryItem]:
        """Page ``page`` (from 0) of the favourites in one folder; 1 credit.

        Not in Imgur's documents; its web site uses it, and names the application by ``client_id`` in the query.

        GET /3/account/{username}/folders/{folder_id}/favorites
        """
        route = "/3/account/{username}/folders/{folder_id}/favorites"
        params = {
            "client_id": client_id,
            "page": str(a_page(route, page)),
            "sort": a_word(route, sort, AgeSort),
        }
        return a_list_of(gallery_item, *self._get(route, params=params, username=username, folder_id=folder_id))

    def _posts(
        self,
        route: str,
        page: int,
        sort: str,
        words: object,
        username: str,
        params: dict[str, str | None] | None = None,
    ) -> list[GalleryItem]:
        ids: dict[str, str | int] = {"username": username, "page": a_page(route, page)}
        return a_list_of(gallery_item, *self._get(route, params=params, sort=a_word(route, sort, words), **ids))
