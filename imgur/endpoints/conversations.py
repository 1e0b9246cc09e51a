"""Conversations: messages between two users. Imgur made them read-only in December 2016."""

from __future__ import annotations

from collections.abc import Iterator

from imgur.call import Answer, Call
from imgur.endpoints.arguments import a_page, a_text
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.listing import Listing
from imgur.endpoints.paging import all_pages
from imgur.endpoints.payload import a_list_of, an_object, an_object_with_list
from imgur.models import Conversation, Message


class ConversationsEndpoint(EndpointGroup):
    """``client.conversations``. All of it needs the account's token, and is of use as far as Imgur still answers."""

    def all(self) -> list[Conversation]:
        """The account's conversations, each with the beginning of its last message; 1 credit.

        GET /3/conversations
        """
        return a_list_of(Conversation.from_json, *self._get("/3/conversations"))

    def page(self, conversation_id: int, page: int = 1, *, offset: int = 0) -> Conversation:
        """A conversation with page ``page`` of its messages, from 1 (the newest messages); 1 credit.

        ``offset`` (from 0) begins the page that many messages further on.

        GET /3/conversations/{id}/{page}/{offset}
        """
        return self._thread(conversation_id, offset).page(page)

    def messages(self, conversation_id: int) -> Iterator[Message]:
        """All messages of a conversation, page by page until Imgur calls it done; 1 credit a page.

        The newest page comes first; inside a page the newest message is last.

        GET /3/conversations/{id}/{page}/{offset}
        """
        thread = self._thread(conversation_id, 0)
        is_done = False

        def read(page: int) -> tuple[Message, ...]:
            nonlocal is_done
            if is_done:
                return ()
            conversation = thread.page(page)
            is_done = conversation.done is True
            return conversation.messages or ()

        return all_pages(read, first=1)

    def send(self, recipient: str, body: str) -> None:
        """Write to a user; 1 credit. Never repeated by itself.

        POST /3/conversations/{recipient}
        """
        route = "/3/conversations/{recipient}"
        # Clients say the recipient a second time in the form, and so it was accepted.
        form = [("recipient", recipient), ("body", a_text(route, body, "message"))]
        self._send(Call.to("POST", route, ids={"recipient": recipient}, form=form))

    def delete(self, conversation_id: int) -> None:
        """Delete a conversation; 1 credit.

        DELETE /3/conversations/{id}
        """
        self._send(Call.to("DELETE", "/3/conversations/{id}", ids={"id": conversation_id}))

    def report(self, username: str) -> None:
        """Report a user for what they wrote; 1 credit. Never repeated by itself.

        POST /3/conversations/report/{username}
        """
        self._send(Call.to("POST", "/3/conversations/report/{username}", ids={"username": username}))

    def block(self, username: str) -> None:
        """Take no more messages from a user; 1 credit. ``client.account.block`` is today's way.

        POST /3/conversations/block/{username}
        """
        call = Call.to("POST", "/3/conversations/block/{username}", ids={"username": username}, is_idempotent=True)
        self._send(call)

    def _thread(self, conversation_id: int, offset: int) -> Listing[Conversation]:
        route = "/3/conversations/{id}/{page}/{offset}"
        ids = {"id": conversation_id, "offset": a_page(route, offset)}
        return Listing(self._send, _with_messages, route, ids, first=1)


def _with_messages(call: Call, answer: Answer) -> Conversation:
    an_object_with_list(call, answer, "messages")
    return Conversation.from_json(an_object(call, answer, "id"))
