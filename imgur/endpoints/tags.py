"""Tags: subjects of the gallery, the posts below them, and the tags of one post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from imgur.call import Answer, Call
from imgur.endpoints.arguments import a_comma_list, a_word
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.listing import Listing
from imgur.endpoints.paging import SOME_PAGES, some_pages
from imgur.endpoints.payload import an_object, an_object_with_list, lacking
from imgur.endpoints.words import PostSort, TagVoteWord, Window
from imgur.models import DefaultTags, GalleryItem, Tag, TagGallery, TagVote, gallery_item
from imgur.models.reader import JsonReader


class TagsEndpoint(EndpointGroup):
    """``client.tags``. A tag is named as Imgur names it: in lower case, blanks as "_"."""

    def defaults(self) -> DefaultTags:
        """The tags that Imgur offers to everybody, and the first posts of its own galleries; 1 credit.

        GET /3/tags, see https://apidocs.imgur.com/#default-gallery-tags
        """
        return DefaultTags.from_json(an_object_with_list(*self._get("/3/tags"), "tags"))

    def info(self, tag: str) -> Tag:
        """One tag without its posts; 1 credit.

        GET /3/gallery/tag_info/{tag}, see https://apidocs.imgur.com/#gallery-tag-info
        """
        return Tag.from_json(an_object(*self._get("/3/gallery/tag_info/{tag}", tag=tag), "name"))

    def page(self, tag: str, page: int = 0, *, sort: PostSort = "viral", window: Window = "week") -> TagGallery:
        """A tag with page ``page`` (from 0) of its posts, 60 a page; 1 credit. No ``items`` beyond the end.

        ``window`` counts for the order "top".

        GET /3/gallery/t/{tag}/{sort}/{window}/{page}, see https://apidocs.imgur.com/#gallery-tag
        """
        return self._tag(tag, sort, window).page(page)

    def posts(
        self, tag: str, *, sort: PostSort = "viral", window: Window = "week", max_pages: int = SOME_PAGES
    ) -> Iterator[GalleryItem]:
        """The posts of a tag's first ``max_pages`` pages; 1 credit a page.

        GET /3/gallery/t/{tag}/{sort}/{window}/{page}, see https://apidocs.imgur.com/#gallery-tag
        """
        below = self._tag(tag, sort, window)
        return some_pages(lambda page: below.page(page).items, max_pages)

    def post(self, tag: str, item_id: str) -> GalleryItem:
        """One post below a tag; 1 credit.

        GET /3/gallery/t/{tag}/{item_id}, see https://apidocs.imgur.com/#gallery-tag-image
        """
        return gallery_item(an_object(*self._get("/3/gallery/t/{tag}/{item_id}", tag=tag, item_id=item_id), "id"))

    def of_post(self, post_id: str) -> list[TagVote]:
        """The tags of a post; 1 credit. Votes and authors are as old as 2015 and may be missing.

        GET /3/gallery/{id}/tags, see https://apidocs.imgur.com/#gallery-item-tags
        """
        call, answer = self._get("/3/gallery/{id}/tags", id=post_id)
        # The shape of later years is not known: a bare list is taken as well.
        data = answer.data if isinstance(answer.data, Mapping) and answer.data else {"tags": answer.data}
        tags = JsonReader(data).items_or_none("tags", TagVote.from_json)
        if tags is None:
            raise lacking(call, answer)
        return [tag for tag in tags if tag.name]

    def set_on_post(self, post_id: str, tags: Sequence[str]) -> None:
        """Give an own post exactly these tags; 1 credit.

        POST /3/gallery/tags/{id}, see https://apidocs.imgur.com/#update-gallery-tags
        """
        route = "/3/gallery/tags/{id}"
        form = [("tags", a_comma_list(route, tags))]
        self._send(Call.to("POST", route, ids={"id": post_id}, form=form, is_idempotent=True))

    def vote(self, post_id: str, tag: str, vote: TagVoteWord) -> None:
        """Vote on whether a tag fits a post; 1 credit. The same again takes it back, so it is never repeated by itself.

        Of use as far as Imgur still answers: it was taken away in 2016.

        POST /3/gallery/{id}/vote/tag/{tag}/{vote}
        """
        route = "/3/gallery/{id}/vote/tag/{tag}/{vote}"
        ids = {"id": post_id, "tag": tag, "vote": a_word(route, vote, TagVoteWord)}
        self._send(Call.to("POST", route, ids=ids))

    def _tag(self, tag: str, sort: str, window: str) -> Listing[TagGallery]:
        return self._posts("/3/gallery/t/{tag}/{sort}/{window}/{page}", _with_posts, sort, window, tag=tag)


def _with_posts(call: Call, answer: Answer) -> TagGallery:
    return TagGallery.from_json(an_object_with_list(call, answer, "items"))
