"""Second factors: their secrets lie sealed, no page shows them, and people can set them without a mail server."""

import json
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(cast) -> str:
    secret = generate_totp_secret()
    TOTP.activate(cast.owner, secret)
    RecoveryCodes.activate(cast.owner)
    return secret


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_secrets_lie_sealed_in_the_database(cast, secret):
    lying = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    seed = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes()

    assert secret not in lying
    assert not any(code in lying for code in seed)
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code_for(secret))


def test_they_open_after_the_keys_were_turned(cast, secret, settings):
    settings.SEAL_KEYS = [Fernet.generate_key().decode(), *settings.SEAL_KEYS]
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes()

    call_command("reseal")
    settings.SEAL_KEYS = settings.SEAL_KEYS[:1]

    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code_for(secret))
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes() == codes


def test_the_admin_shows_no_secret_but_can_take_a_lost_factor_away(cast, secret, as_person):
    cast.owner.is_staff = cast.owner.is_superuser = True
    cast.owner.save()
    client, row = as_person(cast.owner), Authenticator.objects.get(type="totp")

    page = client.get(reverse("admin:mfa_authenticator_change", args=[row.pk]))
    assert page.status_code == 200
    assert secret not in page.content.decode()
    assert row.data["secret"] not in page.content.decode()

    client.post(reverse("admin:mfa_authenticator_delete", args=[row.pk]), {"post": "yes"})
    assert not Authenticator.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", ["socialaccount/socialtoken", "socialaccount/socialapp", "mfa/authenticator/add"])
def test_the_admin_has_no_page_that_would_show_one(cast, as_person, model):
    cast.owner.is_staff = cast.owner.is_superuser = True
    cast.owner.save()

    assert as_person(cast.owner).get(f"/admin/{model}/").status_code in {403, 404}


def test_one_can_be_set_where_no_mail_goes_out():
    cache.clear()
    client = Client()
    client.post(
        reverse("account_signup"), {"name": "Nina", "email": "nina@x.example", "password1": "three plain words"}
    )
    assert not EmailAddress.objects.get(email="nina@x.example").verified
    client.post(reverse("account_reauthenticate"), {"password": "three plain words"})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})

    assert Authenticator.objects.filter(user__email="nina@x.example", type="totp").exists()
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200
