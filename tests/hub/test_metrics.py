"""/metrics: who may read it, and that its figures are those of the rows."""

from datetime import timedelta
from typing import Any

import pytest
import redis
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from accounts.models import ImgurApp, LinkedAccount, User
from accounts.services import teams
from imgurhub.heartbeat import BEAT, WORKER, show
from media_sync.models import BudgetSnapshot, Operation

pytestmark = pytest.mark.django_db


@pytest.fixture
def app() -> ImgurApp:
    return ImgurApp.objects.create(name="Ours", client_id="abc")


def figures(client: Client, **extra: Any) -> dict[tuple[str, ...], float]:
    response = client.get("/metrics", **extra)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


def make_operation(app: ImgurApp, **fields: Any) -> Operation:
    user = User.objects.filter(email="a@example.com").first() or User.objects.create_user("a@example.com")
    team = user.teams.get()
    account, _ = LinkedAccount.objects.get_or_create(
        team=team,
        app=app,
        username="ann",
        defaults={"sealed_access_token": "x", "sealed_refresh_token": "y"},
    )
    return Operation.objects.create(kind="image.vote", team=team, account=account, requested_by=user, **fields)


def test_it_counts_operations_by_state(client: Client, app: ImgurApp) -> None:
    now = timezone.now()
    for _ in range(3):
        make_operation(app)
    make_operation(app, state="running", lease_until=now, lease_token="x")
    make_operation(app, state="failed", finished_at=now)

    found = figures(client)

    assert found["imgurhub_operations", "queued"] == 3
    assert found["imgurhub_operations", "running"] == 1
    assert found["imgurhub_operations", "unknown"] == 0
    assert found["imgurhub_operations_recent", "failed"] == 1


def test_it_tells_the_age_of_the_oldest_that_waits_for_a_worker_only(client: Client, app: ImgurApp) -> None:
    now = timezone.now()
    for minutes, not_before in ((60, now + timedelta(hours=1)), (10, None), (1, None)):
        operation = make_operation(app, not_before=not_before)
        Operation.objects.filter(pk=operation.pk).update(created_at=now - timedelta(minutes=minutes))

    age = figures(client)["imgurhub_oldest_due_operation_age_seconds",]

    assert 600 <= age < 630


def test_it_tells_what_is_left_in_each_window(client: Client, app: ImgurApp) -> None:
    now = timezone.now()
    for window, resets_at in (("client-day", now + timedelta(hours=3)), ("user-hour", now - timedelta(minutes=1))):
        BudgetSnapshot.objects.create(
            app=app, egress="here", window=window, limit=500, used=180, resets_at=resets_at, taken_at=now
        )

    found = figures(client)

    assert found["imgurhub_credits_remaining", "Ours", "here", "client-day"] == 320
    # Its window is over, so nothing of the next one is used as far as is known.
    assert found["imgurhub_credits_remaining", "Ours", "here", "user-hour"] == 500
    assert found["imgurhub_credits_limit", "Ours", "here", "client-day"] == 500


def test_it_counts_processes(client: Client, hub_redis: redis.Redis) -> None:
    for name in ("worker-1@a", "worker-2@a"):
        show(hub_redis, WORKER, name)
    show(hub_redis, BEAT, "a")

    found = figures(client)

    assert found["imgurhub_redis_up",] == 1
    assert found["imgurhub_workers_up",] == 2
    assert found["imgurhub_beat_up",] == 1


def test_it_counts_requests_that_our_own_limits_refused(client: Client, counting: redis.Redis, settings: Any) -> None:
    settings.LIMIT_CHANGES_PER_HOUR_PER_ADDRESS = 1
    for _ in range(3):
        client.post("/accounts/logout/")

    assert figures(client)["imgurhub_refused_requests_total", "changes", "strangers"] == 2


def test_it_answers_without_redis(client: Client) -> None:
    assert figures(client)["imgurhub_redis_up",] == 0


@pytest.mark.parametrize(
    "asker",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        # A proxy on this computer, asking for somebody else.
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_AUTHORIZATION": "Bearer wrong"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_it_refuses_others(client: Client, settings: Any, asker: dict[str, str]) -> None:
    settings.METRICS_TOKEN = "right"
    assert client.get("/metrics", **asker).status_code == 403


def test_behind_a_proxy_everybody_needs_the_token(client: Client, settings: Any) -> None:
    settings.BEHIND_PROXY = True
    assert client.get("/metrics").status_code == 403


def test_it_lets_the_token_in_from_anywhere(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "right"
    figures(client, REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION="Bearer right")


def test_an_empty_token_lets_nobody_in(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7", HTTP_AUTHORIZATION="Bearer ").status_code == 403


def test_another_members_team_is_not_named(client: Client, app: ImgurApp) -> None:
    owner = User.objects.create_user("b@example.com")
    teams.create_team(name="Secret project", owner=owner)
    make_operation(app)

    text = client.get("/metrics").content.decode()

    assert "Secret project" not in text
    assert "example.com" not in text
