"""What passes between an account and others: AC33 to AC42."""

from __future__ import annotations

import pytest

from imgur import BadRequestError, Comment, ForbiddenError, MessageNotice, NotFoundError
from tests.conformance.scenarios import conforms
from tests.conformance.trial import OWNER, STRANGER, Trial


@conforms("AC33", "account.notifications")
def lists_notifications(trial: Trial) -> None:
    reply, _ = answered_and_written_to(trial)

    new = trial.call()

    assert new.replies[0].content.id == reply
    assert new.messages[0].content.last_message == "Hello there."
    assert len(trial.call(new_only=False).messages) >= len(new.messages)
    assert new == trial.imgur().notifications.all()


@conforms("AC34", "account.message_notifications")
def lists_notifications_of_messages(trial: Trial) -> None:
    answered_and_written_to(trial)

    new = trial.call()

    assert isinstance(new[0].content, MessageNotice)
    assert (new[0].content.sender, new[0].content.last_message) == (STRANGER, "Hello there.")
    trial.imgur().notifications.mark_viewed(new[0].id)
    assert new[0].id not in [notice.id for notice in trial.call()]
    assert new[0].id in [notice.id for notice in trial.call(new_only=False)]


@conforms("AC35", "account.reply_notifications")
def lists_notifications_of_replies(trial: Trial) -> None:
    reply, _ = answered_and_written_to(trial)

    new = trial.call()

    assert isinstance(new[0].content, Comment)
    assert new[0].content == trial.imgur().comments.get(reply)
    trial.imgur().notifications.mark_viewed(new[0].id)
    assert new[0].id not in [notice.id for notice in trial.call()]


def answered_and_written_to(trial: Trial) -> tuple[int, int]:
    """A stranger answers a comment of the owner's and writes to them: the ids of the answer and of what it answers."""
    post = trial.front_page().id
    comment = trial.imgur().comments.create(post, "Where is that?")
    reply = trial.imgur(STRANGER).comments.reply(comment, post, "Behind the mill.")
    trial.imgur(STRANGER).conversations.send(OWNER, "Hello there.")
    return reply, comment


@conforms("AC36", "account.send_message")
def sends_a_message_below_an_account(trial: Trial) -> None:
    trial.call(STRANGER, "Two questions.", subject="The bridge")

    message = trial.imgur(STRANGER).messages.all()[0]
    assert (message.sender, message.body, message.subject) == (OWNER, "Two questions.", "The bridge")
    trial.call(OWNER, "Ask.", parent_id=message.id, by=STRANGER)
    assert [one.body for one in trial.imgur().messages.thread(message.id)] == ["Two questions.", "Ask."]


@conforms("AC37", "account.follow_tag")
def follows_a_tag(trial: Trial) -> None:
    before = trial.imgur().tags.info("sea")
    assert not before.following

    trial.call("sea")

    after = trial.imgur().tags.info("sea")
    assert (after.following, after.followers) == (True, before.followers + 1)
    with pytest.raises(NotFoundError):
        trial.imgur().account.follow_tag("no_such_tag")


@conforms("AC38", "account.unfollow_tag")
def follows_a_tag_no_longer(trial: Trial) -> None:
    assert trial.imgur().tags.info("gamedev").following

    trial.call("gamedev")

    assert not trial.imgur().tags.info("gamedev").following
    with pytest.raises(BadRequestError):
        trial.imgur().account.unfollow_tag("gamedev")


@conforms("AC39", "account.blocked_users")
def lists_whom_somebody_blocks(trial: Trial) -> None:
    trial.imgur().account.block("grumpy_heron")
    trial.imgur().account.block(STRANGER)

    assert trial.call().usernames == ("grumpy_heron", STRANGER)


@conforms("AC40", "account.is_blocking")
def tells_whether_somebody_is_blocked(trial: Trial) -> None:
    assert trial.call("grumpy_heron", by=STRANGER) is True
    assert trial.call(OWNER, by=STRANGER) is False


@conforms("AC41", "account.block")
def blocks_somebody(trial: Trial) -> None:
    assert trial.call(STRANGER) is True

    assert trial.imgur().account.is_blocking(STRANGER)
    assert trial.imgur().account.get(STRANGER).is_blocked
    with pytest.raises(ForbiddenError):
        trial.imgur(STRANGER).conversations.send(OWNER, "Hello?")


@conforms("AC42", "account.unblock")
def blocks_somebody_no_longer(trial: Trial) -> None:
    assert trial.call("grumpy_heron", by=STRANGER) is False

    assert trial.imgur(STRANGER).account.blocked_users().usernames == ()
    trial.imgur("grumpy_heron").conversations.send(STRANGER, "Well.")
