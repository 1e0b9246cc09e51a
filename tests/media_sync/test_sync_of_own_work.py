"""What a team does from here is neither read again nor news."""

import pytest

from media_sync.models import Album, Change, Image
from media_sync.services.looking import runs
from media_sync.services.sending import batches
from tests.fakes.imgur import FakeImgur
from tests.media_sync.conftest import png, run_all
from tests.media_sync.sync_runs import fill, look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("full_budget")]


@pytest.fixture
def send(draft, add_file, account, owner):
    def send_pictures() -> None:
        for colour in ("red", "teal"):
            add_file(f"{colour}.png", png(colour))
        batches.send(draft, user=owner, account=account, album_title="Cats", privacy="hidden")
        run_all()

    return send_pictures


def test_an_album_of_ours_is_known_without_being_read(schedule, imgur: FakeImgur, send):
    fill(imgur)
    look(schedule)
    send()

    run = look(schedule)

    album = Album.objects.get(title="Cats")
    assert (run.calls, run.has_news, album.is_stale) == (4, False, False)
    assert album.fingerprint
    assert not Change.objects.exists()
    assert set(Image.objects.filter(albums=album).values_list("name", flat=True)) == {"red.png", "teal.png"}


def test_it_is_read_when_it_holds_something_else_by_now(schedule, imgur: FakeImgur, send):
    fill(imgur)
    look(schedule)
    send()
    imgur.albums[0]["images"].pop()

    run = look(schedule)

    assert (run.calls, list(run.changes.values_list("kind", flat=True))) == (5, ["images_out"])


def test_what_goes_up_during_a_look_is_no_gap(schedule, imgur: FakeImgur, send):
    fill(imgur, loose=150)
    look(schedule)
    run = runs.start(schedule)

    def upload_meanwhile(call):
        if call.route.endswith("albums/{page}"):
            imgur.on_call = None
            send()

    imgur.on_call = upload_meanwhile
    runs.go_on(run.pk)

    run.refresh_from_db()
    assert (run.gap, run.gone) == ({"albums": 0, "images": 0}, 0)
    assert run.calls == 4  # one page of the images, not all of them


def test_our_own_name_of_a_file_stays(schedule, imgur: FakeImgur, send):
    send()
    for image in imgur.images:
        image["name"] = "what-imgur-says.png"

    look(schedule)

    assert set(Image.objects.values_list("name", flat=True)) == {"red.png", "teal.png"}
