"""The ledger: what every call was for and took, summed whether its calls are single or rolled up by the hour."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import LinkedAccount, Team, User
from accounts.permissions import Role
from accounts.services import teams
from imgur import ImgurUnavailableError, RateLimits, Window
from media_sync import gateway, tasks
from media_sync.models import ApiCall, ApiCallHour, Lane
from media_sync.services.credits.ledger import spent_by_teams_of, spent_of_app
from media_sync.services.credits.ledger_rollup import roll_up
from media_sync.services.sending import operations
from tests.fakes.imgur import FakeImgur

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
A_DAY = {"since": LONG_AGO.replace(hour=0), "until": LONG_AGO.replace(hour=0) + timedelta(days=1)}


def call(account: LinkedAccount, *, at: datetime = LONG_AGO, person: User | None = None, **fields) -> ApiCall:
    values = {
        "app": account.app, "account": account, "team": account.team, "person": person, "lane": Lane.UPLOAD,
        "purpose": "image.upload", "method": "POST", "route": "/3/image", "credits_asked": 10, "credits_charged": 10,
        "status": 200, "duration_ms": 100,
    }  # fmt: skip
    made = ApiCall.objects.create(**(values | fields))
    ApiCall.objects.filter(pk=made.pk).update(made_at=at)
    return made


@pytest.fixture
def world(account, owner, make_account):
    """Calls of two teams, in two hours, for two purposes."""
    member = User.objects.create_user("cora@lanternfall.example", name="Cora")
    stranger = User.objects.create_user("stan@trailwiki.example", name="Stan")
    teams.set_role(team=account.team, user=member, role=Role.VIEWER)
    other = make_account(teams.create_team(name="Trailwiki", owner=stranger))
    call(account, person=owner, duration_ms=300)
    call(account, person=owner, at=LONG_AGO + timedelta(minutes=59))
    call(
        account, person=member, at=LONG_AGO + timedelta(hours=1), credits_charged=0, error="RateLimitError", status=429
    )
    call(account, lane=Lane.SYNC, purpose="reading", method="GET", route="/3/x", credits_asked=1, credits_charged=1)
    call(other, person=stranger)
    return {"member": member, "stranger": stranger, "other": other}


def _as_tuples(spent, *groups):
    return {tuple(row.of[group] for group in groups): (row.calls, row.failures, row.credits_charged) for row in spent}


def test_a_call_tells_its_purpose_and_what_it_really_took(upload, imgur: FakeImgur, account):
    imgur.rate_limits = RateLimits(client=Window(limit=12_500, remaining=12_000))
    list(gateway.client_for(account, purpose=gateway.Purpose(lane=Lane.SYNC)).account.albums())
    imgur.rate_limits = RateLimits(client=Window(limit=12_500, remaining=11_988))

    operations.run(upload.pk)

    row = ApiCall.objects.get(operation=upload)
    assert (row.purpose, row.egress, row.status, row.error) == ("image.upload", "here", 200, "")
    assert (row.credits_asked, row.credits_charged, row.credits_measured) == (10, 10, 12)


def test_what_cannot_be_measured_is_not_told(upload, imgur: FakeImgur):
    operations.run(upload.pk)

    assert ApiCall.objects.get().credits_measured is None


def test_a_failed_call_tells_what_went_wrong(upload, imgur: FakeImgur):
    imgur.fails = [ImgurUnavailableError("down", status=503, was_sent=True)]

    operations.run(upload.pk)

    row = ApiCall.objects.get()
    assert (row.error, row.status, row.credits_charged) == ("ImgurUnavailableError", 503, 10)


def test_reading_says_what_for(account, full_budget, imgur: FakeImgur):
    for purpose in (gateway.Purpose(lane=Lane.INTERACTIVE), gateway.Purpose(lane=Lane.SYNC, name="sync")):
        list(gateway.client_for(account, purpose=purpose).account.albums())

    assert set(ApiCall.objects.values_list("purpose", flat=True)) == {"reading", "sync"}


def test_it_rolls_up_by_the_hour(world, account, owner):
    assert roll_up() == 5

    assert not ApiCall.objects.exists()
    row = ApiCallHour.objects.get(person=owner)
    assert (row.hour, row.team, row.account, row.app) == (LONG_AGO, account.team, account, account.app)
    assert (row.lane, row.purpose, row.method, row.route) == (Lane.UPLOAD, "image.upload", "POST", "/3/image")
    assert (row.calls, row.failures, row.credits_asked, row.credits_charged) == (2, 0, 20, 20)
    assert (row.duration_ms, row.slowest_ms) == (400, 300)
    assert ApiCallHour.objects.count() == 4


def test_rolling_up_again_changes_nothing(world):
    roll_up()
    before = list(ApiCallHour.objects.order_by("pk").values())

    assert roll_up() == 0
    tasks.roll_up_ledger()

    assert list(ApiCallHour.objects.order_by("pk").values()) == before


def test_calls_that_come_later_join_their_hour(world, account, owner):
    roll_up()
    call(account, person=owner, duration_ms=900, error="OutcomeUnknownError", at=LONG_AGO + timedelta(minutes=30))

    roll_up()

    row = ApiCallHour.objects.get(person=owner)
    assert (row.calls, row.failures, row.credits_charged, row.slowest_ms) == (3, 1, 30, 900)


def test_what_is_young_stays_single(account, settings):
    settings.LEDGER_DAYS = 2
    now = timezone.now()
    young = call(account, at=now - timedelta(days=2, minutes=-5))
    # Its hour is not over two days ago, so it is rolled up with the rest of it.
    same_hour = call(account, at=(now - timedelta(days=2)).replace(minute=0, second=0))
    call(account, at=(now - timedelta(days=2)).replace(minute=0, second=0) - timedelta(seconds=1))

    assert roll_up() == 1

    assert set(ApiCall.objects.all()) == {young, same_hour}


def test_it_goes_in_chunks_each_whole_or_not_at_all(account, monkeypatch):
    monkeypatch.setattr("media_sync.services.credits.ledger_rollup._CHUNK", 2)
    for _ in range(5):
        call(account)
    update = ApiCallHour.objects.bulk_update
    monkeypatch.setattr(
        "media_sync.services.credits.ledger_rollup.ApiCallHour.objects.bulk_update", _breaks(update, at=3)
    )

    with pytest.raises(RuntimeError, match="power cut"):
        roll_up()

    assert (ApiCall.objects.count(), ApiCallHour.objects.get().calls) == (1, 4)
    assert roll_up() == 1
    assert ApiCallHour.objects.get().calls == 5


def _breaks(work, *, at: int):
    """``work``, which goes wrong the ``at``-th time and no other."""
    done = []

    def do(*arguments):
        done.append(arguments)
        if len(done) == at:
            raise RuntimeError("power cut")
        return work(*arguments)

    return do


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time anyway")
def test_two_runs_at_once_count_every_call_once(account, monkeypatch):
    monkeypatch.setattr("media_sync.services.credits.ledger_rollup._CHUNK", 10)
    for _ in range(100):
        call(account)

    def run() -> None:
        try:
            roll_up()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    roll_up()

    assert sum(ApiCallHour.objects.values_list("calls", flat=True)) == 100
    assert not ApiCall.objects.exists()


@pytest.mark.parametrize("state", ["single", "rolled up", "both"])
def test_sums_are_the_same_single_and_rolled_up(state, world, account, owner):
    if state == "both":
        ApiCall.objects.filter(person=owner).update(made_at=timezone.now())
    if state != "single":
        roll_up()
    ApiCall.objects.filter(person=owner).update(made_at=LONG_AGO)

    spent = spent_by_teams_of(owner, by=["person", "purpose"], **A_DAY)

    assert _as_tuples(spent, "person", "purpose") == {
        (owner.pk, "image.upload"): (2, 0, 20),
        (world["member"].pk, "image.upload"): (1, 1, 0),
        (None, "reading"): (1, 0, 1),
    }
    assert [row.credits_charged for row in spent] == [20, 1, 0]
    assert (spent[0].duration_ms, spent[0].slowest_ms, spent[0].credits_asked) == (400, 300, 20)


@pytest.mark.parametrize("is_rolled_up", [False, True])
def test_it_sums_by_the_hour(is_rolled_up, world, owner, settings):
    settings.TIME_ZONE = "Asia/Kolkata"  # half an hour off: hours are UTC's all the same
    if is_rolled_up:
        roll_up()

    spent = spent_by_teams_of(owner, by=["hour"], **A_DAY)

    assert _as_tuples(spent, "hour") == {
        (LONG_AGO,): (3, 0, 21),
        (LONG_AGO + timedelta(hours=1),): (1, 1, 0),
    }


@pytest.mark.parametrize("is_rolled_up", [False, True])
def test_nobody_sees_what_another_team_spent(is_rolled_up, world, account):
    if is_rolled_up:
        roll_up()

    def teams_seen_by(user, **more):
        return {row.of["team"] for row in spent_by_teams_of(user, by=["team"], **A_DAY, **more)}

    assert teams_seen_by(world["member"]) == {account.team_id}
    assert teams_seen_by(world["stranger"]) == {world["other"].team_id}
    assert teams_seen_by(world["stranger"], team=account.team) == set()


def test_admins_see_what_everybody_spent_of_an_application(world, account):
    call(world["other"], at=LONG_AGO)
    roll_up()

    spent = spent_of_app(account.app, by=["team"], **A_DAY)

    assert _as_tuples(spent, "team") == {(account.team_id,): (4, 1, 21), (world["other"].team_id,): (2, 0, 20)}


def test_the_range_begins_with_since_and_ends_before_until(account, owner):
    for moment in (LONG_AGO, LONG_AGO + timedelta(hours=1)):
        call(account, at=moment)

    hour = {"since": LONG_AGO, "until": LONG_AGO + timedelta(hours=1)}
    assert spent_by_teams_of(owner, by=["lane"], **hour)[0].calls == 1
    roll_up()
    assert spent_by_teams_of(owner, by=["lane"], **hour)[0].calls == 1


def test_sums_are_one_query(world, owner, account, django_assert_num_queries):
    with django_assert_num_queries(1):
        spent_by_teams_of(owner, by=["team", "person", "purpose", "hour"], **A_DAY)
    with django_assert_num_queries(1):
        spent_of_app(account.app, by=["route", "method", "lane", "account"], **A_DAY)


@pytest.mark.parametrize("by", [[], ["colour"]])
def test_it_sums_by_what_it_knows(by, owner):
    with pytest.raises(ValueError, match="The ledger is summed by"):
        spent_by_teams_of(owner, by=by, **A_DAY)


def test_who_is_deleted_leaves_what_was_spent(world, account, owner):
    call(account, person=world["member"])
    roll_up()
    call(account, person=world["member"])

    world["member"].delete()
    LinkedAccount.objects.filter(pk=account.pk).delete()
    roll_up()

    spent = spent_by_teams_of(owner, by=["person", "account"], **A_DAY)
    assert _as_tuples(spent, "person", "account") == {(owner.pk, None): (2, 0, 20), (None, None): (4, 1, 21)}


def test_a_deleted_team_leaves_what_the_application_spent(world, account, owner):
    roll_up()
    call(world["other"])

    Team.objects.get(pk=world["other"].team_id).delete()

    assert _as_tuples(spent_of_app(account.app, by=["team"], **A_DAY), "team")[(None,)] == (2, 0, 20)
    assert {row.of["team"] for row in spent_by_teams_of(owner, by=["team"], **A_DAY)} == {account.team_id}


def test_the_database_refuses_an_hour_that_does_not_add_up(account):
    for fields in ({"calls": 0}, {"calls": 1, "failures": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiCallHour.objects.create(app=account.app, hour=LONG_AGO, lane=Lane.SYNC, purpose="x", **fields)


def test_beat_rolls_up(settings):
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert tasks.roll_up_ledger.name in scheduled
    assert settings.CELERY_TASK_ROUTES[tasks.roll_up_ledger.name] == {"queue": "upkeep"}
