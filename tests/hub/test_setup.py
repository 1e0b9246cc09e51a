"""`manage.py setup`: the first owner, and nothing twice."""

import json
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import ImgurApp, Team, User
from accounts.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_state(settings: Any, tmp_path: Any) -> None:
    settings.RUN_DIR = tmp_path
    settings.IMGUR_CLIENT_ID, settings.IMGUR_CLIENT_SECRET = "abc", "very-secret"


def setup() -> dict[str, str | None]:
    stdout = StringIO()
    call_command("setup", json=True, stdout=stdout)
    found: dict[str, str | None] = json.loads(stdout.getvalue())
    return found


def test_it_makes_an_owner_with_a_team() -> None:
    found = setup()

    owner = User.objects.get()
    assert found["email"] == owner.email == "owner@imgurhub.example"
    assert owner.check_password(found["password"])
    assert owner.is_superuser
    assert owner.is_staff
    team = Team.objects.get(personal_of=None)
    assert team.role_of(owner) == Role.OWNER
    assert EmailAddress.objects.get(user=owner).verified


def test_its_owner_can_sign_in(client: Client) -> None:
    found = setup()

    response = client.post(reverse("account_login"), {"login": found["email"], "password": found["password"]})

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_it_changes_nothing_when_run_again() -> None:
    first = setup()
    before = list(User.objects.values()), list(Team.objects.values()), EmailAddress.objects.count()

    assert setup() == first

    assert (list(User.objects.values()), list(Team.objects.values()), EmailAddress.objects.count()) == before


def test_it_keeps_a_password_that_the_owner_has_chosen() -> None:
    setup()
    owner = User.objects.get()
    owner.set_password("chosen by myself")
    owner.save()

    assert setup()["password"] is None

    owner.refresh_from_db()
    assert owner.check_password("chosen by myself")


def test_it_makes_no_team_again_that_was_deleted() -> None:
    setup()
    Team.objects.filter(personal_of=None).delete()
    setup()
    assert not Team.objects.filter(personal_of=None).exists()


def test_it_finds_the_owner_under_a_new_address() -> None:
    setup()
    User.objects.update(email="renamed@example.com")

    assert setup()["email"] == "renamed@example.com"
    assert User.objects.count() == 1


def test_it_uses_the_address_and_the_team_of_the_settings(settings: Any) -> None:
    settings.OWNER_EMAIL, settings.OWNER_TEAM = "boss@example.com", "The wiki"
    assert setup()["email"] == "boss@example.com"
    assert Team.objects.get(personal_of=None).name == "The wiki"


def test_it_makes_no_admin_of_an_address_that_is_not_verified(settings: Any) -> None:
    """Or a stranger could sign up with OWNER_EMAIL before it is set."""
    settings.OWNER_EMAIL = "boss@example.com"
    stranger = User.objects.create_user("boss@example.com", "x")

    with pytest.raises(CommandError, match="not verified"):
        setup()

    stranger.refresh_from_db()
    assert not stranger.is_superuser


def test_it_makes_an_admin_of_a_verified_address(settings: Any) -> None:
    settings.OWNER_EMAIL = "boss@example.com"
    boss = User.objects.create_user("boss@example.com", "x")
    EmailAddress.objects.create(user=boss, email=boss.email, verified=True, primary=True)

    assert setup() == {"email": "boss@example.com", "password": None}

    boss.refresh_from_db()
    assert boss.is_superuser


def test_it_keeps_the_application_of_the_settings(settings: Any) -> None:
    setup()
    settings.IMGUR_CLIENT_SECRET = "changed-secret"
    setup()

    app = ImgurApp.objects.get()
    assert (app.client_id, app.client_secret(), app.is_default) == ("abc", "changed-secret", True)
    assert "secret" not in app.sealed_client_secret


def test_it_makes_no_application_without_one(settings: Any) -> None:
    settings.IMGUR_CLIENT_ID = ""
    setup()
    assert not ImgurApp.objects.exists()
