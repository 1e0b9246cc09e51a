"""The budget when Redis forgets: begun anew from Imgur's word, never from a guess."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ImgurApp
from accounts.shared_redis import redis_client
from imgur import ImgurUnavailableError, RateLimits, Window
from media_sync import budget, tasks
from media_sync.models import ApiCall, BudgetSnapshot, Lane, Operation, Part, SyncRun
from media_sync.services import leases
from media_sync.services.credits import budgets
from media_sync.services.looking import schedules
from media_sync.services.sending import batches
from tests.media_sync.conftest import png

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


def _states(app):
    return budget.limiter_for(app).states()


def test_it_asks_imgur_and_begins_anew(app, imgur):
    assert budgets.restore(app)

    assert imgur.routes() == ["GET /3/credits"]
    assert _states(app)["user-hour"].remaining == 500


def test_only_one_asks(app, imgur):
    budgets.restore(app)

    assert not budgets.restore(app)
    assert len(imgur.calls) == 1


def test_uploads_are_remembered_once_when_another_process_was_first(app, imgur, account, monkeypatch):
    """Imgur takes so long to answer that a second one asks."""
    ApiCall.objects.create(
        app=app, account=account, team=account.team, lane=Lane.UPLOAD, method="POST", route="/3/image",
        credits_asked=10, credits_charged=10, status=200,
    )  # fmt: skip
    begin_anew = budget.Limiter.restore

    def let_another_be_first(*arguments, **named):
        monkeypatch.setattr(budget.Limiter, "restore", begin_anew)
        redis_client().delete(f"budget:{{app{app.pk}}}:asking")
        assert budgets.restore(app)
        return begin_anew(*arguments, **named)

    monkeypatch.setattr(budget.Limiter, "restore", let_another_be_first)

    assert budgets.restore(app)

    assert _states(app)["upload-hour"].remaining == 49


def test_it_takes_the_lower_of_imgurs_word_and_the_last_snapshot(app, imgur, settings):
    BudgetSnapshot.objects.create(
        app=app, egress=settings.IMGUR_EGRESS, window="user-hour", limit=500, used=420, taken_at=timezone.now(),
        resets_at=timezone.now() + timedelta(minutes=30),
    )  # fmt: skip

    budgets.restore(app)

    assert _states(app)["user-hour"].remaining == 80


def test_a_snapshot_of_a_window_that_is_over_counts_for_nothing(app, imgur, settings):
    BudgetSnapshot.objects.create(
        app=app, egress=settings.IMGUR_EGRESS, window="user-hour", limit=500, used=420, taken_at=timezone.now(),
        resets_at=timezone.now() - timedelta(minutes=1),
    )  # fmt: skip

    budgets.restore(app)

    assert _states(app)["user-hour"].remaining == 500


def test_a_young_snapshot_of_a_day_without_an_end_counts(app, imgur, settings):
    BudgetSnapshot.objects.create(
        app=app, egress=settings.IMGUR_EGRESS, window="client-day", limit=12_500, used=12_000, taken_at=timezone.now(),
        resets_at=None,
    )  # fmt: skip

    budgets.restore(app)

    assert _states(app)["client-day"].remaining == 500


def test_the_hour_of_uploads_is_remembered_from_the_ledger(app, imgur, account):
    for _ in range(3):
        ApiCall.objects.create(
            app=app, account=account, team=account.team, lane=Lane.UPLOAD, method="POST", route="/3/image",
            credits_asked=10, credits_charged=10, status=200,
        )  # fmt: skip

    budgets.restore(app)

    assert _states(app)["upload-hour"].remaining == 47


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({"credits_asked": 12, "credits_charged": 12}, 49),  # its cost was learned
        ({"credits_asked": 0, "credits_charged": 0}, 49),
        ({"credits_charged": 0, "error": "RateLimitError"}, 50),
        ({"egress": "elsewhere"}, 50),
        ({"method": "GET"}, 50),
        ({"route": "/3/album"}, 50),
    ],
)
def test_an_upload_is_known_whatever_it_cost(fields, left, app, imgur, account):
    values = {"method": "POST", "route": "/3/image", "credits_asked": 10, "credits_charged": 10, "status": 200}
    ApiCall.objects.create(app=app, account=account, team=account.team, lane=Lane.UPLOAD, **(values | fields))

    budgets.restore(app)

    assert _states(app)["upload-hour"].remaining == left


def test_a_window_that_was_shut_stays_shut(app, imgur):
    budgets.restore(app)
    until = timezone.now() + timedelta(minutes=8)
    budget.limiter_for(app).close("upload-hour", until)
    budgets.keep(app)
    redis_client().flushdb()

    budgets.restore(app)

    closed = _states(app)["upload-hour"].closed_until
    assert closed is not None
    assert abs(closed - until) < timedelta(seconds=2)


def test_what_is_under_way_counts_as_spent(app, imgur, draft, add_file, owner, account):
    add_file("a.png", png("red"))
    (upload,) = batches.send(draft, user=owner, account=account, album_title="", privacy="hidden")
    operation, _ = leases.claim(upload.pk)
    leases.mark_sending(operation)

    budgets.restore(app)

    assert _states(app)["user-hour"].remaining == 490
    assert Operation.objects.get().state == "running"


def test_a_call_of_a_run_that_looks_at_imgur_may_be_out_and_counts_as_spent(app, imgur, account):
    schedule = schedules.schedule_account(account, Part.PICTURES)
    SyncRun.objects.create(
        schedule=schedule, state="running", lease_token="a", lease_until=timezone.now() + timedelta(minutes=1)
    )

    budgets.restore(app)

    assert _states(app)["user-hour"].remaining == 499


def test_an_application_whose_key_is_lost_does_not_keep_the_others_from_being_kept(app):
    ImgurApp.objects.filter(pk=app.pk).update(is_commercial=True, sealed_commercial_key="sealed with another key")

    tasks.keep_budget()

    assert _states(app) == {}


def test_an_imgur_that_does_not_answer_leaves_it_unknown(app, imgur):
    imgur.fails = [ImgurUnavailableError("down")]

    assert not budgets.restore(app)
    assert "user-hour" not in _states(app)


def test_keeping_writes_the_windows_down(app, imgur):
    budgets.keep(app)  # finds nothing, begins anew
    budgets.keep(app)

    rows = {row.window: (row.limit, row.used) for row in BudgetSnapshot.objects.all()}
    assert rows["client-day"] == (12_500, 0)
    assert rows["user-hour"] == (500, 0)


def test_a_day_that_is_spent_is_asked_about_now_and_then(app, imgur):
    budgets.restore(app)
    budget.limiter_for(app).correct(RateLimits(client=Window(limit=12_500, remaining=300)))
    imgur.calls.clear()

    budgets.keep(app)
    budgets.keep(app)

    assert imgur.routes() == ["GET /3/credits"]
    assert _states(app)["client-day"].remaining == 12_500
