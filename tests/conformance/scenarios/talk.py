"""Conversations, the messages before them, notifications: CV1 to CV6, MS1 to MS9, NO1 to NO4."""

from __future__ import annotations

import pytest

from imgur import Comment, Conversation, ForbiddenError, NotFoundError
from tests.conformance.scenarios import conforms
from tests.conformance.trial import OWNER, STRANGER, Trial


def conversation_with(trial: Trial, other: str, person: str = OWNER) -> Conversation:
    return next(one for one in trial.imgur(person).conversations.all() if one.with_account == other)


@conforms("CV1", "conversations.all")
def lists_conversations(trial: Trial) -> None:
    trial.imgur(STRANGER).conversations.send(OWNER, "The bridge is out, the lower path is open.")

    first, *others = trial.call()

    assert (first.with_account, first.last_message_preview) == (STRANGER, "The bridge is out, the lower p...")
    moments = [conversation.last_message_at for conversation in (first, *others)]
    assert moments == sorted(moments, reverse=True)


@conforms("CV2", "conversations.page")
def reads_a_conversation(trial: Trial) -> None:
    longest = max(trial.imgur().conversations.all(), key=lambda conversation: conversation.message_count)
    assert longest.message_count > 50

    first, last = trial.call(longest.id), trial.call(longest.id, 3)

    assert (first.page, first.done, first.message_count) == (2, False, longest.message_count)
    assert first.messages[-1].sent_at == longest.last_message_at
    assert {message.sender for message in first.messages} == {OWNER, longest.with_account}
    assert (last.page, last.done) == (4, True)
    assert trial.call(longest.id, offset=1).messages[-1] == first.messages[-2]


@conforms("CV2", "conversations.messages")
def reads_a_conversation_to_its_beginning(trial: Trial) -> None:
    longest = max(trial.imgur().conversations.all(), key=lambda conversation: conversation.message_count)

    messages = trial.call(longest.id)

    assert len({message.id for message in messages}) == len(messages) == longest.message_count
    assert max(message.sent_at for message in messages) == longest.last_message_at


@conforms("CV3", "conversations.send")
def writes_to_somebody(trial: Trial) -> None:
    trial.call("kilnside", "Is the kiln free on Tuesday?")

    conversation = conversation_with(trial, OWNER, "kilnside")
    (message,) = trial.imgur("kilnside").conversations.messages(conversation.id)
    assert (message.body, message.sender) == ("Is the kiln free on Tuesday?", OWNER)
    notice = trial.imgur("kilnside").notifications.all().messages[0].content
    assert notice.id == conversation.id


@conforms("CV4", "conversations.delete")
def deletes_a_conversation(trial: Trial) -> None:
    trial.imgur().conversations.send("kilnside", "Never mind.")
    conversation = conversation_with(trial, "kilnside")

    trial.call(conversation.id)

    assert conversation.id not in [one.id for one in trial.imgur().conversations.all()]
    assert conversation_with(trial, OWNER, "kilnside").id == conversation.id


@conforms("CV5", "conversations.report")
@conforms("MS8", "messages.report")
def reports_somebody(trial: Trial) -> None:
    trial.call("grumpy_heron")

    reported = trial.value(
        "SELECT username FROM sandbox_userreport JOIN sandbox_account ON sandbox_account.id = reported_id"
    )
    assert reported == "grumpy_heron"


@conforms("CV6", "conversations.block")
@conforms("MS9", "messages.block")
def blocks_somebody(trial: Trial) -> None:
    trial.call("grumpy_heron")

    assert trial.imgur().account.is_blocking("grumpy_heron")
    with pytest.raises(ForbiddenError):
        trial.imgur("grumpy_heron").conversations.send(OWNER, "No.")


@conforms("MS1", "messages.all")
def lists_the_last_message_of_every_thread(trial: Trial) -> None:
    first, second = thread(trial)

    newest = trial.call()[0]

    assert (newest.id, newest.parent_id, newest.sender) == (second, first, STRANGER)


@conforms("MS2", "messages.ids_page")
def lists_ids_of_messages(trial: Trial) -> None:
    first, second = thread(trial)

    assert trial.call()[:2] == [second, first]
    assert trial.call(1_000) == []


@conforms("MS3", "messages.count")
def counts_messages(trial: Trial) -> None:
    before = trial.call()
    thread(trial)

    assert trial.call() == before + 2


@conforms("MS4", "messages.get")
def reads_a_message(trial: Trial) -> None:
    first, _ = thread(trial)

    message = trial.call(first)

    assert (message.sender, message.subject, message.body) == (STRANGER, "The bridge", "It is out.")
    assert (message.parent_id, message.timestamp[-4:]) == (0, " ago")


@conforms("MS5", "messages.thread")
def reads_a_thread(trial: Trial) -> None:
    ids = thread(trial)
    trial.imgur().messages.send(STRANGER, "Thank you.", parent_id=ids[0])

    assert [message.body for message in trial.call(ids[0])] == ["It is out.", "Open again.", "Thank you."]


def thread(trial: Trial) -> tuple[int, int]:
    """Two messages of a stranger's in a new thread: their ids."""
    stranger = trial.imgur(STRANGER).messages
    stranger.send(OWNER, "It is out.", subject="The bridge")
    first = trial.imgur().messages.ids_page()[0]
    stranger.send(OWNER, "Open again.", parent_id=first)
    return first, trial.imgur().messages.ids_page()[0]


@conforms("MS6", "messages.send")
def sends_a_message(trial: Trial) -> None:
    trial.call(STRANGER, "It is out.", subject="The bridge")

    message = trial.imgur(STRANGER).messages.all()[0]
    assert (message.sender, message.subject, message.body) == (OWNER, "The bridge", "It is out.")
    trial.call(OWNER, "Thank you.", parent_id=message.id, by=STRANGER)
    assert trial.imgur().messages.all()[0].parent_id == message.id


@conforms("MS7", "messages.delete")
def deletes_a_message(trial: Trial) -> None:
    first, second = thread(trial)

    trial.call(second)

    assert trial.imgur().messages.ids_page()[0] == first
    with pytest.raises(NotFoundError):
        trial.imgur().messages.get(second)
    assert trial.imgur(STRANGER).messages.get(second).body == "Open again."


def notified(trial: Trial) -> tuple[int, int]:
    """The ids of two new notifications of the owner's: of an answer, and of a message."""
    post = trial.post()
    trial.imgur(STRANGER).gallery.add_comment(post, "Where is that?")
    trial.imgur(STRANGER).conversations.send(OWNER, "Hello there.")
    new = trial.imgur().notifications.all()
    return new.replies[0].id, new.messages[0].id


@conforms("NO1", "notifications.all")
def lists_notifications(trial: Trial) -> None:
    reply, message = notified(trial)

    new = trial.call()

    assert (new.replies[0].id, new.messages[0].id) == (reply, message)
    assert not any(notice.viewed for notice in (*new.replies, *new.messages))
    assert any(notice.viewed for notice in trial.call(new_only=False).replies)


@conforms("NO2", "notifications.get")
def reads_a_notification(trial: Trial) -> None:
    reply, message = notified(trial)

    content = trial.call(reply).content
    assert isinstance(content, Comment)
    assert content.comment == "Where is that?"
    assert trial.call(message).content.last_message == "Hello there."
    with pytest.raises(NotFoundError):
        trial.imgur(STRANGER).notifications.get(reply)


@conforms("NO3", "notifications.mark_viewed")
def marks_a_notification_as_seen(trial: Trial) -> None:
    reply, message = notified(trial)

    trial.call(reply)

    assert trial.imgur().notifications.get(reply).viewed
    assert not trial.imgur().notifications.get(message).viewed


@conforms("NO4", "notifications.mark_several_viewed")
def marks_notifications_as_seen(trial: Trial) -> None:
    reply, message = notified(trial)

    trial.call([reply, message])

    assert trial.imgur().notifications.get(reply).viewed
    assert trial.imgur().notifications.get(message).viewed
