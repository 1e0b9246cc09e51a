"""The account's profile and settings."""

import pytest

from media_sync.models import Profile, ProfileSettings

pytestmark = pytest.mark.django_db


@pytest.fixture
def trophy(imgur):
    return {
        "id": 20629432, "name": "1 Year", "name_clean": "1Years", "description": "Be a member for one year.",
        "data": None, "data_link": None, "datetime": 1443046896, "image": "https://s.imgur.com/images/trophies/a.png",
    }  # fmt: skip


def test_profile_settings_and_totals_are_kept(look, imgur, trophy):
    imgur.totals |= {"total_gallery_comments": 1470, "trophies": [trophy]}
    imgur.settings |= {"blocked_users": [{"blocked_id": 384077, "blocked_url": "mallory_demo"}]}

    look()

    profile, settings = Profile.objects.get(), ProfileSettings.objects.get()
    assert (profile.username, profile.bio, profile.reputation) == ("lanternfall", "Two people, one lantern.", 152)
    assert (profile.total_comments, profile.trophies[0]["name"]) == (1470, "1 Year")
    assert (settings.email, settings.is_email_verified) == ("team@lanternfall.example", True)
    assert settings.blocked_users == [{"id": 384077, "url": "mallory_demo"}]


def test_a_new_bio_is_a_change_and_more_reputation_is_none(look, imgur):
    look()
    imgur.account |= {"reputation": 999}
    assert look().changed == 0
    imgur.account |= {"bio": "Three people."}

    run = look()

    assert run.tallies["profile"]["changed"] == 1
    assert Profile.objects.get().bio == "Three people."


def test_a_new_trophy_and_another_setting_are_changes(look, imgur, trophy, time_passes):
    look()
    imgur.totals |= {"trophies": [trophy]}
    imgur.settings |= {"messaging_enabled": False}
    time_passes(days=1)

    run = look()

    assert run.tallies["profile"]["changed"] == 2
    assert ProfileSettings.objects.get().messaging_enabled is False


def test_reading_the_profile_again_keeps_what_came_with_the_totals(look, imgur):
    imgur.totals |= {"surprise": 7}
    look()

    look()

    assert Profile.objects.get().details["gallery_profile"] == {"surprise": 7}
