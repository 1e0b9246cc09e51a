"""Home, teams, linked accounts, settings."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import LinkedAccount
from media_sync.models import Operation, Part
from media_sync.services.looking import schedules
from portal.queued import Queued
from portal.templatetags.words import clock


def home(client, team) -> str:
    return client.get(reverse("portal:team-home", args=[team.slug])).content.decode()


def test_it_leads_to_the_team_that_has_an_account_at_first(cast, as_person, make_account):
    make_account(cast.viewer.personal_team, by=cast.viewer)
    make_account(cast.team, by=cast.owner, state="unlinked")

    response = as_person(cast.viewer).get("/")

    assert response.headers["Location"] == cast.viewer.personal_team.get_absolute_url()


def test_it_leads_to_a_shared_team_where_nothing_is_linked_yet(cast, as_person):
    assert as_person(cast.viewer).get("/").headers["Location"] == cast.team.get_absolute_url()


def test_it_leads_to_the_persons_own_team_where_there_is_no_other(cast, as_person):
    cast.viewer.memberships.filter(team=cast.team).delete()

    assert as_person(cast.viewer).get("/").headers["Location"] == cast.viewer.personal_team.get_absolute_url()


def test_it_leads_to_the_team_used_last(cast, as_person):
    client, own = as_person(cast.viewer), cast.viewer.personal_team

    response = client.post(reverse("portal:team-switch", args=[own.slug]))

    assert response.headers["Location"] == own.get_absolute_url()
    assert client.get("/").headers["Location"] == own.get_absolute_url()


def test_it_forgets_a_team_that_the_person_has_left(cast, as_person):
    client = as_person(cast.viewer)
    client.post(reverse("portal:team-switch", args=[cast.team.slug]))
    cast.viewer.memberships.filter(team=cast.team).delete()

    assert client.get("/").headers["Location"] == cast.viewer.personal_team.get_absolute_url()


def test_it_says_so_when_a_person_is_in_no_team(cast, as_person):
    cast.viewer.memberships.all().delete()

    assert "You are in no team" in as_person(cast.viewer).get("/").content.decode()


def test_it_says_what_to_do_first(cast, as_person):
    owner, viewer = home(as_person(cast.owner), cast.team), home(as_person(cast.viewer), cast.team)

    assert reverse("portal:account-link", args=[cast.team.slug]) in owner
    assert "First, link an Imgur account" in viewer
    assert reverse("portal:account-link", args=[cast.team.slug]) not in viewer


def test_it_shows_what_is_new_and_what_is_under_way(cast, as_person, world):
    text = home(as_person(cast.viewer), cast.team)

    assert world.image.get_absolute_url() in text
    assert world.sent.get_absolute_url() in text
    assert "0 of 2 on Imgur" in text


def test_it_shows_neither_drafts_nor_what_other_teams_do(cast, as_person, world):
    assert world.draft.get_absolute_url() not in home(as_person(cast.contributor), cast.team)
    assert world.image.get_absolute_url() not in home(as_person(cast.stranger), cast.other_team)


def test_it_says_which_link_is_broken_and_what_waits_for_it(cast, as_person, world):
    LinkedAccount.objects.filter(pk=world.account.pk).update(state="broken", broken_at=timezone.now())

    text = home(as_person(cast.owner), cast.team)

    assert f"{world.account} is no longer linked." in text
    assert "2 uploads wait." in text


def test_it_says_what_waits_and_until_when(cast, as_person, world, set_operation):
    until = timezone.now() + timedelta(minutes=20)
    for file in world.sent.files.all():
        set_operation(file, "queued", not_before=until, reason="This hour’s uploads are used.")

    text = home(as_person(cast.viewer), cast.team)

    assert f"2 uploads wait until {clock(until)}." in text
    assert "This hour’s uploads are used. It goes on by itself." in text


def test_what_is_no_upload_is_called_a_change(cast, as_person, world):
    LinkedAccount.objects.filter(pk=world.account.pk).update(state="broken", broken_at=timezone.now())
    until = timezone.now() + timedelta(hours=1)
    for _ in range(2):
        Operation.objects.create(
            kind="album.edit", team=cast.team, account=world.account, reason="Credits are short.", not_before=until
        )
    address = reverse("portal:accounts", args=[cast.team.slug])

    for text in (home(as_person(cast.owner), cast.team), as_person(cast.owner).get(address).content.decode()):
        assert "2 uploads and 2 changes wait" in text

    LinkedAccount.objects.filter(pk=world.account.pk).update(state="works")
    assert f"2 changes wait until {clock(until)}." in home(as_person(cast.viewer), cast.team)
    assert "2 uploads and 2 changes" in as_person(cast.owner).get(address).content.decode()


def test_one_change_that_waits_is_one(world):
    assert (str(Queued(0, 1)), str(Queued(1, 0)), str(Queued(1, 1))) == (
        "1 change",
        "1 upload",
        "1 upload and 1 change",
    )


def test_an_account_that_is_not_mirrored_says_so_and_where_to(cast, as_person, make_account):
    account = make_account(cast.team, by=cast.owner)
    address = reverse("portal:accounts", args=[cast.team.slug])

    assert "not mirrored" in as_person(cast.viewer).get(address).content.decode()
    assert "Mirror it" in as_person(cast.editor).get(address).content.decode()
    assert reverse("portal:mirror", args=[cast.team.slug]) in home(as_person(cast.editor), cast.team)

    schedules.schedule_account(account, Part.PICTURES)
    assert "How complete it is" in as_person(cast.viewer).get(address).content.decode()


def test_it_offers_upload_only_to_those_who_may(cast, as_person, world):
    upload = reverse("portal:upload", args=[cast.team.slug])

    assert upload in home(as_person(cast.contributor), cast.team)
    assert upload not in home(as_person(cast.viewer), cast.team)


def test_it_stands_without_redis(cast, as_person, world):
    text = home(as_person(cast.viewer), cast.team)

    assert "Not known at the moment." in text
    assert "Credits not known" in text  # in the line on top, too
    assert "credits left" not in text


def test_it_says_that_the_sandbox_stands_in(cast, as_person, settings):
    sentence = "the sandbox stands in for Imgur"
    assert sentence not in home(as_person(cast.viewer), cast.team)
    settings.IMGUR_DEMO = True

    assert sentence in home(as_person(cast.viewer), cast.team)


def test_it_tells_how_a_broken_account_is_mended(cast, as_person, make_account):
    account = make_account(cast.team, by=cast.editor, state="broken", broken_reason="Imgur answered “invalid grant”.")
    address = reverse("portal:accounts", args=[cast.team.slug])

    owner = as_person(cast.owner).get(address).content.decode()
    viewer = as_person(cast.viewer).get(address).content.decode()

    for text in (owner, viewer):
        assert f"Sign in at Imgur as {account}." in text
        assert "Imgur answered “invalid grant”." in text
        assert "Edda Holm linked it last." in text
    assert "Link again</button>" in owner
    assert "Link again</button>" not in viewer
    assert reverse("portal:account-unlink", args=[account.pk]) not in viewer


def test_it_unlinks_and_keeps_the_pictures(cast, as_person, world):
    client = as_person(cast.owner)

    response = client.post(reverse("portal:account-unlink", args=[world.account.pk]), follow=True)

    world.account.refresh_from_db()
    assert world.account.state == LinkedAccount.State.UNLINKED
    assert world.account.sealed_access_token == ""
    assert "is unlinked. Its pictures stay here." in response.content.decode()
    assert client.get(world.image.get_absolute_url()).status_code == 200


def test_it_sends_an_owner_to_imgur(cast, as_person, make_account, settings):
    make_account(cast.team)

    response = as_person(cast.owner).post(reverse("portal:account-link", args=[cast.team.slug]))

    assert response.status_code == 302
    there = urlsplit(response.headers["Location"])
    assert f"{there.scheme}://{there.netloc}" == settings.IMGUR_API_URL
    assert "client_id=0123456789abcde" in there.query


def test_it_says_that_no_application_is_set_up(cast, as_person):
    response = as_person(cast.owner).post(reverse("portal:account-link", args=[cast.team.slug]), follow=True)

    assert "No Imgur application is set up." in response.content.decode()


@pytest.mark.parametrize("theme", ["", "light", "dark"])
def test_it_keeps_name_and_theme(cast, as_person, theme):
    client = as_person(cast.viewer)

    client.post(reverse("portal:settings"), {"name": "Vera Lind", "theme": theme})

    cast.viewer.refresh_from_db()
    assert (cast.viewer.name, cast.viewer.theme) == ("Vera Lind", theme)
    text = client.get(reverse("portal:settings")).content.decode()
    assert (f'data-theme="{theme}"' in text) is bool(theme)


@pytest.mark.parametrize("values", [{"name": "", "theme": ""}, {"name": "x" * 81}, {"name": "V", "theme": "pink"}])
def test_it_refuses_settings_that_are_wrong(cast, as_person, values):
    response = as_person(cast.viewer).post(reverse("portal:settings"), values)

    assert response.status_code == 422
    cast.viewer.refresh_from_db()
    assert cast.viewer.name == "Vera Holm"


def test_it_does_not_let_the_settings_make_an_admin(cast, as_person):
    as_person(cast.viewer).post(
        reverse("portal:settings"), {"name": "V", "theme": "", "is_staff": "on", "email": "x@y.z"}
    )

    cast.viewer.refresh_from_db()
    assert not cast.viewer.is_staff
    assert cast.viewer.email == "vera@lanternfall.example"


def test_it_tells_no_clock_time_for_what_waits_for_a_person(cast, as_person, world, set_operation):
    later = timezone.now() + timedelta(minutes=10)
    for file in world.sent.files.all():
        set_operation(file, "queued", not_before=later, waits_for="link", reason="Imgur refuses the access of x.")

    text = home(as_person(cast.viewer), cast.team)

    assert "waits for the account" in text
    assert f"from {clock(later)}" not in text


def test_it_greets_without_a_time_of_day(cast, as_person):
    text = home(as_person(cast.viewer), cast.team)

    assert "Hello, Vera" in text
    assert "Good " not in text


def test_it_calls_batches_on_their_way_only_while_one_is(cast, as_person, world):
    assert "On its way</h2>" in home(as_person(cast.viewer), cast.team)
    world.sent.state = "done"
    world.sent.finished_at = timezone.now()
    world.sent.save(update_fields=["state", "finished_at"])

    assert "Sent lately</h2>" in home(as_person(cast.viewer), cast.team)
