"""What pages say of forecasts: before a batch is sent, while it is under way, when it is done."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from media_sync.forecast import Times, Wait
from media_sync.models import Batch
from media_sync.services.credits import forecasts
from portal.forecasts import done_by, how_late, waits_for
from portal.templatetags.words import at, clock


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def told(monkeypatch, now):
    """Everything is done in half an hour, and after an hour at the latest."""
    times = Times(likely_at=now + timedelta(minutes=30), latest_at=now + timedelta(minutes=60))
    monkeypatch.setattr(forecasts, "before_sending", lambda asked, account, person: times)
    monkeypatch.setattr(forecasts, "of_batches", lambda batches: {batch.pk: times for batch in batches})
    return times


def test_it_says_about_when_and_at_the_latest(now):
    times = Times(likely_at=now + timedelta(minutes=30), latest_at=now + timedelta(minutes=60))

    assert done_by(times) == f"Done about {clock(times.likely_at)}, at the latest {at(times.latest_at)}.".replace(
        "about tomorrow ", "tomorrow about "
    )
    assert done_by(times, what="Everything").startswith("Everything is done ")


def test_it_says_so_when_nobody_knows():
    assert "not known at the moment" in done_by(None)


def test_it_says_soon_and_very_late_in_words(now):
    assert done_by(Times(likely_at=now + timedelta(seconds=20), latest_at=None)) == "Done in a minute."
    assert done_by(Times(likely_at=None, latest_at=None)) == "Done in more than two weeks."


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ("upload-hour", "an hour of uploads"),
        ("user-hour", "this hour’s credits"),
        ("post-hour", "an hour of writes"),
        ("client-day", "today’s credits"),
        ("team:7", "what the team may use a day"),
        ("person:3@7", "what you may use a day"),
    ],
)
def test_it_says_what_holds_a_batch_up(now, window, said):
    wait = Wait(window, now.timestamp(), now.timestamp() + 1_800)

    sentence = waits_for(Times(likely_at=now, latest_at=now, wait=wait))

    assert sentence.startswith(f"What does not fit into {said} waits until ")
    assert sentence.endswith("and goes on by itself.")


def test_a_short_wait_is_not_worth_a_sentence(now):
    wait = Wait("upload-hour", now.timestamp(), now.timestamp() + 60)

    assert waits_for(Times(likely_at=now, latest_at=now, wait=wait)) == ""


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(20, "to the minute"), (70, "1 minute later"), (-600, "10 minutes earlier"), (8_000, "2 hours later")],
)
def test_it_says_how_late_it_was(seconds, said):
    assert how_late(seconds) == f"done {said}"


def test_the_draft_shows_when_it_would_be_done_beside_its_price(cast, world, as_person, told):
    text = as_person(cast.contributor).get(reverse("portal:upload", args=[cast.team.slug])).content.decode()

    assert text.count(done_by(told)) == 2  # beside the button, and on a phone in the bar
    assert "10 credits</span></button>" in text


def test_a_batch_under_way_shows_its_newest_forecast(cast, world, as_person, told):
    client = as_person(cast.viewer)

    assert done_by(told) in client.get(world.sent.get_absolute_url()).content.decode()
    assert f"about {clock(told.likely_at)}" in client.get(cast.team.get_absolute_url()).content.decode()


def test_a_batch_shows_what_was_told_when_it_was_sent_until_there_is_more(cast, world, as_person, now):
    Batch.objects.filter(pk=world.sent.pk).update(
        forecast_likely_at=now + timedelta(minutes=20), forecast_latest_at=now + timedelta(minutes=40)
    )

    text = as_person(cast.viewer).get(world.sent.get_absolute_url()).content.decode()

    assert f"about {clock(now + timedelta(minutes=20))}" in text.replace("tomorrow about", "about tomorrow")


def test_a_poll_hears_of_a_forecast_that_has_moved(cast, world, as_person, told, monkeypatch):
    client = as_person(cast.viewer)
    page = client.get(world.sent.get_absolute_url(), headers={"HX-Request": "true"})
    seen = page.content.decode().partition("?seen=")[2].partition('"')[0]
    address = f"{world.sent.get_absolute_url()}?seen={seen}"
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 204

    later = Times(likely_at=told.likely_at + timedelta(hours=2), latest_at=None)
    monkeypatch.setattr(forecasts, "of_batches", lambda batches: {batch.pk: later for batch in batches})

    assert client.get(address, headers={"HX-Request": "true"}).status_code == 200


def test_a_batch_that_is_done_says_how_the_forecast_was_kept(cast, world, as_person, now):
    Batch.objects.filter(pk=world.sent.pk).update(
        state="done", finished_at=now, forecast_made_at=now, forecast_likely_at=now, forecast_latest_at=now,
        forecast_error_seconds=180,
    )  # fmt: skip

    text = as_person(cast.viewer).get(world.sent.get_absolute_url()).content.decode()

    assert f"Forecast for about {clock(now)}, done 3 minutes later." in text


def test_sending_a_failed_file_again_shows_its_price_and_time(cast, world, as_person, set_operation, told):
    set_operation(world.sent_file, "failed", last_error="Imgur refused this file.")

    text = as_person(cast.contributor).get(world.sent.get_absolute_url()).content.decode()

    assert '<span class="btn__price">10 credits</span>' in text
    assert f"Sending a file again costs 10 credits. {done_by(told)}" in text
