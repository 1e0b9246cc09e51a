"""The forecast on plain data: what holds a batch up, and what it is told."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from media_sync.budget import WindowState
from media_sync.forecast import Arrivals, Kept, Pace, Situation, Times, Waiting, forecast, judge, learn

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
UPLOAD, INTERACTIVE = 1, 0
OURS, THEIRS = 1, 2


def states(*, day: int = 0, hour: int = 0, uploads: int = 0, hour_limit: int = 2_000, **more: WindowState):
    """Windows of which so much is used; the uploads have gone out ten minutes ago."""
    gone = ((NOW + 50 * MINUTE, uploads),) if uploads else ()
    return {
        "client-day": WindowState(12_500, day, NOW + 10 * HOUR),
        "user-hour": WindowState(hour_limit, hour, NOW + HOUR / 2),
        "post-hour": WindowState(1_250, 0, NOW + HOUR / 2),
        "upload-hour": WindowState(50, uploads, None, frees=gone),
    } | {name.replace("_", "-"): state for name, state in more.items()}


def uploads(count: int, *, batch: int = 1, team: int = OURS, place: float = 10, **fields) -> Waiting:
    values = {"lane": UPLOAD, "cost": 10, "weight": 1, "is_upload": True, "size_bytes": 1e6}
    return Waiting(count=count, batch=batch, team=team, place=place, **(values | fields))


def album(batch: int = 1, team: int = OURS) -> Waiting:
    return Waiting(count=1, batch=batch, team=team, place=math.inf, lane=UPLOAD, cost=1, weight=1)


@pytest.fixture
def situation() -> Situation:
    """Nothing is used, uploads take ten seconds, four at a time."""
    pace = Pace(seconds=10, seconds_a_byte=0, slow=1.5)
    return Situation(now=NOW, states=states(), pace=pace, slots=4, sweep_seconds=5)


def times(situation: Situation, *waiting: Waiting, batch: int = 1) -> Times:
    return forecast(replace(situation, waiting=waiting)).batches[batch]


def minutes_until(moment: datetime | None) -> float:
    assert moment
    return (moment - NOW) / MINUTE


def test_a_small_batch_takes_what_its_uploads_take(situation):
    told = times(situation, uploads(8))

    assert told.likely_at == NOW + 2 * timedelta(seconds=10.3)
    assert told.wait is None
    assert told.likely_at < told.latest_at <= NOW + 2 * MINUTE


def test_the_album_follows_the_last_upload(situation):
    with_album = forecast(replace(situation, waiting=[uploads(8)], albums={1: album()})).batches[1]

    assert with_album.likely_at == times(situation, uploads(8)).likely_at + timedelta(seconds=1.3)


def test_a_batch_of_which_only_the_album_is_left_is_known(situation):
    assert minutes_until(forecast(replace(situation, albums={1: album()})).batches[1].likely_at) < 1


def test_what_is_under_way_is_waited_for(situation):
    out = forecast(replace(situation, under_way=[(OURS, 1, 1e6)])).batches[1]

    assert timedelta(seconds=4) < out.likely_at - NOW < timedelta(seconds=7)


def test_more_than_an_hour_of_uploads_waits_for_the_hour(situation):
    told = times(replace(situation, states=states(uploads=40)), uploads(15))

    assert 50 < minutes_until(told.likely_at) < 52
    assert told.wait
    assert told.wait.window == "upload-hour"
    assert told.wait.until == pytest.approx((NOW + 50 * MINUTE).timestamp(), abs=5)


def test_uploads_that_imgur_has_shut_wait_until_it_opens(situation):
    shut = replace(states()["upload-hour"], closed_until=NOW + 20 * MINUTE)

    assert 20 < minutes_until(times(replace(situation, states=states(upload_hour=shut)), uploads(1)).likely_at) < 21


def test_a_spent_hour_is_waited_for_until_its_reset(situation):
    told = times(replace(situation, states=states(hour=1_990)), uploads(4))

    assert 30 < minutes_until(told.likely_at) < 32
    assert told.wait.window == "user-hour"


def test_what_lanes_above_keep_is_not_spent(situation):
    """Of an hour's 500 credits people who wait keep some, so 250 that are left do not carry 25 uploads."""
    asked = uploads(25)
    kept = replace(states(hour_limit=500, hour=250)["user-hour"], before_by_lane=(80, 0, 0, 0))

    held_up = times(replace(situation, states=states(user_hour=kept)), asked)
    free = times(replace(situation, states=states(hour_limit=2_000, hour=250)), asked)

    assert minutes_until(held_up.likely_at) > minutes_until(free.likely_at) + 5


def test_the_margin_of_the_day_is_never_counted_on(situation):
    almost = replace(situation, states=states(day=12_000), margin_percent=4)

    assert times(almost, uploads(1)).likely_at > NOW + 9 * HOUR
    assert times(replace(almost, margin_percent=0), uploads(1)).likely_at < NOW + HOUR


def test_after_a_reset_one_goes_ahead_and_the_others_wait_for_its_figures(situation):
    spent = replace(situation, states=states(hour=2_000), slots=16)

    alone, two = times(spent, uploads(1)), times(spent, uploads(2))

    assert two.likely_at - alone.likely_at > timedelta(seconds=10)


def test_a_reset_that_imgur_has_not_told_is_taken_as_late_as_it_can_be(situation):
    untold = WindowState(12_500, 12_400, None)

    told = times(replace(situation, states=states(client_day=untold), margin_percent=3), uploads(1))

    assert told.likely_at == pytest.approx(NOW + 12 * HOUR, abs=timedelta(minutes=2))
    assert told.latest_at > NOW + 24 * HOUR


def test_a_day_that_was_seen_to_begin_ends_a_day_later(situation):
    seen = WindowState(12_500, 12_400, None, began_at=NOW - 20 * HOUR)

    told = times(replace(situation, states=states(client_day=seen), margin_percent=3), uploads(1))

    assert told.likely_at == pytest.approx(NOW + 4 * HOUR, abs=timedelta(minutes=2))


def test_too_many_strikes_hold_everything_up(situation):
    told = times(replace(situation, stopped_until=NOW + 10 * DAY), uploads(1))

    assert told.likely_at > NOW + 10 * DAY


def test_beyond_two_weeks_nothing_is_told(situation):
    told = times(replace(situation, stopped_until=NOW + 20 * DAY), uploads(1))

    assert (told.likely_at, told.latest_at) == (None, None)


@pytest.mark.parametrize("holder", ["team:1", "person:7@1"])
def test_a_cap_is_waited_for_until_midnight(situation, holder):
    capped = replace(situation, caps={holder: (100, 70)})

    told = times(capped, uploads(5, holders=(holder,)))

    assert told.likely_at > NOW + 12 * HOUR
    assert told.wait.window == holder
    assert times(capped, uploads(5)).likely_at < NOW + HOUR


def test_an_older_batch_of_the_same_team_goes_first(situation):
    alone = times(situation, uploads(8))
    behind = times(situation, uploads(20, batch=2, place=1), uploads(8))
    in_front = times(situation, uploads(20, batch=2, place=99), uploads(8))

    assert behind.likely_at > alone.likely_at + timedelta(seconds=40)
    assert in_front.likely_at <= alone.likely_at + timedelta(seconds=15)


def test_another_team_takes_turns_by_its_weight(situation):
    ours = uploads(20, place=99)
    equal = times(situation, uploads(400, batch=2, team=THEIRS, place=1), ours)
    heavy = times(situation, uploads(400, batch=2, team=THEIRS, place=1, weight=4), ours)

    alone = minutes_until(times(situation, ours).likely_at)
    assert 1.7 * alone < minutes_until(equal.likely_at) < 2.6 * alone
    assert heavy.likely_at > equal.likely_at


def test_a_person_does_not_stand_behind_uploads(situation):
    asked = Waiting(count=1, batch=3, team=OURS, place=999, lane=INTERACTIVE, cost=1, weight=1)

    assert times(situation, uploads(40), asked, batch=3).likely_at < NOW + timedelta(seconds=15)


def test_what_is_put_aside_does_not_go_before_its_moment(situation):
    told = times(situation, uploads(1, ready_at=NOW + 7 * MINUTE))

    assert 7 < minutes_until(told.likely_at) < 8


def test_what_others_may_ask_for_moves_only_the_latest_moment(situation):
    waiting = uploads(45)
    quiet, busy = times(situation, waiting), times(replace(situation, arrivals=Arrivals(uploads=60, teams=3)), waiting)

    assert busy.likely_at == quiet.likely_at
    assert busy.latest_at > quiet.latest_at + 20 * MINUTE


def test_the_whole_team_is_done_with_its_last_batch(situation):
    outcome = forecast(replace(situation, waiting=[uploads(4), uploads(12, batch=2, place=20)]))

    assert outcome.teams[OURS].likely_at == outcome.batches[2].likely_at > outcome.batches[1].likely_at


def test_ten_thousand_that_wait_are_planned_in_a_moment(situation):
    many = [uploads(500, batch=number, team=number % 5, place=number) for number in range(1, 21)]
    began = datetime.now(UTC)

    outcome = forecast(replace(situation, waiting=many, slots=16))

    assert (datetime.now(UTC) - began).total_seconds() < 5
    assert outcome.batches[1].likely_at > NOW + HOUR


@pytest.mark.parametrize("a_byte", [0.0, 2e-6])
def test_the_pace_is_learned_by_size_where_size_matters(a_byte):
    sizes = [n * 300_000 for n in range(1, 41)]

    pace = learn([(size, 2 + a_byte * size) for size in sizes])

    assert pace.of(5e6) == pytest.approx(2 + a_byte * 5e6, rel=0.01)
    assert pace.slow == pytest.approx(1.2)


def test_uneven_uploads_make_the_pace_cautious():
    assert learn([(1e6, 2.0)] * 25 + [(1e6, 9.0)] * 5).slow > 2.5


def test_larger_files_that_went_faster_do_not_make_time_run_backwards():
    pace = learn([(1e6 * n, 20.0 - n) for n in range(1, 15)])

    assert pace.seconds_a_byte == 0
    assert pace.of(100e6) == pytest.approx(12.5)


def test_little_is_believed_of_few_uploads():
    assert learn([(1e6, 3.0)] * 6).slow >= 2
    assert learn([]).slow > learn([(1e6, 3.0)] * 6).slow


def test_forecasts_are_judged_by_both_ends_of_what_was_told():
    told = {"likely_at": NOW, "latest_at": NOW + 10 * MINUTE}
    errors = [0, 60, -120, 590, 601, -601]

    found = judge([Kept(error_seconds=error, **told) for error in errors])

    assert found
    assert (found.batches, found.percent_inside) == (6, 67)
    assert found.median_error == timedelta(seconds=(120 + 590) / 2)


def test_four_batches_say_nothing():
    assert judge([Kept(NOW, NOW + MINUTE, 0)] * 4) is None
