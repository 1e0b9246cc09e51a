"""What others want of an account: notifications below it, and messages to it in the way of 2012."""

from __future__ import annotations

from imgur.call import Call
from imgur.endpoints.arguments import a_flag, a_text
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.payload import a_list_of, an_object_with_list, given
from imgur.models import Notification, Notifications


class AccountNotices(EndpointGroup):
    """The part of ``client.account`` that is about notifications and messages."""

    def notifications(self, username: str = "me", *, new_only: bool = True) -> Notifications:
        """Replies and messages to the account, by default those it has not seen; 1 credit.

        Of use as far as Imgur still answers: of the notifications its documents keep ``reply_notifications`` only.

        GET /3/account/{username}/notifications?new={new}
        """
        route = "/3/account/{username}/notifications"
        found = self._get(route, params={"new": a_flag(new_only)}, username=username)
        return Notifications.from_json(an_object_with_list(*found, "replies", "messages"))

    def message_notifications(self, username: str = "me", *, new_only: bool = True) -> list[Notification]:
        """Notifications of messages alone, otherwise as ``notifications``; 1 credit.

        GET /3/account/{username}/notifications/messages?new={new}
        """
        route = "/3/account/{username}/notifications/messages"
        return a_list_of(Notification.from_json, *self._get(route, params={"new": a_flag(new_only)}, username=username))

    def reply_notifications(self, username: str = "me", *, new_only: bool = True) -> list[Notification]:
        """Notifications of replies alone, by default those not seen yet; 1 credit.

        GET /3/account/{username}/notifications/replies?new={new}, see https://apidocs.imgur.com/#account-replies
        """
        route = "/3/account/{username}/notifications/replies"
        return a_list_of(Notification.from_json, *self._get(route, params={"new": a_flag(new_only)}, username=username))

    def send_message(
        self, username: str, body: str, *, subject: str | None = None, parent_id: int | None = None
    ) -> None:
        """Write to a user; 1 credit. Never repeated by itself. ``parent_id`` is the first message of a thread.

        The way of 2012; of use where ``client.conversations.send`` is refused.

        POST /3/account/{username}/message
        """
        route = "/3/account/{username}/message"
        parent = None if parent_id is None else str(parent_id)
        form = given(body=a_text(route, body, "message"), subject=subject, parent_id=parent)
        self._send(Call.to("POST", route, ids={"username": username}, form=form))
