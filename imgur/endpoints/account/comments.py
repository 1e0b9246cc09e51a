"""The comments that an account wrote. Everybody sees them."""

from __future__ import annotations

from collections.abc import Iterator

from imgur.call import Call
from imgur.endpoints.arguments import a_page, a_word
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.paging import all_pages
from imgur.endpoints.payload import a_count, a_list_of, a_list_of_numbers, an_object
from imgur.endpoints.words import AccountSort
from imgur.models import Comment


class AccountComments(EndpointGroup):
    """The part of ``client.account`` that is about comments."""

    def comments_page(self, page: int, sort: AccountSort = "newest", username: str = "me") -> list[Comment]:
        """Page ``page`` (from 0) of the account's comments, without replies; 1 credit. Empty beyond the end.

        GET /3/account/{username}/comments/{sort}/{page}, see https://apidocs.imgur.com/#comments
        """
        route = "/3/account/{username}/comments/{sort}/{page}"
        order = a_word(route, sort, AccountSort)
        return a_list_of(Comment.from_json, *self._get(route, username=username, sort=order, page=a_page(route, page)))

    def comments(self, sort: AccountSort = "newest", username: str = "me") -> Iterator[Comment]:
        """All comments of the account, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/comments/{sort}/{page}, see https://apidocs.imgur.com/#comments
        """
        return all_pages(lambda page: self.comments_page(page, sort, username))

    def comment(self, comment_id: int, username: str = "me") -> Comment:
        """One comment of the account; 1 credit.

        GET /3/account/{username}/comment/{id}, see https://apidocs.imgur.com/#comment
        """
        found = self._get("/3/account/{username}/comment/{id}", username=username, id=comment_id)
        return Comment.from_json(an_object(*found, "id"))

    def comment_ids_page(self, page: int, sort: AccountSort = "newest", username: str = "me") -> list[int]:
        """Page ``page`` (from 0) of the ids of the account's comments; 1 credit.

        GET /3/account/{username}/comments/ids/{sort}/{page}, see https://apidocs.imgur.com/#comment-ids
        """
        route = "/3/account/{username}/comments/ids/{sort}/{page}"
        order = a_word(route, sort, AccountSort)
        return a_list_of_numbers(*self._get(route, username=username, sort=order, page=a_page(route, page)))

    def comment_count(self, username: str = "me") -> int:
        """How many comments the account wrote; 1 credit.

        GET /3/account/{username}/comments/count, see https://apidocs.imgur.com/#comment-count
        """
        return a_count(*self._get("/3/account/{username}/comments/count", username=username))

    def delete_comment(self, comment_id: int, username: str = "me") -> None:
        """Delete a comment of the account; 1 credit. NotFoundError when it is gone already.

        DELETE /3/account/{username}/comment/{id}, see https://apidocs.imgur.com/#comment-deletion
        """
        ids: dict[str, str | int] = {"username": username, "id": comment_id}
        self._send(Call.to("DELETE", "/3/account/{username}/comment/{id}", ids=ids))
