"""Forecasts of real rows: from queue, windows and ledger; kept when a batch is sent, judged when it is done."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import LinkedAccount, Membership, Team
from accounts.services import linking
from imgur import RateLimits, Window
from media_sync.budget.limiter import redis_client
from media_sync.budget.store import BudgetStore, Rules
from media_sync.models import ApiCall, Batch, Lane, Operation
from media_sync.services.credits import forecasts, ledger_lately
from media_sync.services.credits.forecasts import Asked
from media_sync.services.sending import batches, operations
from tests.media_sync.conftest import png, run_all

pytestmark = pytest.mark.django_db
State = Operation.State
TEN = Asked(uploads=10, upload_bytes=10_000_000, with_album=True)


@pytest.fixture(autouse=True)
def slots(settings):
    settings.DISPATCH_SLOTS = 4


@pytest.fixture
def send(draft, add_file, account, owner):
    """Send a batch of small pictures, each of its own colour."""

    def go(*colours: str, title: str = "Flume") -> Batch:
        batch = batches.draft_for(user=owner, team=account.team)
        for colour in colours:
            add_file(f"{colour}.png", png(colour), batch=batch)
        batches.send(batch, user=owner, account=account, album_title=title, privacy="hidden")
        batch.refresh_from_db()
        return batch

    return go


def _minutes(moment: datetime | None) -> float:
    assert moment
    return (moment - timezone.now()).total_seconds() / 60


def test_it_tells_when_a_batch_would_be_done(account, full_budget, owner):
    times = forecasts.before_sending(TEN, account, person=owner)

    assert 0 < _minutes(times.likely_at) < 2
    assert times.likely_at < times.latest_at


def test_without_figures_it_knows_nothing(account, owner, redis):
    assert forecasts.before_sending(TEN, account, person=owner) is None
    assert forecasts.of_queue(account.app, account.team) is None


def test_nothing_to_send_is_done_at_once(account, full_budget, owner):
    times = forecasts.before_sending(Asked(uploads=0, upload_bytes=0, with_album=False), account, person=owner)

    assert times.latest_at <= timezone.now()


def test_what_other_teams_have_in_the_queue_is_ahead(account, full_budget, owner, make_account, settings):
    alone = forecasts.before_sending(TEN, account, person=owner)
    other = make_account(Team.objects.create(name="Trailwiki", slug="trailwiki"))
    Operation.objects.bulk_create(
        Operation(kind="image.upload", team=other.team, account=other, lane=Lane.UPLOAD) for _ in range(30)
    )
    forecasts.forget()

    behind = forecasts.before_sending(TEN, account, person=owner)

    assert behind.likely_at > alone.likely_at + timedelta(seconds=3)
    queue = forecasts.of_queue(account.app, account.team)
    assert (queue.credits, queue.credits_of_all, queue.times) == (0, 300, None)


def test_what_waits_for_a_broken_link_is_in_nobodys_way(account, full_budget, owner, make_account):
    other = make_account(Team.objects.create(name="Trailwiki", slug="trailwiki"))
    Operation.objects.bulk_create(
        Operation(kind="image.upload", team=other.team, account=other, lane=Lane.UPLOAD) for _ in range(49)
    )
    linking.mark_broken(other, "Imgur refused.")

    assert _minutes(forecasts.before_sending(TEN, account, person=owner).likely_at) < 2


@pytest.mark.parametrize("whose", ["team", "person"])
def test_a_cap_is_part_of_it(account, full_budget, owner, team, whose):
    rows = Team.objects.filter(pk=team.pk) if whose == "team" else Membership.objects.filter(team=team, user=owner)
    rows.update(daily_credits=50)
    account.refresh_from_db()

    times = forecasts.before_sending(TEN, account, person=owner)

    midnight = datetime.combine(timezone.now().astimezone(UTC).date() + timedelta(days=1), datetime.min.time(), UTC)
    assert times.likely_at > midnight
    assert times.wait.window.startswith(whose)


def test_a_batch_keeps_what_was_told_when_it_was_sent(account, full_budget, send):
    batch = send("red", "teal")

    assert batch.forecast_credits == 21
    assert batch.forecast_made_at <= batch.sent_at
    assert batch.forecast_made_at < batch.forecast_likely_at < batch.forecast_latest_at
    assert batch.forecast_error_seconds is None


def test_a_batch_that_is_done_records_how_far_it_was_off(account, full_budget, send, imgur):
    batch = send("red", "teal")
    run_all()
    batch.refresh_from_db()

    assert batch.state == Batch.State.DONE
    assert batch.forecast_error_seconds == round((batch.finished_at - batch.forecast_likely_at).total_seconds())


def test_only_the_first_end_counts(account, full_budget, send, imgur):
    batch = send("red", "teal", title="")
    operations.end(batch.operations.first(), state=State.FAILED, error="No.")
    run_all()
    batch.refresh_from_db()
    Batch.objects.filter(pk=batch.pk).update(forecast_error_seconds=77)

    batches.retry_file(batch.files.first())
    run_all()

    batch.refresh_from_db()
    assert (batch.state, batch.forecast_error_seconds) == (Batch.State.DONE, 77)


def test_a_batch_sent_without_figures_keeps_only_its_price(account, send, redis, imgur):
    batch = send("red")

    assert (batch.forecast_credits, batch.forecast_likely_at, batch.forecast_latest_at) == (11, None, None)
    assert forecasts.error_of(batch, finished_at=timezone.now()) == {}


def test_the_database_refuses_an_error_without_a_forecast(account, send, redis, imgur):
    batch = send("red")

    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(forecast_error_seconds=5)


def test_a_batch_on_its_way_is_forecast_anew(account, full_budget, send):
    batch = send("red", "teal", "blue")
    later = timezone.now() + timedelta(minutes=30)
    batch.operations.update(not_before=later, waits_for="upload-hour")
    forecasts.forget()

    times = forecasts.of_batches([batch])[batch.pk]

    assert times.likely_at > later
    queue = forecasts.of_queue(account.app, account.team)
    assert (queue.credits, queue.times.likely_at) == (31, times.likely_at)


def test_a_batch_whose_account_is_broken_has_no_time(account, full_budget, send):
    batch = send("red")
    linking.mark_broken(account, "Imgur refused.")
    forecasts.forget()

    assert forecasts.of_batches([batch]) == {}


def test_what_runs_is_part_of_its_batch(account, full_budget, send):
    batch = send("red", title="")
    batch.operations.update(state=State.RUNNING, lease_token="x", lease_until=timezone.now(), sending_at=timezone.now())
    forecasts.forget()

    assert _minutes(forecasts.of_batches([batch])[batch.pk].likely_at) < 1


def test_a_plan_costs_few_queries_however_much_waits(account, full_budget, send, django_assert_max_num_queries):
    for number in range(6):
        send(*(f"#{number}{n}0000" for n in range(4)), title=f"Batch {number}")
    forecasts.forget()

    with django_assert_max_num_queries(8):
        forecasts.of_queue(account.app, account.team)
    with django_assert_max_num_queries(0):
        forecasts.of_queue(account.app, account.team)


def _call(account: LinkedAccount, *, team: Team, minutes_ago: float, ms: int = 2_000, **fields) -> None:
    values = {
        "app": account.app, "account": account, "team": team, "lane": Lane.UPLOAD, "purpose": "image.upload",
        "method": "POST", "route": "/3/image", "credits_asked": 10, "credits_charged": 10, "duration_ms": ms,
    }  # fmt: skip
    call = ApiCall.objects.create(**(values | fields))
    ApiCall.objects.filter(pk=call.pk).update(made_at=timezone.now() - timedelta(minutes=minutes_ago))


def test_the_pace_is_that_of_uploads_that_went_well(account, send, full_budget):
    batch = send("red")
    operation = batch.operations.get()
    for minutes_ago in range(10):
        _call(account, team=account.team, minutes_ago=minutes_ago, ms=4_000, operation=operation)
        _call(account, team=account.team, minutes_ago=minutes_ago, ms=90_000, operation=operation, error="Timeout")
    forecasts.forget()

    assert ledger_lately.pace_of(account.app_id).of(100) == pytest.approx(4, rel=0.01)


def test_arrivals_are_what_others_uploaded_and_all_read(account, make_account):
    other = make_account(Team.objects.create(name="Trailwiki", slug="trailwiki"))
    for minutes_ago in (10, 50, 300, 2_000):
        _call(account, team=other.team, minutes_ago=minutes_ago)
        _call(account, team=account.team, minutes_ago=minutes_ago)
        _call(
            account, team=account.team, minutes_ago=minutes_ago, lane=Lane.INTERACTIVE, purpose="reading", method="GET"
        )

    found = ledger_lately.arrivals_of(account.app_id, account.team_id)

    assert (found.uploads, found.reads, found.teams) == (2, 2, 2)


def test_how_good_forecasts_were_is_told_once_there_are_enough(account, full_budget, owner, team):
    now = timezone.now()
    for number in range(4):
        _judged(team, owner, account, error=30 * number, finished_at=now)
    assert forecasts.how_good(team) is None

    _judged(team, owner, account, error=4_000, finished_at=now)

    found = forecasts.how_good(team)
    assert (found.batches, found.percent_inside, found.median_error) == (5, 80, timedelta(seconds=60))


def test_only_the_newest_fifty_tell_how_good_forecasts_are(account, owner, team):
    now = timezone.now()
    for number in range(60):
        late = 9_000 if number < 10 else 0
        _judged(team, owner, account, error=late, finished_at=now + timedelta(minutes=number))

    assert forecasts.how_good(team).percent_inside == 100


def _judged(team, owner, account, *, error: int, finished_at: datetime) -> None:
    Batch.objects.create(
        team=team, created_by=owner, account=account, state=Batch.State.DONE, finished_at=finished_at,
        forecast_credits=10, forecast_made_at=finished_at, forecast_likely_at=finished_at,
        forecast_latest_at=finished_at + timedelta(minutes=5), forecast_error_seconds=error,
    )  # fmt: skip


def test_windows_tell_when_uploads_leave_them_and_what_lanes_took_before(redis):
    hour = 3_600_000
    store = BudgetStore(
        app_pk=9,
        egress="here",
        client=redis_client(),
        rules=Rules(day_margin=0, post_limit=0, upload_limit=50, upload_window_ms=hour),
    )
    now = 1_790_000_000_000 // hour * hour
    reset = datetime.fromtimestamp(now / 1000 + 60, UTC)
    figures = RateLimits(
        client=Window(limit=1_000, remaining=999, resets_at=reset),
        user=Window(limit=500, remaining=499, resets_at=reset),
        post=None,
    )
    store.restore({}, now_ms=now, under_way=[])
    store.correct(figures, now_ms=now)
    for _ in range(3):
        store.reserve(10, 2, "upload", now_ms=now + 5_000)

    (frees,) = store.states(now_ms=now + 6_000)["upload-hour"].frees
    after = store.states(now_ms=now + 70_000)["user-hour"]

    assert frees == (datetime.fromtimestamp((now + 61 * 60_000) / 1000, UTC), 3)
    assert (after.by_lane, after.before_by_lane) == ((0, 0, 0, 0), (0, 30, 0, 0))
    assert after.told_at == datetime.fromtimestamp(now / 1000, UTC)
