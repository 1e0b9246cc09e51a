"""What an account follows, and whom it blocks."""

from __future__ import annotations

from imgur.call import Call
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.payload import a_yes_or_no, an_object_with_list
from imgur.models import BlockedUsersPage

# These three are not version 3, and want to be asked for another kind of JSON.
_BLOCK_ROUTE = "/account/v1/{username}/block"
_BLOCK_ACCEPT = "application/vnd.api+json"


class AccountRelations(EndpointGroup):
    """The part of ``client.account`` that is about tags followed and users blocked. All need the account's token."""

    def follow_tag(self, tag: str) -> None:
        """Follow a tag; 1 credit. NotFoundError when there is no such tag.

        POST /3/account/me/follow/tag/{tag}, see https://apidocs.imgur.com/#follow-tag
        """
        self._send(Call.to("POST", "/3/account/me/follow/tag/{tag}", ids={"tag": tag}, is_idempotent=True))

    def unfollow_tag(self, tag: str) -> None:
        """Follow a tag no longer; 1 credit. BadRequestError when it was not followed.

        Never repeated by itself: the second answer would be that error.

        DELETE /3/account/me/follow/tag/{tag}, see https://apidocs.imgur.com/#unfollow-tag
        """
        self._send(Call.to("DELETE", "/3/account/me/follow/tag/{tag}", ids={"tag": tag}, is_idempotent=False))

    def blocked_users(self) -> BlockedUsersPage:
        """The users whom the account blocks; 1 credit.

        GET /3/account/me/block, see https://apidocs.imgur.com/#list-account-blocks
        """
        return BlockedUsersPage.from_json(an_object_with_list(*self._get("/3/account/me/block"), "items"))

    def is_blocking(self, username: str) -> bool:
        """Whether the account blocks a user; 1 credit.

        GET /account/v1/{username}/block, see https://apidocs.imgur.com/#account-block-status
        """
        return self._block("GET", username)

    def block(self, username: str) -> bool:
        """Block a user; 1 credit. True when the user is blocked now.

        POST /account/v1/{username}/block, see https://apidocs.imgur.com/#account-block-create
        """
        return self._block("POST", username)

    def unblock(self, username: str) -> bool:
        """Block a user no longer; 1 credit. False when the user is not blocked any more.

        DELETE /account/v1/{username}/block, see https://apidocs.imgur.com/#account-block-delete
        """
        return self._block("DELETE", username)

    def _block(self, method: str, username: str) -> bool:
        ids = {"username": username}
        call = Call.to(method, _BLOCK_ROUTE, ids=ids, accept=_BLOCK_ACCEPT, is_idempotent=True)
        return a_yes_or_no(*self._send(call), "blocked")
