"""Pages around signing in: allauth's, in our dress."""

import json
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.sealing import seal

pytestmark = pytest.mark.django_db

SIGNED_OUT = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "account_email_verification_sent",
]
SIGNED_IN = [
    "account_email",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "socialaccount_connections",
    "account_reauthenticate",
]


def is_ours(text: str) -> bool:
    return "css/tokens" in text and 'id="main"' in text and 'class="skip"' in text and text.count("<h1") == 1


@pytest.fixture(autouse=True)
def fresh_rate_limits() -> None:
    """allauth counts log-ins by address, and all tests come from the same one."""
    cache.clear()


@pytest.fixture
def person(cast) -> Client:
    """Signed in, and asked for the password once more a moment ago, as for everything that protects an account."""
    EmailAddress.objects.create(user=cast.viewer, email=cast.viewer.email, primary=True, verified=True)
    client = Client()
    client.post(reverse("account_login"), {"login": cast.viewer.email, "password": "lantern demo 1"})
    client.post(reverse("account_reauthenticate"), {"password": "lantern demo 1"})
    return client


@pytest.mark.parametrize("name", SIGNED_OUT)
def test_it_dresses_the_pages_before_sign_in(name):
    text = Client().get(reverse(name)).content.decode()

    assert is_ours(text)
    assert 'class="gate"' in text


@pytest.mark.parametrize("name", SIGNED_IN)
def test_it_dresses_the_pages_of_ones_own_account(name, person):
    response = person.get(reverse(name))

    assert response.status_code == 200
    assert is_ours(response.content.decode())


@pytest.mark.parametrize("name", [*SIGNED_OUT, *SIGNED_IN])
def test_it_gives_every_field_a_label(name, person, cast):
    text = (person if name in SIGNED_IN else Client()).get(reverse(name)).content.decode()

    fields = re.findall(r"<(?:input|select|textarea)\b[^>]*>", text)
    shown = [field for field in fields if 'type="hidden"' not in field and 'type="radio"' not in field]
    for field in shown:
        (identity,) = re.findall(r'\bid="([^"]+)"', field)
        wrapped = re.search(r"<label\b[^>]*>\s*" + re.escape(field), text)
        assert wrapped or f'for="{identity}"' in text, field


def test_it_signs_in_and_out(cast):
    client = Client()

    signed_in = client.post(reverse("account_login"), {"login": cast.viewer.email, "password": "lantern demo 1"})
    assert signed_in.headers["Location"] == reverse("portal:home")
    assert client.post(reverse("account_logout")).headers["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_it_says_what_is_wrong_at_the_field(cast):
    text = Client().post(reverse("account_login"), {"login": "", "password": "x"}).content.decode()

    assert 'aria-invalid="true"' in text
    assert 'aria-describedby="id_login_error"' in text
    assert 'id="id_login_error"' in text


def test_it_goes_on_where_the_person_wanted_to_go(cast):
    wanted = reverse("portal:library", args=[cast.team.slug])
    client = Client()
    page = client.get(wanted, follow=True).content.decode()

    assert f'name="next" value="{wanted}"' in page.replace('type="hidden" ', "")
    response = client.post(
        reverse("account_login"), {"login": cast.viewer.email, "password": "lantern demo 1", "next": wanted}
    )
    assert response.headers["Location"] == wanted


def test_it_makes_an_account_with_a_team_of_its_own():
    client = Client()

    client.post(
        reverse("account_signup"), {"name": "Priya Raman", "email": "p@x.example", "password1": "three plain words"}
    )

    user = User.objects.get(email="p@x.example")
    assert user.personal_team.name == "Priya, personal"
    assert client.get("/").headers["Location"] == user.personal_team.get_absolute_url()


def test_it_makes_no_accounts_where_people_are_invited(settings):
    settings.SIGNUP_OPEN = False

    assert "No new accounts here" in Client().get(reverse("account_signup")).content.decode()
    assert reverse("account_signup") not in Client().get(reverse("account_login")).content.decode()


def test_it_lets_a_person_choose_a_new_password(cast):
    client = Client()
    response = client.post(reverse("account_reset_password"), {"email": cast.viewer.email}, follow=True)
    assert "Look into your mail" in response.content.decode()
    (link,) = re.findall(r"https?://\S+", mail.outbox[0].body)
    page = client.get(link, follow=True)
    assert "Choose a new password" in page.content.decode()

    done = client.post(
        page.request["PATH_INFO"],
        {"password1": "other plain words", "password2": "other plain words"},
        follow=True,
    )

    assert "Your password is changed" in done.content.decode()
    cast.viewer.refresh_from_db()
    assert cast.viewer.check_password("other plain words")


def test_it_says_that_a_link_was_used(cast):
    text = Client().get(reverse("account_reset_password_from_key", args=["a", "b-c"]), follow=True).content.decode()

    assert "This link does not work any more" in text


def test_it_asks_for_the_second_factor(cast):
    Authenticator.objects.create(user=cast.viewer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client()

    response = client.post(
        reverse("account_login"), {"login": cast.viewer.email, "password": "lantern demo 1"}, follow=True
    )

    assert response.request["PATH_INFO"] == reverse("mfa_authenticate")
    assert is_ours(response.content.decode())
    assert "_auth_user_id" not in client.session


def test_it_lists_the_accounts_one_signs_in_with(person, cast):
    SocialAccount.objects.create(
        user=cast.viewer, provider="imgur", uid="63000001", extra_data={"username": "lanternfall"}
    )

    assert is_ours(person.get(reverse("socialaccount_connections")).content.decode())


def test_it_tells_the_demo_log_in_in_demo_mode_only(settings, tmp_path):
    settings.RUN_DIR = tmp_path
    (tmp_path / "demo.json").write_text(json.dumps({"email": "mara@lanternfall.example", "password": "lantern demo"}))
    address = reverse("account_login")
    assert "lantern demo" not in Client().get(address).content.decode()

    settings.IMGUR_DEMO = True

    assert "mara@lanternfall.example" in Client().get(address).content.decode()
    assert "lantern demo" not in Client().get(reverse("account_signup")).content.decode()


@pytest.mark.parametrize("written", [None, "", "[]", "{}", '{"email": "x"}', '{"email": "x", "password": null}'])
def test_it_stands_without_a_demo_log_in(settings, tmp_path, written):
    settings.RUN_DIR, settings.IMGUR_DEMO = tmp_path, True
    if written is not None:
        (tmp_path / "demo.json").write_text(written)

    text = Client().get(reverse("account_login")).content.decode()
    assert "The sandbox stands in" in text
    assert "Sign in as" not in text


def test_it_says_wrong_log_ins_and_codes_in_our_words(person, client):
    wrong = client.post(reverse("account_login"), {"login": "nobody@x.example", "password": "wrong"}).content.decode()
    short = person.post(
        reverse("account_change_password"), {"oldpassword": "not it", "password1": "a"}
    ).content.decode()

    assert "E-mail and password do not belong together." in wrong
    assert "This is not your password." in short
    assert "at least 10 characters" in short


def test_a_hint_taken_away_is_not_pointed_to(person):
    text = person.get(reverse("account_change_password")).content.decode()

    for described in re.findall(r'aria-describedby="([^"]+)"', text):
        for name in described.split():
            assert f'id="{name}"' in text


@pytest.mark.parametrize("name", SIGNED_OUT + SIGNED_IN + ["mfa_view_recovery_codes", "mfa_generate_recovery_codes"])
def test_it_writes_e_mail_and_never_begs(name, person, client):
    Authenticator.objects.create(
        user=User.objects.get(pk=person.session["_auth_user_id"]),
        type=Authenticator.Type.RECOVERY_CODES,
        data={"seed": seal("s"), "used_mask": 0},
    )
    answer = (client if name in SIGNED_OUT else person).get(reverse(name), follow=True)
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.content.decode(), flags=re.DOTALL)

    assert not re.search(r"\bemail|\bplease\b|third-party|\bare you sure|!", text, flags=re.IGNORECASE)


def test_mails_have_our_voice_and_their_link(client, cast):
    EmailAddress.objects.create(user=cast.viewer, email=cast.viewer.email, primary=True, verified=True)

    client.post(reverse("account_reset_password"), {"email": cast.viewer.email})
    client.post(reverse("account_reset_password"), {"email": "nobody&co@x.example"})

    reset, unknown = mail.outbox
    assert "Choose a new password" in reset.subject
    assert "/accounts/password/reset/key/" in reset.body
    assert "nobody&co@x.example" in unknown.body
    for sent in (reset, unknown):
        assert not re.search(r"please|email|!", sent.body, flags=re.IGNORECASE)


def test_a_change_of_the_password_is_told_by_mail_when_notices_go_out(person, settings):
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True

    person.post(
        reverse("account_change_password"),
        {"oldpassword": "lantern demo 1", "password1": "three plain words", "password2": "three plain words"},
    )

    (sent,) = mail.outbox
    assert "Your password is changed" in sent.subject
    assert "If not, somebody else may be in your account" in sent.body
    assert "127.0.0.1" in sent.body
