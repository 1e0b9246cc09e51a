"""The life of an operation: sent once, kept, put back with a reason, taken up by one worker at a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.services import linking
from imgur import (
    BadRequestError,
    ClientRejectedError,
    ImgurUnavailableError,
    OutcomeUnknownError,
    TokenRejectedError,
)
from media_sync.models import Album, ApiCall, AuditEntry, Batch, Image, Operation
from media_sync.services import leases
from media_sync.services.sending import batches, operations
from tests.fakes.imgur import FakeImgur
from tests.media_sync.conftest import make_due, png, run_all

pytestmark = pytest.mark.django_db
State = Operation.State


def test_it_uploads_then_makes_the_album(upload, imgur: FakeImgur):
    run_all()

    upload.refresh_from_db()
    assert upload.state == State.DONE
    assert upload.credits_spent == 10
    assert imgur.routes() == ["POST /3/image", "POST /3/album"]
    image = Image.objects.get()
    assert (image.name, image.original.sha256) == ("cat.png", upload.batch.files.get().original.sha256)
    album = Album.objects.get()
    assert album.title == "Cats"
    assert [place.image for place in album.places.all()] == [image]
    upload.batch.refresh_from_db()
    assert (upload.batch.state, upload.batch.album) == (Batch.State.DONE, album)
    assert list(AuditEntry.objects.values_list("action", "subject")) == [
        ("uploaded", "cat.png"),
        ("made an album", "Cats"),
    ]


def test_every_call_is_in_the_ledger(upload, imgur: FakeImgur, owner):
    run_all()

    call = ApiCall.objects.order_by("pk").first()
    assert (call.method, call.route, call.credits_charged, call.status) == ("POST", "/3/image", 10, 200)
    assert (call.team, call.person, call.operation) == (upload.team, owner, upload)


def test_it_runs_once_however_often_it_is_rung(upload, imgur: FakeImgur):
    operations.run(upload.pk)
    operations.run(upload.pk)

    assert imgur.routes().count("POST /3/image") == 1


def test_a_running_operation_is_nobody_elses(upload, imgur: FakeImgur):
    leases.claim(upload.pk)

    operations.run(upload.pk)

    assert imgur.calls == []


def test_it_waits_with_a_reason_when_imgur_is_down(upload, imgur: FakeImgur):
    imgur.fails = [ImgurUnavailableError("Imgur does not answer.")]

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.attempts) == (State.QUEUED, 1)
    assert upload.not_before > timezone.now()
    assert upload.reason == "Imgur does not answer."
    assert upload.sending_at is None
    make_due(upload)
    run_all()
    assert Image.objects.count() == 1


def test_a_live_lease_is_not_taken(upload):
    leases.claim(upload.pk)

    assert operations.take_up_abandoned() == 0


def test_a_worker_that_lost_its_lease_does_not_send(upload, imgur: FakeImgur):
    operation, _ = leases.claim(upload.pk)
    Operation.objects.update(lease_token="somebody else's")

    with pytest.raises(leases.LeaseLostError):
        leases.mark_sending(operation)


def test_what_imgur_refuses_fails_with_its_reason_and_the_rest_goes_on(
    draft, add_file, account, owner, full_budget, imgur
):
    add_file("bad.png", png("red"))
    add_file("good.png", png("teal"))
    batches.send(draft, user=owner, account=account, album_title="Two", privacy="hidden")
    imgur.fails = [BadRequestError("The file is larger than Imgur takes.")]

    run_all()

    first, second = draft.files.select_related("operation")
    assert (first.operation.state, first.operation.last_error) == (State.FAILED, "The file is larger than Imgur takes.")
    assert second.operation.state == State.DONE
    assert Album.objects.get().image_count == 1
    draft.refresh_from_db()
    assert draft.state == Batch.State.DONE


def test_a_file_that_is_sent_again_takes_its_place_in_the_album(draft, add_file, account, owner, full_budget, imgur):
    for name in ("a.png", "b.png", "c.png"):
        add_file(name, png("red", (8, 8 + ord(name[0]))))
    batches.send(draft, user=owner, account=account, album_title="Three", privacy="hidden")
    imgur.fails = [None, BadRequestError("no")]
    run_all()
    failed = draft.files.get(name="b.png")

    batches.retry_file(failed)
    run_all()

    album = Album.objects.get()
    assert [place.image.name for place in album.places.select_related("image")] == ["a.png", "b.png", "c.png"]
    by_id = {image["id"]: image["name"] for image in imgur.images}
    assert [by_id[one] for one in imgur.albums[0]["images"]] == ["a.png", "b.png", "c.png"]
    assert len(imgur.albums) == 1


def test_a_broken_link_waits_for_a_person_and_goes_on_when_mended(upload, imgur: FakeImgur, account):
    linking.mark_broken(account, "Imgur refused.")

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.waits_for) == (State.QUEUED, "link")
    assert "links it again" in upload.reason
    assert imgur.calls == []

    grant = linking.Grant(
        username="lanternfall", imgur_account_id=63000001, tokens=linking.TokenPair("b" * 40, "s" * 40, None)
    )
    linking.keep_link(team=account.team, app=account.app, grant=grant, by=None)
    upload.refresh_from_db()
    assert upload.not_before is None
    run_all()
    assert len(imgur.images) == 1


def test_an_application_that_imgur_rejects_makes_everything_wait_for_an_admin(upload, imgur: FakeImgur):
    imgur.fails = [ClientRejectedError("Invalid client_id", was_sent=True)]

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.waits_for, upload.sending_at) == (State.QUEUED, "admin", None)
    assert "An admin looks at" in upload.reason


def test_a_rejected_token_is_renewed_once_and_the_call_repeated(upload, imgur: FakeImgur, monkeypatch):
    monkeypatch.setattr("accounts.services.tokens.renew", lambda account, rejected: "n" * 40)
    imgur.fails = [TokenRejectedError("The access token is invalid.", was_sent=True)]

    run_all()

    assert len(imgur.images) == 1


def test_a_token_that_stays_rejected_breaks_the_link(upload, imgur: FakeImgur, monkeypatch, account):
    monkeypatch.setattr("accounts.services.tokens.renew", lambda account, rejected: "n" * 40)
    imgur.fails = [TokenRejectedError("no", was_sent=True), TokenRejectedError("no", was_sent=True)]

    operations.run(upload.pk)

    account.refresh_from_db()
    assert account.state == "broken"
    upload.refresh_from_db()
    assert (upload.state, upload.waits_for) == (State.QUEUED, "link")


def test_a_fault_of_ours_is_said_with_a_number_and_given_up_in_the_end(upload, imgur: FakeImgur, own_storage, caplog):
    for path in own_storage.rglob("*.png"):
        path.unlink()

    for _ in range(9):
        operations.run(make_due(upload).pk)

    upload.refresh_from_db()
    assert upload.state == State.FAILED
    assert "Something broke on our side" in upload.last_error
    assert upload.last_error.rstrip(".").rsplit(" ", 1)[-1] in caplog.text
    assert imgur.images == []


def test_a_failed_album_is_made_again_on_request(upload, imgur: FakeImgur):
    operations.run(upload.pk)
    create = Operation.objects.get(kind="album.create")
    imgur.fails = [BadRequestError("no")]
    operations.run(create.pk)
    upload.batch.refresh_from_db()
    assert upload.batch.state == Batch.State.DONE

    batches.retry_album(upload.batch)
    run_all()

    assert len(imgur.albums) == 1
    upload.batch.refresh_from_db()
    assert (upload.batch.state, upload.batch.album) == (Batch.State.DONE, Album.objects.get())
    assert batches.retry_album(upload.batch) is None


def test_no_lease_is_kept_of_what_has_ended(upload, imgur: FakeImgur):
    imgur.poison = OutcomeUnknownError("Imgur answered 500.", was_sent=True)

    for _ in range(8):
        operations.run(make_due(upload).pk)

    assert leases._keeper._tokens == {}


def test_the_lease_is_renewed_while_it_runs(upload, settings, transactional_db, monkeypatch):
    monkeypatch.setattr(leases, "_keeper", leases._Keeper())
    settings.OPERATION_LEASE_SECONDS = 3
    operation, _ = leases.claim(upload.pk)
    first = Operation.objects.get(pk=upload.pk).lease_until

    with leases.kept(operation):
        deadline = timezone.now() + timedelta(seconds=5)
        while Operation.objects.get(pk=upload.pk).lease_until == first and timezone.now() < deadline:
            pass

    assert Operation.objects.get(pk=upload.pk).lease_until > first
