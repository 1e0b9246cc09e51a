"""The usage page and the line on top: what is left, who spent it, what waits, and the caps that an owner sets."""

import re
from datetime import UTC, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ImgurApp, LinkedAccount, Team
from accounts.services import teams
from accounts.shared_redis import RedisScript
from imgur import RateLimits, Window
from media_sync.budget import WindowState, limiter_for, strikes
from media_sync.budget.limiter import redis_client
from media_sync.models import ApiCall, AuditEntry, Batch, LearnedCost, StrikeDay
from media_sync.services.credits import forecasts
from portal.templatetags.words import at, clock


@pytest.fixture
def budget(hub_redis, world):
    """Windows as Imgur tells them, in a Redis of the test's own."""
    redis_client.cache_clear()
    forecasts.forget()
    now = timezone.now()
    limiter = limiter_for(world.account.app)
    limiter.restore(
        {
            "client-day": WindowState(12_500, 3_588, now + timedelta(hours=12)),
            "user-hour": WindowState(2_000, 1_200, now + timedelta(minutes=40)),
        },
        under_way=[],
    )
    limiter.correct(
        RateLimits(
            client=Window(limit=12_500, remaining=8_912, resets_at=now + timedelta(hours=12)),
            user=Window(limit=2_000, remaining=800, resets_at=now + timedelta(minutes=40)),
            post=None,
        )
    )
    yield limiter
    redis_client.cache_clear()


@pytest.fixture
def show(cast, as_person):
    def ask(person=None, query: str = "", team=None) -> str:
        address = reverse("portal:usage", args=[(team or cast.team).slug])
        return as_person(person or cast.viewer).get(address + query).content.decode()

    return ask


def spend(world, *, credits: int, person=None, hours_ago: float = 0, team=None, **fields) -> None:
    values = {
        "app": world.account.app, "account": world.account, "team": team or world.account.team, "person": person,
        "lane": 20, "purpose": "image.upload", "method": "POST", "route": "/3/image", "credits_asked": credits,
        "credits_charged": credits,
    }  # fmt: skip
    call = ApiCall.objects.create(**(values | fields))
    ApiCall.objects.filter(pk=call.pk).update(made_at=timezone.now() - timedelta(hours=hours_ago))


def words(text: str) -> str:
    """What a person reads, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_it_shows_the_windows_and_when_they_are_full_again(show, budget):
    text = words(show())

    assert "800 of 2,000" in text
    assert "8,912 of 12,500" in text
    assert f"full again {at(timezone.now() + timedelta(minutes=40))}" in text
    assert "of about 50" in text


def test_it_says_when_the_next_upload_has_room(show, budget, settings):
    settings.IMGUR_UPLOADS_PER_HOUR = 2
    gone = timezone.now() - timedelta(minutes=30)
    limiter_for(ImgurApp.objects.get()).remember_uploads([gone, gone])

    assert re.search(r"0 of about 2 the next (at|tomorrow) ", words(show()))


def test_it_stands_without_redis(show, world):
    text = words(show())

    assert "What is left is not known at the moment." in text
    assert "Credits not known at the moment" in text
    assert "Who spent what" in text


def test_it_says_what_to_do_first(cast, show):
    assert "Link an Imgur account first." in show(cast.owner)
    assert "An owner of Lanternfall Studio links an Imgur account first." in show(cast.viewer)


def test_it_tells_who_spent_what_for_what(cast, show, world):
    spend(world, credits=40, person=cast.contributor)
    spend(world, credits=3, person=cast.contributor, purpose="reading", lane=10, method="GET", route="/3/x")
    spend(world, credits=7, purpose="album.create")

    text = words(show())

    assert "Cora Holm Uploads 40 · Reading 3 2 43" in text
    assert "By itself New albums 7 1 7" in text
    assert "Today 3 50" in text
    assert "Reading A person waits 1 3" in text


@pytest.mark.parametrize(("query", "credits"), [("", 0), ("?span=7", 20), ("?span=30", 50), ("?span=year", 0)])
def test_it_looks_back_as_far_as_asked(show, world, query, credits):
    spend(world, credits=20, hours_ago=26)
    spend(world, credits=30, hours_ago=24 * 20)

    text = words(show(query=query))

    assert (
        (f"{credits}" in text.partition("Who spent what")[2].partition("Purpose")[0])
        if credits
        else ("has spent nothing in this time" in text)
    )


def test_it_tells_nothing_of_what_single_other_teams_do(cast, show, world, budget):
    spend(world, credits=1_234, team=cast.other_team, person=cast.stranger)

    text = words(show())

    assert "Stan" not in text
    assert cast.other_team.name not in text
    assert "has spent nothing in this time" in text


def test_it_draws_the_day_and_says_it_in_a_table(show, world, budget):
    spend(world, credits=500)
    spend(world, credits=250, hours_ago=1)

    text = show()

    # Counted back from 8,912 that are left now.
    left = [int(figure.replace(",", "")) for figure in re.findall(r'class="r">([\d,]+)</td></tr>', text)]
    assert 8_912 in left
    assert 9_412 in left
    assert "of 12,500 credits are left now" in text
    assert text.count('class="chart__bar"') >= 12
    assert text.count("chart__bar--ahead") >= 11


def test_it_says_when_it_cannot_know_where_the_day_began(show, world, budget):
    redis_client().flushdb()
    limiter_for(world.account.app).restore(
        {"client-day": WindowState(12_500, 100, None), "user-hour": WindowState(500, 10, None)}, under_way=[]
    )

    assert "Imgur has not told when its day began" in show()


def test_it_tells_what_waits_and_when_it_is_done(show, world, budget, set_operation):
    # A whole minute: the seconds that the work itself takes are then of the same.
    until = (timezone.now() + timedelta(minutes=20)).replace(second=0, microsecond=0)
    for file in world.sent.files.all():
        set_operation(file, "queued", not_before=until, waits_for="upload-hour", reason="This hour’s uploads are used.")

    text = words(show())

    assert "What waits 21 credits" in text
    assert f"Flume 0 of 2 on Imgur · Cora about {clock(until)}" in text
    assert f"Everything that waits is done about {clock(until)}, at the latest" in text


def test_it_says_how_good_forecasts_were(cast, show, world):
    assert "Not enough yet" in show()
    now = timezone.now()
    for number in range(10):
        Batch.objects.create(
            team=cast.team, account=world.account, state="done", finished_at=now, forecast_made_at=now,
            forecast_likely_at=now, forecast_latest_at=now + timedelta(minutes=8),
            forecast_error_seconds=120 if number else 900,
        )  # fmt: skip

    text = words(show())

    assert "90 % of the last 10 batches were done inside the time that was told. Median error: 2 minutes." in text


def test_it_tells_strikes_margin_and_costs_that_differ(show, world, budget):
    now = timezone.now()
    StrikeDay.objects.create(
        app=world.account.app, happened_on=now.astimezone(UTC).date(), how="spent", noticed_at=now, last_seen_at=now
    )
    LearnedCost.objects.create(
        app=world.account.app, method="GET", route="/3/gallery", documented=1, cost=3, learned_at=now
    )
    strikes.forget()

    text = words(show())

    assert "Strike guard 1 of 5" in text
    assert "the last 5 % of a day are never spent" in text
    assert "1 of 5 days of this month at Imgur’s daily limit" in text  # in the line on top
    assert "GET /3/gallery documented 1" in text


def test_it_says_that_nothing_goes_out_after_the_fourth_strike(show, world, budget):
    now = timezone.now()
    for day in range(1, 5):
        StrikeDay.objects.create(
            app=world.account.app, happened_on=now.astimezone(UTC).date().replace(day=day), how="spent", noticed_at=now,
            last_seen_at=now,
        )  # fmt: skip
    strikes.forget()

    text = words(show())

    assert "Four have happened, so nothing goes out until then" in text
    assert "Nothing goes out until" in text.partition("Usage Credits")[0]


def cap_of(team: Team, person=None) -> int | None:
    if person is None:
        return Team.objects.get(pk=team.pk).daily_credits
    return team.memberships.get(user=person).daily_credits


def test_an_owner_caps_the_team_and_its_members(cast, world, as_person):
    client = as_person(cast.owner)
    membership = cast.viewer.memberships.get(team=cast.team)

    done = client.post(reverse("portal:usage-team-cap", args=[cast.team.slug]), {"daily_credits": "500"}, follow=True)
    client.post(reverse("portal:usage-member-cap", args=[membership.pk]), {"daily_credits": "50"})

    assert "The cap of Lanternfall Studio is kept." in done.content.decode()
    assert (cap_of(cast.team), cap_of(cast.team, cast.viewer)) == (500, 50)
    assert AuditEntry.objects.filter(action="set a cap", person=cast.owner).count() == 2


def test_an_empty_cap_is_none(cast, world, as_person):
    Team.objects.filter(pk=cast.team.pk).update(daily_credits=500)

    as_person(cast.owner).post(reverse("portal:usage-team-cap", args=[cast.team.slug]), {"daily_credits": ""})

    assert cap_of(cast.team) is None


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("0", "A cap is at least 1 credit."),
        ("-5", "A cap is at least 1 credit."),
        ("many", "Write a whole number"),
        ("99999999999", "At most 1,000,000."),
    ],
)
@pytest.mark.parametrize("whose", ["team", "member"])
def test_a_cap_that_makes_no_sense_is_a_sentence(cast, world, as_person, whose, value, sentence):
    membership = cast.viewer.memberships.get(team=cast.team)
    of_member = reverse("portal:usage-member-cap", args=[membership.pk])
    address = reverse("portal:usage-team-cap", args=[cast.team.slug]) if whose == "team" else of_member

    response = as_person(cast.owner).post(address, {"daily_credits": value})

    assert response.status_code == 422
    text = response.content.decode()
    assert sentence in text
    key = 0 if whose == "team" else membership.pk
    assert f'aria-describedby="cap-{key}-daily_credits_error"' in text
    assert (cap_of(cast.team), cap_of(cast.team, cast.viewer)) == (None, None)


def test_who_is_no_owner_sees_caps_and_no_form(cast, world, show):
    cast.editor.memberships.filter(team=cast.team).update(daily_credits=70)

    text = show(cast.editor)

    assert "70 credits" in text
    assert "Owners of Lanternfall Studio set them." in text
    assert reverse("portal:usage-team-cap", args=[cast.team.slug]) not in text


def test_an_owner_of_another_team_caps_nobody_here(cast, world, as_person):
    membership = cast.viewer.memberships.get(team=cast.team)

    response = as_person(cast.stranger).post(
        reverse("portal:usage-member-cap", args=[membership.pk]), {"daily_credits": "5"}
    )

    assert response.status_code == 404
    assert cap_of(cast.team, cast.viewer) is None


def test_it_asks_no_more_than_it_must(cast, world, budget, as_person, make_sent, django_assert_num_queries):
    address = reverse("portal:usage", args=[cast.team.slug])
    client = as_person(cast.owner)
    for number in range(5):
        spend(world, credits=10 + number, person=cast.contributor, hours_ago=number)
        make_sent(world.account, cast.editor, (f"#{number}{number}0000",), title=f"More {number}")
    client.get(address)

    with django_assert_num_queries(14):
        assert client.get(address).status_code == 200


def test_the_line_on_top_is_of_the_application_that_the_team_uses(cast, world, budget, show):
    own = ImgurApp.objects.create(name="Own", client_id="f" * 15, team=cast.team)
    LinkedAccount.objects.filter(pk=world.account.pk).update(app=own)
    limiter_for(own).restore(
        {"client-day": WindowState(12_500, 0, None), "user-hour": WindowState(500, 77, None)}, under_way=[]
    )

    text = words(show())

    assert "423 credits left" in text
    assert "Credits of the application “ Own ”" in text


def test_the_line_on_top_says_what_waits_and_why(cast, world, budget, as_person, set_operation):
    until = timezone.now() + timedelta(minutes=20)
    set_operation(
        world.sent_file, "queued", not_before=until, waits_for="upload-hour", reason="This hour’s uploads are used."
    )

    text = words(as_person(cast.viewer).get(reverse("portal:library", args=[cast.team.slug])).content.decode())

    assert f"Uploads wait until {clock(until)} This hour’s uploads are used. It goes on by itself." in text


def test_the_line_on_top_says_nothing_of_another_teams_waiting(cast, world, budget, as_person, set_operation):
    set_operation(
        world.sent_file, "queued", not_before=timezone.now() + timedelta(minutes=20), waits_for="upload-hour",
        reason="This hour’s uploads are used.",
    )  # fmt: skip
    mara = teams.create_team(name="Mara", owner=cast.viewer)

    text = as_person(cast.viewer).get(reverse("portal:library", args=[mara.slug])).content.decode()

    assert "800" in text
    assert "Uploads wait" not in text


def test_the_line_on_top_goes_on_with_a_batch_that_is_watched(cast, world, budget, as_person):
    fragment = as_person(cast.viewer).get(world.sent.get_absolute_url(), headers={"HX-Request": "true"})

    line = re.search(r'<a class="budget"[^>]*>', fragment.content.decode())[0]
    assert 'hx-swap-oob="true"' in line
    assert "800 credits left" in words(fragment.content.decode())


def test_the_line_on_top_says_sandbox_in_demo(cast, world, budget, show, settings):
    settings.IMGUR_DEMO = True

    assert "800 sandbox credits left" in words(show())


def test_the_line_on_top_costs_one_look_into_redis(cast, world, budget, as_person, monkeypatch):
    client = as_person(cast.viewer)
    address = reverse("portal:library", args=[cast.team.slug])
    client.get(address)
    asked = []
    run = RedisScript.run
    monkeypatch.setattr(RedisScript, "run", lambda *arguments: asked.append(1) or run(*arguments))

    client.get(address)

    assert len(asked) == 1


def test_times_are_told_with_their_day():
    now = timezone.localtime()
    noon = now.replace(hour=12, minute=0)

    assert at(noon) == "at 12:00"
    assert at(noon + timedelta(days=1)) == "tomorrow 12:00"
    assert at(noon + timedelta(days=9)).startswith("on ")
    assert at(None) == ""
