"""Several custom galleries an account, as Imgur had them in 2014, before there was one for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imgur.call import Answer, Call
from imgur.endpoints.arguments import a_comma_list, a_text
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.paging import SOME_PAGES, some_pages
from imgur.endpoints.payload import a_list_of, an_object, an_object_with_list, given
from imgur.endpoints.words import PostSort, Window
from imgur.models import CustomGallery, GalleryItem

_ROUTE = "/3/g/{id}/{sort}/{window}/{page}"


def custom_gallery(call: Call, answer: Answer) -> CustomGallery:
    """A custom gallery with a page of its posts."""
    return CustomGallery.from_json(an_object_with_list(call, answer, "items"))


class OlderGalleries(EndpointGroup):
    """``client.custom_gallery.older``. Of use to somebody who still has such galleries, as far as Imgur answers."""

    def all(self) -> list[CustomGallery]:
        """The account's galleries; 1 credit.

        GET /3/g
        """
        return a_list_of(CustomGallery.from_json, *self._get("/3/g"))

    def create(self, name: str, tags: Sequence[str] = ()) -> CustomGallery:
        """Create a gallery; 1 credit. Never repeated by itself.

        POST /3/g
        """
        form = given(name=a_text("/3/g", name, "name"), tags=a_comma_list("/3/g", tags) if tags else None)
        return CustomGallery.from_json(an_object(*self._send(Call.to("POST", "/3/g", form=form)), "id"))

    def page(
        self, gallery_id: str, page: int = 0, *, sort: PostSort = "viral", window: Window = "week"
    ) -> CustomGallery:
        """A gallery with page ``page`` (from 0) of its posts; 1 credit.

        GET /3/g/{id}/{sort}/{window}/{page}
        """
        return self._posts(_ROUTE, custom_gallery, sort, window, id=gallery_id).page(page)

    def posts(
        self, gallery_id: str, *, sort: PostSort = "viral", window: Window = "week", max_pages: int = SOME_PAGES
    ) -> Iterator[GalleryItem]:
        """The posts of a gallery's first ``max_pages`` pages; 1 credit a page.

        GET /3/g/{id}/{sort}/{window}/{page}
        """
        gallery = self._posts(_ROUTE, custom_gallery, sort, window, id=gallery_id)
        return some_pages(lambda page: gallery.page(page).items, max_pages)

    def rename(self, gallery_id: str, name: str) -> None:
        """Give a gallery another name; 1 credit.

        POST /3/g/{id}
        """
        form = [("name", a_text("/3/g/{id}", name, "name"))]
        self._send(Call.to("POST", "/3/g/{id}", ids={"id": gallery_id}, form=form, is_idempotent=True))

    def delete(self, gallery_id: str) -> None:
        """Delete a gallery; its posts stay; 1 credit.

        DELETE /3/g/{id}
        """
        self._send(Call.to("DELETE", "/3/g/{id}", ids={"id": gallery_id}))

    def add_tags(self, gallery_id: str, tags: Sequence[str]) -> None:
        """Take tags into a gallery; 1 credit.

        PUT /3/g/{id}/add_tags
        """
        route = "/3/g/{id}/add_tags"
        self._send(Call.to("PUT", route, ids={"id": gallery_id}, form=[("tags", a_comma_list(route, tags))]))

    def remove_tags(self, gallery_id: str, tags: Sequence[str]) -> None:
        """Take tags out of a gallery; 1 credit.

        DELETE /3/g/{id}/remove_tags?tags={tags}
        """
        route = "/3/g/{id}/remove_tags"
        self._send(Call.to("DELETE", route, ids={"id": gallery_id}, params={"tags": a_comma_list(route, tags)}))
