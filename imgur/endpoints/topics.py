"""Topics: the subjects of the gallery before tags. They left Imgur's documents in 2017; old clients still ask."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.listing import Listing
from imgur.endpoints.paging import SOME_PAGES, some_pages
from imgur.endpoints.payload import a_list_of, an_object
from imgur.endpoints.words import PostSort, Window
from imgur.models import GalleryItem, Topic, gallery_item


class TopicsEndpoint(EndpointGroup):
    """``client.topics``. A topic is given by its number or its name; blanks in a name go out as "_"."""

    def defaults(self) -> list[Topic]:
        """The topics of the front page; 1 credit.

        GET /3/topics/defaults
        """
        return a_list_of(Topic.from_json, *self._get("/3/topics/defaults"))

    def page(
        self, topic: str | int, page: int = 0, *, sort: PostSort = "viral", window: Window = "week"
    ) -> list[GalleryItem]:
        """Page ``page`` (from 0) of a topic's posts, 60 a page; 1 credit. ``window`` counts for the order "top".

        GET /3/topics/{topic}/{sort}/{window}/{page}
        """
        return self._topic(topic, sort, window).page(page)

    def posts(
        self, topic: str | int, *, sort: PostSort = "viral", window: Window = "week", max_pages: int = SOME_PAGES
    ) -> Iterator[GalleryItem]:
        """The posts of a topic's first ``max_pages`` pages; 1 credit a page.

        GET /3/topics/{topic}/{sort}/{window}/{page}
        """
        return some_pages(self._topic(topic, sort, window).page, max_pages)

    def post(self, topic: str | int, item_id: str) -> GalleryItem:
        """One post of a topic; 1 credit.

        GET /3/topics/{topic}/{item_id}
        """
        found = self._get("/3/topics/{topic}/{item_id}", topic=_in_path(topic), item_id=item_id)
        return gallery_item(an_object(*found, "id"))

    def _topic(self, topic: str | int, sort: str, window: str) -> Listing[list[GalleryItem]]:
        route = "/3/topics/{topic}/{sort}/{window}/{page}"
        return self._posts(route, partial(a_list_of, gallery_item), sort, window, topic=_in_path(topic))


def _in_path(topic: str | int) -> str:
    return str(topic).replace(" ", "_")
