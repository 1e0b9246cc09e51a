"""Who sees which rows. The querysets say it, so no page can forget it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from media_sync.models import (
    Comment,
    Conversation,
    Favorite,
    Message,
    Notification,
    Post,
    Profile,
    ProfileSettings,
    TalkMark,
)

pytestmark = pytest.mark.django_db

SEEN_BY = {
    Comment: {"viewer", "contributor", "editor", "owner"},
    Favorite: {"viewer", "contributor", "editor", "owner"},
    Post: {"viewer", "contributor", "editor", "owner"},
    Profile: {"viewer", "contributor", "editor", "owner"},
    TalkMark: {"viewer", "contributor", "editor", "owner"},
    Conversation: {"contributor", "editor", "owner"},
    Message: {"contributor", "editor", "owner"},
    Notification: {"contributor", "editor", "owner"},
    ProfileSettings: {"editor", "owner"},
}


@pytest.fixture
def one_of_each(cast, make_account):
    account, now = make_account(cast.team), timezone.now()
    facts = {"account": account, "imgur_id": "post001", "is_album": False, "posted_at": now, "seen_at": now}
    Post.objects.create(**facts)
    Favorite.objects.create(**facts, ordered_at=now)
    Comment.objects.create(account=account, imgur_id=1, written_at=now, seen_at=now)
    conversation = Conversation.objects.create(account=account, imgur_id=1, last_message_at=now, seen_at=now)
    Message.objects.create(conversation=conversation, imgur_id=1, sent_at=now, seen_at=now)
    Notification.objects.create(account=account, imgur_id=1, kind="reply", happened_at=now, seen_at=now)
    Profile.objects.create(account=account, read_at=now)
    ProfileSettings.objects.create(account=account, read_at=now)
    TalkMark.objects.create(account=account, step="comments")


@pytest.mark.parametrize("model", SEEN_BY, ids=lambda model: model.__name__)
def test_who_sees_it(cast, one_of_each, model):
    people = {name: getattr(cast, name) for name in ("viewer", "contributor", "editor", "owner", "stranger")}

    seeing = {name for name, person in people.items() if model.objects.visible_to(person).exists()}

    assert seeing == SEEN_BY[model]
    assert not model.objects.visible_to(AnonymousUser()).exists()


def test_editing_is_for_no_lower_role_than_elsewhere(cast, one_of_each):
    assert not Conversation.objects.editable_by(cast.contributor).exists()
    assert Conversation.objects.editable_by(cast.editor).exists()
    assert not ProfileSettings.objects.owned_by(cast.editor).exists()
