"""Conversations and their messages."""

import pytest

from imgur import ImgurRefusedError
from media_sync.models import Conversation, Message
from tests.fakes.talk import ME, MY_ID, mail_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(imgur):
    imgur.write_to(5, count=10)
    imgur.write_to(6, count=2)
    return imgur


def _reads(imgur):
    return [path.removeprefix("/3/conversations/") for path in imgur.asked() if path.startswith("/3/conversations/")]


def test_all_messages_are_here_newest_first(look, mail):
    look()

    conversation = Conversation.objects.get(imgur_id=5)
    assert [row.imgur_id for row in conversation.messages.newest()] == list(range(5010, 5000, -1))
    assert (conversation.with_account, conversation.message_count) == ("bob_demo", 10)
    assert _reads(mail) == ["6/1/0", "5/1/0", "5/2/0", "5/3/0"]


def test_later_only_what_moved_is_read_until_known(look, mail):
    look()
    mail.write_to(5, count=2)

    run = look()

    assert _reads(mail) == ["5/1/0"]
    assert run.tallies["messages"]["added"] == 2
    look()
    assert _reads(mail) == []


def test_a_page_of_nothing_but_new_messages_is_not_the_last(look, mail):
    look()
    mail.write_to(5, count=4)

    look()

    assert _reads(mail) == ["5/1/0", "5/2/0"]
    assert Conversation.objects.get(imgur_id=5).messages.count() == 14


def test_it_knows_who_wrote(look, mail):
    mail.mail[6][0] |= {"from": ME, "sender_id": MY_ID, "account_id": 1198054}

    look()

    assert [row.is_own for row in Conversation.objects.get(imgur_id=6).messages.newest()] == [True, False]


def test_a_look_that_fails_behind_the_new_ones_leaves_no_message_out(look, mail):
    look()
    mail.write_to(5, count=20)

    def refuse(call) -> None:
        if call.path.endswith("/5/3/0"):
            raise ImgurRefusedError("no", status=418, was_sent=True)

    mail.before = refuse
    assert look().state == "failed"
    mail.before = None

    look()

    assert Conversation.objects.get(imgur_id=5).messages.count() == 30


def test_a_deleted_conversation_is_kept_and_marked(look, mail):
    look()
    mail.conversations = [one for one in mail.conversations if one["id"] != 5]

    run = look()

    gone = Conversation.objects.get(imgur_id=5)
    assert gone.gone_at
    assert gone.messages.filter(body="Message 5001").exclude(gone_at=None).exists()
    assert run.tallies["conversations"]["gone"] == 1
    look()
    assert _reads(mail) == []


def test_one_that_the_list_is_without_but_imgur_has_is_not_gone(look, mail):
    look()
    mail.unlisted = [mail.conversations.pop()]

    look()
    assert _reads(mail) == ["5/1/0"]
    look()

    assert Conversation.objects.get(imgur_id=5).gone_at is None
    assert _reads(mail) == []


def test_a_conversation_begun_anew_keeps_what_was_deleted(look, mail):
    look()
    mail.mail[5] = []
    mail.conversations = [one for one in mail.conversations if one["id"] != 5]
    mail.write_to(5, count=1)
    mail.mail[5][0]["id"] = 5999

    run = look()

    conversation = Conversation.objects.get(imgur_id=5)
    assert [row.imgur_id for row in conversation.messages.at_imgur()] == [5999]
    assert conversation.messages.count() == 11
    assert run.tallies["messages"] == {"added": 1, "changed": 0, "gone": 10}


def test_messages_that_imgur_has_lost_are_kept_and_marked(look, mail):
    look()
    del mail.mail[5][6:8]
    next(one for one in mail.conversations if one["id"] == 5)["message_count"] = 8

    run = look()

    gone = Conversation.objects.get(imgur_id=5).messages.exclude(gone_at=None)
    assert {row.body for row in gone} == {"Message 5003", "Message 5004"}
    assert run.tallies["messages"] == {"added": 0, "changed": 0, "gone": 2}


def test_unread_are_those_with_a_notification_nobody_has_seen(look, mail):
    mail.notices = [mail_notice(12, conversation=5), mail_notice(13, conversation=6, viewed=True)]

    look()

    unread = {row.imgur_id: row.is_unread for row in Conversation.objects.with_unread()}
    assert unread == {5: True, 6: False}


def test_a_conversation_without_anything_readable_waits(look, mail):
    for one in mail.mail[6]:
        one["id"] = 0

    run = look()

    assert (run.state, run.waits_for) == ("queued", "imgur")
    assert not Message.objects.filter(conversation__imgur_id=6).exists()
