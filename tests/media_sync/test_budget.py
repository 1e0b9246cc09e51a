"""Windows in Redis: all or nothing, Imgur's figures win, never a credit too many."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.shared_redis import redis_client
from imgur import RateLimitError, RateLimits, Window
from media_sync.budget import BudgetUnknownError, Claim, Limiter, NoCreditsError, WindowState, limiter_for, outlook
from media_sync.budget.limiter import rules_for
from media_sync.budget.store import BudgetStore
from media_sync.models import Lane
from tests.fakes.imgur import figures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]


def _limiter(*, day=12_500, hour=500, hour_used=0, resets_in=3600, post=None) -> Limiter:
    limiter = _unknown()
    posts = {"post-hour": post} if post else {}
    limiter.restore(_windows(day=day, hour=hour, hour_used=hour_used, resets_in=resets_in) | posts, under_way=[])
    return limiter


def _windows(*, day=12_500, hour=500, hour_used=0, resets_in=3600) -> dict[str, WindowState]:
    return {
        "client-day": WindowState(day, 0, None),
        "user-hour": WindowState(hour, hour_used, datetime.now(UTC) + timedelta(seconds=resets_in)),
    }


def _unknown(*, is_commercial=False, clock=time.time) -> Limiter:
    rules = rules_for(is_commercial=is_commercial)
    return Limiter(BudgetStore(app_pk=1, egress="here", client=redis_client(), rules=rules), clock=clock)


def _claim(cost=1, lane=Lane.INTERACTIVE, **more) -> Claim:
    return Claim(cost=cost, lane=lane, team_pk=1, **more)


UPLOAD = _claim(10, is_post=True, is_upload=True)


def test_it_refuses_when_nothing_is_known():
    with pytest.raises(BudgetUnknownError):
        _unknown().reserve(_claim())


def test_it_grants_exactly_what_the_window_holds():
    limiter = _limiter(hour=25)
    limiter.reserve(_claim(10))
    limiter.reserve(_claim(10))

    with pytest.raises(NoCreditsError) as refused:
        limiter.reserve(_claim(10))
    assert refused.value.window == "user-hour"

    for _ in range(5):
        limiter.reserve(_claim(1))
    with pytest.raises(NoCreditsError):
        limiter.reserve(_claim(1))


def test_a_refusal_takes_nothing_from_any_window():
    limiter = _limiter(day=12_500, hour=5)

    for _ in range(20):
        with pytest.raises(NoCreditsError):
            limiter.reserve(_claim(10))

    assert limiter.states()["client-day"].remaining == 12_500


def test_it_says_when_to_come_back():
    limiter = _limiter(hour=5, resets_in=600)

    with pytest.raises(NoCreditsError) as refused:
        limiter.reserve(_claim(10))

    wait = (refused.value.retry_at - datetime.now(UTC)).total_seconds()
    assert 595 < wait < 606
    assert str(refused.value) == "This hour’s credits are used."


def test_the_strike_guard_is_never_spent(settings):
    settings.IMGUR_DAY_MARGIN_PERCENT = 3
    limiter = _limiter(day=1000, hour=100_000)

    granted = 0
    with pytest.raises(NoCreditsError) as refused:
        while True:
            limiter.reserve(_claim(1))
            granted += 1

    assert granted == 970
    assert refused.value.window == "client-day"


def test_lower_lanes_leave_a_reserve_to_those_above():
    limiter = _limiter(hour=100)
    with pytest.raises(NoCreditsError):
        for _ in range(200):
            limiter.reserve(_claim(1, Lane.BACKFILL))

    limiter.reserve(_claim(10, Lane.UPLOAD))
    limiter.reserve(_claim(5, Lane.INTERACTIVE))


def test_imgurs_figures_win():
    limiter = _limiter(hour=500)
    reservation = limiter.reserve(_claim(10))

    # Somebody else uses the same application.
    limiter.settle(reservation, figures(used=300, resets_at=datetime.now(UTC) + timedelta(hours=1)))

    assert limiter.states()["user-hour"].remaining == 200


def test_more_left_than_there_is_gives_no_more_room():
    limiter = _limiter(hour=500, hour_used=100)
    later = datetime.now(UTC) + timedelta(hours=1, minutes=10)

    limiter.correct(RateLimits(user=Window(limit=500, remaining=900, resets_at=later)))

    assert limiter.states()["user-hour"].remaining == 500


def test_calls_that_are_under_way_are_counted_until_they_come_back():
    limiter = _limiter(hour=500)
    first, second = limiter.reserve(_claim(10)), limiter.reserve(_claim(10))
    resets_at = datetime.now(UTC) + timedelta(hours=1)

    limiter.settle(first, figures(used=10, resets_at=resets_at))
    assert limiter.states()["user-hour"].remaining == 480

    limiter.settle(second, figures(used=20, resets_at=resets_at))
    assert limiter.states()["user-hour"].remaining == 480


def test_answers_that_overtake_each_other_do_not_give_credits_back():
    limiter = _limiter(hour=500)
    first, second = limiter.reserve(_claim(10)), limiter.reserve(_claim(10))
    resets_at = datetime.now(UTC) + timedelta(hours=1)

    limiter.settle(second, figures(used=20, resets_at=resets_at))
    limiter.settle(first, figures(used=10, resets_at=resets_at))

    assert limiter.states()["user-hour"].remaining == 480


def test_answers_that_overtake_each_other_are_no_new_day_even_where_imgur_tells_no_reset():
    limiter = _limiter(hour=10_000)
    reservations = [limiter.reserve(_claim(10)) for _ in range(40)]

    for number in range(40, 0, -1):
        limiter.settle(reservations[number - 1], figures(used=10 * number, limit=10_000))

    assert limiter.states()["client-day"].remaining == 12_100


def test_a_new_day_of_which_imgur_tells_no_reset_is_seen_in_the_midst_of_traffic():
    limiter = _limiter(hour=10_000)
    limiter.settle(limiter.reserve(_claim(10)), figures(used=8_000, limit=10_000))
    under_way = [limiter.reserve(_claim(1)) for _ in range(3)]

    for used in range(1, 8):
        under_way.append(limiter.reserve(_claim(1)))
        limiter.settle(under_way.pop(0), figures(used=used, limit=10_000))

    assert limiter.states()["client-day"].remaining == 12_500 - 7 - 3


def test_a_call_without_figures_stays_spent_until_a_later_one_tells():
    limiter = _limiter(hour=500)
    resets_at = datetime.now(UTC) + timedelta(hours=1)
    limiter.settle(limiter.reserve(_claim(10)), RateLimits())
    assert limiter.states()["user-hour"].remaining == 490

    limiter.settle(limiter.reserve(_claim(1)), figures(used=11, resets_at=resets_at))

    assert limiter.states()["user-hour"].remaining == 489


def test_a_window_that_nobody_has_used_ends_an_hour_after_its_first_use():
    """Imgur tells a reset for it all the same; a burst at that moment would meet the window that began later."""
    now = time.time()
    limiter = _unknown(clock=lambda: now)
    limiter.restore(_windows(hour=50, resets_in=600), under_way=[])
    now += 300
    for _ in range(5):
        limiter.settle(limiter.reserve(_claim(10)), RateLimits())

    now += 310
    with pytest.raises(NoCreditsError):
        limiter.reserve(_claim(10))

    told = figures(used=50, limit=50, resets_at=datetime.fromtimestamp(now + 2990, UTC))
    limiter.correct(told)
    now += 3000
    limiter.reserve(_claim(10))


def test_an_older_answer_does_not_forget_a_call_without_figures():
    limiter = _limiter(hour=500)
    resets_at = datetime.now(UTC) + timedelta(hours=1)
    older = limiter.reserve(_claim(1))
    limiter.settle(limiter.reserve(_claim(10)), RateLimits())

    limiter.settle(older, figures(used=1, resets_at=resets_at))

    assert limiter.states()["user-hour"].remaining == 489


def test_a_call_that_never_left_gives_everything_back():
    limiter = _limiter(hour=500)

    limiter.settle(limiter.reserve(UPLOAD), RateLimits(), was_counted=False)

    states = limiter.states()
    assert states["user-hour"].remaining == 500
    assert states["upload-hour"].remaining == 50


def test_after_a_reset_one_call_asks_before_the_others_go():
    limiter = _limiter(hour=500, hour_used=500, resets_in=-2)

    first = limiter.reserve(_claim(10))
    with pytest.raises(NoCreditsError):
        limiter.reserve(_claim(1))

    limiter.settle(first, figures(used=10, resets_at=datetime.now(UTC) + timedelta(hours=1)))
    limiter.reserve(_claim(10))
    assert limiter.states()["user-hour"].remaining == 480


@pytest.mark.parametrize("kind", [{}, {"is_post": True}])
def test_an_upload_that_asks_after_a_reset_is_not_waited_for_long(kind):
    """It takes minutes, or its worker has died: the others find out for themselves, one after the other."""
    now = time.time()
    limiter = _unknown(clock=lambda: now)
    posts = {"post-hour": WindowState(1_250, 1_250, datetime.fromtimestamp(now - 2, UTC))}
    limiter.restore(_windows(hour=500, hour_used=500, resets_in=-2) | posts, under_way=[])
    limiter.reserve(UPLOAD)
    with pytest.raises(NoCreditsError):
        limiter.reserve(_claim(1, **kind))

    now += 5
    limiter.reserve(_claim(1, **kind))
    with pytest.raises(NoCreditsError):
        limiter.reserve(_claim(1, **kind))


def test_a_reset_that_imgur_does_not_see_yet_opens_nothing():
    limiter = _limiter(hour=500, hour_used=495, resets_in=-2)
    still = datetime.now(UTC) + timedelta(seconds=30)

    limiter.settle(limiter.reserve(_claim(1)), figures(used=496, resets_at=still))

    with pytest.raises(NoCreditsError) as refused:
        limiter.reserve(_claim(10))
    assert refused.value.retry_at >= still


def test_an_answer_from_a_window_that_is_over_changes_nothing():
    limiter = _limiter(hour=500, resets_in=3600)

    limiter.settle(limiter.reserve(_claim(1)), figures(used=499, resets_at=datetime.now(UTC) - timedelta(seconds=60)))

    assert limiter.states()["user-hour"].remaining == 500


def test_a_window_that_imgur_has_begun_anew_early_is_the_new_one():
    limiter = _limiter(hour=2000, hour_used=50, resets_in=3600)
    soon = datetime.now(UTC) + timedelta(seconds=20)

    limiter.settle(limiter.reserve(_claim(10)), figures(used=60, limit=60, resets_at=soon))

    with pytest.raises(NoCreditsError) as refused:
        limiter.reserve(_claim(1))
    assert abs(refused.value.retry_at - soon) < timedelta(seconds=3)


def test_uploads_have_an_hour_of_their_own(settings):
    settings.IMGUR_UPLOADS_PER_HOUR = 3
    limiter = _limiter(hour=5000)
    limiter.settle(limiter.reserve(UPLOAD), figures(used=10, limit=5000, post_used=1))
    for _ in range(2):
        limiter.reserve(UPLOAD)

    with pytest.raises(NoCreditsError) as refused:
        limiter.reserve(UPLOAD)

    assert refused.value.window == "upload-hour"
    # The window slides by minutes: an upload leaves it when its whole minute has.
    assert 3600 <= (refused.value.retry_at - datetime.now(UTC)).total_seconds() <= 3662
    limiter.reserve(_claim(1))


def test_the_hour_of_uploads_slides(settings):
    settings.IMGUR_UPLOADS_PER_HOUR, settings.IMGUR_UPLOAD_WINDOW_SECONDS = 1, 3600
    limiter = _limiter(hour=5000)
    limiter.remember_uploads([datetime.now(UTC) - timedelta(minutes=62)])
    assert limiter.states()["upload-hour"].remaining == 1

    limiter.remember_uploads([datetime.now(UTC) - timedelta(minutes=59)])
    with pytest.raises(NoCreditsError) as refused:
        limiter.reserve(UPLOAD)
    assert 0 < (refused.value.retry_at - datetime.now(UTC)).total_seconds() <= 122


def test_the_first_post_asks_before_the_others_go():
    limiter = _limiter(hour=5000)

    first = limiter.reserve(_claim(1, is_post=True))
    with pytest.raises(NoCreditsError) as refused:
        limiter.reserve(_claim(1, is_post=True))
    assert refused.value.window == "post-hour"
    limiter.reserve(_claim(1))  # reading goes on

    limiter.settle(first, figures(used=1, limit=5000, post_used=1_249))
    limiter.reserve(_claim(1, is_post=True))
    with pytest.raises(NoCreditsError):
        limiter.reserve(_claim(1, is_post=True))


@pytest.mark.parametrize(("claim", "minutes"), [(_claim(10, is_post=True), 4), (UPLOAD, 40)])
def test_a_reservation_whose_worker_died_counts_as_spent(claim, minutes):
    now = time.time()
    limiter = _unknown(clock=lambda: now)
    limiter.restore(_windows(hour=500, resets_in=7200) | {"post-hour": WindowState(100, 0, None)}, under_way=[])
    limiter.reserve(claim)

    now += minutes * 60 + 1
    limiter.settle(limiter.reserve(_claim(1)), RateLimits(), was_counted=False)

    assert limiter.states()["user-hour"].remaining == 490
    told = figures(used=10, resets_at=datetime.fromtimestamp(now + 3600, UTC))
    limiter.settle(limiter.reserve(_claim(1)), told)
    # Imgur's next figures know of it, so it counts once.
    assert limiter.states()["user-hour"].remaining == 490


def test_a_post_that_costs_nothing_and_is_lost_counts_as_a_post():
    now = time.time()
    limiter = _unknown(clock=lambda: now)
    limiter.restore(_windows(hour=500, resets_in=7200) | {"post-hour": WindowState(100, 0, None)}, under_way=[])
    limiter.reserve(_claim(0, is_post=True))

    now += 20 * 60
    limiter.settle(limiter.reserve(_claim(1)), RateLimits(), was_counted=False)
    told = RateLimits(post=Window(limit=100, remaining=99, resets_at=datetime.fromtimestamp(now + 3600, UTC)))
    limiter.settle(limiter.reserve(_claim(0, is_post=True)), told)

    assert limiter.states()["post-hour"].remaining == 99


def test_an_answer_that_comes_after_its_reservation_ran_out_gives_nothing_back():
    now = time.time()
    limiter = _unknown(clock=lambda: now)
    limiter.restore(_windows(hour=500, resets_in=7200), under_way=[])
    late = limiter.reserve(_claim(10))

    now += 5 * 60
    limiter.settle(late, RateLimits(), was_counted=False)

    assert limiter.states()["user-hour"].remaining == 490


@pytest.mark.parametrize("window", ["client-day", "user-hour", "post-hour", "upload-hour"])
def test_a_refusal_by_imgur_shuts_the_window_for_everybody(window):
    limiter = _limiter(hour=5000)
    retry_at = datetime.now(UTC) + timedelta(minutes=7)

    limiter.refused(RateLimitError("no", window=window, retry_at=retry_at), RateLimits())

    with pytest.raises(NoCreditsError) as refused:
        limiter.reserve(UPLOAD)
    assert refused.value.window == window
    assert abs(refused.value.retry_at - retry_at) < timedelta(seconds=1)


def test_a_refusal_that_nothing_explains_rests_the_address():
    limiter = _limiter(hour=5000)

    limiter.refused(RateLimitError("no"), figures(used=1))

    with pytest.raises(NoCreditsError) as refused:
        limiter.reserve(_claim(1))
    assert (refused.value.retry_at - datetime.now(UTC)).total_seconds() == pytest.approx(600, abs=10)


def test_a_refusal_is_explained_by_the_figure_that_is_zero():
    limiter = _limiter(hour=5000)
    spent = RateLimits(client=Window(limit=12_500, remaining=0, resets_at=None))

    limiter.refused(RateLimitError("no"), spent)

    with pytest.raises(NoCreditsError) as refused:
        limiter.reserve(_claim(1))
    assert refused.value.window == "client-day"


def test_a_refusal_whose_end_is_past_shuts_all_the_same():
    limiter = _limiter(hour=5000)

    limiter.refused(
        RateLimitError("no", window="user-hour", retry_at=datetime.now(UTC) - timedelta(minutes=1)), RateLimits()
    )

    with pytest.raises(NoCreditsError):
        limiter.reserve(_claim(1))


def test_what_a_call_gives_back_after_midnight_is_of_the_day_before():
    now = (time.time() // 86_400 + 1) * 86_400 - 1
    limiter = _unknown(clock=lambda: now)
    limiter.restore(_windows(hour=500, resets_in=90_000), under_way=[])
    cap = {"team:1": 10}
    of_yesterday = limiter.reserve(_claim(10, caps=cap))
    now += 2
    limiter.reserve(_claim(10, caps=cap))

    limiter.settle(of_yesterday, RateLimits(), was_counted=False)

    with pytest.raises(NoCreditsError) as refused:
        limiter.reserve(_claim(10, caps=cap))
    assert refused.value.window == "cap:team:1"


def test_a_cap_that_is_forgotten_while_it_is_counted_is_an_unknown_budget():
    """An owner changes it at that moment; what is asked for comes again."""
    limiter = _limiter()
    limiter.store.count_cap = lambda *_, **__: None

    with pytest.raises(BudgetUnknownError):
        limiter.reserve(_claim(1, caps={"team:1": 10}))


def test_commercial_applications_have_no_hour_of_posts():
    _limiter(hour=5000)
    limiter = _unknown(is_commercial=True)

    for _ in range(5):
        limiter.reserve(_claim(1, is_post=True))

    assert "post-hour" not in limiter.states()


def test_restoring_twice_changes_nothing():
    limiter = _limiter(hour=500)
    limiter.reserve(_claim(100))

    limiter.restore({"user-hour": WindowState(500, 0, None), "client-day": WindowState(9, 0, None)}, under_way=[])

    assert limiter.states()["user-hour"].remaining == 400


def test_the_outlook_is_that_of_the_tightest_window(app):
    limiter = limiter_for(app)
    now = datetime.now(UTC)
    limiter.restore(
        {
            "client-day": WindowState(12_500, 12_000, None),
            "user-hour": WindowState(2000, 100, now + timedelta(hours=1)),
        },
        under_way=[(10, True)],
    )

    seen = outlook(app)

    assert (seen.window, seen.remaining) == ("client-day", 12_500 - 375 - 12_000 - 10)


def test_nothing_can_be_spent_of_a_window_that_imgur_has_shut(app):
    limiter = limiter_for(app)
    limiter.restore(_windows(hour=500), under_way=[])
    until = datetime.now(UTC) + timedelta(hours=3)
    limiter.close("client-day", until)

    seen = outlook(app)

    assert (seen.window, seen.remaining) == ("client-day", 0)
    assert seen.resets_at is not None
    assert abs(seen.resets_at - until) < timedelta(seconds=1)


def test_a_redis_that_is_away_is_an_unknown_budget(app, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    redis_client.cache_clear()

    assert outlook(app).remaining is None
    with pytest.raises(BudgetUnknownError):
        limiter_for(app).reserve(_claim())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["reserve", "answer", "silent", "crash"]), st.integers(0, 30), st.integers(1, 10)),
        max_size=60,
    )
)
def test_imgur_never_counts_more_than_its_limit(steps):
    """Whatever the order of calls, answers, lost answers and crashes: what Imgur has counted stays within its hour."""
    redis_client().flushdb()
    limit, counted = 60, 0
    limiter = _limiter(hour=limit)
    resets_at = datetime.now(UTC) + timedelta(hours=1)
    under_way = []
    for action, index, cost in steps:
        if action == "reserve":
            try:
                reservation = limiter.reserve(_claim(cost))
            except NoCreditsError:
                continue
            counted += cost  # Imgur counts at once, in whatever order the answers return
            under_way.append((reservation, counted))
        elif under_way:
            reservation, told = under_way.pop(index % len(under_way))
            if action == "answer":
                limiter.settle(reservation, figures(used=told, limit=limit, resets_at=resets_at))
            elif action == "silent":
                limiter.settle(reservation, RateLimits())
        assert counted <= limit
        assert limiter.states()["user-hour"].remaining <= limit - counted
