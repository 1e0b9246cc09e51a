"""Accounts come and go."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox

CAPTCHA = {"recaptcha_challenge_field": "challenge", "recaptcha_response_field": "two words"}


def create(sandbox: Sandbox, username: str = "newcomer1", **fields: str) -> requests.Response:
    return sandbox.api("POST", f"account/{username}", data=CAPTCHA | {"password": "open sesame"} | fields)


def log_in(sandbox: Sandbox, username: str, password: str) -> requests.Response:
    """Allow the application by the log-in page, with the PIN on the page that follows."""
    address = f"{sandbox.url}/oauth2/authorize?client_id={sandbox.client_id}&response_type=pin"
    session = requests.Session()
    session.get(address, timeout=10)
    allow = session.cookies.get("authorize_token", path="/oauth2")
    return session.post(address, data={"allow": allow, "username": username, "password": password}, timeout=10)


def test_it_makes_an_account_that_can_log_in(sandbox: Sandbox) -> None:
    assert create(sandbox, email="new@example.com").json()["data"] is True

    account = sandbox.api("GET", "account/newcomer1").json()["data"]
    assert (account["url"], account["avatar_name"], account["reputation_name"]) == ("newcomer1", "default/N", "Neutral")
    assert log_in(sandbox, "newcomer1", "open sesame").ok
    assert log_in(sandbox, "newcomer1", "wrong").status_code == 403


@pytest.mark.parametrize(
    ("username", "fields"),
    [
        ("abc", {}),
        ("with_underscore", {}),
        ("LanternFall", {}),
        ("newcomer1", {"recaptcha_response_field": ""}),
        ("newcomer1", {"password": ""}),
        ("newcomer1", {"password": "x" * 81}),
        ("newcomer1", {"email": "nowhere"}),
    ],
)
def test_it_refuses_an_account_that_cannot_be(sandbox: Sandbox, username: str, fields: dict[str, str]) -> None:
    answer = create(sandbox, username, **fields)

    assert (answer.status_code, answer.json()["success"]) == (400, False)
    assert len(sandbox.state()["accounts"]) == len(sandbox.people)


def test_it_verifies_the_email_of_a_new_account(sandbox: Sandbox) -> None:
    create(sandbox, email="new@example.com")
    page = log_in(sandbox, "newcomer1", "open sesame").text
    pin = next(word for word in page.replace("<", " ").replace(">", " ").split() if len(word) == 10 and _is_hex(word))
    fields = {"client_id": sandbox.client_id, "client_secret": sandbox.client_secret, "grant_type": "pin", "pin": pin}
    token = requests.post(f"{sandbox.url}/oauth2/token", data=fields, timeout=10).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}

    def verified() -> Any:
        return sandbox.api("GET", "account/me/verifyemail", headers=headers).json()["data"]

    assert verified() is False
    assert sandbox.api("POST", "account/me/verifyemail", headers=headers).json()["data"] is True
    assert verified() is True


def test_it_deletes_an_account_for_its_owner(
    sandbox: Sandbox, owner: Person, stranger: Person, picture: Callable[..., bytes]
) -> None:
    sandbox.api("POST", "image", headers=owner.bearer, files={"image": picture()})
    images = sandbox.api("GET", "account/me/images", headers=owner.bearer).json()["data"]

    assert sandbox.api("DELETE", "account/lanternfall", headers=stranger.bearer).status_code == 403
    assert sandbox.api("DELETE", "account/me", headers=owner.bearer).json()["data"] is True

    assert sandbox.api("GET", "account/lanternfall").status_code == 404
    dead = sandbox.api("GET", "account/me", headers=owner.bearer)
    assert dead.json()["data"]["error"] == "The access token provided is invalid."
    assert "the simple 404 page" in sandbox.api("GET", f"image/{images[0]['id']}").text
    assert requests.get(images[0]["link"], timeout=10, allow_redirects=False).status_code == 302
    assert list((sandbox.folder / "uploads").iterdir()) == []
    assert "lanternfall" not in sandbox.state()["accounts"]


def test_it_deletes_an_account_for_who_knows_the_password(sandbox: Sandbox, owner: Person) -> None:
    def delete(password: str | None) -> requests.Response:
        path = f"account/me/delete?client_id={sandbox.client_id}"
        body = {"password": password, "reasons": ["other"], "feedback": "Bye"}
        return sandbox.api("POST", path, headers=owner.bearer, json=body)

    for wrong in (None, "", "guess"):
        assert delete(wrong).status_code == 403
    assert sandbox.api("GET", "account/me", headers=owner.bearer).ok
    assert delete(owner.password).json()["data"] is True
    assert sandbox.api("GET", "account/lanternfall").status_code == 404


def test_it_leaves_what_others_said_to_a_deleted_account(
    sandbox: Sandbox, owner: Person, stranger: Person, make_post: Callable[..., str]
) -> None:
    post = make_post(stranger)

    def say(person: Person, path: str) -> int:
        answer = sandbox.api("POST", path, headers=person.bearer, data={"comment": "Words"})
        number: int = answer.json()["data"]["id"]
        return number

    top = say(owner, f"gallery/{post}/comment")
    answer = say(stranger, f"comment/{top}")
    alone = say(owner, f"gallery/{post}/comment")
    sandbox.api("POST", "conversations/trailwiki", headers=owner.bearer, data={"body": "Hello"})

    sandbox.api("DELETE", "account/me", headers=owner.bearer)

    (tree,) = sandbox.api("GET", f"gallery/{post}/comments").json()["data"]
    assert (tree["id"], tree["deleted"], tree["author"], tree["comment"]) == (top, True, None, "")
    assert [child["id"] for child in tree["children"]] == [answer]
    assert isinstance(sandbox.api("GET", f"comment/{alone}").json()["data"], str)
    assert sandbox.api("GET", "conversations", headers=stranger.bearer).json()["data"] == []
    assert sandbox.api("GET", "notification?new=false", headers=stranger.bearer).json()["data"] == {
        "replies": [],
        "messages": [],
    }
    sandbox.reset()
    assert sandbox.api("GET", "account/lanternfall").ok


def _is_hex(word: str) -> bool:
    return set(word) <= set("0123456789abcdef")
