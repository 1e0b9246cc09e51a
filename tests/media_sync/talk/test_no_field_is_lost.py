"""Everything that Imgur tells stands in a column or in ``details``; what nobody knows yet, too."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.forms.models import model_to_dict

from media_sync.models import (
    Comment,
    Conversation,
    Favorite,
    Message,
    Notification,
    Post,
    Profile,
    ProfileSettings,
)
from tests.fakes.talk import FakeTalk
from tests.imgur.payloads import recorded

pytestmark = pytest.mark.django_db

# Keys that say how the rest is to be read, and what is kept as rows of its own.
STRUCTURE = {"is_album", "children", "messages", "done", "page"}


def _told(name: str) -> dict[str, Any]:
    """A recorded answer, with a field that Imgur might add tomorrow."""
    return recorded(name)["data"] | {"from_tomorrow": {"deep": [f"new in {name}"]}}


def _leaves(value: Any) -> Iterator[Any]:
    """All that ``value`` says, whatever it is called. What says nothing is left out."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in STRUCTURE:
                yield from _leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner)
    elif value not in (None, "", "0", False):
        yield value


def _spellings(value: Any) -> set[str]:
    """``value`` in all ways that it may stand in a row: a moment, a number of the text that told it, a flag."""
    spellings = {str(value)}
    if isinstance(value, datetime):
        spellings |= {value.isoformat()}
    if isinstance(value, float) and value.is_integer():
        spellings |= {str(int(value))}
    if isinstance(value, int) and value > 10**9:
        spellings |= {datetime.fromtimestamp(value, tz=UTC).isoformat()}
    return spellings


def _lost(row: Any, payload: dict[str, Any]) -> list[Any]:
    stored = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    here = {spelling for value in _leaves(stored) for spelling in _spellings(value)}
    return [value for value in _leaves(payload) if here.isdisjoint(_spellings(value))]


@pytest.fixture
def recordings(imgur: FakeTalk) -> FakeTalk:
    image, album, comment = _told("gallery_image"), _told("gallery_album"), _told("comment")
    imgur.posts = [image | {"comment_count": 1}, album | {"comment_count": 0}]
    imgur.threads = {image["id"]: [comment]}
    imgur.favorites = [image, album]
    conversation = _told("conversation")
    conversation["messages"][0]["from_tomorrow"] = "new in message"
    imgur.conversations = [{key: value for key, value in conversation.items() if key not in STRUCTURE}]
    imgur.mail = {conversation["id"]: conversation["messages"]}
    notifications = _told("notifications")
    imgur.replies, imgur.notices = notifications["replies"], notifications["messages"]
    imgur.replies[0]["from_tomorrow"] = imgur.notices[0]["content"]["from_tomorrow"] = "new in notification"
    imgur.account, imgur.settings = _told("account"), _told("account_settings")
    imgur.totals = _told("gallery_profile")
    return imgur


def test_nothing_of_what_imgur_tells_is_lost(look, recordings):
    assert look().state == "done"

    image, album = recordings.posts
    (thread,) = recordings.threads.values()
    (mail,) = recordings.mail.values()
    kept = [
        (Post.objects.get(imgur_id=image["id"]), image),
        (Post.objects.get(imgur_id=album["id"]), album),
        (Favorite.objects.get(imgur_id=image["id"]), recordings.favorites[0]),
        (Favorite.objects.get(imgur_id=album["id"]), recordings.favorites[1]),
        (Comment.objects.get(imgur_id=thread[0]["id"]), thread[0]),
        *((Comment.objects.get(imgur_id=child["id"]), child) for child in thread[0]["children"]),
        (Conversation.objects.get(), recordings.conversations[0]),
        (Message.objects.get(), mail[0]),
        (Notification.objects.get(kind="reply"), recordings.replies[0]),
        (Notification.objects.get(kind="message"), recordings.notices[0]),
        (Profile.objects.get(), recordings.account),
        (Profile.objects.get(), recordings.totals),
        (ProfileSettings.objects.get(), recordings.settings),
    ]
    assert {str(row): _lost(row, payload) for row, payload in kept if _lost(row, payload)} == {}
    assert all("from_tomorrow" in row.details for row, payload in kept[:4])


def test_keys_of_pictures_stand_nowhere(look, recordings):
    recordings.favorites[0]["deletehash"] = "secretsecret001"
    recordings.favorites[1]["images"][0]["deletehash"] = "secretsecret002"
    recordings.favorites[1]["from_tomorrow"] = {"deletehash": "secretsecret003"}

    look()

    assert "secretsecret" not in str([model_to_dict(row) for row in Favorite.objects.all()])
