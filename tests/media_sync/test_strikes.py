"""The strike guard: days at Imgur's limit are counted, widen what is never spent, and stop everything at the fourth."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from imgur import BadRequestError, RateLimitError, RateLimits, Window
from media_sync import budget, gateway
from media_sync.budget import Claim, NoCreditsError, limiter_for, outlook, strikes
from media_sync.models import Lane, Operation, StrikeDay
from media_sync.services.credits import budgets
from media_sync.services.credits.strikes import forgive
from media_sync.services.sending import operations
from tests.fakes.imgur import FakeImgur, figures

pytestmark = pytest.mark.django_db
State = Operation.State

NOTHING_LEFT = RateLimits(client=Window(limit=12_500, remaining=0))


@pytest.fixture
def clock(monkeypatch):
    """Call it with a moment: that is now."""

    def set_to(moment: datetime) -> datetime:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        strikes.forget()
        return moment

    return set_to


@pytest.fixture
def strike(app):
    """Days of this month, as if noticed at noon."""

    def make(*days: int, month: int | None = None) -> list[StrikeDay]:
        first = timezone.now().astimezone(UTC).replace(day=1, hour=12, minute=0, second=0, microsecond=0)
        moments = [first.replace(day=day, month=month or first.month) for day in days]
        strikes.forget()
        return [
            StrikeDay.objects.create(
                app=app, happened_on=moment.date(), how="refused", noticed_at=moment, last_seen_at=moment
            )
            for moment in moments
        ]

    return make


def _claim(cost: int = 1) -> Claim:
    return Claim(cost=cost, lane=Lane.INTERACTIVE, team_pk=1)


def test_a_refusal_for_the_day_is_a_strike(upload, imgur: FakeImgur, app):
    imgur.fails = [RateLimitError("no", window="client-day", was_sent=True)]

    operations.run(upload.pk)

    day = StrikeDay.objects.get()
    assert (day.app, day.happened_on, day.how) == (app, timezone.now().astimezone(UTC).date(), "refused")
    assert strikes.standing(app).this_month == 1


@pytest.mark.parametrize("window", ["user-hour", "post-hour", "upload-hour"])
def test_a_refusal_for_an_hour_is_none(window, upload, imgur: FakeImgur):
    imgur.fails = [RateLimitError("no", window=window, was_sent=True)]

    operations.run(upload.pk)

    assert not StrikeDay.objects.exists()


def test_a_refusal_without_a_word_is_explained_by_the_figures(upload, imgur: FakeImgur):
    imgur.fails = [RateLimitError("Too many requests.", was_sent=True)]
    imgur.credits = {"ClientRemaining": 0}

    operations.run(upload.pk)

    assert StrikeDay.objects.get().how == "refused"


@pytest.mark.parametrize("remaining", [0, -7])
def test_an_answer_that_tells_of_an_empty_day_is_a_strike(remaining, upload, imgur: FakeImgur):
    imgur.rate_limits = RateLimits(client=Window(limit=12_500, remaining=remaining))

    operations.run(upload.pk)

    assert StrikeDay.objects.get().how == "spent"
    upload.refresh_from_db()
    assert upload.state == State.DONE


def test_a_failed_answer_may_tell_it_too(upload, imgur: FakeImgur):
    imgur.fails = [BadRequestError("no", rate_limits=NOTHING_LEFT, was_sent=True)]

    operations.run(upload.pk)

    assert StrikeDay.objects.get().how == "spent"


def test_asking_what_is_left_may_tell_it_too(redis, app, imgur: FakeImgur):
    imgur.credits = {"ClientRemaining": 0}

    budgets.restore(app)

    assert StrikeDay.objects.get().how == "spent"


@pytest.mark.parametrize(
    "told", [RateLimits(), figures(used=12_499, limit=20_000), RateLimits(client=Window(limit=0, remaining=0))]
)
def test_figures_that_leave_something_or_mean_nothing_are_none(told, app):
    strikes.notice(app, told)

    assert not StrikeDay.objects.exists()


def test_a_day_counts_once_however_often_it_is_seen(app, clock):
    for minutes in (0, 5, 600):
        clock(datetime(2026, 3, 10, 11, 0, tzinfo=UTC) + timedelta(minutes=minutes))
        strikes.notice(app, NOTHING_LEFT)

    day = StrikeDay.objects.get()
    assert day.last_seen_at - day.noticed_at == timedelta(minutes=600)


def test_a_day_at_the_limit_that_goes_on_past_midnight_counts_once(app, clock):
    """Imgur's day ends when it likes; nothing is left from 22:00 to 02:00."""
    for minutes in range(0, 240, 5):
        clock(datetime(2026, 3, 10, 22, 0, tzinfo=UTC) + timedelta(minutes=minutes))
        strikes.notice(app, NOTHING_LEFT)

    assert [str(day.happened_on) for day in StrikeDay.objects.all()] == ["2026-03-10"]

    clock(datetime(2026, 3, 11, 20, 0, tzinfo=UTC))
    strikes.notice(app, NOTHING_LEFT)
    assert StrikeDay.objects.count() == 2


def test_none_lasts_longer_than_a_day(app, clock):
    for minutes in range(0, 26 * 60, 5):
        clock(datetime(2026, 3, 10, 12, 0, tzinfo=UTC) + timedelta(minutes=minutes))
        strikes.notice(app, NOTHING_LEFT)

    assert StrikeDay.objects.count() == 2


def test_what_was_spent_and_then_refused_says_refused(app):
    strikes.notice(app, NOTHING_LEFT)
    strikes.notice(app, RateLimits(), refusal=RateLimitError("no", window="client-day"))
    strikes.notice(app, NOTHING_LEFT)

    assert StrikeDay.objects.get().how == "refused"


def test_the_database_holds_one_row_a_day(app, strike):
    strike(3)

    with pytest.raises(IntegrityError), transaction.atomic():
        strike(3)


def test_a_database_that_does_not_answer_costs_the_caller_nothing(app, monkeypatch, caplog):
    def away(*arguments):
        raise DatabaseError("away")

    monkeypatch.setattr(strikes, "_write_down", away)

    strikes.notice(app, NOTHING_LEFT)

    assert "could not be written down" in caplog.text


@pytest.mark.parametrize(("days", "margin"), [((), 3), ((1,), 5), ((1, 4), 7), ((1, 4, 9), 9), ((1, 4, 9, 11), 100)])
def test_every_strike_widens_what_is_never_spent(days, margin, app, strike, settings):
    settings.IMGUR_DAY_MARGIN_PERCENT = 3
    strike(*days)

    assert (strikes.standing(app).this_month, strikes.standing(app).margin_percent) == (len(days), margin)


def test_the_widened_margin_is_kept_free(full_budget, app, strike):
    full_budget.correct(RateLimits(client=Window(limit=12_500, remaining=1_000)))
    limiter_for(app).reserve(_claim())
    strike(1, 2, 3)  # 9 per cent are 1,125

    with pytest.raises(NoCreditsError) as refused:
        limiter_for(app).reserve(_claim())

    assert refused.value.window == "client-day"


def test_strikes_of_other_months_and_applications_do_not_count(app, strike, clock):
    clock(datetime(2026, 4, 20, tzinfo=UTC))
    strike(1, 2, 3, 4, month=3)

    assert strikes.standing(app) == strikes.Standing(0, 3)


def test_at_four_nothing_goes_out_until_the_month_ends(upload, imgur: FakeImgur, app, strike, clock):
    now = clock(datetime(2026, 12, 20, 8, 0, tzinfo=UTC))
    Operation.objects.filter(pk=upload.pk).update(not_before=now)
    strike(1, 4, 9, 11)

    operations.run(upload.pk)

    upload.refresh_from_db()
    assert (upload.state, upload.waits_for) == (State.QUEUED, "strikes")
    first = datetime(2027, 1, 1, tzinfo=UTC)
    assert first <= upload.not_before < first + timedelta(seconds=5)
    assert "limit was reached on four days" in upload.reason
    assert "unless an admin forgives" in upload.reason
    assert "POST /3/image" not in imgur.routes()


def test_the_next_month_goes_on_by_itself(full_budget, app, strike, clock):
    clock(datetime(2026, 11, 30, 23, 59, tzinfo=UTC))
    strike(1, 4, 9, 11)
    assert strikes.standing(app).stopped_until == datetime(2026, 12, 1, tzinfo=UTC)

    clock(datetime(2026, 12, 1, 0, 0, tzinfo=UTC))

    limiter_for(app).reserve(_claim())


def test_an_admin_forgives_a_day_and_what_waited_goes_on(upload, imgur: FakeImgur, app, strike, owner):
    rows = strike(1, 2, 3, 4)
    operations.run(upload.pk)

    assert forgive(rows[0], by=owner)

    operations.run(upload.pk)
    upload.refresh_from_db()
    assert upload.state == State.DONE
    rows[0].refresh_from_db()
    assert rows[0].forgiven_by == owner.email
    assert rows[0].forgiven_at is not None
    assert strikes.standing(app).this_month == 3


def test_forgiving_too_few_leaves_it_stopped(upload, app, strike, owner):
    rows = strike(1, 2, 3, 4, 5)
    operations.run(upload.pk)

    assert forgive(rows[0], by=owner)
    assert not forgive(rows[0], by=owner)

    upload.refresh_from_db()
    assert upload.waits_for == "strikes"
    assert strikes.standing(app).this_month == 4


def test_a_stop_that_was_lifted_elsewhere_is_seen_at_once(app, strike):
    strike(1, 2, 3, 4)
    assert strikes.standing(app).stopped_until
    # As another process does it: nothing here is told.
    StrikeDay.objects.filter(happened_on__day=1).update(forgiven_at=timezone.now(), forgiven_by="a@b.example")

    assert strikes.standing(app).stopped_until is None


def test_a_forgiven_day_stays_forgiven_when_it_is_seen_again(app, owner):
    strikes.notice(app, NOTHING_LEFT)
    forgive(StrikeDay.objects.get(), by=owner)

    strikes.notice(app, NOTHING_LEFT)

    assert strikes.standing(app).this_month == 0


def test_the_standing_costs_no_query_each_time(app, strike, django_assert_num_queries):
    strike(1)

    with django_assert_num_queries(1):
        for _ in range(5):
            limiter_for(app)


def test_a_strike_counts_from_the_next_call_on(full_budget, app, settings):
    settings.IMGUR_DAY_MARGIN_PERCENT = 3
    assert strikes.standing(app).margin_percent == 3

    strikes.notice(app, NOTHING_LEFT)

    assert strikes.standing(app).margin_percent == 5


def test_the_outlook_tells_margin_and_strikes(full_budget, app, strike):
    full_budget.correct(RateLimits(client=Window(limit=12_500, remaining=1_000)))
    strike(1, 2)

    seen = outlook(app)

    assert (seen.strikes, seen.margin_percent, seen.window, seen.remaining) == (2, 7, "client-day", 125)


def test_the_outlook_of_a_stop_is_nothing_until_the_month_ends(full_budget, app, strike):
    strike(1, 2, 3, 4)

    seen = outlook(app)

    assert (seen.remaining, seen.window, seen.strikes) == (0, "strikes", 4)
    assert seen.resets_at
    assert (seen.resets_at.day, seen.resets_at.hour) == (1, 0)


def test_reading_is_stopped_too(full_budget, account, strike, imgur: FakeImgur):
    client = gateway.client_for(account, purpose=gateway.Purpose(lane=Lane.INTERACTIVE))
    strike(1, 2, 3, 4)

    with pytest.raises(budget.NoCreditsError) as refused:
        client.account.image_count()

    assert refused.value.window == "strikes"
    assert imgur.calls == []


def test_a_day_that_is_spent_to_its_widened_margin_is_asked_about(full_budget, app, strike, imgur: FakeImgur):
    full_budget.correct(RateLimits(client=Window(limit=12_500, remaining=1_000)))
    budgets.keep(app)
    assert imgur.routes() == []

    strike(1, 2, 3)
    budgets.keep(app)

    assert imgur.routes() == ["GET /3/credits"]
