"""Notifications: who replied and who wrote. Imgur's documents keep only ``client.account.reply_notifications``."""

from __future__ import annotations

from collections.abc import Sequence

from imgur.call import Call
from imgur.endpoints.arguments import a_comma_list, a_flag, a_word
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.payload import an_object, an_object_with_list
from imgur.endpoints.words import PutOrPost
from imgur.models import Notification, Notifications


class NotificationsEndpoint(EndpointGroup):
    """``client.notifications``. All of it needs the account's token, and is of use as far as Imgur still answers."""

    def all(self, *, new_only: bool = True) -> Notifications:
        """Replies and messages to the account, by default those it has not seen; 1 credit.

        GET /3/notification?new={new}
        """
        found = self._get("/3/notification", params={"new": a_flag(new_only)})
        return Notifications.from_json(an_object_with_list(*found, "replies", "messages"))

    def get(self, notification_id: int) -> Notification:
        """One notification; 1 credit.

        GET /3/notification/{id}
        """
        return Notification.from_json(an_object(*self._get("/3/notification/{id}", id=notification_id), "id"))

    def mark_viewed(self, notification_id: int, *, method: PutOrPost = "POST") -> None:
        """Mark a notification as seen; 1 credit.

        ``method`` may be "PUT", as in Imgur's list of 2012, should POST be refused.

        POST /3/notification/{id}
        """
        route = "/3/notification/{id}"
        verb = a_word(route, method, PutOrPost)
        self._send(Call.to(verb, route, ids={"id": notification_id}, is_idempotent=True))

    def mark_several_viewed(self, notification_ids: Sequence[int]) -> None:
        """Mark notifications as seen; 1 credit for all of them.

        POST /3/notification
        """
        form = [("ids", a_comma_list("/3/notification", notification_ids))]
        self._send(Call.to("POST", "/3/notification", form=form, is_idempotent=True))
