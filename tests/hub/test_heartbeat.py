"""Signs of life, and how they end."""

import pytest
import redis

from imgurhub import heartbeat
from imgurhub.heartbeat import BEAT, WORKER, Heart, living, show, withdraw
from tests.fixtures.processes import wait_until


def test_it_names_those_that_live(hub_redis: redis.Redis) -> None:
    show(hub_redis, WORKER, "worker-2@a")
    show(hub_redis, WORKER, "worker-1@a")

    assert living(hub_redis, WORKER) == ["worker-1@a", "worker-2@a"]
    assert living(hub_redis, BEAT) == []


def test_a_sign_of_life_ends_by_itself(hub_redis: redis.Redis) -> None:
    show(hub_redis, WORKER, "worker@a")
    assert 0 < hub_redis.ttl("hub:alive:worker:worker@a") <= heartbeat.LIFETIME_SECONDS


def test_it_forgets_the_names_of_those_that_are_gone(hub_redis: redis.Redis) -> None:
    show(hub_redis, WORKER, "killed@a")
    show(hub_redis, WORKER, "worker@a")
    hub_redis.delete("hub:alive:worker:killed@a")

    assert living(hub_redis, WORKER) == ["worker@a"]
    assert hub_redis.smembers("hub:alive:workers") == {b"worker@a"}


def test_one_that_ends_in_order_is_gone_at_once(hub_redis: redis.Redis) -> None:
    show(hub_redis, WORKER, "worker@a")
    withdraw(hub_redis, WORKER, "worker@a")
    assert living(hub_redis, WORKER) == []


def test_it_goes_on_after_redis_was_emptied(hub_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "PERIOD_SECONDS", 0.05)
    heart = Heart(WORKER, "worker@a")
    heart.start()
    wait_until(lambda: living(hub_redis, WORKER) == ["worker@a"], seconds=5, what="it shows a sign of life")

    hub_redis.flushall()

    wait_until(lambda: living(hub_redis, WORKER) == ["worker@a"], seconds=5, what="it shows one again")
    heart.stop()
    heart.join(timeout=5)
    assert living(hub_redis, WORKER) == []


def test_it_outlives_an_outage_and_says_so_once(
    settings: object, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(heartbeat, "PERIOD_SECONDS", 0.02)
    # The tests' own setting: nothing listens there.
    heart = Heart(WORKER, "worker@a")
    heart.start()
    wait_until(lambda: "Redis is away" in caplog.text, seconds=5, what="it complains")
    heart.join(timeout=0.3)

    assert heart.is_alive()
    assert caplog.text.count("Redis is away") == 1
    heart.stop()
    heart.join(timeout=5)
    assert not heart.is_alive()
