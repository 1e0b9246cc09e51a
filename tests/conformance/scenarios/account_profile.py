"""Who somebody is, what they set, and the life of an account: AC1 to AC4, AC9 to AC17, AC43."""

from __future__ import annotations

from typing import Any

import pytest

from imgur import BadRequestError, NotFoundError, TokenRejectedError
from tests.conformance.scenarios import conforms
from tests.conformance.trial import OWNER, STRANGER, Trial

CAPTCHA = {"recaptcha_challenge_field": "challenge", "recaptcha_response_field": "two words"}


@conforms("AC1", "account.get")
def reads_an_account_by_its_name(trial: Trial) -> None:
    account = trial.call(STRANGER, by=OWNER)

    assert (account.url, account.id) == (STRANGER, trial.sandbox.people[STRANGER].account_id)
    assert account.is_followed
    assert trial.call(by=STRANGER).url == STRANGER
    assert not trial.call(OWNER, by=None).is_followed


@conforms("AC1", "account.get_by_id")
def reads_an_account_by_its_number(trial: Trial) -> None:
    number = trial.sandbox.people[STRANGER].account_id

    assert trial.call(number, by=None) == trial.imgur(None).account.get(STRANGER)


@conforms("AC2", "account.create")
def creates_an_account(trial: Trial) -> None:
    with pytest.raises(NotFoundError):
        trial.imgur(None).account.get("newcomer")

    trial.call("newcomer", {**CAPTCHA, "password": "open sesame"}, by=None)

    assert trial.imgur(None).account.get("newcomer").url == "newcomer"


@conforms("AC3", "account.delete")
def deletes_an_account(trial: Trial) -> None:
    image = next(trial.imgur(STRANGER).account.images())

    trial.call(by=STRANGER)

    _is_gone(trial, image.id)


@conforms("AC4", "account.delete_me")
def deletes_an_account_with_its_password(trial: Trial) -> None:
    image = next(trial.imgur(STRANGER).account.images())
    password = trial.sandbox.people[STRANGER].password

    trial.call(password, client_id=trial.sandbox.client_id, reasons=["bored"], feedback="Bye", by=STRANGER)

    _is_gone(trial, image.id)


def _is_gone(trial: Trial, image_id: str) -> None:
    with pytest.raises(NotFoundError):
        trial.imgur(None).account.get(STRANGER)
    with pytest.raises(NotFoundError):
        trial.imgur(None).images.get(image_id)
    with pytest.raises(TokenRejectedError):
        trial.imgur(STRANGER).account.get()


@conforms("AC9", "account.available_avatars")
def lists_avatars_to_choose_from(trial: Trial) -> None:
    offered = trial.call()

    trial.imgur().account.update_settings(avatar=offered.avatars[-1].name)
    assert trial.imgur().account.avatar().avatar_name == offered.avatars[-1].name
    assert trial.call(OWNER, by=None).avatars_are_default
    assert not offered.avatars_are_default


@conforms("AC10", "account.available_covers")
def lists_covers_to_choose_from(trial: Trial) -> None:
    offered = trial.call()

    trial.imgur().account.update_settings(cover=offered.covers[-1].name)
    account = trial.imgur().account.get()
    assert (account.cover_name, account.cover) == (offered.covers[-1].name, offered.covers[-1].location)


@conforms("AC11", "account.avatar")
def reads_the_avatar_in_use(trial: Trial) -> None:
    avatar, account = trial.call(), trial.imgur().account.get()

    assert (avatar.avatar, avatar.avatar_name) == (account.avatar, account.avatar_name)


@conforms("AC12", "account.settings")
def reads_settings(trial: Trial) -> None:
    settings = trial.call(by=STRANGER)

    assert settings.account_url == STRANGER
    assert [user.url for user in settings.blocked_users] == ["grumpy_heron"]
    assert settings.newsletter_subscribed


@conforms("AC13", "account.update_settings")
def changes_settings(trial: Trial) -> None:
    avatars = trial.imgur().account.available_avatars().avatars
    given: dict[str, Any] = {
        "public_images": False,
        "messaging_enabled": False,
        "album_privacy": "secret",
        "show_mature": True,
    }

    trial.call(**given, bio="New here", newsletter_subscribed=True, avatar=avatars[-1].name, new_username="lamplight")

    settings = trial.imgur().account.settings()
    assert {name: getattr(settings, name) for name in given} == given
    assert (settings.newsletter_subscribed, settings.avatar) == (True, avatars[-1].name)
    account = trial.imgur().account.get()
    assert (account.url, account.bio) == ("lamplight", "New here")


@conforms("AC14", "account.stats")
def reads_statistics(trial: Trial) -> None:
    stats, account = trial.call(), trial.imgur().account

    assert (stats.total_images, stats.total_albums) == (account.image_count(), account.album_count())
    assert stats.top_images[0].views == max(image.views for image in account.images())
    assert stats.top_albums
    assert stats.top_gallery_comments
    assert stats.disk_used.endswith("B")


@conforms("AC15", "account.gallery_profile")
def reads_what_somebody_has_done_in_the_gallery(trial: Trial) -> None:
    profile, account = trial.call(OWNER, by=None), trial.imgur(None).account

    assert profile.total_gallery_comments == account.comment_count(OWNER)
    assert profile.total_gallery_favorites == len(list(account.gallery_favorites(username=OWNER)))
    assert profile.total_gallery_submissions == len(list(trial.imgur().account.submissions()))
    assert profile.trophies


@conforms("AC16", "account.is_email_verified")
def tells_whether_an_address_is_verified(trial: Trial) -> None:
    assert trial.call() is True
    assert trial.call(by="nova_quill") is False


@conforms("AC17", "account.send_verification_email")
def verifies_an_address(trial: Trial) -> None:
    trial.call(by="nova_quill")

    account = trial.imgur("nova_quill").account
    assert account.is_email_verified()
    with pytest.raises(BadRequestError):
        account.send_verification_email()


@conforms("AC43", "account.get_v1")
def reads_an_account_without_a_version(trial: Trial) -> None:
    found, account = trial.call(STRANGER, by=None), trial.imgur(None).account.get(STRANGER)

    assert (found.id, found.username, found.bio) == (account.id, account.url, account.bio)
    assert found.reputation_name == account.reputation_name
