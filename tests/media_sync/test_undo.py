"""Undoing what was changed at Imgur: queued, done once, and refused with a sentence where it cannot work."""

import pytest

from media_sync.models import Album, AuditEntry, Change, Image, Operation
from media_sync.services.sending import undo
from media_sync.services.sending.undo import CannotUndoError
from tests.fakes.imgur import FakeImgur
from tests.media_sync.conftest import run_all
from tests.media_sync.sync_runs import fill, look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("full_budget")]


@pytest.fixture
def changed(schedule, imgur: FakeImgur):
    """Let something be changed at Imgur and be seen; the change of ``kind``."""
    fill(imgur, albums=1, each=4, loose=2)
    look(schedule)

    def change(kind: str, **facts: object) -> Change:
        imgur.albums[0].update(facts | {"views": 0})
        imgur.albums[0].setdefault("nsfw", False)
        imgur.albums[0]["nsfw"] = not imgur.albums[0]["nsfw"]  # so that the list shows that something is new
        look(schedule)
        return Change.objects.filter(kind=kind).latest("pk")

    return change


@pytest.mark.parametrize(
    ("kind", "fact", "value"),
    [("title", "title", "Mine now"), ("privacy", "privacy", "public"), ("layout", "layout", "grid"),
     ("description", "description", "Words")],
)  # fmt: skip
def test_it_puts_a_fact_of_an_album_back(changed, imgur: FakeImgur, owner, schedule, kind, fact, value):
    before = imgur.albums[0][fact] or ""
    change = changed(kind, **{fact: value})

    operation = undo.undo(change, by=owner)
    run_all()

    assert imgur.albums[0][fact] == before
    operation.refresh_from_db()
    assert (operation.state, operation.credits_spent) == (Operation.State.DONE, 1)
    assert (getattr(Album.objects.get(), fact) or "") == before
    assert AuditEntry.objects.get().action == "edited an album"
    # What we did ourselves is no news.
    assert not look(schedule).has_news


def test_it_puts_the_order_back(changed, imgur: FakeImgur, owner):
    before = list(imgur.albums[0]["images"])
    change = changed("order", images=before[::-1])

    undo.undo(change, by=owner)
    run_all()

    assert imgur.albums[0]["images"] == before
    assert list(Album.objects.get().places.values_list("image__imgur_id", flat=True)) == before


def test_it_puts_images_back_where_they_were(changed, imgur: FakeImgur, owner):
    before = list(imgur.albums[0]["images"])
    change = changed("images_out", images=[before[0], before[3]])

    undo.undo(change, by=owner)
    run_all()

    assert imgur.albums[0]["images"] == before


def test_it_takes_images_out_again(changed, imgur: FakeImgur, owner):
    before = list(imgur.albums[0]["images"])
    change = changed("images_in", images=[imgur.images[0]["id"], *before])

    undo.undo(change, by=owner)
    run_all()

    assert imgur.albums[0]["images"] == before


def test_it_puts_the_cover_back(changed, imgur: FakeImgur, owner):
    before = imgur.albums[0]["images"][0]
    change = changed("cover", cover=imgur.albums[0]["images"][2])

    undo.undo(change, by=owner)
    run_all()

    assert imgur.albums[0]["cover"] == before
    assert Album.objects.get().cover_image.imgur_id == before


def test_it_puts_an_images_title_back(changed, imgur: FakeImgur, owner, schedule):
    imgur.images[0]["title"] = "Somebody was here"
    look(schedule)

    undo.undo(Change.objects.get(kind="title"), by=owner)
    run_all()

    assert imgur.images[0]["title"] == ""
    assert Image.objects.get(imgur_id=imgur.images[0]["id"]).title == ""
    assert not look(schedule).has_news


def test_it_is_undone_once(changed, imgur: FakeImgur, owner):
    change = changed("title", title="Mine now")
    undo.undo(change, by=owner)

    with pytest.raises(CannotUndoError, match="being undone already"):
        undo.undo(change, by=owner)
    run_all()
    with pytest.raises(CannotUndoError, match="undone already"):
        undo.undo(change, by=owner)

    assert Operation.objects.count() == 1


def test_an_undo_that_failed_can_be_asked_for_again(changed, imgur: FakeImgur, owner):
    change = changed("title", title="Mine now")
    operation = undo.undo(change, by=owner)
    operation.state, operation.dedup_key = "failed", None
    operation.finished_at = operation.created_at
    operation.save()

    assert undo.undo(change, by=owner) != operation


def test_a_newer_change_goes_first(changed, owner):
    older = changed("title", title="One")
    changed("title", title="Two")

    with pytest.raises(CannotUndoError, match="The title has changed again since"):
        undo.undo(older, by=owner)


def test_what_was_edited_here_since_is_left_alone(changed, owner):
    change = changed("title", title="One")
    Album.objects.update(title="Edited here")

    with pytest.raises(CannotUndoError, match="somebody has edited it here"):
        undo.undo(change, by=owner)


def test_a_gone_album_is_not_changed(changed, imgur: FakeImgur, owner, schedule):
    change = changed("title", title="One")
    imgur.albums.clear()
    look(schedule)

    with pytest.raises(CannotUndoError, match="gone from Imgur"):
        undo.undo(change, by=owner)


def test_a_gone_image_is_not_put_back(changed, imgur: FakeImgur, owner, schedule):
    image = next(one for one in imgur.images if one["id"] == imgur.albums[0]["images"][1])
    imgur.drop_image(image)
    look(schedule)

    with pytest.raises(CannotUndoError, match="Not all of these images are at Imgur any more"):
        undo.undo(Change.objects.get(kind="images_out"), by=owner)


def test_an_album_with_others_images_is_left_alone(changed, imgur: FakeImgur, owner):
    change = changed("order", images=imgur.albums[0]["images"][::-1])
    image = Image.objects.get(imgur_id=imgur.albums[0]["images"][0])
    Image.objects.filter(pk=image.pk).update(is_own=False)

    with pytest.raises(CannotUndoError, match="somebody else’s images"):
        undo.undo(change, by=owner)


@pytest.mark.parametrize("known", [{"is_stale": True}, {"image_count": 5}])
def test_an_album_with_images_that_are_not_known_here_is_left_alone(changed, imgur: FakeImgur, owner, known):
    change = changed("order", images=imgur.albums[0]["images"][::-1])
    Album.objects.update(**known)

    with pytest.raises(CannotUndoError, match="images that are not known here yet"):
        undo.undo(change, by=owner)


def test_an_unlinked_account_is_said(changed, owner, account):
    change = changed("title", title="One")
    type(account).objects.update(state="broken")

    with pytest.raises(CannotUndoError, match="lanternfall is not linked at the moment"):
        undo.undo(change, by=owner)


def test_what_only_tells_cannot_be_undone(changed, imgur: FakeImgur, owner, schedule):
    imgur.put_image()
    look(schedule)

    with pytest.raises(CannotUndoError, match="cannot be undone"):
        undo.undo(Change.objects.get(kind="added"), by=owner)
