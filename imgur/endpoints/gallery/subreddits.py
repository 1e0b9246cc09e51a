"""Pictures of Imgur's that were posted to reddit. Votes, comment counts and authors are "not told" there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.listing import Listing
from imgur.endpoints.paging import SOME_PAGES, some_pages
from imgur.endpoints.payload import a_list_of, an_object
from imgur.endpoints.words import SubredditSort, Window
from imgur.models import GalleryItem, gallery_item


class GallerySubreddits(EndpointGroup):
    """The part of ``client.gallery`` that is about subreddits."""

    def subreddit_page(
        self, subreddit: str, page: int = 0, *, sort: SubredditSort = "time", window: Window = "week"
    ) -> list[GalleryItem]:
        """Page ``page`` (from 0) of a subreddit, 60 a page; 1 credit. ``window`` counts for the order "top".

        GET /3/gallery/r/{subreddit}/{sort}/{window}/{page}, see https://apidocs.imgur.com/#subreddit-galleries
        """
        return self._subreddit(subreddit, sort, window).page(page)

    def subreddit(
        self,
        subreddit: str,
        *,
        sort: SubredditSort = "time",
        window: Window = "week",
        max_pages: int = SOME_PAGES,
    ) -> Iterator[GalleryItem]:
        """The posts of a subreddit's first ``max_pages`` pages; 1 credit a page.

        GET /3/gallery/r/{subreddit}/{sort}/{window}/{page}, see https://apidocs.imgur.com/#subreddit-galleries
        """
        return some_pages(self._subreddit(subreddit, sort, window).page, max_pages)

    def subreddit_image(self, subreddit: str, image_id: str) -> GalleryItem:
        """One picture of a subreddit; 1 credit.

        GET /3/gallery/r/{subreddit}/{image_id}, see https://apidocs.imgur.com/#subreddit-image
        """
        found = self._get("/3/gallery/r/{subreddit}/{image_id}", subreddit=subreddit, image_id=image_id)
        return gallery_item(an_object(*found, "id"))

    def _subreddit(self, subreddit: str, sort: str, window: str) -> Listing[list[GalleryItem]]:
        route = "/3/gallery/r/{subreddit}/{sort}/{window}/{page}"
        read = partial(a_list_of, gallery_item)
        return self._posts(route, read, sort, window, sorts=SubredditSort, subreddit=subreddit)
