"""/healthz and /readyz."""

import socket
import time
from typing import Any

import pytest
import redis
from django.db import DatabaseError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from imgurhub.heartbeat import BEAT, WORKER, show

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_alive(hub_redis: redis.Redis) -> redis.Redis:
    show(hub_redis, WORKER, "worker@a")
    show(hub_redis, BEAT, "a")
    return hub_redis


def test_it_lives_without_database_and_redis(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"alive\n")
    assert not response.cookies


def test_it_is_ready_when_everything_works(client: Client, all_alive: redis.Redis) -> None:
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "database": True,
        "redis": True,
        "worker": True,
        "beat": True,
        "reasons": {},
    }
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("part", ["worker", "beat"])
def test_it_names_what_shows_no_sign_of_life(client: Client, all_alive: redis.Redis, part: str) -> None:
    all_alive.delete(f"hub:alive:{part}s")

    response = client.get("/readyz")

    assert response.status_code == 503
    answer = response.json()
    assert [name for name in ("database", "redis", "worker", "beat") if not answer[name]] == [part]
    assert "sign of life" in answer["reasons"][part]


def test_it_is_not_ready_without_redis(client: Client) -> None:
    response = client.get("/readyz")

    answer = response.json()
    assert response.status_code == 503
    assert (answer["database"], answer["redis"], answer["worker"], answer["beat"]) == (True, False, False, False)
    assert "Redis does not answer" in answer["reasons"]["redis"]


def test_it_does_not_wait_for_a_redis_that_hangs(client: Client, settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        begun_at = time.monotonic()
        response = client.get("/readyz")
        assert time.monotonic() - begun_at < 1.5
    assert response.status_code == 503
    assert not response.json()["redis"]


def test_it_is_not_ready_without_a_database(
    client: Client, all_alive: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise DatabaseError("password=hunter22 refused")

    monkeypatch.setattr("imgurhub.health.connection.cursor", refuse)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["reasons"] == {"database": "The database does not answer (DatabaseError)."}


def test_it_is_only_read(client: Client) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.post(path).status_code == 405
