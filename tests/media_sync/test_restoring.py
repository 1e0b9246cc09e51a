"""What was gone is at Imgur again, and its old link leads to the new one."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from imgur import BadRequestError, OutcomeUnknownError, RateLimits, Window
from media_sync.kinds.uploads import UploadKind
from media_sync.models import Album, Batch, Change, Image, LinkMove
from media_sync.services.gone import album_contents, restoring
from media_sync.services.gone.restoring import CannotRestoreError
from media_sync.services.sending import batches, operations
from tests.media_sync.conftest import make_due, run_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("full_budget", "storage_folder")]


@pytest.fixture
def gone(account, make_image):
    """``gone("Gate", colour="navy")``: a picture that Imgur has no longer."""

    def make(title: str = "Gate", **fields):
        fields = {"gone_at": timezone.now(), "gone_reason": "Removed by Imgur", "title": title} | fields
        return make_image(account, **fields)

    return make


def restore_images(*images, user=None) -> list[Batch]:
    return [restoring.restore(part, user=user) for part in restoring.parts_of_images(images)]


def restore_album(album, user=None) -> Batch:
    return restoring.restore(restoring.part_of_album(album), user=user)


def uploads(imgur) -> list[dict]:
    return [dict(call.form) for call in imgur.calls if call.upload]


def titles(imgur, album_number=0) -> list[str | None]:
    by_id = {image["id"]: image["title"] for image in imgur.images}
    return [by_id.get(image_id, image_id) for image_id in imgur.albums[album_number]["images"]]


def test_a_picture_goes_up_again_with_its_words_and_leaves_a_move(gone, imgur, owner):
    old = gone("Gate", description="By the sea", name="gate.png")

    (batch,) = restore_images(old, user=owner)
    run_all()

    assert [(form["title"], form["description"]) for form in uploads(imgur)] == [("Gate", "By the sea")]
    move = LinkMove.objects.get()
    new = Image.objects.get(gone_at=None)
    assert (move.old_imgur_id, move.new_imgur_id, move.new_image, move.batch) == (
        old.imgur_id, new.imgur_id, new, batch,
    )  # fmt: skip
    assert (move.old_link, move.new_link) == (old.link, new.link)
    assert new.original == old.original
    batch.refresh_from_db()
    assert (batch.state, batch.created_by, batch.album) == (Batch.State.DONE, owner, None)


def test_the_old_row_stays_what_it_was(gone, imgur):
    old = gone()

    restore_images(old)
    run_all()

    old.refresh_from_db()
    assert old.gone_at is not None


def test_a_second_click_finds_the_first_ones_batch(gone, imgur):
    old = gone()

    first, second = restore_images(old)[0], restore_images(old)[0]
    run_all()

    assert first == second
    assert len(uploads(imgur)) == 1


def test_what_has_a_living_copy_is_refused_with_its_link(gone, imgur):
    old = gone("Gate")
    restore_images(old)
    run_all()
    new = Image.objects.get(gone_at=None)

    with pytest.raises(CannotRestoreError, match=f"“Gate” is at Imgur again already: {new.link}"):
        restoring.parts_of_images([old])


def test_what_is_gone_again_comes_back_again_and_the_chain_holds(gone, imgur):
    old = gone()
    restore_images(old)
    run_all()
    Image.objects.filter(gone_at=None).update(gone_at=timezone.now())

    restore_images(old)
    run_all()

    newest = Image.objects.get(gone_at=None)
    assert LinkMove.objects.get(old_imgur_id=old.imgur_id).new_image == newest


def test_equal_pictures_go_up_once_and_each_has_a_move(gone, imgur):
    first, second = gone("One"), gone("Two")

    restore_images(first, second)
    run_all()

    assert len(uploads(imgur)) == 1
    assert set(LinkMove.objects.values_list("old_imgur_id", flat=True)) == {first.imgur_id, second.imgur_id}


def test_a_copy_that_is_still_at_imgur_is_adopted_for_nothing(gone, account, make_image, imgur):
    old = gone()
    there = make_image(account)

    (part,) = restoring.parts_of_images([old])
    restoring.restore(part, user=None)

    assert part.price.credits == 0
    assert LinkMove.objects.get(old_imgur_id=old.imgur_id).new_image == there
    assert uploads(imgur) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"gone_at": None}, "“Gate” is still at Imgur."),
        ({"original": None}, "The original of “Gate” is not kept"),
    ],
)
def test_it_says_why_a_picture_cannot_come_back(fields, sentence, gone):
    with pytest.raises(CannotRestoreError, match=sentence):
        restoring.parts_of_images([gone("Gate", **fields)])


def test_a_damaged_original_is_not_offered(gone):
    image = gone("Gate")
    image.original.damage = "altered"

    assert restoring.why_not(image) == "The original of “Gate” is damaged, so it cannot be brought back."


def test_a_gone_album_is_made_again_with_all_of_its_pictures_in_order(gone, account, make_image, make_album, imgur):
    gate, mill = gone("Gate", colour="navy"), gone("Mill", colour="gold")
    pond, well = make_image(account, colour="olive", title="Pond"), gone("Well", original=None)
    album = make_album(
        account, [gate, pond, well, mill], title="Town", description="All of it", privacy="public", layout="blog",
        cover_imgur_id=mill.imgur_id, gone_at=timezone.now(),
    )  # fmt: skip

    part = restoring.part_of_album(album)
    batch = restoring.restore(part, user=None)
    run_all()

    assert part.price.credits == 21
    assert titles(imgur) == ["Gate", pond.imgur_id, "Mill"]
    created = next(call for call in imgur.calls if call.route == "/3/album")
    new_mill = Image.objects.get(title="Mill", gone_at=None)
    sent = dict(created.form)
    assert (sent["title"], sent["description"], sent["privacy"]) == ("Town", "All of it", "public")
    assert (sent["cover"], sent["layout"]) == (new_mill.imgur_id, "blog")
    batch.refresh_from_db()
    made = batch.album
    assert (made.title, made.description, made.layout) == ("Town", "All of it", "blog")
    assert (made.privacy, made.cover_image) == ("public", new_mill)
    move = LinkMove.objects.get(is_album=True)
    assert (move.old_imgur_id, move.new_album, move.new_link) == (album.imgur_id, made, made.link)
    assert [place.image.title for place in made.places.all()] == ["Gate", "Pond", "Mill"]


def test_an_album_whose_pictures_all_live_costs_one_credit(account, make_image, make_album, imgur):
    album = make_album(account, [make_image(account)], title="", gone_at=timezone.now())

    part = restoring.part_of_album(album)
    batch = restoring.restore(part, user=None)
    run_all()

    assert part.price.credits == 1
    assert uploads(imgur) == []
    batch.refresh_from_db()
    assert batch.state == Batch.State.DONE
    assert batch.album not in (None, album)


def test_lost_pictures_come_back_into_the_album_at_their_old_places(gone, account, make_image, make_album, imgur):
    pond = make_image(account, colour="olive", title="Pond")
    gate, well = gone("Gate", colour="navy"), gone("Well", original=None)
    album = make_album(account, [gate, well, pond], imgur_id="alb0001")
    imgur.albums.append({"id": "alb0001", "images": [pond.imgur_id]})

    batch = restore_album(album)
    run_all()

    assert titles(imgur) == ["Gate", pond.imgur_id]
    assert [place.image.title for place in album.places.all()] == ["Gate", "Well", "Pond"]
    assert album.places.first().image.gone_at is None
    batch.refresh_from_db()
    assert (batch.state, batch.album) == (Batch.State.DONE, album)
    assert not LinkMove.objects.filter(is_album=True).exists()


@pytest.fixture
def left(account):
    """``left(album, [(2, image)])``: a look saw that pictures had left the album, whose places stand no more."""

    def note(album, went, **fields):
        ids, places = [image.imgur_id for _, image in went], [place for place, _ in went]
        change = Change.objects.create(
            account=account, album=album, kind=Change.Kind.IMAGES_OUT, before=ids, after=places
        )
        Change.objects.filter(pk=change.pk).update(**fields) if fields else None

    return note


def test_pictures_that_a_look_took_out_of_the_album_come_back_to_where_they_stood(
    gone, left, account, make_image, make_album, imgur
):
    pond, lake = make_image(account, colour="olive", title="Pond"), make_image(account, colour="lime", title="Lake")
    gate, mill, well = gone("Gate", colour="navy"), gone("Mill", colour="gold"), gone("Well", colour="red")
    # It was: Gate Pond Mill Lake Well. First Well went, then Gate and Mill.
    album = make_album(account, [pond, lake], imgur_id="alb0001")
    left(album, [(4, well)])
    left(album, [(0, gate), (2, mill)])
    imgur.albums.append({"id": "alb0001", "images": [pond.imgur_id, lake.imgur_id]})

    restore_album(album)
    run_all()

    assert titles(imgur) == ["Gate", pond.imgur_id, "Mill", lake.imgur_id, "Well"]
    assert [place.image.title for place in album.places.all()] == ["Gate", "Pond", "Mill", "Lake", "Well"]
    assert sum(call.method == "PUT" for call in imgur.calls) == 1
    assert not album_contents.has_lost(album)


def test_an_album_gets_the_copy_that_another_has_brought_back(gone, left, account, make_image, make_album, imgur):
    pond, gate = make_image(account, colour="olive", title="Pond"), gone("Gate", colour="navy")
    first, second = (make_album(account, [pond], imgur_id=imgur_id) for imgur_id in ("alb0001", "alb0002"))
    for album in (first, second):
        left(album, [(0, gate)])
        imgur.albums.append({"id": album.imgur_id, "images": [pond.imgur_id]})
    restore_album(first)
    run_all()
    assert album_contents.has_lost(second)

    part = restoring.part_of_album(second)
    restoring.restore(part, user=None)
    run_all()

    assert (part.images, part.price.credits) == ((), 1)
    assert len(uploads(imgur)) == 1
    assert titles(imgur, 1) == ["Gate", pond.imgur_id]
    assert not album_contents.has_lost(second)
    with pytest.raises(CannotRestoreError, match="has lost nothing"):
        restoring.part_of_album(second)


def test_what_was_taken_out_by_a_person_stays_out(gone, left, account, make_image, make_album):
    pond, gate = make_image(account), gone("Gate")
    album = make_album(account, [pond])
    left(album, [(0, make_image(account)), (1, gate)], seen_at=timezone.now() - timedelta(days=60))

    with pytest.raises(CannotRestoreError, match="has lost nothing"):
        restoring.part_of_album(album)


def test_all_of_an_account_takes_a_lost_picture_once(gone, left, account, make_image, make_album):
    gate = gone("Gate", colour="navy")
    album = make_album(account, [make_image(account)])
    left(album, [(0, gate)])

    (part,) = restoring.parts_of_account(account)

    assert (part.album, part.images) == (album, (gate,))


@pytest.fixture
def meanwhile(monkeypatch):
    """``meanwhile(operation, others)``: while ``operation`` sends its bytes, workers take up the others."""

    def set_up(operation, others):
        send = UploadKind.send

        def send_among_others(kind, sending, imgur):
            if sending.pk == operation.pk:
                for other in others:
                    operations.run(other.pk)
            return send(kind, sending, imgur)

        monkeypatch.setattr(UploadKind, "send", send_among_others)

    return set_up


@pytest.fixture
def shared(gone, account, make_album):
    """Two albums that have lost the same picture, both on their way back; and the uploads of both."""
    gate, now = gone("Gate", colour="navy"), timezone.now()
    for title in ("A", "B"):
        restore_album(make_album(account, [gate], title=title, gone_at=now))
    return list(operations.Operation.objects.order_by("pk"))


@pytest.mark.parametrize("order", [1, -1])
def test_a_lost_picture_that_two_albums_share_goes_up_once(order, shared, imgur, meanwhile):
    first, second = shared[::order]
    meanwhile(first, [second])

    operations.run(first.pk)
    second.refresh_from_db()
    assert (second.state, second.waits_for, second.attempts) == ("queued", "twin", 0)
    make_due(second)
    run_all()

    assert len(uploads(imgur)) == 1
    assert [titles(imgur, 0), titles(imgur, 1)] == [["Gate"], ["Gate"]]
    assert set(Batch.objects.values_list("state", flat=True)) == {Batch.State.DONE}


def test_what_waits_for_its_twin_goes_itself_when_that_fails(shared, imgur, meanwhile):
    first, second = shared
    imgur.fails = [BadRequestError("no", call_route="/3/image")]
    meanwhile(first, [second])

    operations.run(first.pk)
    make_due(second)
    run_all()

    first.refresh_from_db()
    assert first.state == "failed"
    assert titles(imgur) == ["Gate"]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="the tests' SQLite lies in memory and has one writer")
@pytest.mark.django_db(transaction=True)
def test_workers_who_begin_with_it_together_send_it_once(gone, account, make_album, imgur):
    hour = Window(limit=1_250, remaining=1_200, resets_at=timezone.now() + timedelta(hours=1))
    imgur.rate_limits = RateLimits(post=hour)
    restore_images(gone("Mill", colour="gold"))
    run_all()  # so that the hour is known, and two may go at a time
    gate, now = gone("Gate", colour="navy"), timezone.now()
    for title in ("A", "B"):
        restore_album(make_album(account, [gate], title=title, gone_at=now))
    both = list(operations.Operation.objects.unfinished())
    imgur.on_call = lambda call: time.sleep(0.2 if call.upload else 0)
    together = threading.Barrier(2)

    def work(pk: int) -> None:
        together.wait(5)
        operations.run(pk)
        connection.close()

    for _ in range(3):
        operations.Operation.objects.update(not_before=None)
        workers = [threading.Thread(target=work, args=[one.pk]) for one in both]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    operations.Operation.objects.update(not_before=None)
    run_all()

    assert [form["title"] for form in uploads(imgur)] == ["Mill", "Gate"]
    assert [titles(imgur, 0), titles(imgur, 1)] == [["Gate"], ["Gate"]]


def test_somebody_elses_picture_in_a_gone_album_goes_up_as_ours(gone, account, make_image, make_album, imgur):
    """Imgur drops others' pictures from the ids of an album without a word."""
    gate, theirs = gone("Gate", colour="navy"), make_image(account, colour="gold", title="Theirs", is_own=False)
    album = make_album(account, [theirs, gate], gone_at=timezone.now())

    part = restoring.part_of_album(album)
    restoring.restore(part, user=None)
    run_all()

    assert part.price.credits == 21
    assert titles(imgur) == ["Theirs", "Gate"]


def test_a_living_album_with_somebody_elses_picture_is_left_as_it_is(gone, left, account, make_image, make_album):
    album = make_album(account, [make_image(account, is_own=False)], title="Town")
    with pytest.raises(CannotRestoreError, match="“Town” has lost nothing"):
        restoring.part_of_album(album)
    left(album, [(0, gone("Gate", colour="navy"))])

    with pytest.raises(CannotRestoreError, match="“Town” holds somebody else’s images"):
        restoring.part_of_album(album)


def test_what_only_somebody_else_has_at_imgur_is_not_taken_for_ours(gone, account, make_image, imgur):
    make_image(account, is_own=False)

    (part,) = restoring.parts_of_images([gone()])
    restoring.restore(part, user=None)
    run_all()

    assert part.price.credits == 10
    assert len(uploads(imgur)) == 1


def test_a_second_click_on_an_album_makes_one(gone, account, make_album, imgur):
    album = make_album(account, [gone()], gone_at=timezone.now())

    assert restore_album(album) == restore_album(album)
    run_all()

    assert len(imgur.albums) == 1
    with pytest.raises(CannotRestoreError, match="is at Imgur again already"):
        restoring.part_of_album(album)


def test_a_lost_answer_to_a_restored_album_is_found(gone, account, make_album, imgur):
    album = make_album(account, [gone()], title="Town", gone_at=timezone.now())
    batch = restore_album(album)
    imgur.after_effect = [None, OutcomeUnknownError("lost", was_sent=True)]
    run_all()
    batch.operations.update(not_before=None)
    run_all()

    batch.refresh_from_db()
    assert len(imgur.albums) == 1
    assert LinkMove.objects.get(is_album=True).new_album == batch.album


def test_an_album_that_has_lost_nothing_is_refused(account, make_image, make_album):
    with pytest.raises(CannotRestoreError, match="has lost nothing"):
        restoring.part_of_album(make_album(account, [make_image(account)]))


def test_all_of_an_account_comes_by_albums_and_loose_pictures_in_batches(gone, account, make_album, imgur, settings):
    settings.UPLOAD_MAX_FILES_PER_BATCH = 2
    now = timezone.now()
    younger = make_album(account, [gone("A", colour="navy")], title="Younger", gone_at=now, created_at=now)
    older = make_album(account, [gone("B", colour="gold")], title="Older", created_at=now - timedelta(days=9))
    for number, colour in enumerate(("red", "lime", "blue")):
        gone(f"Loose {number}", colour=colour)
    gone("Lost", original=None)

    parts = restoring.parts_of_account(account)

    assert [part.album for part in parts] == [older, younger, None, None]
    assert [len(part.images) for part in parts] == [1, 1, 2, 1]


@pytest.mark.parametrize("limit", ["MOST_AT_ONCE", "MOST_BATCHES"])
def test_it_brings_back_only_so_much_at_once(limit, gone, account, make_album, monkeypatch):
    for number, colour in enumerate(("red", "lime", "blue")):
        make_album(account, [gone(colour=colour)], gone_at=timezone.now(), created_at=timezone.now(), views=number)
    monkeypatch.setattr(restoring, limit, 2)

    assert len(restoring.parts_of_account(account)) == 2


def test_another_account_takes_all_of_an_album(team, app, make_account, make_image, make_album, imgur):
    closed, other = (make_account(team, username=name) for name in ("closed", "oldmill"))
    gate = make_image(closed, colour="navy", title="Gate", gone_at=timezone.now())
    album = make_album(closed, [gate, make_image(closed, title="Pond")], gone_at=timezone.now())

    batch = restoring.restore(restoring.part_of_album(album, account=other), user=None)
    run_all()

    batch.refresh_from_db()
    assert batch.album.account == other
    assert titles(imgur) == ["Gate", "Pond"]
    # Pond lives where it was: nothing has moved.
    assert LinkMove.objects.filter(is_album=False).count() == 1


def test_an_account_that_is_not_linked_refuses_and_leaves_nothing_behind(gone, account):
    old = gone()
    account.state = "unlinked"
    account.sealed_access_token = account.sealed_refresh_token = ""
    account.save()

    with pytest.raises(batches.CannotSendError, match="is not linked at the moment"):
        restore_images(old)

    assert not Batch.objects.exists()


def test_a_draft_of_the_same_person_is_left_alone(gone, owner, draft, add_file, imgur):
    add_file()

    restore_images(gone(colour="navy"), user=owner)

    draft.refresh_from_db()
    assert draft.state == Batch.State.DRAFT


def test_a_file_that_failed_can_be_sent_again_and_leaves_its_move_then(gone, imgur):
    old = gone()
    (batch,) = restore_images(old)
    imgur.fails = [BadRequestError("no", call_route="/3/image")]
    run_all()
    assert not LinkMove.objects.exists()

    batches.retry_file(batch.files.get())
    run_all()

    assert LinkMove.objects.get().old_imgur_id == old.imgur_id


def test_album_facts_of_others_are_untouched(gone, account, make_album, imgur):
    other = make_album(account, [], title="Other")
    restore_album(make_album(account, [gone()], title="Town", gone_at=timezone.now()))
    run_all()

    other.refresh_from_db()
    assert other.title == "Other"
    assert Album.objects.count() == 3
    assert operations.Operation.objects.unfinished().count() == 0
