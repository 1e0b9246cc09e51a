"""Memes: posts that were made with Imgur's generator, and the pictures it offers. Making one is not in the API."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.listing import Listing
from imgur.endpoints.paging import SOME_PAGES, some_pages
from imgur.endpoints.payload import a_list_of, an_object
from imgur.endpoints.words import PostSort, Window
from imgur.models import GalleryImage, GalleryItem, Image, gallery_item


class MemesEndpoint(EndpointGroup):
    """``client.memes``. Of use as far as Imgur still answers: memes left its documents in 2018."""

    def defaults(self) -> list[Image]:
        """The pictures to write on; a picture's title is the meme's name; 1 credit.

        GET /3/memegen/defaults
        """
        return a_list_of(Image.from_json, *self._get("/3/memegen/defaults"))

    def page(self, page: int = 0, *, sort: PostSort = "viral", window: Window = "week") -> list[GalleryItem]:
        """Page ``page`` (from 0) of the memes in the gallery; 1 credit. ``window`` counts for the order "top".

        GET /3/g/memes/{sort}/{window}/{page}
        """
        return self._memes(sort, window).page(page)

    def posts(
        self, *, sort: PostSort = "viral", window: Window = "week", max_pages: int = SOME_PAGES
    ) -> Iterator[GalleryItem]:
        """The memes of the first ``max_pages`` pages; 1 credit a page.

        GET /3/g/memes/{sort}/{window}/{page}
        """
        return some_pages(self._memes(sort, window).page, max_pages)

    def get(self, image_id: str) -> GalleryImage:
        """One meme; 1 credit. A client has noted that this does not work; ``client.gallery.image`` does.

        GET /3/g/memes/{id}
        """
        return GalleryImage.from_json(an_object(*self._get("/3/g/memes/{id}", id=image_id), "id"))

    def _memes(self, sort: str, window: str) -> Listing[list[GalleryItem]]:
        return self._posts("/3/g/memes/{sort}/{window}/{page}", partial(a_list_of, gallery_item), sort, window)
