"""Making an account by signing in with Imgur, which tells no e-mail address: we ask for it."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.imgur_provider import views
from accounts.models import User
from accounts.services import apps
from imgur import Token

pytestmark = pytest.mark.django_db


class FakeOAuth:
    """Imgur's token endpoint: whatever the code, it is ``zoe`` who said yes."""

    def __init__(self, *arguments: object, **named: object) -> None:
        pass

    def exchange_code(self, code: str) -> Token:
        return Token(
            access_token="A" * 40,
            refresh_token="R" * 40,
            expires_at=timezone.now() + timedelta(days=28),
            account_id=63000009,
            account_username="zoe",
        )


@pytest.fixture
def back_from_imgur(monkeypatch) -> Client:
    """A browser that Imgur has just sent back, with an account that nobody here has signed in with before."""
    cache.clear()
    monkeypatch.setattr(views, "OAuthClient", FakeOAuth)
    apps.keep_default_app(client_id="0123456789abcde", client_secret="c" * 40)
    client = Client()
    there = client.post("/accounts/imgur/login/?process=login").headers["Location"]
    (state,) = parse_qs(urlsplit(there).query)["state"]
    back = client.get("/accounts/imgur/login/callback/", {"code": "x" * 40, "state": state})
    assert back.headers["Location"] == reverse("socialaccount_signup")
    return client


def test_it_says_with_which_imgur_account_one_comes(back_from_imgur):
    response = back_from_imgur.get(reverse("socialaccount_signup"))

    assert response.status_code == 200
    assert "<b>zoe</b>" in response.content.decode()


def test_it_says_what_is_wrong_with_the_address(back_from_imgur):
    response = back_from_imgur.post(reverse("socialaccount_signup"), {"name": "Zoe", "email": "not an address"})

    assert response.status_code == 200
    assert 'id="id_email_error"' in response.content.decode()


def test_it_makes_the_account_and_names_it_in_ones_settings(back_from_imgur):
    back_from_imgur.post(reverse("socialaccount_signup"), {"name": "Zoe", "email": "zoe@lanternfall.example"})

    assert User.objects.get(email="zoe@lanternfall.example").socialaccount_set.get().uid == "63000009"
    assert "zoe" in back_from_imgur.get(reverse("socialaccount_connections")).content.decode()
