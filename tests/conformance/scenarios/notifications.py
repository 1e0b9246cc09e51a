"""Notifications: NO1 to NO4."""

from __future__ import annotations

import pytest

from imgur import Comment, NotFoundError
from tests.conformance.scenarios import conforms
from tests.conformance.trial import OWNER, STRANGER, Trial


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
