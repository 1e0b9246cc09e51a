"""Which operation goes next: lanes, teams in turn, age, free workers; and what waits together."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ImgurApp, LinkedAccount, Team
from media_sync import budget
from media_sync.budget import NoCreditsError
from media_sync.models import Lane, Operation
from media_sync.services.sending import dispatch, operations
from tests.fakes.imgur import FakeImgur
from tests.media_sync.conftest import make_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis")]
State = Operation.State


@pytest.fixture(autouse=True)
def slots(settings):
    settings.DISPATCH_SLOTS = 16


@pytest.fixture(autouse=True)
def no_luck(monkeypatch) -> None:
    """Nobody's turn comes by age alone."""
    monkeypatch.setattr("media_sync.services.sending.dispatch._ONE_IN", 10**9)


@pytest.fixture
def queue(account: LinkedAccount) -> Callable[..., list[Operation]]:
    """Put operations into the queue."""

    def put(
        count: int = 1,
        *,
        lane: Lane = Lane.UPLOAD,
        kind: str = "image.upload",
        account: LinkedAccount = account,
        **fields: object,
    ) -> list[Operation]:
        rows = [
            Operation(kind=kind, team=account.team, account=account, lane=lane, payload={}, **fields)
            for _ in range(count)
        ]
        return Operation.objects.bulk_create(rows)

    return put


@pytest.fixture
def make_account(account: LinkedAccount) -> Callable[[str], LinkedAccount]:
    """An account of another team, on the same application."""

    def make(name: str) -> LinkedAccount:
        team = Team.objects.create(name=name, slug=name)
        return LinkedAccount.objects.create(
            team=team,
            app=account.app,
            username=name,
            sealed_access_token=account.sealed_access_token,
            sealed_refresh_token=account.sealed_refresh_token,
        )

    return make


def test_it_hands_out_no_more_than_can_run(queue):
    queue(40)

    first = dispatch.next_up()

    assert len(first) == 14  # two workers are kept for people who wait
    assert dispatch.next_up() == []


def test_it_goes_on_when_a_worker_is_free_again(queue):
    operations_ = queue(20)
    dispatch.next_up()
    Operation.objects.filter(pk=operations_[0].pk).update(state=State.DONE, finished_at=timezone.now())

    assert dispatch.next_up() == [operations_[14].pk]


def test_a_person_does_not_stand_behind_a_heap_of_uploads(queue):
    queue(100)
    dispatch.next_up()
    (asked,) = queue(lane=Lane.INTERACTIVE, kind="album.arrange")

    assert dispatch.next_up() == [asked.pk]


def test_a_lost_bell_is_rung_again_after_a_while(queue):
    (operation,) = queue()
    assert dispatch.next_up() == [operation.pk]
    assert dispatch.next_up() == []

    Operation.objects.update(rung_at=timezone.now() - timedelta(seconds=21))

    assert dispatch.next_up() == [operation.pk]


def test_what_waits_is_left_alone(queue):
    queue(not_before=timezone.now() + timedelta(minutes=1))

    assert dispatch.next_up() == []


def test_teams_of_the_same_weight_take_turns(queue, account, make_account, settings):
    settings.DISPATCH_SLOTS = 1
    accounts = [account, make_account("second"), make_account("third")]
    for one, count in zip(accounts, (300, 40, 40), strict=True):
        queue(count, account=one, lane=Lane.INTERACTIVE)

    gone = Counter[int]()
    for _ in range(60):
        (pk,) = dispatch.next_up()
        operation = Operation.objects.get(pk=pk)
        gone[operation.team_id] += 1
        operation.delete()

    shares = list(gone.values())
    assert len(shares) == 3
    assert sum(shares) ** 2 / (3 * sum(share**2 for share in shares)) >= 0.95  # Jain's index


def test_a_heap_for_one_application_does_not_hold_up_anothers(queue, account, make_account):
    other = make_account("other")
    other.app = ImgurApp.objects.create(name="Other", client_id="other-client-id")
    other.save()
    queue(300, lane=Lane.INTERACTIVE, kind="album.arrange")
    queue(1, account=other, lane=Lane.INTERACTIVE, kind="album.arrange")

    picked = Operation.objects.filter(pk__in=dispatch.next_up())

    assert picked.filter(account=other).exists()


def test_a_team_that_comes_later_is_not_made_to_wait_for_its_past(queue, account, make_account):
    queue(30)
    dispatch.next_up()
    Operation.objects.filter(rung_at__isnull=False).delete()
    late = make_account("late")
    queue(30, account=late)

    picked = Operation.objects.filter(pk__in=dispatch.next_up())

    assert 6 <= picked.filter(team=late.team).count() <= 8


def test_cheap_and_dear_operations_are_weighed_by_their_credits(queue, account, make_account):
    cheap = make_account("cheap")
    queue(14, account=account)
    queue(14, account=cheap, kind="album.create")

    picked = Operation.objects.filter(pk__in=dispatch.next_up())

    assert picked.filter(team=cheap.team).count() >= 10


def test_a_team_of_twice_the_weight_goes_twice_as_often(queue, account, make_account):
    heavy = make_account("heavy")
    Team.objects.filter(pk=heavy.team_id).update(credit_weight=2)
    queue(30, account=account)
    queue(30, account=heavy)

    picked = Operation.objects.filter(pk__in=dispatch.next_up())

    assert picked.filter(team=heavy.team).count() in {9, 10}


def test_the_last_lane_moves_too(queue, monkeypatch):
    monkeypatch.setattr("media_sync.services.sending.dispatch._ONE_IN", 1)
    (oldest,) = queue(lane=Lane.BACKFILL, kind="album.arrange")
    queue(20)

    assert dispatch.next_up()[0] == oldest.pk


def test_what_meets_the_same_refusal_waits_as_well(queue, make_account):
    (first, *_) = queue(50)
    (other_window,) = queue(lane=Lane.INTERACTIVE, kind="album.arrange")
    later = timezone.now() + timedelta(minutes=9)

    count = dispatch.put_aside_alike(first, NoCreditsError(window="upload-hour", retry_at=later))

    assert count == 50
    waiting = Operation.objects.filter(not_before__gte=later)
    assert {row.reason for row in waiting} == {"This hour’s uploads are used."}
    assert dispatch.next_up() == [other_window.pk]


def test_a_cap_puts_aside_only_its_own_team(queue, account, make_account):
    other = make_account("other")
    (first, *_) = queue(3)
    (free,) = queue(account=other)

    later = timezone.now() + timedelta(hours=3)
    dispatch.put_aside_alike(first, NoCreditsError(window=f"cap:team:{account.team_id}", retry_at=later))

    assert dispatch.next_up() == [free.pk]


def test_ten_thousand_that_wait_cost_one_call_of_the_budget(queue, upload, imgur: FakeImgur, settings):
    settings.IMGUR_UPLOADS_PER_HOUR = 1
    settings.DISPATCH_SLOTS = 4
    budget.limiter_for(upload.account.app).remember_uploads([timezone.now()])
    queue(9_999)

    for pk in dispatch.next_up():
        operations.run(pk)

    assert Operation.objects.filter(waits_for="upload-hour").count() == 10_000
    assert dispatch.next_up() == []
    assert imgur.calls == []


def test_what_was_put_aside_goes_when_its_moment_comes(upload, imgur, settings):
    settings.IMGUR_UPLOADS_PER_HOUR = 1
    limiter = budget.limiter_for(upload.account.app)
    limiter.remember_uploads([timezone.now()])
    operations.run(upload.pk)
    assert dispatch.next_up() == []

    settings.IMGUR_UPLOADS_PER_HOUR = 50
    make_due(upload)

    assert dispatch.next_up() == [upload.pk]
