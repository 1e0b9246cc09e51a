"""Messages as they were in 2012, before conversations."""

from __future__ import annotations

from collections.abc import Iterator

from imgur.call import Call
from imgur.endpoints.arguments import a_text
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.listing import Listing
from imgur.endpoints.paging import all_pages, itself
from imgur.endpoints.payload import a_count, a_list_of, a_list_of_numbers, an_object, given
from imgur.models import OldMessage


class MessagesEndpoint(EndpointGroup):
    """``client.messages``. Of use as far as Imgur still answers; ``client.conversations`` took its place in 2013."""

    def all(self) -> list[OldMessage]:
        """The account's messages, one of every thread; 1 credit.

        GET /3/messages
        """
        return a_list_of(OldMessage.from_json, *self._get("/3/messages"))

    def ids_page(self, page: int = 0) -> list[int]:
        """Page ``page`` (from 0) of the ids of the account's messages; 1 credit.

        GET /3/messages/ids/{page}
        """
        return self._ids().page(page)

    def ids(self) -> Iterator[int]:
        """The ids of all messages, page by page until an empty one; 1 credit a page.

        GET /3/messages/ids/{page}
        """
        return all_pages(self._ids().page, key=itself)

    def count(self) -> int:
        """How many messages the account has; 1 credit.

        GET /3/messages/count
        """
        return a_count(*self._get("/3/messages/count"))

    def get(self, message_id: int) -> OldMessage:
        """One message; 1 credit.

        GET /3/message/{id}
        """
        return OldMessage.from_json(an_object(*self._get("/3/message/{id}", id=message_id), "id"))

    def thread(self, message_id: int) -> list[OldMessage]:
        """All messages of the thread that begins with this one; 1 credit.

        GET /3/message/{id}/thread
        """
        return a_list_of(OldMessage.from_json, *self._get("/3/message/{id}/thread", id=message_id))

    def send(self, recipient: str, body: str, *, subject: str | None = None, parent_id: int | None = None) -> None:
        """Write to a user; 1 credit. Never repeated by itself. ``parent_id`` is the first message of a thread.

        POST /3/message
        """
        form = given(
            recipient=a_text("/3/message", recipient, "recipient"),
            body=a_text("/3/message", body, "message"),
            subject=subject,
            parent_id=None if parent_id is None else str(parent_id),
        )
        self._send(Call.to("POST", "/3/message", form=form))

    def delete(self, message_id: int) -> None:
        """Delete a message; 1 credit.

        DELETE /3/message/{id}
        """
        self._send(Call.to("DELETE", "/3/message/{id}", ids={"id": message_id}))

    def report(self, username: str) -> None:
        """Report a user for what they wrote; 1 credit. Never repeated by itself.

        POST /3/message/report/{username}
        """
        self._send(Call.to("POST", "/3/message/report/{username}", ids={"username": username}))

    def block(self, username: str) -> None:
        """Take no more messages from a user; 1 credit.

        POST /3/message/block/{username}
        """
        call = Call.to("POST", "/3/message/block/{username}", ids={"username": username}, is_idempotent=True)
        self._send(call)

    def _ids(self) -> Listing[list[int]]:
        return self._list("/3/messages/ids/{page}", a_list_of_numbers)
