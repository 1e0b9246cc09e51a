"""The life of an operation: sent once, put back with a reason, taken up after a crash, never sent twice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.services import linking
from imgur import (
    BadRequestError,
    ClientRejectedError,
    ImgurUnavailableError,
    OutcomeUnknownError,
    RateLimitError,
    TokenRejectedError,
)
from media_sync.budget.limiter import redis_client
from media_sync.models import Album, ApiCall, AuditEntry, Batch, Image, Operation
from media_sync.services import batches, leases, operations
from tests.fakes.imgur import FakeImgur
from tests.media_sync.conftest import png

pytestmark = pytest.mark.django_db
State = Operation.State


@pytest.fixture
def upload(draft, add_file, account, owner, full_budget) -> Operation:
    """One queued upload of a batch that becomes an album."""
    add_file("cat.png", png("red"))
    queued = batches.send(draft, user=owner, account=account, album_title="Cats", privacy="hidden")
    return queued[0]


def _run_all(following) -> None:
    """What the doorbell does: run what follows until nothing does."""
    for operation in following:
        _run_all(operations.run(operation.pk))


def _make_due(operation: Operation) -> Operation:
    Operation.objects.filter(pk=operation.pk).update(not_before=None)
    operation.refresh_from_db()
    return operation


def test_it_uploads_then_makes_the_album(upload, imgur: FakeImgur):
    _run_all([upload])

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
    _run_all([upload])

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
    _run_all([_make_due(upload)])
    assert Image.objects.count() == 1


def test_it_waits_for_credits_and_has_asked_imgur_nothing(upload, imgur: FakeImgur, settings):
    settings.IMGUR_UPLOADS_PER_HOUR = 1
    redis_client().zadd(
        f"budget:{{app{upload.account.app_id}}}:here:uploads", {"x": datetime.now(UTC).timestamp() * 1000}
    )

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.waits_for) == (State.QUEUED, "upload-hour")
    assert upload.reason == "This hour’s uploads are used."
    assert upload.not_before > timezone.now() + timedelta(minutes=59)
    assert upload.attempts == 0
    assert imgur.calls == []


def test_a_lost_answer_is_looked_into_and_adopted(upload, imgur: FakeImgur):
    """Imgur took the file, the answer was lost: no second upload."""
    imgur.after_effect = [OutcomeUnknownError("The connection broke.", was_sent=True)]

    operations.run(upload.pk)
    upload.refresh_from_db()
    assert upload.state == State.UNKNOWN
    assert "look whether it has arrived" in upload.reason

    _run_all([_make_due(upload)])

    upload.refresh_from_db()
    assert upload.state == State.DONE
    assert imgur.routes() == ["POST /3/image", "GET /3/account/{username}/images/{page}", "POST /3/album"]
    assert Image.objects.get().imgur_id == imgur.images[0]["id"]


def test_a_lost_request_is_sent_again_after_looking(upload, imgur: FakeImgur):
    """The bytes went out and never arrived: nothing is there, so it is sent again."""
    imgur.fails = [OutcomeUnknownError("The connection broke.", was_sent=True)]

    operations.run(upload.pk)
    _run_all([_make_due(Operation.objects.get(pk=upload.pk))])

    assert len(imgur.images) == 1
    assert imgur.routes().count("POST /3/image") == 2


def test_looking_does_not_adopt_somebody_elses_picture(upload, imgur: FakeImgur):
    imgur.fails = [OutcomeUnknownError("The connection broke.", was_sent=True)]
    operations.run(upload.pk)
    imgur.put_image(name="cat.png", size=999_999, width=4000, height=3000)

    _run_all([_make_due(Operation.objects.get(pk=upload.pk))])

    assert len(imgur.images) == 2
    assert Image.objects.get().imgur_id == imgur.images[0]["id"]


def test_looking_does_not_adopt_a_picture_that_we_know(upload, imgur: FakeImgur, account):
    size = upload.batch.files.get().original.size_bytes
    theirs = imgur.put_image(name="cat.png", size=size)
    from media_sync.services import mirror

    mirror.keep_image(account, mirror.image_from(theirs))
    imgur.fails = [OutcomeUnknownError("The connection broke.", was_sent=True)]
    operations.run(upload.pk)

    _run_all([_make_due(Operation.objects.get(pk=upload.pk))])

    assert len(imgur.images) == 2


def test_an_outcome_stays_unknown_while_imgur_cannot_be_asked(upload, imgur: FakeImgur):
    imgur.after_effect = [OutcomeUnknownError("The connection broke.", was_sent=True)]
    operations.run(upload.pk)
    imgur.fails = [ImgurUnavailableError("Imgur does not answer.")]

    operations.run(_make_due(Operation.objects.get(pk=upload.pk)).pk)

    upload.refresh_from_db()
    assert upload.state == State.UNKNOWN
    _run_all([_make_due(upload)])
    assert imgur.routes().count("POST /3/image") == 1


def test_a_worker_that_dies_before_sending_leaves_it_queued(upload, imgur: FakeImgur):
    leases.claim(upload.pk)
    Operation.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert operations.take_up_abandoned() == 1

    upload.refresh_from_db()
    assert upload.state == State.QUEUED
    _run_all([upload])
    assert imgur.routes() == ["POST /3/image", "POST /3/album"]


def test_a_worker_that_dies_while_sending_leaves_it_unknown(upload, imgur: FakeImgur):
    operation, _ = leases.claim(upload.pk)
    leases.mark_sending(operation)
    imgur.put_image(name="cat.png", size=upload.batch.files.get().original.size_bytes)
    Operation.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    operations.take_up_abandoned()

    upload.refresh_from_db()
    assert (upload.state, upload.credits_spent) == (State.UNKNOWN, 10)
    _run_all([upload])
    assert "POST /3/image" not in imgur.routes()
    assert len(imgur.images) == 1


def test_a_live_lease_is_not_taken(upload):
    leases.claim(upload.pk)

    assert operations.take_up_abandoned() == 0


def test_a_worker_that_lost_its_lease_does_not_send(upload, imgur: FakeImgur):
    operation, _ = leases.claim(upload.pk)
    Operation.objects.update(lease_token="somebody else's")

    with pytest.raises(leases.LeaseLostError):
        leases.mark_sending(operation)


def test_a_lost_lease_frees_its_credits(upload, imgur: FakeImgur, full_budget):
    from media_sync import gateway
    from media_sync.models import Lane

    def lose() -> None:
        raise leases.LeaseLostError

    client = gateway.client_for(upload.account, purpose=gateway.Purpose(lane=Lane.UPLOAD), before_sending=lose)
    before = full_budget.store.states()["user-hour"].remaining
    with pytest.raises(leases.LeaseLostError):
        client.account.image_count()

    assert full_budget.store.states()["user-hour"].remaining == before
    assert imgur.calls == []


def test_an_answer_that_comes_late_is_kept(upload, imgur: FakeImgur):
    """Our worker stood still, its lease ran out; its upload has succeeded all the same."""

    def lease_runs_out(call) -> None:
        Operation.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        operations.take_up_abandoned()
        imgur.on_call = None

    imgur.on_call = lease_runs_out

    _run_all([upload])

    upload.refresh_from_db()
    assert upload.state == State.DONE
    assert len(imgur.images) == 1


def test_what_imgur_refuses_fails_with_its_reason_and_the_rest_goes_on(
    draft, add_file, account, owner, full_budget, imgur
):
    add_file("bad.png", png("red"))
    add_file("good.png", png("teal"))
    queued = batches.send(draft, user=owner, account=account, album_title="Two", privacy="hidden")
    imgur.fails = [BadRequestError("The file is larger than Imgur takes.")]

    _run_all(queued)

    first, second = draft.files.select_related("operation")
    assert (first.operation.state, first.operation.last_error) == (State.FAILED, "The file is larger than Imgur takes.")
    assert second.operation.state == State.DONE
    assert Album.objects.get().image_count == 1
    draft.refresh_from_db()
    assert draft.state == Batch.State.DONE


def test_a_file_that_is_sent_again_takes_its_place_in_the_album(draft, add_file, account, owner, full_budget, imgur):
    for name in ("a.png", "b.png", "c.png"):
        add_file(name, png("red", (8, 8 + ord(name[0]))))
    queued = batches.send(draft, user=owner, account=account, album_title="Three", privacy="hidden")
    imgur.fails = [None, BadRequestError("no")]
    _run_all(queued)
    failed = draft.files.get(name="b.png")

    _run_all([batches.retry_file(failed)])

    album = Album.objects.get()
    assert [place.image.name for place in album.places.select_related("image")] == ["a.png", "b.png", "c.png"]
    by_id = {image["id"]: image["name"] for image in imgur.images}
    assert [by_id[one] for one in imgur.albums[0]["images"]] == ["a.png", "b.png", "c.png"]
    assert len(imgur.albums) == 1


def test_a_429_waits_and_shuts_the_window(upload, imgur: FakeImgur, full_budget):
    retry_at = timezone.now() + timedelta(minutes=9)
    imgur.fails = [RateLimitError("Uploading too fast.", window="upload-hour", retry_at=retry_at, was_sent=True)]

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.waits_for, upload.sending_at) == (State.QUEUED, "upload-hour", None)
    assert upload.not_before >= retry_at
    assert full_budget.store.states()["upload-hour"].closed_until is not None
    assert upload.credits_spent == 0


def test_a_429_without_a_word_is_explained_by_asking(upload, imgur: FakeImgur):
    resets_at = timezone.now() + timedelta(seconds=30)
    imgur.fails = [RateLimitError("Too many requests.", was_sent=True)]
    imgur.credits = {"UserLimit": 60, "UserRemaining": 0, "UserReset": int(resets_at.timestamp())}

    operations.run(upload.pk)
    operations.run(_make_due(upload).pk)

    upload.refresh_from_db()
    assert (upload.state, upload.waits_for) == (State.QUEUED, "user-hour")
    assert abs(upload.not_before - resets_at) < timedelta(seconds=6)
    assert imgur.routes() == ["POST /3/image", "GET /3/credits"]


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
    _run_all([upload])
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

    _run_all([upload])

    assert len(imgur.images) == 1


def test_a_token_that_stays_rejected_breaks_the_link(upload, imgur: FakeImgur, monkeypatch, account):
    monkeypatch.setattr("accounts.services.tokens.renew", lambda account, rejected: "n" * 40)
    imgur.fails = [TokenRejectedError("no", was_sent=True), TokenRejectedError("no", was_sent=True)]

    operations.run(upload.pk)

    account.refresh_from_db()
    assert account.state == "broken"
    upload.refresh_from_db()
    assert (upload.state, upload.waits_for) == (State.QUEUED, "link")


def test_an_emptied_redis_is_refilled_from_imgurs_word(upload, imgur: FakeImgur):
    redis_client().flushdb()

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert upload.state == State.DONE
    assert imgur.routes() == ["GET /3/credits", "POST /3/image"]


def test_without_imgurs_word_an_emptied_redis_lets_nothing_out(upload, imgur: FakeImgur, monkeypatch):
    monkeypatch.setattr("media_sync.services.budgets._WAIT_FOR_NEWS_SECONDS", 0)
    redis_client().flushdb()
    imgur.fails = [ImgurUnavailableError("down")]

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.waits_for) == (State.QUEUED, "budget")
    assert imgur.images == []


def test_old_figures_are_asked_for_before_a_burst(upload, imgur: FakeImgur, account):
    """Somebody else has used up the hour while we were idle."""
    redis_client().hset(f"budget:{{app{account.app_id}}}:here:user-hour", "told", 0)
    redis_client().delete(f"budget:{{app{account.app_id}}}:asking")
    imgur.credits = {"UserRemaining": 5}

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.waits_for) == (State.QUEUED, "user-hour")
    assert imgur.routes() == ["GET /3/credits"]


def test_fresh_figures_are_not_asked_for(upload, imgur: FakeImgur):
    operations.run(upload.pk)

    assert "GET /3/credits" not in imgur.routes()


def test_a_fault_of_ours_is_said_with_a_number_and_given_up_in_the_end(upload, imgur: FakeImgur, own_storage, caplog):
    for path in own_storage.rglob("*.png"):
        path.unlink()

    for _ in range(9):
        operations.run(_make_due(upload).pk)

    upload.refresh_from_db()
    assert upload.state == State.FAILED
    assert "Something broke on our side" in upload.last_error
    assert upload.last_error.rstrip(".").rsplit(" ", 1)[-1] in caplog.text
    assert imgur.images == []


def test_what_is_out_already_cannot_be_called_back(upload, imgur: FakeImgur):
    """Imgur takes the file while somebody cancels: it is kept, because it is there."""
    imgur.on_call = lambda call: operations.cancel(upload)

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert upload.state == State.DONE
    assert Image.objects.count() == 1


def test_what_is_cancelled_while_it_waits_for_its_turn_is_not_sent(upload, imgur: FakeImgur):
    operation, _ = leases.claim(upload.pk)
    operations.cancel(upload)

    with pytest.raises(leases.UnwantedError):
        leases.mark_sending(operation)


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

    operations.run(_make_due(upload).pk)

    upload.refresh_from_db()
    assert upload.state == State.CANCELLED
    assert imgur.routes().count("POST /3/image") == 1


def test_a_file_that_imgur_breaks_off_at_each_time_is_given_up(upload, imgur: FakeImgur):
    imgur.poison = OutcomeUnknownError("Imgur answered 500.", was_sent=True)

    for _ in range(8):
        operations.run(_make_due(upload).pk)

    upload.refresh_from_db()
    assert upload.state == State.FAILED
    assert "nothing of it is there" in upload.last_error
    assert imgur.routes().count("POST /3/image") == 3


def test_a_video_that_imgur_prepares_is_awaited_by_its_ticket(upload, imgur: FakeImgur):
    imgur.ticket = "7234557b"

    operations.run(upload.pk)
    operations.run(_make_due(upload).pk)
    upload.refresh_from_db()
    assert upload.state == State.UNKNOWN
    imgur.put_image(id="mvWNMH4", type="video/mp4")
    imgur.prepared = "mvWNMH4"
    operations.run(_make_due(upload).pk)

    upload.refresh_from_db()
    assert upload.state == State.DONE
    assert Image.objects.get().imgur_id == "mvWNMH4"
    assert imgur.routes().count("POST /3/image") == 1


def test_what_cannot_be_found_out_ends_with_a_sentence(upload, imgur: FakeImgur):
    imgur.after_effect = [OutcomeUnknownError("The connection broke.", was_sent=True)]
    operations.run(upload.pk)
    imgur.fails = [BadRequestError("no")] * 20

    for _ in range(9):
        operations.run(_make_due(upload).pk)

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

    operations.run(_make_due(first).pk)
    operations.run(_make_due(second).pk)

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
    (create,) = operations.run(second.pk)
    imgur.after_effect = [OutcomeUnknownError("lost", was_sent=True)]
    operations.run(create.pk)

    _run_all([batches.retry_file(draft.files.get(name="b.png"))])
    _run_all([_make_due(create)])

    assert len(imgur.albums) == 1
    assert [place.image.name for place in Album.objects.get().places.select_related("image")] == ["a.png", "b.png"]


def test_what_was_rung_for_lately_is_not_rung_for_again(upload):
    assert operations.due_to_ring(at_most=10) == [upload.pk]
    assert operations.due_to_ring(at_most=10) == []

    Operation.objects.update(rung_at=timezone.now() - timedelta(minutes=1))
    assert operations.due_to_ring(at_most=10) == [upload.pk]


def test_the_album_is_adopted_when_its_answer_was_lost(upload, imgur: FakeImgur):
    (create,) = operations.run(upload.pk)
    imgur.after_effect = [OutcomeUnknownError("The connection broke.", was_sent=True)]
    operations.run(create.pk)

    _run_all([_make_due(create)])

    assert len(imgur.albums) == 1
    assert Album.objects.get().imgur_id == imgur.albums[0]["id"]


def test_a_failed_album_is_made_again_on_request(upload, imgur: FakeImgur):
    (create,) = operations.run(upload.pk)
    imgur.fails = [BadRequestError("no")]
    operations.run(create.pk)
    upload.batch.refresh_from_db()
    assert upload.batch.state == Batch.State.DONE

    _run_all([batches.retry_album(upload.batch)])

    assert len(imgur.albums) == 1
    upload.batch.refresh_from_db()
    assert (upload.batch.state, upload.batch.album) == (Batch.State.DONE, Album.objects.get())
    assert batches.retry_album(upload.batch) is None


def test_cancelling_while_the_album_waits_ends_the_batch_as_cancelled(upload, imgur: FakeImgur):
    (create,) = operations.run(upload.pk)

    batches.cancel(upload.batch)

    create.refresh_from_db()
    upload.batch.refresh_from_db()
    assert (create.state, upload.batch.state) == (State.CANCELLED, Batch.State.CANCELLED)


def test_no_lease_is_kept_of_what_has_ended(upload, imgur: FakeImgur):
    imgur.poison = OutcomeUnknownError("Imgur answered 500.", was_sent=True)

    for _ in range(8):
        operations.run(_make_due(upload).pk)

    assert leases._keeper._tokens == set()


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
