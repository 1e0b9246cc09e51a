"""The comments that an account wrote. Everybody sees them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from imgur.call import Call
from imgur.endpoints.account.listing import AccountListing
from imgur.endpoints.arguments import a_word
from imgur.endpoints.listing import Listing
from imgur.endpoints.paging import LARGEST_PAGE, all_pages, itself
from imgur.endpoints.payload import a_count, a_list_of, a_list_of_numbers, an_object
from imgur.endpoints.words import AccountSort
from imgur.models import Comment


class AccountComments(AccountListing):
    """The part of ``client.account`` that is about comments."""

    def comments_page(
        self, page: int, sort: AccountSort = "newest", *, username: str = "me", per_page: int = LARGEST_PAGE
    ) -> list[Comment]:
        """Page ``page`` (from 0) of the account's comments, without replies; 1 credit. Empty beyond the end.

        GET /3/account/{username}/comments/{sort}/{page}, see https://apidocs.imgur.com/#comments
        """
        return self._comments(sort, username, per_page).page(page)

    def comments(
        self, sort: AccountSort = "newest", *, username: str = "me", per_page: int = LARGEST_PAGE
    ) -> Iterator[Comment]:
        """All comments of the account, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/comments/{sort}/{page}, see https://apidocs.imgur.com/#comments
        """
        return all_pages(self._comments(sort, username, per_page).page)

    def comment(self, comment_id: int, *, username: str = "me") -> Comment:
        """One comment of the account; 1 credit.

        GET /3/account/{username}/comment/{id}, see https://apidocs.imgur.com/#comment
        """
        found = self._get("/3/account/{username}/comment/{id}", username=username, id=comment_id)
        return Comment.from_json(an_object(*found, "id"))

    def comment_ids_page(
        self, page: int, sort: AccountSort = "newest", *, username: str = "me", per_page: int = LARGEST_PAGE
    ) -> list[int]:
        """Page ``page`` (from 0) of the ids of the account's comments; 1 credit.

        GET /3/account/{username}/comments/ids/{sort}/{page}, see https://apidocs.imgur.com/#comment-ids
        """
        return self._comment_ids(sort, username, per_page).page(page)

    def comment_ids(
        self, sort: AccountSort = "newest", *, username: str = "me", per_page: int = LARGEST_PAGE
    ) -> Iterator[int]:
        """The ids of all comments of the account, page by page until an empty one; 1 credit a page.

        GET /3/account/{username}/comments/ids/{sort}/{page}, see https://apidocs.imgur.com/#comment-ids
        """
        return all_pages(self._comment_ids(sort, username, per_page).page, key=itself)

    def comment_count(self, username: str = "me") -> int:
        """How many comments the account wrote; 1 credit.

        GET /3/account/{username}/comments/count, see https://apidocs.imgur.com/#comment-count
        """
        return a_count(*self._get("/3/account/{username}/comments/count", username=username))

    def delete_comment(self, comment_id: int, *, username: str = "me") -> None:
        """Delete a comment of the account; 1 credit. NotFoundError when it is gone already.

        DELETE /3/account/{username}/comment/{id}, see https://apidocs.imgur.com/#comment-deletion
        """
        ids: dict[str, str | int] = {"username": username, "id": comment_id}
        self._send(Call.to("DELETE", "/3/account/{username}/comment/{id}", ids=ids))

    def _comments(self, sort: str, username: str, per_page: int) -> Listing[list[Comment]]:
        route = "/3/account/{username}/comments/{sort}/{page}"
        read = partial(a_list_of, Comment.from_json)
        return self._sized(route, read, username, per_page, sort=a_word(route, sort, AccountSort))

    def _comment_ids(self, sort: str, username: str, per_page: int) -> Listing[list[int]]:
        route = "/3/account/{username}/comments/ids/{sort}/{page}"
        return self._sized(route, a_list_of_numbers, username, per_page, sort=a_word(route, sort, AccountSort))
