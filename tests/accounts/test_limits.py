"""Our own limits: who draws from which allowance, and that they are exact."""

import logging
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from accounts import limits
from accounts.limits import counter
from accounts.limits.addresses import hashed
from accounts.models import User
from accounts.shared_redis import redis_client

OFFICE = "192.0.2.7"


@pytest.fixture
def ask():
    """A request that changes something, of a person known by number, or of a stranger."""

    def make(person: int | None = None, *, address: str = OFFICE, **headers: str):
        request = RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)
        request.user = User(pk=person) if person else AnonymousUser()
        return request

    return make


def passes(request, limit: limits.Limit, amount: int = 1) -> bool:
    try:
        limits.take(request, (limit, amount))
    except limits.TooManyError:
        return False
    return True


def test_it_refuses_what_is_one_too_many(counting, ask, settings):
    settings.LIMIT_BATCHES_PER_HOUR_PER_PERSON = 3

    assert [passes(ask(1), limits.BATCHES) for _ in range(5)] == [True, True, True, False, False]


def test_it_leaves_another_person_alone(counting, ask, settings):
    settings.LIMIT_BATCHES_PER_HOUR_PER_PERSON = 1
    passes(ask(1), limits.BATCHES)

    assert not passes(ask(1), limits.BATCHES)
    assert passes(ask(2), limits.BATCHES)


def test_it_says_when_there_is_room_and_there_is_then(counting, ask, settings, moved_clock):
    settings.LIMIT_BATCHES_PER_HOUR_PER_PERSON = 6
    for _ in range(6):
        limits.take(ask(1), (limits.BATCHES, 1))

    with pytest.raises(limits.TooManyError) as refusal:
        limits.take(ask(1), (limits.BATCHES, 1))

    assert 598 <= refusal.value.retry_after_seconds <= 600
    moved_clock.on(seconds=590)
    assert not passes(ask(1), limits.BATCHES)
    moved_clock.on(seconds=10)
    assert [passes(ask(1), limits.BATCHES) for _ in range(2)] == [True, False]


def test_all_of_it_is_back_after_an_hour(counting, ask, settings, moved_clock):
    settings.LIMIT_BATCHES_PER_HOUR_PER_PERSON = 7
    for _ in range(7):
        limits.take(ask(1), (limits.BATCHES, 1))

    moved_clock.on(hours=1)

    assert [passes(ask(1), limits.BATCHES) for _ in range(8)] == [True] * 7 + [False]


def test_a_refusal_costs_nothing(counting, ask, settings, moved_clock):
    settings.LIMIT_BATCHES_PER_HOUR_PER_PERSON = 1
    for _ in range(20):
        passes(ask(1), limits.BATCHES)

    moved_clock.on(hours=1)

    assert passes(ask(1), limits.BATCHES)


def test_it_takes_from_all_allowances_or_from_none(counting, ask, settings):
    settings.LIMIT_FILES_PER_HOUR_PER_PERSON = 10
    settings.LIMIT_UPLOAD_BYTES_PER_HOUR_PER_PERSON = 100

    limits.take(ask(1), (limits.FILES, 1), (limits.BYTES, 90))
    for _ in range(20):
        with pytest.raises(limits.TooManyError) as refusal:
            limits.take(ask(1), (limits.FILES, 1), (limits.BYTES, 90))

    assert refusal.value.limit is limits.BYTES
    assert passes(ask(1), limits.FILES, 9)


def test_what_is_more_than_all_of_it_passes_once_and_takes_longer_to_come_back(counting, ask, settings, moved_clock):
    settings.LIMIT_UPLOAD_BYTES_PER_HOUR_PER_PERSON = 100

    assert passes(ask(1), limits.BYTES, 250)
    moved_clock.on(hours=1)
    assert not passes(ask(1), limits.BYTES)
    moved_clock.on(hours=1)
    assert passes(ask(1), limits.BYTES, 50)


def test_exactly_so_many_of_twice_as_many_at_once_pass(counting, ask, settings):
    settings.LIMIT_BATCHES_PER_HOUR_PER_PERSON = 40

    with ThreadPoolExecutor(16) as pool:
        passed = list(pool.map(lambda _: passes(ask(1), limits.BATCHES), range(80)))

    assert sum(passed) == 40


def test_a_whole_office_is_not_shut_out_by_one_of_them(counting, ask, settings):
    settings.LIMIT_FILES_PER_HOUR_PER_PERSON = 3
    settings.LIMIT_FILES_PER_HOUR_PER_ADDRESS = 6
    busy = [passes(ask(1), limits.FILES) for _ in range(20)]

    assert sum(busy) == 3
    assert [passes(ask(2), limits.FILES) for _ in range(4)] == [True, True, True, False]
    # Nor are people elsewhere, when all of them together were too many.
    assert not passes(ask(3), limits.FILES)
    assert passes(ask(3, address="192.0.2.8"), limits.FILES)


def test_strangers_are_counted_by_their_address_and_shut_out_nobody_who_is_signed_in(counting, ask, settings):
    settings.LIMIT_CHANGES_PER_HOUR_PER_ADDRESS = 2

    assert [passes(ask(), limits.CHANGES) for _ in range(3)] == [True, True, False]
    assert passes(ask(address="192.0.2.8"), limits.CHANGES)
    assert passes(ask(1), limits.CHANGES)


def test_a_forwarding_header_is_believed_of_a_proxy_only(counting, ask, settings):
    settings.LIMIT_CHANGES_PER_HOUR_PER_ADDRESS = 1

    spoofed = [passes(ask(**{"X-Forwarded-For": f"198.51.100.{n}"}), limits.CHANGES) for n in range(3)]

    assert spoofed == [True, False, False]


def test_behind_a_proxy_the_address_that_it_adds_counts_and_no_other(counting, ask, settings):
    settings.LIMIT_CHANGES_PER_HOUR_PER_ADDRESS = 1
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # what BEHIND_PROXY sets

    def through_proxy(*addresses: str) -> bool:
        return passes(ask(address="127.0.0.1", **{"X-Forwarded-For": ", ".join(addresses)}), limits.CHANGES)

    assert through_proxy("198.51.100.1")
    assert through_proxy("198.51.100.2")
    # The first is what the person claims.
    assert not through_proxy("203.0.113.9", "198.51.100.2")


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
    ],
)
def test_an_ipv6_network_counts_as_one_address(one, other, is_same):
    assert (hashed(one) == hashed(other)) is is_same


def test_no_address_lies_in_redis_or_in_the_log(counting, ask, settings, caplog):
    settings.LIMIT_CHANGES_PER_HOUR_PER_ADDRESS = 1
    for address in (OFFICE, "2001:db8:1:2::1"):
        for _ in range(2):
            passes(ask(address=address), limits.CHANGES)

    kept = b" ".join(key + (counting.get(key) or b"") for key in counting.keys("*") if counting.type(key) == b"string")
    assert b"limits:{all}:changes:strangers:" in kept
    assert "Too many changes from one address" in caplog.text
    for part in (OFFICE, "2001:db8"):
        assert part.encode() not in kept
        assert part not in caplog.text


def test_what_is_counted_disappears_by_itself(counting, ask):
    limits.take(ask(1), (limits.FILES, 1), (limits.BYTES, 5_000_000))

    keys = counting.keys("limits:*")
    assert len(keys) == 4
    for key in keys:
        assert 0 < counting.pttl(key) <= 3_600_000


def test_nought_is_no_limit(counting, ask, settings):
    settings.LIMIT_BATCHES_PER_HOUR_PER_PERSON = 0

    assert all(passes(ask(1), limits.BATCHES) for _ in range(50))
    assert counting.keys("limits:*") == []


def test_who_has_no_address_is_not_counted_by_it(counting, ask, settings):
    settings.LIMIT_CHANGES_PER_HOUR_PER_ADDRESS = 1

    assert all(passes(ask(address=""), limits.CHANGES) for _ in range(3))


def test_people_work_while_redis_is_away_and_that_is_said_once(ask, settings, caplog):
    settings.LIMIT_BATCHES_PER_HOUR_PER_PERSON = 1
    redis_client.cache_clear()

    assert all(passes(ask(1), limits.BATCHES) for _ in range(5))

    assert caplog.text.count("Limits against abuse rest") == 1
    redis_client.cache_clear()


def test_nobody_waits_twice_for_a_redis_that_is_mute(ask, settings):
    redis_client.cache_clear()
    with socket.create_server(("127.0.0.1", 0)) as mute:
        settings.REDIS_URL = f"redis://127.0.0.1:{mute.getsockname()[1]}/0"
        began = time.monotonic()
        passes(ask(1), limits.BATCHES)
        after_one = time.monotonic()
        for _ in range(20):
            passes(ask(1), limits.BATCHES)
        after_all = time.monotonic()
    redis_client.cache_clear()

    assert after_one - began < 2
    assert after_all - after_one < 0.2


def test_it_counts_again_when_redis_is_back(counting, ask, settings, caplog, monkeypatch):
    caplog.set_level(logging.INFO)
    settings.LIMIT_BATCHES_PER_HOUR_PER_PERSON = 1
    monkeypatch.setattr(counter, "_LOOK_AGAIN_SECONDS", 0)
    with monkeypatch.context() as away:
        away.setattr(counter, "_redis", lambda: redis_client.__wrapped__(answer_within_seconds=0.1))
        settings.REDIS_URL, there = "redis://127.0.0.1:1/0", settings.REDIS_URL
        assert all(passes(ask(1), limits.BATCHES) for _ in range(3))
    settings.REDIS_URL = there

    assert [passes(ask(1), limits.BATCHES) for _ in range(2)] == [True, False]
    assert "Limits against abuse hold again." in caplog.text


def test_refusals_are_counted_by_what_and_per_whom(counting, ask, settings):
    settings.LIMIT_BATCHES_PER_HOUR_PER_PERSON = settings.LIMIT_CHANGES_PER_HOUR_PER_ADDRESS = 1
    for _ in range(3):
        passes(ask(1), limits.BATCHES)
        passes(ask(), limits.CHANGES)

    assert limits.refusals(counting) == {("batches", "person"): 2, ("changes", "strangers"): 2}


def test_a_clock_that_is_behind_gives_nothing_back_and_takes_nothing_away(counting, ask, settings, moved_clock):
    settings.LIMIT_BATCHES_PER_HOUR_PER_PERSON = 3
    moved_clock.on(hours=1)
    assert passes(ask(1), limits.BATCHES)
    moved_clock.on(hours=-1)

    assert [passes(ask(1), limits.BATCHES) for _ in range(3)] == [True, True, False]
