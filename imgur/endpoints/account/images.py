"""The images of an account. They need its own token."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from imgur.call import Call
from imgur.endpoints.account.listing import AccountListing
from imgur.endpoints.listing import Listing
from imgur.endpoints.paging import LARGEST_PAGE, all_pages, itself
from imgur.endpoints.payload import a_count, a_list_of, a_list_of_ids, an_object
from imgur.models import Image


class AccountImages(AccountListing):
    """The part of ``client.account`` that is about images."""

    def images_page(self, page: int, *, username: str = "me", per_page: int = LARGEST_PAGE) -> list[Image]:
        """Page ``page`` (from 0) of the account's images; 1 credit. Empty beyond the end; a short page is not the end.

        GET /3/account/{username}/images/{page}, see https://apidocs.imgur.com/#images
        """
        return self._images(username, per_page).page(page)

    def images(self, *, username: str = "me", per_page: int = LARGEST_PAGE) -> Iterator[Image]:
        """All images of the account, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/images/{page}, see https://apidocs.imgur.com/#images
        """
        return all_pages(self._images(username, per_page).page)

    def image(self, image_id: str, *, username: str = "me") -> Image:
        """One image of the account; 1 credit.

        GET /3/account/{username}/image/{id}, see https://apidocs.imgur.com/#image
        """
        found = self._get("/3/account/{username}/image/{id}", username=username, id=image_id)
        return Image.from_json(an_object(*found, "id"))

    def image_ids_page(self, page: int, *, username: str = "me", per_page: int = LARGEST_PAGE) -> list[str]:
        """Page ``page`` (from 0) of the ids of the account's images; 1 credit.

        GET /3/account/{username}/images/ids/{page}, see https://apidocs.imgur.com/#image-ids
        """
        return self._image_ids(username, per_page).page(page)

    def image_ids(self, *, username: str = "me", per_page: int = LARGEST_PAGE) -> Iterator[str]:
        """The ids of all images of the account, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/images/ids/{page}, see https://apidocs.imgur.com/#image-ids
        """
        return all_pages(self._image_ids(username, per_page).page, key=itself)

    def image_count(self, username: str = "me") -> int:
        """How many images the account has; 1 credit.

        GET /3/account/{username}/images/count, see https://apidocs.imgur.com/#image-count
        """
        return a_count(*self._get("/3/account/{username}/images/count", username=username))

    def delete_image(self, deletehash: str, *, username: str = "me") -> None:
        """Delete an image of the account for good, by its deletehash; 1 credit. ``client.images.delete`` takes ids too.

        DELETE /3/account/{username}/image/{deletehash}, see https://apidocs.imgur.com/#image-deletion
        """
        ids = {"username": username, "deletehash": deletehash}
        self._send(Call.to("DELETE", "/3/account/{username}/image/{deletehash}", ids=ids))

    def _images(self, username: str, per_page: int) -> Listing[list[Image]]:
        read = partial(a_list_of, Image.from_json)
        return self._sized("/3/account/{username}/images/{page}", read, username, per_page)

    def _image_ids(self, username: str, per_page: int) -> Listing[list[str]]:
        return self._sized("/3/account/{username}/images/ids/{page}", a_list_of_ids, username, per_page)
