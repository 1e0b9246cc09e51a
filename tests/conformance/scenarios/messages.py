"""Messages before conversations: MS1 to MS7. Those about people are with the conversations."""

from __future__ import annotations

import pytest

from imgur import NotFoundError
from tests.conformance.scenarios import conforms
from tests.conformance.trial import OWNER, STRANGER, Trial


@conforms("MS1", "messages.all")
def lists_the_last_message_of_every_thread(trial: Trial) -> None:
    first, second = thread(trial)

    newest = trial.call()[0]

    assert (newest.id, newest.parent_id, newest.sender) == (second, first, STRANGER)


@conforms("MS2", "messages.ids_page", "messages.ids")
def lists_ids_of_messages(trial: Trial) -> None:
    first, second = thread(trial)

    assert trial.call()[:2] == [second, first]
    if trial.name.endswith("page"):
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
