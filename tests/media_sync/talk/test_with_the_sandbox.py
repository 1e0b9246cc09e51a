"""The talk of people of the demo world, over real HTTP."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import LinkedAccount, Team, User
from accounts.services import apps
from accounts.services.linking import Grant, TokenPair, keep_link
from media_sync.models import Comment, Conversation, Favorite, Message, Notification, Part, SyncRun
from media_sync.services.credits import budgets
from media_sync.services.looking import runs, schedules
from tests.fixtures.sandbox import Person, Sandbox

pytestmark = pytest.mark.django_db

SOMEBODY, SOMEBODY_ELSE = "lanternfall", "window_seat"


@pytest.fixture
def link(town: Sandbox, team: Team, owner: User, redis: None, settings: Any) -> Callable[[str], LinkedAccount]:
    """Link somebody of the demo world."""
    settings.IMGUR_API_URL = town.url

    def go(username: str) -> LinkedAccount:
        person, app = town.people[username], apps.keep_default_app(
            client_id=town.client_id, client_secret=town.client_secret
        )  # fmt: skip
        tokens = TokenPair(person.access_token, person.refresh_token, None)
        grant = Grant(username=username, imgur_account_id=person.account_id, tokens=tokens)
        budgets.restore(app)
        return keep_link(team=team, app=app, grant=grant, by=owner)[0]

    return go


def _look(account: LinkedAccount) -> SyncRun:
    run = runs.start(schedules.schedule_account(account, Part.TALK))
    runs.go_on(run.pk)
    run.refresh_from_db()
    assert run.state == "done", (run.reason, run.last_error)
    return run


def _asks(town: Sandbox, person: Person, path: str) -> Any:
    return town.api("GET", path, headers=person.bearer).json()["data"]


def _does(town: Sandbox, person: Person, method: str, path: str, **form: str) -> Any:
    answer = town.api(method, path, headers=person.bearer, data=form)
    assert answer.ok, answer.text
    return answer.json()["data"]


def test_all_of_it_is_here_and_later_looks_are_cheap(town, link):
    account, person = link(SOMEBODY), town.people[SOMEBODY]

    _look(account)
    again = _look(account)

    assert (again.calls, again.added, again.changed, again.gone) == (6, 0, 0, 0)
    assert account.comments.own().at_imgur().count() == _asks(town, person, "account/me/comments/count")
    listed = _asks(town, person, "conversations")
    assert {row.imgur_id: row.messages.count() for row in Conversation.objects.all()} == {
        one["id"]: one["message_count"] for one in listed
    }
    notices = _asks(town, person, "notification?new=true")
    assert Notification.objects.unread().count() == len(notices["replies"]) + len(notices["messages"]) > 0
    posts = _asks(town, person, "account/me/submissions/0")
    assert {post.imgur_id: post.comment_count for post in account.posts.all()} == {
        one["id"]: one["comment_count"] for one in posts
    }
    for post in account.posts.all():
        assert post.comments.at_imgur().count() == post.comment_count
    assert Comment.objects.received().exists()
    assert [row.imgur_id for row in Favorite.objects.newest()] == [
        one["id"] for one in _asks(town, person, "account/me/favorites/0")
    ]
    profile = _asks(town, person, "account/me/gallery_profile")
    assert account.profile.total_comments == profile["total_gallery_comments"]
    assert len(account.profile.trophies) == len(profile["trophies"])
    assert account.profile_settings.email == _asks(town, person, "account/me/settings")["email"]


def test_what_happens_there_is_seen_here(town, link):
    account, person, other = link(SOMEBODY), town.people[SOMEBODY], town.people[SOMEBODY_ELSE]
    _look(account)
    post = account.posts.newest()[0]

    written = _does(town, other, "POST", f"gallery/{post.imgur_id}/comment", comment="A lantern &amp; a half")
    _does(town, other, "POST", f"conversations/{SOMEBODY}", body="Is the lantern for sale?")
    mine = _does(town, person, "POST", f"comment/{written['id']}", image_id=post.imgur_id, comment="It is not.")
    run = _look(account)

    assert run.tallies["comments"]["added"] == 2
    assert Comment.objects.get(imgur_id=mine["id"]).parent_imgur_id == written["id"]
    assert Message.objects.get(body="Is the lantern for sale?").sender == SOMEBODY_ELSE
    assert Conversation.objects.with_unread().newest()[0].is_unread
    assert Notification.objects.unread().filter(author=SOMEBODY_ELSE).count() == 2

    _does(town, other, "DELETE", f"comment/{written['id']}")
    _look(account)

    kept = Comment.objects.get(imgur_id=written["id"])
    assert kept.gone_at
    assert "lantern" in kept.text


def test_looking_marks_nothing_as_viewed_there(town, link):
    account, person = link(SOMEBODY), town.people[SOMEBODY]
    before = _asks(town, person, "notification?new=true")

    _look(account)

    assert _asks(town, person, "notification?new=true") == before
