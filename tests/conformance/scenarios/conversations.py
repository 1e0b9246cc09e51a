"""Conversations, and what is the same in the messages before them: CV1 to CV6, MS8, MS9."""

from __future__ import annotations

import pytest

from imgur import Conversation, ForbiddenError
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
