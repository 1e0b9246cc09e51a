"""Credits and OAuth: CR1, OA1 to OA5."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import requests

from imgur import BadRequestError, Callback, TokenRejectedError, read_callback
from tests.conformance.scenarios import conforms
from tests.conformance.trial import OWNER, STRANGER, Trial


def allow(trial: Trial, address: str, *, password: str | None = None) -> requests.Response:
    """What a person does on the page at ``address``: log in as the owner and allow."""
    session = requests.Session()
    assert session.get(address, timeout=10).ok
    form = {
        "username": OWNER,
        "password": password or trial.sandbox.people[OWNER].password,
        "allow": session.cookies.get("authorize_token", path="/oauth2"),
    }
    return session.post(address, data=form, allow_redirects=False, timeout=10)


def brought_back(answer: requests.Response) -> Callback:
    return read_callback(answer.headers["Location"], state="abc", now=datetime.now(tz=UTC))


@conforms("CR1", "credits")
def tells_what_is_left(trial: Trial) -> None:
    before = trial.call(by=None)
    trial.imgur().account.get()
    trial.image()

    after = trial.call(by=None)

    assert (after.client_limit, after.user_limit) == (12_500, 2_000)
    assert before.client_remaining - after.client_remaining == 11
    assert before.user_remaining - after.user_remaining == 11


@conforms("OA1", "oauth.authorize_url")
def sends_a_person_to_a_page_and_back(trial: Trial) -> None:
    code = brought_back(allow(trial, trial.address("code", state="abc"))).code or ""
    assert trial.oauth().exchange_code(code).account_username == OWNER

    token = brought_back(allow(trial, trial.address("token", state="abc"))).token
    assert token is not None
    is_good(trial, token.access_token)


@conforms("OA2", "oauth.exchange_code")
def exchanges_a_code(trial: Trial) -> None:
    code = brought_back(allow(trial, trial.oauth().authorize_url("code", state="abc"))).code or ""

    token = trial.call(code)

    is_good(trial, token.access_token)
    assert token.account_id == trial.sandbox.people[OWNER].account_id
    with pytest.raises(TokenRejectedError):
        trial.oauth().exchange_code(code)


@conforms("OA2", "oauth.exchange_pin")
def exchanges_a_pin(trial: Trial) -> None:
    page = allow(trial, trial.oauth().authorize_url("pin", state="abc"))
    pin = trial.value("SELECT value FROM sandbox_grant WHERE kind = 'pin' ORDER BY id DESC LIMIT 1")
    assert pin in page.text

    is_good(trial, trial.call(pin).access_token)


@conforms("OA2", "oauth.refresh")
def refreshes_a_token(trial: Trial) -> None:
    old = trial.sandbox.people[STRANGER].refresh_token

    token = trial.call(old)

    assert token.refresh_token != old
    is_good(trial, token.access_token, STRANGER)
    is_good(trial, trial.oauth().refresh(token.refresh_token).access_token, STRANGER)
    trial.sandbox.move_clock(61)
    with pytest.raises(TokenRejectedError):
        trial.oauth().refresh(old)


def is_good(trial: Trial, access_token: str, person: str = OWNER) -> None:
    headers = {"Authorization": f"Bearer {access_token}"}
    assert trial.sandbox.api("GET", "account/me", headers=headers).json()["data"]["url"] == person


@conforms("OA3", "oauth.addclient_url")
def sends_a_person_to_register_an_application(trial: Trial) -> None:
    page = requests.get(trial.address(), timeout=10)

    assert page.ok
    assert "<form" in page.text


@conforms("OA4", "oauth.verify")
def tells_whether_a_token_is_good(trial: Trial) -> None:
    assert trial.call(trial.sandbox.people[OWNER].access_token) is True

    trial.sandbox.control("revoke", {"username": OWNER})

    assert trial.oauth().verify(trial.sandbox.people[OWNER].access_token) is False


@conforms("OA5", "oauth.authorize_url")
def leaves_the_password_to_the_page(trial: Trial) -> None:
    """The form of the page takes it: a redirect for the right one, 403 for a wrong one."""
    address = trial.address("code", state="abc")

    assert allow(trial, address).status_code == 302
    refused = allow(trial, address, password="wrong")
    assert (refused.status_code, refused.json()["data"]["error"]) == (403, "Unauthorized")
    with pytest.raises(BadRequestError):
        brought_back(allow(trial, trial.oauth().authorize_url("code", state="xyz")))
