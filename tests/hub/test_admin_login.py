"""The admin pages are entered through the hub's own sign-in, with its second factor and its limits."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/login/?next=/admin/"


@pytest.fixture
def admin(cast):
    cache.clear()
    cast.owner.is_staff = cast.owner.is_superuser = True
    cast.owner.save()
    TOTP.activate(cast.owner, generate_totp_secret())
    return cast.owner


def test_it_leads_to_our_sign_in_and_from_there_to_the_admin(admin):
    response = Client().get(ADDRESS)

    assert response.headers["Location"] == "/accounts/login/?next=%2Fadmin%2F"


def test_a_password_alone_does_not_open_the_admin(admin):
    client = Client()

    client.post(ADDRESS, {"username": admin.email, "password": "lantern demo 1"})
    assert "_auth_user_id" not in client.session

    client.post("/accounts/login/?next=/admin/", {"login": admin.email, "password": "lantern demo 1"})
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/").status_code == 302


def test_an_admin_cannot_try_the_passwords_of_others_there(admin, cast, as_person):
    cast.editor.is_staff = True
    cast.editor.save()
    client = as_person(cast.editor)

    client.post(ADDRESS, {"username": admin.email, "password": "lantern demo 1"})

    assert client.session["_auth_user_id"] == str(cast.editor.pk)


def test_somebody_who_is_no_admin_is_told_so(cast, as_person):
    assert as_person(cast.viewer).get("/admin/", follow=True).status_code == 403
