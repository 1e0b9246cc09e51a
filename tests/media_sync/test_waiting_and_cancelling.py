"""What waits for credits and goes on, and what a person does not want any more."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.shared_redis import redis_client
from imgur import (
    ImgurUnavailableError,
    RateLimitError,
)
from media_sync import budget
from media_sync.budget import Limiter, WindowState
from media_sync.budget.limiter import rules_for
from media_sync.budget.store import BudgetStore
from media_sync.models import Batch, Image, Operation
from media_sync.services import leases
from media_sync.services.sending import batches, operations
from tests.fakes.imgur import FakeImgur
from tests.media_sync.conftest import make_due

pytestmark = pytest.mark.django_db
State = Operation.State


def test_it_waits_for_credits_and_has_asked_imgur_nothing(upload, imgur: FakeImgur, settings):
    settings.IMGUR_UPLOADS_PER_HOUR = 1
    budget.limiter_for(upload.account.app).remember_uploads([timezone.now()])

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.waits_for) == (State.QUEUED, "upload-hour")
    assert upload.reason == "This hour’s uploads are used."
    assert upload.not_before > timezone.now() + timedelta(minutes=59)
    assert upload.attempts == 0
    assert imgur.calls == []


def test_a_lost_lease_frees_its_credits(upload, imgur: FakeImgur, full_budget):
    from media_sync import gateway
    from media_sync.models import Lane

    def lose() -> None:
        raise leases.LeaseLostError

    client = gateway.client_for(upload.account, purpose=gateway.Purpose(lane=Lane.UPLOAD), before_sending=lose)
    before = full_budget.states()["user-hour"].remaining
    with pytest.raises(leases.LeaseLostError):
        client.account.image_count()

    assert full_budget.states()["user-hour"].remaining == before
    assert imgur.calls == []


@pytest.mark.parametrize(("broken", "left"), [(SystemExit(1), -1), (OSError("The file cannot be read."), 0)])
def test_a_process_that_is_ended_in_the_midst_of_a_call_has_spent_it(broken, left, account, imgur, full_budget):
    """Imgur may have counted it. A file that cannot be read has left nothing there; the transport sees to that."""
    from media_sync import gateway
    from media_sync.models import Lane

    imgur.fails = [broken]
    before = full_budget.states()["user-hour"].remaining

    with pytest.raises(type(broken)):
        gateway.client_for(account, purpose=gateway.Purpose(lane=Lane.SYNC)).account.image_count()

    assert full_budget.states()["user-hour"].remaining == before + left


def test_a_429_waits_and_shuts_the_window(upload, imgur: FakeImgur, full_budget):
    retry_at = timezone.now() + timedelta(minutes=9)
    imgur.fails = [RateLimitError("Uploading too fast.", window="upload-hour", retry_at=retry_at, was_sent=True)]

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.waits_for, upload.sending_at) == (State.QUEUED, "upload-hour", None)
    assert upload.not_before >= retry_at
    assert full_budget.states()["upload-hour"].closed_until is not None
    assert upload.credits_spent == 0


def test_a_429_without_a_word_is_explained_by_asking(upload, imgur: FakeImgur):
    resets_at = timezone.now() + timedelta(seconds=30)
    imgur.fails = [RateLimitError("Too many requests.", was_sent=True)]
    imgur.credits = {"UserLimit": 60, "UserRemaining": 0, "UserReset": int(resets_at.timestamp())}

    operations.run(upload.pk)
    operations.run(make_due(upload).pk)

    upload.refresh_from_db()
    assert (upload.state, upload.waits_for) == (State.QUEUED, "user-hour")
    assert abs(upload.not_before - resets_at) < timedelta(seconds=6)
    assert imgur.routes() == ["POST /3/image", "GET /3/credits"]


def test_an_emptied_redis_is_refilled_from_imgurs_word(upload, imgur: FakeImgur):
    redis_client().flushdb()

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert upload.state == State.DONE
    assert imgur.routes() == ["GET /3/credits", "POST /3/image"]


def test_without_imgurs_word_an_emptied_redis_lets_nothing_out(upload, imgur: FakeImgur, monkeypatch):
    monkeypatch.setattr("media_sync.services.credits.budgets._WAIT_FOR_NEWS_SECONDS", 0)
    redis_client().flushdb()
    imgur.fails = [ImgurUnavailableError("down")]

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.waits_for) == (State.QUEUED, "budget")
    assert imgur.images == []


def test_old_figures_are_asked_for_before_a_burst(upload, imgur: FakeImgur, account):
    """Somebody else has used up the hour while we were idle."""
    redis_client().flushdb()
    store = BudgetStore(app_pk=account.app_id, egress="here", client=redis_client(), rules=rules_for())
    a_minute_ago = Limiter(store, clock=lambda: time.time() - 60)
    a_minute_ago.restore({name: WindowState(500, 0, None) for name in ("client-day", "user-hour")}, under_way=[])
    imgur.credits = {"UserRemaining": 5}

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.waits_for) == (State.QUEUED, "user-hour")
    assert imgur.routes() == ["GET /3/credits"]


def test_fresh_figures_are_not_asked_for(upload, imgur: FakeImgur):
    operations.run(upload.pk)

    assert "GET /3/credits" not in imgur.routes()


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


def test_cancelling_while_the_album_waits_ends_the_batch_as_cancelled(upload, imgur: FakeImgur):
    operations.run(upload.pk)
    create = Operation.objects.get(kind="album.create")

    batches.cancel(upload.batch)

    create.refresh_from_db()
    upload.batch.refresh_from_db()
    assert (create.state, upload.batch.state) == (State.CANCELLED, Batch.State.CANCELLED)
