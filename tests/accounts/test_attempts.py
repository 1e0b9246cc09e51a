"""allauth's limits on attempts, as they are set here: by person and by address, and in our words."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts import limits
from accounts.models import User

PASSWORD = "lantern demo 1"
BROWSER = {"Accept": "text/html"}


@pytest.fixture(autouse=True)
def fresh_attempts(cast) -> None:
    cache.clear()


def log_in(email: str, password: str = PASSWORD, **extra):
    return Client().post(reverse("account_login"), {"login": email, "password": password}, headers=BROWSER, **extra)


def test_wrong_passwords_for_one_person_shut_out_nobody_else(cast):
    for _ in range(5):
        log_in(cast.viewer.email, "wrong")

    assert "Too many attempts in a row." in log_in(cast.viewer.email).content.decode()
    assert log_in(cast.editor.email).status_code == 302


def test_wrong_passwords_are_counted_wherever_they_come_from(cast):
    for number in range(5):
        log_in(cast.viewer.email, "wrong", REMOTE_ADDR=f"192.0.2.{number}")

    assert "Too many attempts in a row." in log_in(cast.viewer.email).content.decode()


def test_one_address_tries_only_so_many_people(cast):
    for number in range(10):
        log_in(f"nobody{number}@x.example", "wrong")

    assert "Too many attempts in a row." in log_in(cast.viewer.email).content.decode()
    assert log_in(cast.viewer.email, REMOTE_ADDR="192.0.2.8").status_code == 302


def test_a_claimed_address_helps_only_where_a_proxy_adds_it(cast, settings):
    def shuts_out(**extra) -> bool:
        return "Too many attempts in a row." in log_in(cast.viewer.email, **extra).content.decode()

    for number in range(10):
        log_in(f"nobody{number}@x.example", "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert shuts_out(HTTP_X_FORWARDED_FOR="198.51.100.99")

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # what BEHIND_PROXY sets
    for number in range(10):
        log_in(f"other{number}@x.example", "wrong", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 198.51.100.7")
    assert shuts_out(HTTP_X_FORWARDED_FOR="203.0.113.99, 198.51.100.7")
    assert not shuts_out(HTTP_X_FORWARDED_FOR="198.51.100.8")


def test_ipv4_at_an_ipv6_socket_is_not_one_address(cast):
    for number in range(10):
        log_in(f"nobody{number}@x.example", "wrong", REMOTE_ADDR="::ffff:192.0.2.7")

    assert log_in(cast.viewer.email, REMOTE_ADDR="::ffff:192.0.2.8").status_code == 302


def test_many_log_ins_from_one_address_get_our_page(cast, counting):
    answers = [log_in("nobody@x.example", "wrong") for _ in range(31)]

    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    text = answers[-1].content.decode()
    assert "Too much at once" in text
    assert "works again in some minutes" in text
    assert answers[-1].headers["Retry-After"] == "60"
    # Those that stand at the form are counted, too: after five the e-mail address, after the 30th this one.
    assert limits.refusals(counting) == {("attempts", "any"): 26}


def test_an_address_makes_only_so_many_accounts(db):
    def sign_up(number: int, **extra) -> int:
        data = {"name": "Priya Raman", "email": f"p{number}@x.example", "password1": "three plain words"}
        return Client().post(reverse("account_signup"), data, **extra).status_code

    assert [sign_up(number) for number in range(21)][-2:] == [302, 429]
    assert sign_up(21, REMOTE_ADDR="192.0.2.8") == 302
    assert User.objects.filter(email__endswith="@x.example").count() == 21


def test_nobody_fills_the_mailbox_of_another(cast):
    url = reverse("account_reset_password")

    answers = [
        Client().post(url, {"email": cast.viewer.email}, REMOTE_ADDR=f"192.0.2.{number}").status_code
        for number in range(7)
    ]

    assert answers == [302] * 5 + [429] * 2
    assert len(mail.outbox) == 5
