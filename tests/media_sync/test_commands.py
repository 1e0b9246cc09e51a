"""The commands: one JSON document, an honest exit."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import LinkedAccount
from imgur import RateLimits, Window
from media_sync import tasks
from media_sync.budget import strikes
from media_sync.models import Batch, LearnedCost, Operation, StrikeDay
from media_sync.services.sending import dispatch, operations
from tests.media_sync.conftest import png, run_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_storage")]


@pytest.fixture
def done_at_once(monkeypatch):
    """The worker, in this very moment."""

    monkeypatch.setattr(tasks, "ring", run_all)


def _upload(capsys, *arguments: object) -> dict:
    call_command("imgur_upload", *map(str, arguments), "--json")
    return json.loads(capsys.readouterr().out)


def test_it_links_by_tokens(team, app, capsys):
    call_command(
        "imgur_link", "--username", "lanternfall", "--access-token", "a" * 40, "--refresh-token", "r" * 40, "--json"
    )

    assert json.loads(capsys.readouterr().out) == {"account": "lanternfall", "team": "lanternfall", "new": True}
    assert LinkedAccount.objects.get().team == team


def test_linking_to_a_team_that_is_not_there_is_a_sentence(team, app):
    with pytest.raises(CommandError, match="There is no team with the address 'nowhere'"):
        call_command(
            "imgur_link", "--username", "x", "--access-token", "a", "--refresh-token", "r", "--team", "nowhere"
        )


def test_it_uploads_in_the_order_of_the_arguments(account, full_budget, imgur, done_at_once, tmp_path, capsys):
    paths = []
    for name in ("b.png", "a.png", "c.png"):
        path = tmp_path / name
        path.write_bytes(png("red", (8, 8 + ord(name[0]))))
        paths.append(path)

    report = _upload(capsys, *paths, "--account", "lanternfall", "--album", "Order", "--wait")

    assert [file["file"] for file in report["files"]] == ["b.png", "a.png", "c.png"]
    assert {file["state"] for file in report["files"]} == {"done"}
    assert report["credits"] == 31
    assert report["album"]["imgur_id"] == imgur.albums[0]["id"]
    assert imgur.albums[0]["images"] == [file["imgur_id"] for file in report["files"]]


def test_equal_files_are_reported_as_duplicates(account, full_budget, imgur, done_at_once, tmp_path, capsys):
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(png("red"))

    report = _upload(capsys, tmp_path / "a.png", tmp_path / "b.png", "--account", "lanternfall", "--wait")

    assert [file["state"] for file in report["files"]] == ["done", "duplicate"]
    assert report["files"][0]["imgur_id"] == report["files"][1]["imgur_id"]
    assert len(imgur.images) == 1


def test_a_bad_file_ends_with_an_error_and_the_rest_goes_up(
    account, full_budget, imgur, done_at_once, tmp_path, capsys
):
    (tmp_path / "good.png").write_bytes(png("red"))
    (tmp_path / "notes.txt").write_text("words")

    with pytest.raises(CommandError, match="2 of 3 files did not go up"):
        _upload(capsys, tmp_path / "good.png", tmp_path / "notes.txt", tmp_path / "missing.png", "--account",
                "lanternfall", "--wait")  # fmt: skip

    report = json.loads(capsys.readouterr().out)
    assert [file["state"] for file in report["files"]] == ["done", "refused", "refused"]
    assert "No such file" in report["files"][2]["error"]


def test_nothing_but_bad_files_leaves_no_batch(account, tmp_path):
    (tmp_path / "notes.txt").write_text("words")

    with pytest.raises(CommandError, match=r"(?s)notes.txt: This is not a picture.*nothing to send"):
        call_command("imgur_upload", str(tmp_path / "notes.txt"), "--account", "lanternfall")

    assert not Batch.objects.exists()


def test_without_waiting_it_says_that_it_is_queued(account, full_budget, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(tasks, "ring", lambda: None)
    (tmp_path / "a.png").write_bytes(png("red"))

    report = _upload(capsys, tmp_path / "a.png", "--account", "lanternfall")

    assert report["files"][0]["state"] == "queued"
    assert report["album"] is None
    assert Operation.objects.get().state == "queued"


def test_waiting_ends_when_only_a_person_can_help(account, full_budget, monkeypatch, tmp_path, capsys):
    from accounts.services import linking

    def breaks() -> None:
        linking.mark_broken(account, "Imgur refused.")
        for operation_pk in dispatch.next_up():
            operations.run(operation_pk)

    monkeypatch.setattr(tasks, "ring", breaks)
    (tmp_path / "a.png").write_bytes(png("red"))

    with pytest.raises(CommandError, match="links it again"):
        call_command("imgur_upload", str(tmp_path / "a.png"), "--account", "lanternfall", "--wait")


def test_an_account_that_nobody_linked_is_a_sentence(team):
    with pytest.raises(CommandError, match="No team here has linked"):
        call_command("imgur_upload", "x.png", "--account", "nobody")


def test_it_tells_the_budget(app, full_budget, capsys):
    call_command("imgur_budget", "--json")

    windows = json.loads(capsys.readouterr().out)["windows"]
    assert windows["user-hour"]["remaining"] == 500
    assert windows["client-day"]["limit"] == 12_500


def test_it_tells_how_near_the_application_is_to_being_blocked(app, full_budget, settings, capsys):
    settings.IMGUR_DAY_MARGIN_PERCENT = 3
    strikes.notice(app, RateLimits(client=Window(limit=12_500, remaining=0)))

    call_command("imgur_budget", "--json")
    told = json.loads(capsys.readouterr().out)
    call_command("imgur_budget")
    text = capsys.readouterr().out

    assert told["strikes"] == {"this_month": 1, "of": 5, "margin_percent": 5, "stopped_until": None}
    assert told["learned_costs"] == []
    assert "1 of 5 this month, 5 % of the day is never spent" in text


def test_it_tells_of_a_stop(app, full_budget, capsys):
    now = timezone.now().astimezone(UTC)
    for day in range(1, 5):
        StrikeDay.objects.create(
            app=app, happened_on=now.date().replace(day=day), how="spent", noticed_at=now, last_seen_at=now
        )
    strikes.forget()

    call_command("imgur_budget", "--json")
    told = json.loads(capsys.readouterr().out)["strikes"]
    call_command("imgur_budget")

    until = datetime.fromisoformat(told["stopped_until"])
    assert (told["this_month"], told["margin_percent"]) == (4, 100)
    assert until > now
    assert (until.day, until.hour, until.utcoffset()) == (1, 0, timedelta(0))
    assert "nothing goes out until 01" in capsys.readouterr().out


def test_it_tells_what_costs_were_learned(app, full_budget, capsys):
    LearnedCost.objects.create(
        app=app, method="POST", route="/3/image", cost=12, documented=10, learned_at=timezone.now()
    )

    call_command("imgur_budget", "--json")
    told = json.loads(capsys.readouterr().out)["learned_costs"]
    call_command("imgur_budget")

    assert told == [{"method": "POST", "route": "/3/image", "cost": 12, "documented": 10}]
    assert "POST /3/image: 12, documented 10" in capsys.readouterr().out


def test_a_budget_without_redis_is_a_sentence(app, settings):
    from accounts.shared_redis import redis_client

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    redis_client.cache_clear()

    with pytest.raises(CommandError, match="make run"):
        call_command("imgur_budget")
    redis_client.cache_clear()
