"""Weights and caps: what a call claims for its team and person, and what a cap makes wait."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import LinkedAccount, Membership, Team, User
from accounts.permissions import Role
from accounts.services import linking, teams
from accounts.services.linking import Grant, TokenPair
from accounts.shared_redis import redis_client
from imgur import RateLimits
from media_sync import gateway
from media_sync.budget import Claim, Limiter, NoCreditsError, limiter_for
from media_sync.budget.caps import caps_of, holder_of_member, holder_of_team, spent_today
from media_sync.models import ApiCall, AuditEntry, Lane, Operation
from media_sync.services.credits import caps
from media_sync.services.sending import batches, operations
from tests.fakes.imgur import FakeImgur
from tests.media_sync.conftest import png

pytestmark = pytest.mark.django_db
State = Operation.State


@pytest.fixture
def other(app) -> LinkedAccount:
    """An account of another team, linked through the same application."""
    person = User.objects.create_user("stan@trailwiki.example", "lantern demo 1", name="Stan")
    team = teams.create_team(name="Trailwiki", owner=person)
    grant = Grant(username="trailwiki", imgur_account_id=63000002, tokens=TokenPair("b" * 40, "s" * 40, None))
    return linking.keep_link(team=team, app=app, grant=grant, by=person)[0]


@pytest.fixture
def member(team) -> Membership:
    person = User.objects.create_user("cora@lanternfall.example", "lantern demo 1", name="Cora Holm")
    return teams.set_role(team=team, user=person, role=Role.CONTRIBUTOR)


@pytest.fixture
def claims(monkeypatch):
    """What the gateway asks the budget for."""
    asked = []
    reserve = Limiter.reserve

    def reserve_and_note(self, claim):
        asked.append(claim)
        return reserve(self, claim)

    monkeypatch.setattr(Limiter, "reserve", reserve_and_note)
    return asked


def _read(account: LinkedAccount, person: User | None = None, lane: Lane = Lane.INTERACTIVE) -> None:
    gateway.client_for(account, purpose=gateway.Purpose(lane=lane, person=person)).account.image_count()


@pytest.fixture
def reads(full_budget, imgur: FakeImgur, monkeypatch):
    """Lets the fake Imgur answer how many images there are."""
    answer = imgur._answer
    monkeypatch.setattr(imgur, "_answer", lambda call: 3 if call.route.endswith("images/count") else answer(call))
    return imgur


def test_a_team_alone_has_the_whole_share(account, reads, claims):
    _read(account)

    assert claims[0].share == 1000


def test_shares_go_by_weight_among_teams_that_use_the_application(account, other, reads, claims):
    Team.objects.filter(pk=other.team_id).update(credit_weight=3)

    _read(account)
    _read(other)

    assert [claim.share for claim in claims] == [250, 750]


def test_a_team_whose_link_is_broken_leaves_its_share_to_the_others(account, other, reads, claims):
    linking.mark_broken(other, "Imgur refused.")

    _read(account)

    assert claims[0].share == 1000


def test_a_new_weight_counts_at_once_where_it_was_set(account, other, reads, claims):
    _read(account)
    other.team.credit_weight = 4
    other.team.save()

    _read(account)

    assert [claim.share for claim in claims] == [500, 200]


def test_a_team_that_links_its_first_account_is_among_them_at_once(account, reads, claims, request):
    _read(account)
    other = request.getfixturevalue("other")

    _read(other)

    assert [claim.share for claim in claims] == [1000, 500]


def test_shares_cost_no_query_each_time(account, other, reads, django_assert_max_num_queries):
    _read(account)

    with django_assert_max_num_queries(20) as asked:
        for _ in range(3):
            _read(account)

    assert not [query for query in asked.captured_queries if "credit_weight" in query["sql"]]


def test_without_caps_nothing_is_claimed(account, owner, reads, claims):
    _read(account, owner)

    assert claims[0].caps == {}


def test_a_call_counts_against_the_caps_of_team_and_person(account, owner, team, reads, claims):
    Team.objects.filter(pk=team.pk).update(daily_credits=500)
    Membership.objects.filter(team=team, user=owner).update(daily_credits=50)

    _read(account, owner)
    _read(account, lane=Lane.SYNC)

    of_team, of_owner = f"team:{team.pk}", f"person:{owner.pk}@{team.pk}"
    assert [claim.caps for claim in claims] == [{of_team: 500, of_owner: 50}, {of_team: 500}]


def test_a_cap_is_the_teams_own_matter(other, member, owner, team):
    """Cora belongs to both teams; what one of them allows her is nothing to the other."""
    teams.set_role(team=other.team, user=member.user, role=Role.VIEWER)
    Membership.objects.filter(pk=member.pk).update(daily_credits=50)

    assert caps_of(team_pk=other.team_id, person_pk=member.user_id) == {}


def test_caps_are_one_query(team, owner, django_assert_num_queries):
    Team.objects.filter(pk=team.pk).update(daily_credits=500)

    with django_assert_num_queries(1):
        assert caps_of(team_pk=team.pk, person_pk=owner.pk) == {f"team:{team.pk}": 500}


@pytest.mark.parametrize("whose", ["team", "person"])
def test_what_a_cap_refuses_waits_until_midnight(
    whose, upload, draft, add_file, account, owner, team, imgur: FakeImgur
):
    rows = Team.objects.filter(pk=team.pk) if whose == "team" else Membership.objects.filter(team=team, user=owner)
    rows.update(daily_credits=15)
    second_batch = batches.draft_for(user=owner, team=team)
    add_file("dog.png", png("teal"), batch=second_batch)
    (second,) = batches.send(second_batch, user=owner, account=account, album_title="", privacy="hidden")

    operations.run(upload.pk)
    operations.run(second.pk)

    upload.refresh_from_db()
    second.refresh_from_db()
    assert (upload.state, second.state) == (State.DONE, State.QUEUED)
    holder = holder_of_team(team.pk) if whose == "team" else holder_of_member(owner.pk, team.pk)
    assert second.waits_for == f"cap:{holder}"
    said = {"team": "The team has used the credits that it may use a day.",
            "person": "You have used the credits that you may use a day."}  # fmt: skip
    assert second.reason == said[whose]
    midnight = datetime.combine(timezone.now().astimezone(UTC).date() + timedelta(days=1), datetime.min.time(), UTC)
    assert midnight <= second.not_before < midnight + timedelta(seconds=5)
    assert len(imgur.images) == 1


def test_what_was_spent_before_redis_forgot_still_counts(upload, draft, add_file, account, owner, team, imgur):
    Team.objects.filter(pk=team.pk).update(daily_credits=15)
    operations.run(upload.pk)
    redis_client().delete(*redis_client().keys("*:caps:*"))

    with pytest.raises(NoCreditsError) as refused:
        for _ in range(6):
            _claim_one(account, team)
    assert refused.value.window == f"cap:team:{team.pk}"
    assert redis_client().hgetall(redis_client().keys("*:caps:*")[0]) == {b"team:%d" % team.pk: b"15"}


def _claim_one(account, team):
    claim = Claim(cost=1, lane=Lane.INTERACTIVE, team_pk=team.pk, caps=caps_of(team_pk=team.pk, person_pk=None))
    limiter_for(account.app).reserve(claim)


def _call(account, *, charged: int, person: User | None = None, hours_ago: float = 0.0) -> ApiCall:
    call = ApiCall.objects.create(
        app=account.app, account=account, team=account.team, person=person, lane=Lane.UPLOAD, method="GET",
        route="/3/x", credits_asked=charged, credits_charged=charged,
    )  # fmt: skip
    ApiCall.objects.filter(pk=call.pk).update(made_at=timezone.now() - timedelta(hours=hours_ago))
    return call


def test_the_ledger_tells_what_was_spent_today(account, other, owner, member, team, upload):
    _call(account, charged=7, person=owner)
    _call(account, charged=2, person=member.user)
    _call(account, charged=100, person=owner, hours_ago=25)
    _call(other, charged=40, person=owner)
    # Out at this moment, so in no row of the ledger yet.
    Operation.objects.filter(pk=upload.pk).update(
        state=State.RUNNING, lease_token="x", lease_until=timezone.now(), sending_at=timezone.now()
    )

    app = account.app_id
    assert spent_today(app, holder_of_team(team.pk)) == 7 + 2 + 10
    assert spent_today(app, holder_of_member(owner.pk, team.pk)) == 7 + 10
    assert spent_today(app, holder_of_member(member.user_id, team.pk)) == 2


def test_a_holder_that_nobody_knows_is_an_error(account):
    with pytest.raises(ValueError, match="planet"):
        spent_today(account.app_id, "planet:3")


def test_an_owner_caps_the_team_and_it_is_written_down(team, owner):
    caps.cap_team(team, by=owner, daily_credits=500)
    caps.cap_team(team, by=owner, daily_credits=500)
    caps.cap_team(team, by=owner, daily_credits=None)

    entries = AuditEntry.objects.order_by("pk")
    assert [(entry.person, entry.action, entry.subject) for entry in entries] == [
        (owner, "set a cap", "Lanternfall: 500 credits a day"),
        (owner, "set a cap", "Lanternfall: none"),
    ]
    assert [entry.details for entry in entries] == [{"before": None, "after": 500}, {"before": 500, "after": None}]


def test_an_owner_caps_a_member(team, owner, member):
    caps.cap_member(member, by=owner, daily_credits=50)

    assert caps_of(team_pk=team.pk, person_pk=member.user_id) == {f"person:{member.user_id}@{team.pk}": 50}
    assert AuditEntry.objects.get().subject == "Cora Holm: 50 credits a day"


def test_nobody_else_does(team, member, other):
    stranger = other.team.memberships.get().user

    for person in (member.user, stranger):
        with pytest.raises(Team.DoesNotExist):
            caps.cap_team(team, by=person, daily_credits=5)
        with pytest.raises(Membership.DoesNotExist):
            caps.cap_member(member, by=person, daily_credits=None)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("credits", [0, -1, "many"])
def test_a_cap_is_a_positive_number(credits, team, owner, member):
    with pytest.raises(ValidationError):
        caps.cap_team(team, by=owner, daily_credits=credits)
    with pytest.raises(ValidationError):
        caps.cap_member(member, by=owner, daily_credits=credits)

    team.refresh_from_db()
    assert team.daily_credits is None


@pytest.mark.parametrize("fields", [{"daily_credits": 0}, {"credit_weight": 0}])
def test_the_database_refuses_a_team_that_could_spend_nothing(fields, team):
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.filter(pk=team.pk).update(**fields)


def test_a_higher_cap_lets_what_waited_go_on(upload, owner, team, imgur: FakeImgur, django_capture_on_commit_callbacks):
    caps.cap_team(team, by=owner, daily_credits=5)
    operations.run(upload.pk)
    upload.refresh_from_db()
    assert upload.waits_for == f"cap:team:{team.pk}"

    with django_capture_on_commit_callbacks(execute=True):
        caps.cap_team(team, by=owner, daily_credits=50)
    operations.run(upload.pk)

    upload.refresh_from_db()
    assert upload.state == State.DONE


def test_what_was_spent_while_there_was_no_cap_counts(
    upload, account, owner, team, imgur: FakeImgur, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        caps.cap_team(team, by=owner, daily_credits=50)
    _claim_one(account, team)  # counted in Redis from here on
    with django_capture_on_commit_callbacks(execute=True):
        caps.cap_team(team, by=owner, daily_credits=None)
    operations.run(upload.pk)

    with django_capture_on_commit_callbacks(execute=True):
        caps.cap_team(team, by=owner, daily_credits=10)

    with pytest.raises(NoCreditsError):
        _claim_one(account, team)


def test_a_call_that_never_left_does_not_make_a_forgotten_count(account, full_budget, team, owner):
    """Its cap was changed while it was out: the count is gone, and must not come back as less than nothing."""
    holder = holder_of_team(team.pk)
    reservation = full_budget.reserve(Claim(cost=10, lane=Lane.UPLOAD, team_pk=team.pk, caps={holder: 50}))
    full_budget.forget_cap(holder)

    full_budget.settle(reservation, RateLimits(), was_counted=False)

    assert redis_client().keys("*:caps:*") == []


def test_a_changed_cap_without_redis_is_kept_all_the_same(
    account, owner, team, caplog, settings, django_capture_on_commit_callbacks
):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    redis_client.cache_clear()

    with django_capture_on_commit_callbacks(execute=True):
        caps.cap_team(team, by=owner, daily_credits=50)

    team.refresh_from_db()
    assert team.daily_credits == 50
    assert "could not be counted anew" in caplog.text
    redis_client.cache_clear()
