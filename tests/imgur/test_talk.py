"""Conversations, the messages before them, and notifications."""

from __future__ import annotations

from typing import Any

import pytest

from imgur import Comment, Conversation, ImgurUnavailableError, MessageNotice, Notification, Notifications, OldMessage
from tests.imgur.fake_transport import client_for
from tests.imgur.payloads import recorded

THREAD = recorded("conversation")["data"]


def page_of(*ids: int, done: bool | None = False) -> dict[str, Any]:
    return THREAD | {"messages": [{"id": number} for number in ids], "done": done}


def test_it_reads_a_conversation() -> None:
    conversation = Conversation.from_json(THREAD)

    assert (conversation.with_account, conversation.with_account_id) == ("bob_demo", 1198054)
    assert (conversation.done, conversation.page) == (True, 2)
    assert conversation.messages is not None
    [message] = conversation.messages
    assert (message.sender, message.sender_id, message.account_id) == ("bob_demo", 1198054, 63000001)
    assert message.sent_at == conversation.last_message_at
    assert conversation.extra == {}
    assert message.extra == {}


def test_what_people_wrote_is_in_no_repr() -> None:
    shown = repr(Conversation.from_json(THREAD)) + repr(OldMessage.from_json(recorded("old_message")["data"]))

    assert "Test 2" not in shown
    assert "Hello" not in shown


def test_messages_are_read_from_page_one_until_imgur_calls_it_done() -> None:
    client, transport = client_for(page_of(5, 6), page_of(3, 4), page_of(2, done=True))

    assert [message.id for message in client.conversations.messages(7)] == [5, 6, 3, 4, 2]
    assert [call.path for call in transport.calls] == [f"/3/conversations/7/{page}/0" for page in (1, 2, 3)]


def test_messages_end_without_a_word_too() -> None:
    client, transport = client_for(page_of(5, done=None), page_of(done=None))

    assert [message.id for message in client.conversations.messages(7)] == [5]
    assert len(transport.calls) == 2


@pytest.mark.parametrize("odd", [None, "x", 7, [1, 2]])
def test_messages_that_were_not_told_never_look_like_the_end(odd: Any) -> None:
    client, _ = client_for(page_of(5), THREAD | {"messages": odd, "done": None})
    walk = client.conversations.messages(7)

    assert next(walk).id == 5
    with pytest.raises(ImgurUnavailableError):
        next(walk)


def test_it_reads_a_message_of_2012() -> None:
    message = OldMessage.from_json(recorded("old_message")["data"])

    assert (message.id, message.sender, message.parent_id) == (620, "bob_demo", 619)
    assert (message.body, message.subject, message.timestamp) == ("Hello, World", None, "5 days ago")
    assert message.extra == {}


def test_it_reads_both_kinds_of_notifications() -> None:
    both = Notifications.from_json(recorded("notifications")["data"])

    [reply], [message] = both.replies, both.messages
    assert isinstance(reply.content, Comment)
    assert (reply.id, reply.viewed, reply.content.comment) == (4511, False, "Reply test")
    assert isinstance(message.content, MessageNotice)
    assert (message.content.id, message.content.with_account_id, message.content.message_num) == (620, 3698510, 103)
    assert (message.content.sender, message.content.last_message) == ("bob_demo", "wow. such message.")
    assert not message.content.is_spam
    assert reply.extra == message.extra == {}


def test_it_reads_a_notification_of_2014_where_all_is_text() -> None:
    notification = Notification.from_json({"id": "4511", "account_id": "384077", "viewed": "1", "content": {"id": 1}})

    assert (notification.id, notification.account_id, notification.viewed) == (4511, 384077, True)


@pytest.mark.parametrize("content", [None, [], "x", 7])
def test_a_notification_without_content_is_still_one(content: Any) -> None:
    notification = Notification.from_json({"id": 7, "content": content})

    assert notification.id == 7
    assert isinstance(notification.content, Comment)


def test_no_notifications_are_no_error_and_none_told_is_one() -> None:
    client, _ = client_for({"replies": [], "messages": []}, [], {})

    assert client.notifications.all() == Notifications()
    assert client.account.reply_notifications() == []
    with pytest.raises(ImgurUnavailableError):
        client.notifications.all()
