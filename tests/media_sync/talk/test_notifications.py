"""What Imgur notifies the account of."""

import pytest

from media_sync.models import Comment, Conversation, Notification
from tests.fakes.talk import comment, mail_notice, reply_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def noticed(imgur):
    imgur.write_to(5)
    imgur.replies = [reply_notice(11, comment(301, image_id="foreign", parent_id=60))]
    imgur.notices = [mail_notice(12, conversation=5)]
    return imgur


def test_both_kinds_are_kept_and_lead_to_what_they_are_about(look, noticed):
    look()

    reply, notice = Notification.objects.get(imgur_id=11), Notification.objects.get(imgur_id=12)
    assert (reply.kind, reply.author, reply.text) == ("reply", "bob_demo", "Words 301")
    assert reply.comment == Comment.objects.get(imgur_id=301, parent_imgur_id=60, is_own=False)
    assert (notice.kind, notice.author, notice.text) == ("message", "bob_demo", "wow. such message.")
    assert notice.conversation == Conversation.objects.get()
    assert list(Notification.objects.newest()) == [reply, notice]


def test_reading_marks_nothing_as_viewed(look, noticed):
    look()
    look()

    assert {call.method for call in noticed.calls} == {"GET"}
    assert Notification.objects.unread().count() == 2


def test_what_was_viewed_at_imgur_is_viewed_here(look, noticed):
    look()
    noticed.replies[0] |= {"viewed": True}

    run = look()

    assert list(Notification.objects.unread()) == [Notification.objects.get(imgur_id=12)]
    assert run.changed == 0


def test_spellings_of_2014_are_understood(look, noticed):
    noticed.replies[0] |= {"id": "11", "account_id": "63000001", "viewed": "1"}

    look()

    assert Notification.objects.get(imgur_id=11).is_viewed is True


def test_one_that_is_listed_no_longer_is_kept_and_marked(look, noticed):
    look()
    noticed.replies = []

    look()

    assert Notification.objects.get(imgur_id=11).gone_at
    assert Notification.objects.unread().count() == 1


def test_an_old_copy_replaces_no_comment(look, noticed):
    look()
    Comment.objects.update(points=70, platform="iphone")

    look()

    assert Comment.objects.values_list("points", "platform").get() == (70, "iphone")


def test_a_notification_of_nothing_readable_is_kept(look, noticed):
    noticed.replies[0] |= {"content": None}

    assert look().state == "done"

    reply = Notification.objects.get(imgur_id=11)
    assert (reply.comment, reply.text) == (None, "")
