"""An own edit, upload or album that is on its way while a look is: Imgur's older answer is not believed over it, its
newer one is no news, and what was sent is still found by whoever sent it.
"""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Team
from imgur import Call, ImgurUnavailableError, OutcomeUnknownError
from media_sync.models import Album, Change, Image, Operation, SyncRun
from media_sync.services.looking import runs
from media_sync.services.sending import batches, edits, operations
from tests.fakes.imgur import FakeImgur
from tests.media_sync.conftest import make_due, png, run_all
from tests.media_sync.sync_runs import fill, look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("full_budget")]


@pytest.fixture
def mirrored(schedule, imgur: FakeImgur) -> FakeImgur:
    fill(imgur, albums=2, each=3, loose=1)
    look(schedule)
    imgur.calls.clear()
    return imgur


def _between(imgur: FakeImgur, monkeypatch, route: str, act: Callable[[], object]) -> None:
    """Act once, when Imgur has answered a GET of ``route`` and nobody has kept the answer yet."""
    answer = imgur._answer

    def answer_and_act(call: Call) -> object:
        told = deepcopy(answer(call))
        if call.method == "GET" and call.route.endswith(route):
            monkeypatch.setattr(imgur, "_answer", answer)
            act()
        return told

    monkeypatch.setattr(imgur, "_answer", answer_and_act)


def _during(imgur: FakeImgur, monkeypatch, method: str, act: Callable[[], object]) -> None:
    """Act once, when Imgur has done a call of ``method`` and whoever sent it has not kept that yet."""
    answer = imgur._answer

    def answer_and_act(call: Call) -> object:
        told = answer(call)
        if call.method == method:
            monkeypatch.setattr(imgur, "_answer", answer)
            act()
        return told

    monkeypatch.setattr(imgur, "_answer", answer_and_act)


def _album(imgur: FakeImgur) -> Album:
    return Album.objects.get(imgur_id=imgur.albums[0]["id"])


def _rename(imgur: FakeImgur, owner) -> None:
    edits.edit_album(_album(imgur), {"title": "Ours"}, by=owner)


def _turn_round(imgur: FakeImgur, owner) -> None:
    edits.set_images(_album(imgur), imgur.albums[0]["images"][::-1], by=owner)


@pytest.mark.parametrize("edit", [_rename, _turn_round])
def test_an_edit_that_ends_between_the_list_and_its_keeping_stays(mirrored, monkeypatch, schedule, owner, edit):
    edit(mirrored, owner)
    _between(mirrored, monkeypatch, "albums/{page}", run_all)

    look(schedule)
    look(schedule)

    assert not Change.objects.exists()
    assert list(_album(mirrored).places.values_list("image__imgur_id", flat=True)) == mirrored.albums[0]["images"]
    assert _album(mirrored).title == mirrored.albums[0]["title"]


def test_a_new_order_that_ends_between_an_albums_answer_and_its_keeping_stays(mirrored, monkeypatch, schedule, owner):
    mirrored.albums[0]["nsfw"] = True  # so that it is read again
    _turn_round(mirrored, owner)
    _between(mirrored, monkeypatch, "/3/album/{id}", run_all)

    look(schedule)
    kept = list(_album(mirrored).places.values_list("image__imgur_id", flat=True))
    look(schedule)

    assert kept == mirrored.albums[0]["images"]
    assert not Change.objects.exists()


def test_an_images_title_that_ends_between_the_list_and_its_keeping_stays(mirrored, monkeypatch, schedule, owner):
    image = Image.objects.get(imgur_id=mirrored.images[0]["id"])
    edits.edit_image(image, {"title": "Ours"}, by=owner)
    _between(mirrored, monkeypatch, "images/{page}", run_all)

    look(schedule)
    look(schedule)

    assert not Change.objects.exists()
    assert Image.objects.get(pk=image.pk).title == "Ours"


@pytest.mark.parametrize("edit", [_rename, _turn_round])
def test_an_edit_that_imgur_shows_before_it_is_kept_is_no_news(mirrored, monkeypatch, schedule, owner, edit):
    edit(mirrored, owner)
    _during(mirrored, monkeypatch, "PUT", lambda: look(schedule))

    run_all()

    assert SyncRun.objects.first().state == SyncRun.State.DONE
    assert not Change.objects.exists()


def test_an_edit_whose_answer_was_lost_is_no_news(mirrored, schedule, owner):
    _rename(mirrored, owner)
    mirrored.after_effect = [OutcomeUnknownError("Nobody knows.", was_sent=True)]
    run_all()

    look(schedule)
    make_due(Operation.objects.get())
    run_all()
    look(schedule)

    assert _album(mirrored).title == "Ours"
    assert not Change.objects.exists()


@pytest.fixture
def send(draft, add_file, account, owner) -> Callable[[], None]:
    def send_pictures() -> None:
        for colour in ("red", "teal"):
            add_file(f"{colour}.png", png(colour))
        batches.send(draft, user=owner, account=account, album_title="Cats", privacy="hidden")

    return send_pictures


def test_an_upload_that_imgur_shows_before_it_is_kept_is_no_news(mirrored, monkeypatch, schedule, send):
    send()
    _during(mirrored, monkeypatch, "POST", lambda: look(schedule))

    run_all()

    assert not Change.objects.exists()
    assert not Image.objects.filter(name="red.png").exclude(fetch=None).exists()


def test_an_upload_whose_answer_was_lost_is_found_although_a_look_was_between(mirrored, schedule, send):
    send()
    mirrored.after_effect = [OutcomeUnknownError("Nobody knows.", was_sent=True)]
    run_all()

    look(schedule)
    for operation in Operation.objects.unfinished():
        make_due(operation)
    run_all()

    assert len([image for image in mirrored.images if image["name"] == "red.png"]) == 1
    assert not Operation.objects.unfinished().exists()


def test_an_upload_that_is_on_its_way_is_not_looked_for_in_the_whole_list(mirrored, schedule, send):
    for number in range(120):
        mirrored.put_image(name=f"more-{number}.png")
    look(schedule)
    send()
    mirrored.after_effect = [OutcomeUnknownError("Nobody knows.", was_sent=True)]
    run_all()
    mirrored.images.sort(key=lambda image: -image["datetime"])

    run = look(schedule)

    assert run.calls == 2 + 1 + 1


def test_an_image_that_came_long_after_is_not_taken_for_what_was_sent(mirrored, schedule, send):
    send()
    mirrored.after_effect = [OutcomeUnknownError("Nobody knows.", was_sent=True)]
    run_all()
    Operation.objects.filter(state="unknown").update(sending_at=timezone.now() - timedelta(hours=3))
    later = mirrored.put_image(name="red.png")

    look(schedule)

    assert Image.objects.filter(imgur_id=later["id"]).exists()


def test_what_another_team_cannot_look_for_is_not_left_to_it(mirrored, schedule, send, account, make_account):
    send()
    mirrored.after_effect = [OutcomeUnknownError("Nobody knows.", was_sent=True)]
    run_all()
    others = Team.objects.create(name="Others", slug="others")
    theirs = make_account(others, username=account.username, state="broken")
    Operation.objects.filter(state="unknown").update(account=theirs, team=others)

    look(schedule)

    assert Image.objects.filter(account=account, name="red.png").exists()


def test_an_album_whose_answer_was_lost_is_found_although_a_look_was_between(mirrored, monkeypatch, schedule, send):
    send()

    def lose(call: Call) -> None:
        if call.method == "POST" and call.route == "/3/album":
            mirrored.on_call = None
            mirrored.after_effect = [OutcomeUnknownError("Nobody knows.", was_sent=True)]

    mirrored.on_call = lose
    run_all()
    look(schedule)
    for operation in Operation.objects.unfinished():
        make_due(operation)
    run_all()

    assert len([album for album in mirrored.albums if album["title"] == "Cats"]) == 1
    assert not Change.objects.exists()


def test_what_was_sent_and_never_found_is_news_in_the_end(mirrored, schedule, send):
    send()
    operation = Operation.objects.earliest("pk")
    mirrored.after_effect = [OutcomeUnknownError("Nobody knows.", was_sent=True)]
    run_all()
    operations.end(operation, state=Operation.State.FAILED, error="given up")

    run = look(schedule)

    assert list(run.changes.values_list("kind", flat=True)) == ["added"]


def test_an_upload_that_found_its_picture_here_is_no_gap(
    mirrored, monkeypatch, schedule, send, add_file, account, owner, team
):
    send()
    twin = batches.draft_for(user=owner, team=team)
    add_file("red again.png", png("red"), batch=twin)
    batches.send(twin, user=owner, account=account, album_title="", privacy="hidden")
    run = runs.start(schedule)
    _between(mirrored, monkeypatch, "images/count", run_all)

    runs.go_on(run.pk)

    run.refresh_from_db()
    assert Operation.objects.filter(kind=batches.UPLOAD, state=Operation.State.DONE).count() == 3
    assert run.gap == {"albums": 0, "images": 0}


def test_what_goes_up_while_a_look_waits_to_count_is_no_gap(mirrored, schedule, send):
    mirrored.fails = [ImgurUnavailableError("Imgur is down.")]
    run = look(schedule)
    send()
    run_all()
    runs.hurry(run)

    runs.go_on(run.pk)

    run.refresh_from_db()
    assert (run.state, run.gap) == (SyncRun.State.DONE, {"albums": 0, "images": 0})
