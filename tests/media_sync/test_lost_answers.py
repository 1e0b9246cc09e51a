"""Answers that were lost, workers that died: looked into at Imgur, never sent twice, given up in the end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from imgur import (
    BadRequestError,
    ImgurUnavailableError,
    OutcomeUnknownError,
)
from media_sync.models import Album, Image, Operation
from media_sync.services import leases
from media_sync.services.mirror import pictures
from media_sync.services.sending import batches, dispatch, operations
from tests.fakes.imgur import FakeImgur
from tests.media_sync.conftest import make_due, png, run_all

pytestmark = pytest.mark.django_db
State = Operation.State


def test_a_lost_answer_is_looked_into_and_adopted(upload, imgur: FakeImgur):
    """Imgur took the file, the answer was lost: no second upload."""
    imgur.after_effect = [OutcomeUnknownError("The connection broke.", was_sent=True)]

    operations.run(upload.pk)
    upload.refresh_from_db()
    assert upload.state == State.UNKNOWN
    assert "look whether it has arrived" in upload.reason

    make_due(upload)
    run_all()

    upload.refresh_from_db()
    assert upload.state == State.DONE
    assert imgur.routes() == ["POST /3/image", "GET /3/account/{username}/images/{page}", "POST /3/album"]
    assert Image.objects.get().imgur_id == imgur.images[0]["id"]


def test_a_lost_request_is_sent_again_after_looking(upload, imgur: FakeImgur):
    """The bytes went out and never arrived: nothing is there, so it is sent again."""
    imgur.fails = [OutcomeUnknownError("The connection broke.", was_sent=True)]

    operations.run(upload.pk)
    make_due(Operation.objects.get(pk=upload.pk))
    run_all()

    assert len(imgur.images) == 1
    assert imgur.routes().count("POST /3/image") == 2


def test_looking_does_not_adopt_somebody_elses_picture(upload, imgur: FakeImgur):
    imgur.fails = [OutcomeUnknownError("The connection broke.", was_sent=True)]
    operations.run(upload.pk)
    imgur.put_image(name="cat.png", size=999_999, width=4000, height=3000)

    make_due(Operation.objects.get(pk=upload.pk))
    run_all()

    assert len(imgur.images) == 2
    assert Image.objects.get().imgur_id == imgur.images[0]["id"]


def test_looking_does_not_adopt_a_picture_that_we_know(upload, imgur: FakeImgur, account):
    size = upload.batch.files.get().original.size_bytes
    theirs = imgur.put_image(name="cat.png", size=size)

    pictures.keep_image(account, pictures.image_from(theirs))
    imgur.fails = [OutcomeUnknownError("The connection broke.", was_sent=True)]
    operations.run(upload.pk)

    make_due(Operation.objects.get(pk=upload.pk))
    run_all()

    assert len(imgur.images) == 2


def test_an_outcome_stays_unknown_while_imgur_cannot_be_asked(upload, imgur: FakeImgur):
    imgur.after_effect = [OutcomeUnknownError("The connection broke.", was_sent=True)]
    operations.run(upload.pk)
    imgur.fails = [ImgurUnavailableError("Imgur does not answer.")]

    operations.run(make_due(Operation.objects.get(pk=upload.pk)).pk)

    upload.refresh_from_db()
    assert upload.state == State.UNKNOWN
    make_due(upload)
    run_all()
    assert imgur.routes().count("POST /3/image") == 1


def test_a_worker_that_dies_before_sending_leaves_it_queued(upload, imgur: FakeImgur):
    leases.claim(upload.pk)
    Operation.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert operations.take_up_abandoned() == 1

    upload.refresh_from_db()
    assert upload.state == State.QUEUED
    run_all()
    assert imgur.routes() == ["POST /3/image", "POST /3/album"]


def test_a_worker_that_dies_while_sending_leaves_it_unknown(upload, imgur: FakeImgur):
    operation, _ = leases.claim(upload.pk)
    leases.mark_sending(operation)
    imgur.put_image(name="cat.png", size=upload.batch.files.get().original.size_bytes)
    Operation.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    operations.take_up_abandoned()

    upload.refresh_from_db()
    assert (upload.state, upload.credits_spent) == (State.UNKNOWN, 10)
    run_all()
    assert "POST /3/image" not in imgur.routes()
    assert len(imgur.images) == 1


def test_an_answer_that_comes_late_is_kept(upload, imgur: FakeImgur):
    """Our worker stood still, its lease ran out; its upload has succeeded all the same."""

    def lease_runs_out(call) -> None:
        Operation.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        operations.take_up_abandoned()
        imgur.on_call = None

    imgur.on_call = lease_runs_out

    run_all()

    upload.refresh_from_db()
    assert upload.state == State.DONE
    assert len(imgur.images) == 1


def test_what_is_cancelled_while_imgur_is_down_is_not_sent_later(upload, imgur: FakeImgur):
    imgur.on_call = lambda call: operations.cancel(upload)
    imgur.fails = [ImgurUnavailableError("down")]

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert upload.state == State.CANCELLED


def test_what_is_cancelled_with_an_unknown_outcome_is_adopted_or_ended_but_not_sent_again(upload, imgur: FakeImgur):
    imgur.fails = [OutcomeUnknownError("The connection broke.", was_sent=True)]
    operations.run(upload.pk)
    operations.cancel(upload)

    operations.run(make_due(upload).pk)

    upload.refresh_from_db()
    assert upload.state == State.CANCELLED
    assert imgur.routes().count("POST /3/image") == 1


def test_a_file_that_imgur_breaks_off_at_each_time_is_given_up(upload, imgur: FakeImgur):
    imgur.poison = OutcomeUnknownError("Imgur answered 500.", was_sent=True)

    for _ in range(8):
        operations.run(make_due(upload).pk)

    upload.refresh_from_db()
    assert upload.state == State.FAILED
    assert "nothing of it is there" in upload.last_error
    assert imgur.routes().count("POST /3/image") == 3


def test_a_video_that_imgur_prepares_is_awaited_by_its_ticket(upload, imgur: FakeImgur):
    imgur.ticket = "7234557b"

    operations.run(upload.pk)
    operations.run(make_due(upload).pk)
    upload.refresh_from_db()
    assert upload.state == State.UNKNOWN
    imgur.put_image(id="mvWNMH4", type="video/mp4")
    imgur.prepared = "mvWNMH4"
    operations.run(make_due(upload).pk)

    upload.refresh_from_db()
    assert upload.state == State.DONE
    assert Image.objects.get().imgur_id == "mvWNMH4"
    assert imgur.routes().count("POST /3/image") == 1


def test_what_cannot_be_found_out_ends_with_a_sentence(upload, imgur: FakeImgur):
    imgur.after_effect = [OutcomeUnknownError("The connection broke.", was_sent=True)]
    operations.run(upload.pk)
    imgur.fails = [BadRequestError("no")] * 20

    for _ in range(9):
        operations.run(make_due(upload).pk)

    upload.refresh_from_db()
    assert upload.state == State.FAILED
    assert "could not be found out" in upload.last_error


def test_two_files_of_one_name_are_told_apart_at_imgur(draft, add_file, account, owner, full_budget, imgur):
    """Equal names and measures, and Imgur recompresses both: the first is lost on the way, of the second the answer."""
    for colour in ("red", "teal"):
        add_file("image.png", png(colour, (30, 20)))
    first, second = batches.send(draft, user=owner, account=account, album_title="", privacy="hidden")
    imgur.recompresses = (30, 20)
    imgur.fails = [OutcomeUnknownError("lost", was_sent=True)]
    operations.run(first.pk)
    imgur.after_effect = [OutcomeUnknownError("lost", was_sent=True)]
    operations.run(second.pk)

    operations.run(make_due(first).pk)
    operations.run(make_due(second).pk)

    names = {image["id"]: image["name"] for image in imgur.images}
    assert len(names) == 2
    for operation in (first, second):
        operation.refresh_from_db()
        assert operation.state == State.DONE
        assert names[operation.result["id"]] == operation.payload["name"]


def test_a_late_second_picture_is_known_here_too(upload, imgur: FakeImgur):
    """A worker stood still past its lease, another sent the file again: both are at Imgur and in the mirror."""
    operations.run(upload.pk)
    upload.refresh_from_db()
    late = imgur.put_image(name="cat.png")

    operations.finish(upload, late)

    assert set(Image.objects.values_list("imgur_id", flat=True)) == {"img0001", "img0002"}


def test_the_same_content_of_another_batch_that_was_quicker_is_taken(
    upload, imgur, draft, add_file, owner, team, account
):
    other = batches.draft_for(user=owner, team=team)
    add_file("again.png", png("red"), batch=other)
    (second,) = batches.send(other, user=owner, account=account, album_title="", privacy="hidden")
    operations.run(upload.pk)

    operations.run(second.pk)

    assert len(imgur.images) == 1
    assert other.files.get().image == Image.objects.get()


def test_an_album_whose_answer_was_lost_is_not_made_twice_though_a_file_joined(
    draft, add_file, account, owner, full_budget, imgur
):
    add_file("a.png", png("red"))
    add_file("b.png", png("teal"))
    first, second = batches.send(draft, user=owner, account=account, album_title="Two", privacy="hidden")
    imgur.fails = [None, BadRequestError("no")]
    operations.run(first.pk)
    operations.run(second.pk)
    create = Operation.objects.get(kind="album.create")
    imgur.after_effect = [OutcomeUnknownError("lost", was_sent=True)]
    operations.run(create.pk)

    batches.retry_file(draft.files.get(name="b.png"))
    run_all()
    make_due(create)
    run_all()

    assert len(imgur.albums) == 1
    assert [place.image.name for place in Album.objects.get().places.select_related("image")] == ["a.png", "b.png"]


def test_what_was_rung_for_lately_is_not_rung_for_again(upload):
    assert dispatch.next_up() == [upload.pk]
    assert dispatch.next_up() == []

    Operation.objects.update(rung_at=timezone.now() - timedelta(minutes=1))
    assert dispatch.next_up() == [upload.pk]


def test_the_album_is_adopted_when_its_answer_was_lost(upload, imgur: FakeImgur):
    operations.run(upload.pk)
    create = Operation.objects.get(kind="album.create")
    imgur.after_effect = [OutcomeUnknownError("The connection broke.", was_sent=True)]
    operations.run(create.pk)

    make_due(create)
    run_all()

    assert len(imgur.albums) == 1
    assert Album.objects.get().imgur_id == imgur.albums[0]["id"]
