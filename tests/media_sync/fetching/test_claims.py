"""Which downloads a worker takes, in which order, and what it leaves."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from media_sync.archive import claims, downloader
from media_sync.models import OriginalFetch
from media_sync.services.archive import fetches
from tests.media_sync.fetching.conftest import look

pytestmark = pytest.mark.django_db


def test_no_more_workers_than_there_are_places(wanted, settings):
    settings.DOWNLOAD_SLOTS = 2
    for _ in range(3):
        wanted(size_bytes=100_000_000)
    assert claims.workers_wanted() == 2

    taken = [claims.claim_some(), claims.claim_some(), claims.claim_some()]

    assert [len(some) for some in taken] == [1, 1, 0]
    assert claims.workers_wanted() == 0
    claims.release(taken[0])
    assert claims.workers_wanted() == 1


def test_small_files_are_claimed_together_and_large_ones_alone(wanted):
    for size in (1000, 1000, 100_000_000, 1000):
        wanted(size_bytes=size)

    assert [len(claims.claim_some()) for _ in range(3)] == [2, 1, 1]


def test_a_worker_that_is_asked_to_stop_leaves_the_rest(wanted, monkeypatch):
    monkeypatch.setattr(downloader, "_stopping", threading.Event())
    fetch = wanted()
    claimed = claims.claim_some()

    downloader.stop()
    downloader._work_through(claimed)

    assert look(fetch).state == "waiting"
    assert downloader.work() == 0


def test_asking_twice_is_as_asking_once_but_sooner(wanted):
    fetch = wanted()

    fetches.ask_for_images([fetch.image], priority=fetches.SOMEBODY_WAITS)

    assert OriginalFetch.objects.count() == 1
    assert look(fetch).priority == fetches.SOMEBODY_WAITS


def test_a_lost_lease_writes_nothing(wanted):
    fetch = wanted()
    claimed = claims.claim_some()
    OriginalFetch.objects.filter(pk=fetch.pk).update(lease_token="another")

    downloader._work_through(claimed)

    found = look(fetch)
    assert (found.state, found.lease_token, found.image.original) == ("running", "another", None)


@pytest.fixture
def waiting(make_account, make_image, cast, own_storage):
    """``waiting(team, count)``: so many downloads, each as large as a claim."""
    accounts: dict = {}

    def make(team, count: int = 1, *, priority: int = fetches.SCHEDULED) -> None:
        accounts[team] = accounts.get(team) or make_account(team)
        images = [make_image(accounts[team], original=None, size_bytes=100_000_000) for _ in range(count)]
        fetches.ask_for_images(images, priority=priority)

    return make


def teams_of(some: list[list[OriginalFetch]]) -> list[str]:
    return [fetch.subject.account.team.name for claimed in some for fetch in claimed]


def test_a_team_with_much_holds_up_no_other(waiting, cast, settings):
    settings.DOWNLOAD_SLOTS = 4
    small = cast.other_team
    waiting(cast.team, 10)
    begun = [claims.claim_some() for _ in range(4)]
    waiting(small, 2)

    # Whenever a place gets free, whoever has the fewest takes it.
    for claimed in begun[:2]:
        OriginalFetch.objects.filter(pk__in=[fetch.pk for fetch in claimed]).update(
            state="kept", lease_token="", lease_until=None, finished_at=timezone.now()
        )

    assert teams_of([claims.claim_some(), claims.claim_some()]) == [small.name, small.name]


def test_with_one_place_each_team_gets_its_turn(waiting, cast, settings):
    settings.DOWNLOAD_SLOTS = 1
    waiting(cast.team, 40)
    waiting(cast.other_team, 40)
    turns = []
    for _ in range(30):
        claimed = claims.claim_some()
        turns += teams_of([claimed])
        OriginalFetch.objects.filter(pk=claimed[0].pk).update(
            state="kept", lease_token="", lease_until=None, finished_at=timezone.now()
        )

    # One in a million that a coin shows such a row.
    assert 3 <= turns.count(cast.other_team.name) <= 27


def test_what_somebody_waits_for_goes_before_every_turn(waiting, cast):
    small = cast.other_team
    waiting(small, 2)
    waiting(cast.team, 1)
    claims.claim_some()
    waiting(small, 1, priority=fetches.SOMEBODY_WAITS)
    waiting(small, 1, priority=fetches.SOMEBODY_WAITS)

    assert teams_of([claims.claim_some(), claims.claim_some()]) == [small.name, small.name]


def test_what_is_to_be_healed_gets_its_turn_beside_another_teams_schedule(waiting, cast, settings):
    settings.DOWNLOAD_SLOTS = 4
    waiting(cast.team, 10)
    waiting(cast.other_team, 1, priority=fetches.HEALING)

    assert cast.other_team.name in teams_of([claims.claim_some(), claims.claim_some()])


def test_all_that_a_team_tries_again_holds_up_no_other(waiting, cast, settings):
    settings.DOWNLOAD_SLOTS = 4
    waiting(cast.team, 10)
    OriginalFetch.objects.update(state="failed")
    fetches.try_again(OriginalFetch.objects.all())
    waiting(cast.other_team, 1)

    assert cast.other_team.name in teams_of([claims.claim_some(), claims.claim_some()])


def test_what_another_worker_is_just_taking_leaves_the_other_teams(waiting, cast, monkeypatch):
    small = cast.other_team
    waiting(cast.team, 1)
    waiting(small, 1)
    monkeypatch.setattr(claims, "_teams_in_turn", lambda now: [0, small.pk, cast.team.pk])

    assert teams_of([claims.claim_some()]) == [small.name]


def test_the_next_ones_are_found_in_an_index(waiting, cast):
    """However many wait: neither looking whose turn it is nor taking a team's first reads more than its first rows."""
    waiting(cast.team, 1)
    now = timezone.now()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        turns = claims._teams_due(now).explain()
        first = OriginalFetch.objects.due(now).filter(team=cast.team)[:16].explain()

    for plan in (turns, first):
        assert "original_fetch_turn" in plan
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan


def test_what_ends_its_worker_takes_no_others_with_it(wanted):
    fetched = [wanted() for _ in range(3)]
    assert len(claims.claim_some()) == 3
    OriginalFetch.objects.update(lease_until="2020-01-01T00:00:00Z")

    assert claims.take_up_abandoned() == 3

    # One of them may have been the reason.
    assert [[one.pk for one in claims.claim_some()] for _ in range(3)] == [[fetch.pk] for fetch in fetched]


def test_what_was_tried_before_stands_in_no_others_claim(wanted):
    fresh, tried, more = wanted(), wanted(), wanted()
    OriginalFetch.objects.filter(pk=tried.pk).update(attempts=1)

    assert [[one.pk for one in claims.claim_some()] for _ in range(3)] == [[fresh.pk], [tried.pk], [more.pk]]
