"""What people say to a post."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from imgur.call import Call
from imgur.endpoints.arguments import a_text, a_word
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.listing import Listing
from imgur.endpoints.paging import all_pages
from imgur.endpoints.payload import a_count, a_list_of, a_list_of_numbers, a_new_id, an_object
from imgur.endpoints.words import CommentSort
from imgur.models import Comment


class GalleryComments(EndpointGroup):
    """The part of ``client.gallery`` that is about comments."""

    def comments(self, post_id: str, sort: CommentSort = "best") -> list[Comment]:
        """All comments of a post with their replies; 1 credit.

        GET /3/gallery/{id}/comments/{sort}, see https://apidocs.imgur.com/#album-image-comments
        """
        route = "/3/gallery/{id}/comments/{sort}"
        return a_list_of(Comment.from_json, *self._get(route, id=post_id, sort=a_word(route, sort, CommentSort)))

    def comments_page(self, post_id: str, page: int, sort: CommentSort = "best") -> list[Comment]:
        """Page ``page`` (from 0) of a post's comments, for posts with too many for one answer; 1 credit.

        Not in Imgur's documents; clients use it.

        GET /3/gallery/{id}/comments/{sort}/{page}
        """
        return self._comments(post_id, sort).page(page)

    def all_comments(self, post_id: str, sort: CommentSort = "best") -> Iterator[Comment]:
        """All comments of a post, page by page until an empty one, or one that repeats the last; 1 credit a page.

        GET /3/gallery/{id}/comments/{sort}/{page}
        """
        return all_pages(self._comments(post_id, sort).page)

    def comment(self, post_id: str, comment_id: int) -> Comment:
        """One comment of a post; 1 credit.

        GET /3/gallery/{id}/comment/{comment_id}, see https://apidocs.imgur.com/#album-image-comment
        """
        found = self._get("/3/gallery/{id}/comment/{comment_id}", id=post_id, comment_id=comment_id)
        return Comment.from_json(an_object(*found, "id"))

    def add_comment(self, post_id: str, comment: str) -> int:
        """Comment on a post; 1 credit. The new comment's id.

        Never repeated by itself: after OutcomeUnknownError look at the account's newest comments first.

        POST /3/gallery/{id}/comment, see https://apidocs.imgur.com/#album-image-comment-creation
        """
        route = "/3/gallery/{id}/comment"
        form = [("comment", a_text(route, comment, "comment"))]
        return a_new_id(*self._send(Call.to("POST", route, ids={"id": post_id}, form=form)))

    def reply(self, post_id: str, comment_id: int, comment: str) -> int:
        """Reply to a comment of a post; 1 credit. The new comment's id. Never repeated by itself.

        POST /3/gallery/{id}/comment/{comment_id}, see https://apidocs.imgur.com/#album-image-comment-reply-creation
        """
        route = "/3/gallery/{id}/comment/{comment_id}"
        form = [("comment", a_text(route, comment, "comment"))]
        call = Call.to("POST", route, ids={"id": post_id, "comment_id": comment_id}, form=form)
        return a_new_id(*self._send(call))

    def comment_ids(self, post_id: str) -> list[int]:
        """The ids of a post's comments; 1 credit.

        GET /3/gallery/{id}/comments/ids, see https://apidocs.imgur.com/#album-image-comment-ids
        """
        return a_list_of_numbers(*self._get("/3/gallery/{id}/comments/ids", id=post_id))

    def comment_count(self, post_id: str) -> int:
        """How many comments a post has; 1 credit.

        GET /3/gallery/{id}/comments/count, see https://apidocs.imgur.com/#album-image-comment-count
        """
        return a_count(*self._get("/3/gallery/{id}/comments/count", id=post_id))

    def _comments(self, post_id: str, sort: str) -> Listing[list[Comment]]:
        route = "/3/gallery/{id}/comments/{sort}/{page}"
        read = partial(a_list_of, Comment.from_json)
        return self._list(route, read, id=post_id, sort=a_word(route, sort, CommentSort))
