"""Watched sources against the real sandbox: every kind of source, through the gateway and over HTTP."""

from datetime import timedelta

import pytest
import requests
from django.utils import timezone

from accounts.models import Team, User
from accounts.services import apps
from media_sync.models import BoardItem, SyncRun, WatchedSource
from media_sync.services.credits import budgets
from media_sync.services.looking import runs
from tests.fixtures.boards import Make
from tests.fixtures.sandbox import Sandbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_sandbox(town: Sandbox, redis: None, settings) -> Sandbox:
    """The hub's Imgur is the sandbox with its whole community."""
    settings.IMGUR_API_URL, settings.IMGUR_SITE_URL, settings.IMGUR_MEDIA_URL = town.url, town.url, town.media_url
    return town


@pytest.fixture
def watch(at_sandbox: Sandbox, team: Team, owner: User, make_source: Make):
    def add(text: str, **planned) -> WatchedSource:
        source = make_source(team, text, by=owner, is_looked_at=False, credits_per_day=500, **planned)
        source.app = apps.keep_default_app(client_id=at_sandbox.client_id, client_secret=at_sandbox.client_secret)
        source.save(update_fields=["app"])
        assert budgets.restore(source.app)
        return source

    return add


def look(source: WatchedSource) -> SyncRun:
    run = runs.start(source.schedule)
    runs.go_on(run.pk)
    run.refresh_from_db()
    assert run.state == SyncRun.State.DONE, run.last_error or run.reason
    source.refresh_from_db()
    return run


@pytest.mark.parametrize(
    "text", ["imgur.com/gallery/hot/viral", "imgur.com/gallery/user/time", "#pottery", "the", "@kilnside"]
)
def test_it_brings_posts_and_the_next_look_costs_next_to_nothing(text, watch):
    source = watch(text)

    first, second = look(source), look(source)

    assert first.added > 3
    assert (second.added, second.gone, second.credits) == (0, 0, 1)
    assert source.items.exclude(title=None).exclude(author="").exists()
    for album in source.items.filter(is_album=True):
        assert album.pictures.count() == album.image_count


def test_it_brings_the_pictures_of_a_subreddit(watch, at_sandbox: Sandbox):
    listed = at_sandbox.api("GET", "gallery/r/handmaps/time/week/0").json()["data"]

    look(source := watch("r/handmaps"))

    assert listed
    assert [item.imgur_id for item in source.items.newest()] == [post["id"] for post in listed]


def test_it_mirrors_an_album_until_it_is_gone(watch, at_sandbox: Sandbox):
    person = next(iter(at_sandbox.people.values()))
    albums = at_sandbox.api("GET", "account/me/albums", headers=person.bearer).json()["data"]
    album = next(one for one in albums if one["images_count"] > 1 and one["privacy"] != "secret")
    source = watch(f"{at_sandbox.url}/a/{album['id']}")

    look(source)
    item = source.items.get()
    requests.delete(f"{at_sandbox.url}/3/album/{album['id']}", headers=person.bearer, timeout=30)
    gone = look(source)

    assert item.pictures.count() == album["images_count"]
    assert (gone.gone, source.missing_reason) == (1, "Imgur does not have it, or no longer.")


def test_it_notices_a_post_that_was_taken_down(watch, at_sandbox: Sandbox):
    person = next(iter(at_sandbox.people.values()))
    post = at_sandbox.api("GET", "account/me/images", headers=person.bearer).json()["data"][0]
    source = watch(f"@{person.username}")
    look(source)
    item = source.items.create(
        board=source.board, imgur_id=post["id"], is_album=False, link="https://imgur.com/x", seen_at=timezone.now()
    )
    BoardItem.objects.update(seen_at=timezone.now() - timedelta(days=2))
    requests.delete(f"{at_sandbox.url}/3/image/{post['id']}", headers=person.bearer, timeout=30)

    look(source)

    item.refresh_from_db()
    assert item.gone_at


def test_it_says_that_a_user_is_not_there(watch):
    source = watch("@nobody_of_that_name")

    look(source)

    assert source.missing_reason == "Imgur does not have it, or no longer."
