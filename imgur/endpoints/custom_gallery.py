"""The gallery that an account makes for itself out of tags, and the one of tags that it does not want to see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imgur.call import Call, Transport
from imgur.endpoints.arguments import a_comma_list, a_text
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.older_galleries import OlderGalleries, custom_gallery
from imgur.endpoints.paging import SOME_PAGES, some_pages
from imgur.endpoints.payload import an_object
from imgur.endpoints.words import PostSort, Window
from imgur.models import CustomGallery, GalleryItem, gallery_item

_CUSTOM = "/3/g/custom/{sort}/{window}/{page}"
_FILTERED = "/3/g/filtered/{sort}/{window}/{page}"
_FILTERED_OUT = "/3/g/filtered_out/{sort}/{window}/{page}"


class CustomGalleryEndpoint(EndpointGroup):
    """``client.custom_gallery``. All of it needs the account's token; ``older`` has the several galleries of 2014.

    Of use as far as Imgur still answers: custom galleries left its documents in 2018.
    """

    def __init__(self, transport: Transport) -> None:
        super().__init__(transport)
        self.older = OlderGalleries(transport)

    def page(self, page: int = 0, *, sort: PostSort = "viral", window: Window = "week") -> CustomGallery:
        """The account's gallery with page ``page`` (from 0) of its posts; 1 credit. ``window`` counts for "top".

        GET /3/g/custom/{sort}/{window}/{page}
        """
        return self._posts(_CUSTOM, custom_gallery, sort, window).page(page)

    def posts(
        self, *, sort: PostSort = "viral", window: Window = "week", max_pages: int = SOME_PAGES
    ) -> Iterator[GalleryItem]:
        """The posts of the first ``max_pages`` pages of the account's gallery; 1 credit a page.

        GET /3/g/custom/{sort}/{window}/{page}
        """
        own = self._posts(_CUSTOM, custom_gallery, sort, window)
        return some_pages(lambda page: own.page(page).items, max_pages)

    def item(self, item_id: str) -> GalleryItem:
        """One post of the account's gallery; 1 credit.

        GET /3/g/custom/{item_id}
        """
        return gallery_item(an_object(*self._get("/3/g/custom/{item_id}", item_id=item_id), "id"))

    def add_tags(self, tags: Sequence[str]) -> None:
        """Take tags into the account's gallery; 1 credit.

        PUT /3/g/custom/add_tags
        """
        route = "/3/g/custom/add_tags"
        self._send(Call.to("PUT", route, form=[("tags", a_comma_list(route, tags))]))

    def remove_tags(self, tags: Sequence[str]) -> None:
        """Take tags out of the account's gallery; 1 credit.

        DELETE /3/g/custom/remove_tags?tags={tags}
        """
        route = "/3/g/custom/remove_tags"
        self._send(Call.to("DELETE", route, params={"tags": a_comma_list(route, tags)}))

    def filtered_page(self, page: int = 0, *, sort: PostSort = "viral", window: Window = "week") -> CustomGallery:
        """The gallery of what the account filters out, with page ``page`` (from 0) of its posts; 1 credit.

        GET /3/g/filtered/{sort}/{window}/{page}
        """
        return self._posts(_FILTERED, custom_gallery, sort, window).page(page)

    def filtered_posts(
        self, *, sort: PostSort = "viral", window: Window = "week", max_pages: int = SOME_PAGES
    ) -> Iterator[GalleryItem]:
        """The posts of the first ``max_pages`` pages of what is filtered out; 1 credit a page.

        GET /3/g/filtered/{sort}/{window}/{page}
        """
        filtered = self._posts(_FILTERED, custom_gallery, sort, window)
        return some_pages(lambda page: filtered.page(page).items, max_pages)

    def filtered_out_page(self, page: int = 0, *, sort: PostSort = "viral", window: Window = "week") -> CustomGallery:
        """The same as ``filtered_page`` under its name of 2014; 1 credit. Of use where that is refused.

        GET /3/g/filtered_out/{sort}/{window}/{page}
        """
        return self._posts(_FILTERED_OUT, custom_gallery, sort, window).page(page)

    def filtered_out_posts(
        self, *, sort: PostSort = "viral", window: Window = "week", max_pages: int = SOME_PAGES
    ) -> Iterator[GalleryItem]:
        """The same as ``filtered_posts`` under its name of 2014; 1 credit a page.

        GET /3/g/filtered_out/{sort}/{window}/{page}
        """
        filtered = self._posts(_FILTERED_OUT, custom_gallery, sort, window)
        return some_pages(lambda page: filtered.page(page).items, max_pages)

    def block_tag(self, tag: str) -> None:
        """Filter a tag out of what the account sees; 1 credit.

        POST /3/g/block_tag
        """
        self._filter("/3/g/block_tag", tag)

    def unblock_tag(self, tag: str) -> None:
        """Filter a tag out no longer; 1 credit.

        POST /3/g/unblock_tag
        """
        self._filter("/3/g/unblock_tag", tag)

    def _filter(self, route: str, tag: str) -> None:
        self._send(Call.to("POST", route, form=[("tag", a_text(route, tag, "tag"))], is_idempotent=True))
