"""The mirror against a whole Imgur: real answers, through the real transport."""

import base64
from typing import Any

import pytest

from accounts.models import LinkedAccount
from accounts.services import apps
from accounts.services.linking import Grant, TokenPair, keep_link
from media_sync.models import Album, Change, Image, Part, SyncRun
from media_sync.services.looking import runs, schedules
from media_sync.services.sending import undo
from tests.fixtures.sandbox import Person, Sandbox
from tests.media_sync.conftest import png, run_all
from tests.media_sync.sync_runs import look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


class Somebody:
    """A person at Imgur, working with its own tools."""

    def __init__(self, sandbox: Sandbox, person: Person) -> None:
        self._sandbox, self.person = sandbox, person

    def ask(self, method: str, path: str, **form: Any) -> Any:
        answer = self._sandbox.api(method, path, headers=self.person.bearer, data=form)
        assert answer.ok, answer.text
        return answer.json()["data"]

    def upload(self, colour: str) -> str:
        image = base64.b64encode(png(colour)).decode()
        found: str = self.ask("POST", "image", image=image, type="base64", title=colour)["id"]
        return found

    def count(self, what: str) -> int:
        found: int = self.ask("GET", f"account/me/{what}/count")
        return found


@pytest.fixture
def somebody(sandbox: Sandbox) -> Somebody:
    return Somebody(sandbox, next(iter(sandbox.people.values())))


@pytest.fixture
def linked(team, owner, settings, sandbox: Sandbox, somebody: Somebody) -> LinkedAccount:
    settings.IMGUR_API_URL, settings.IMGUR_MEDIA_URL = sandbox.url, sandbox.media_url
    app = apps.keep_default_app(client_id=sandbox.client_id, client_secret=sandbox.client_secret)
    person = somebody.person
    tokens = TokenPair(person.access_token, person.refresh_token, None)
    grant = Grant(username=person.username, imgur_account_id=person.account_id, tokens=tokens)
    return keep_link(team=team, app=app, grant=grant, by=owner)[0]


def test_it_mirrors_an_account_and_sees_what_changes(linked, somebody: Somebody, owner):
    images = [somebody.upload(colour) for colour in ("red", "teal", "navy")]
    album = somebody.ask("POST", "album", **{"ids[]": images}, title="Tom & Jerry’s")["id"]
    schedule = schedules.schedule_account(linked, Part.PICTURES)

    first = look(schedule)

    assert (first.state, first.gap) == (SyncRun.State.DONE, {"albums": 0, "images": 0}), first.last_error
    assert Album.objects.count() == somebody.count("albums")
    assert Image.objects.count() == somebody.count("images")
    row = Album.objects.get(imgur_id=album)
    assert (row.title, [place.image.imgur_id for place in row.places.all()]) == ("Tom & Jerry’s", images)

    quiet = look(schedule)

    assert (quiet.calls, quiet.has_news) == (4, False)

    somebody.ask("PUT", f"album/{album}", title="Renamed", **{"ids[]": [images[2], images[0]]})
    somebody.ask("DELETE", f"image/{images[0]}")
    somebody.upload("gold")

    news = look(schedule)

    assert news.gap == {"albums": 0, "images": 0}
    assert set(news.changes.values_list("kind", flat=True)) >= {"title", "images_out", "gone", "added"}
    assert Image.objects.get(imgur_id=images[0]).gone_at
    assert list(row.places.values_list("image__imgur_id", flat=True)) == [images[2]]

    undo.undo(Change.objects.get(kind="title"), by=owner)
    run_all()

    assert somebody.ask("GET", f"album/{album}")["title"] == "Tom & Jerry’s"
    assert not look(schedule).has_news


def test_it_survives_imgur_going_away_in_the_middle(linked, somebody: Somebody, sandbox: Sandbox):
    somebody.ask("POST", "album", **{"ids[]": [somebody.upload("red")]}, title="One")
    schedule = schedules.schedule_account(linked, Part.PICTURES)
    sandbox.order_fault("500", path="/3/album/", times=1)

    run = look(schedule)

    assert (run.state, run.waits_for) == (SyncRun.State.QUEUED, "imgur")

    SyncRun.objects.update(not_before=None)
    runs.go_on(run.pk)

    run.refresh_from_db()
    assert (run.state, run.gap) == (SyncRun.State.DONE, {"albums": 0, "images": 0})
