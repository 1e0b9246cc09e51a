"""Lists of posts: the front pages, search, random. They have no end worth reaching, so walking takes a limit.

A page has 60 posts, whatever is asked; an empty one lies beyond the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from imgur.endpoints.arguments import a_flag, a_word
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.listing import Listing
from imgur.endpoints.paging import SOME_PAGES, some_pages
from imgur.endpoints.payload import a_list_of
from imgur.endpoints.search_query import SEARCH_ROUTE, SearchQuery
from imgur.endpoints.words import GallerySection, GallerySort, PostSort, Window
from imgur.errors import BadRequestError
from imgur.models import GalleryItem, gallery_item

LAST_RANDOM_PAGE = 50
_read = partial(a_list_of, gallery_item)


class GalleryLists(EndpointGroup):
    """The part of ``client.gallery`` that lists posts."""

    def page(
        self,
        page: int = 0,
        *,
        section: GallerySection = "hot",
        sort: GallerySort = "viral",
        window: Window = "day",
        show_viral: bool | None = None,
        mature: bool | None = None,
        album_previews: bool | None = None,
    ) -> list[GalleryItem]:
        """Page ``page`` (from 0) of a section of the gallery; 1 credit.

        ``sort`` "rising" is for the section "user" alone, ``window`` counts for the section "top", ``show_viral`` for
        "user". ``mature`` is needed without an account only, which has a setting for it. ``album_previews`` brings
        the first images of albums.

        GET /3/gallery/{section}/{sort}/{window}/{page}, see https://apidocs.imgur.com/#gallery
        """
        return self._section(section, sort, window, show_viral, mature, album_previews).page(page)

    def posts(
        self,
        *,
        section: GallerySection = "hot",
        sort: GallerySort = "viral",
        window: Window = "day",
        show_viral: bool | None = None,
        mature: bool | None = None,
        album_previews: bool | None = None,
        max_pages: int = SOME_PAGES,
    ) -> Iterator[GalleryItem]:
        """The posts of the first ``max_pages`` pages of a section, as ``page``; 1 credit a page.

        GET /3/gallery/{section}/{sort}/{window}/{page}, see https://apidocs.imgur.com/#gallery
        """
        wanted = self._section(section, sort, window, show_viral, mature, album_previews)
        return some_pages(wanted.page, max_pages)

    def search_page(
        self, query: SearchQuery | str, page: int = 0, *, sort: PostSort = "time", window: Window = "all"
    ) -> list[GalleryItem]:
        """Page ``page`` (from 0) of what a search finds; 1 credit. ``window`` counts for the order "top".

        GET /3/gallery/search/{sort}/{window}/{page}, see https://apidocs.imgur.com/#gallery-search
        """
        return self._search(query, sort, window).page(page)

    def search(
        self,
        query: SearchQuery | str,
        *,
        sort: PostSort = "time",
        window: Window = "all",
        max_pages: int = SOME_PAGES,
    ) -> Iterator[GalleryItem]:
        """What a search finds on its first ``max_pages`` pages; 1 credit a page.

        GET /3/gallery/search/{sort}/{window}/{page}, see https://apidocs.imgur.com/#gallery-search
        """
        return some_pages(self._search(query, sort, window).page, max_pages)

    def random_page(self, page: int = 0) -> list[GalleryItem]:
        """Page ``page`` (0 to 50) of posts picked anew every hour; 1 credit. Imgur may end it: it is deprecated.

        GET /3/gallery/random/random/{page}, see https://apidocs.imgur.com/#random-gallery-images
        """
        return self._random().page(page)

    def random(self, *, max_pages: int = SOME_PAGES) -> Iterator[GalleryItem]:
        """The random posts of the first ``max_pages`` pages, 51 at most; 1 credit a page.

        GET /3/gallery/random/random/{page}, see https://apidocs.imgur.com/#random-gallery-images
        """
        return some_pages(self._random().page, min(max_pages, LAST_RANDOM_PAGE + 1))

    def _section(
        self,
        section: str,
        sort: str,
        window: str,
        show_viral: bool | None,
        mature: bool | None,
        album_previews: bool | None,
    ) -> Listing[list[GalleryItem]]:
        route = "/3/gallery/{section}/{sort}/{window}/{page}"
        if sort == "rising" and section != "user":
            raise BadRequestError(
                "Only the section “user” can be sorted by “rising”. Nothing was sent.", call_route=route
            )
        params = {"showViral": a_flag(show_viral), "mature": a_flag(mature), "album_previews": a_flag(album_previews)}
        part = a_word(route, section, GallerySection)
        return self._posts(route, _read, sort, window, sorts=GallerySort, params=params, section=part)

    def _search(self, query: SearchQuery | str, sort: str, window: str) -> Listing[list[GalleryItem]]:
        wanted = SearchQuery(query) if isinstance(query, str) else query
        return self._posts(SEARCH_ROUTE, _read, sort, window, params={**wanted.params})

    def _random(self) -> Listing[list[GalleryItem]]:
        return Listing(self._send, _read, "/3/gallery/random/random/{page}", {}, last=LAST_RANDOM_PAGE)
