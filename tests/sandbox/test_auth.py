"""Who may call, and what is said to those who may not."""

import pytest

from tests.fixtures.sandbox import Person, Sandbox

TOKEN_SECONDS = 315_360_000


def error_of(answer: object) -> tuple[int, str]:
    body = answer.json()  # type: ignore[attr-defined]
    assert body["success"] is False
    return body["status"], body["data"]["error"]


def test_it_asks_for_authentication(sandbox: Sandbox) -> None:
    answer = sandbox.api("GET", "credits", headers={})

    assert error_of(answer) == (401, "Authentication required")
    assert answer.json()["data"] == {"error": "Authentication required", "request": "/3/credits", "method": "GET"}


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("Client-ID 000000000000000", "Invalid client_id"),
        ("Bearer 0000000000000000000000000000000000000000", "The access token provided is invalid."),
    ],
)
def test_it_refuses_what_it_does_not_know(sandbox: Sandbox, header: str, text: str) -> None:
    assert error_of(sandbox.api("GET", "account/lanternfall", headers={"Authorization": header})) == (403, text)


def test_it_takes_the_client_id_in_the_query_and_any_case_of_the_scheme(sandbox: Sandbox) -> None:
    assert sandbox.api("GET", f"credits?client_id={sandbox.client_id}", headers={}).ok
    assert sandbox.api("GET", "credits", headers={"Authorization": f"client-id {sandbox.client_id}"}).ok


def test_it_acts_for_the_account_when_both_are_sent(sandbox: Sandbox, owner: Person) -> None:
    both = f"{sandbox.client['Authorization']}, {owner.bearer['Authorization']}"

    assert sandbox.api("GET", "account/me", headers={"Authorization": both}).json()["data"]["url"] == "lanternfall"


@pytest.mark.parametrize("path", ["account/me", "account/me/images", "account/lanternfall/images/count"])
def test_it_wants_an_own_token_for_what_is_private(sandbox: Sandbox, path: str) -> None:
    assert error_of(sandbox.api("GET", path)) == (403, "Unauthorized")


def test_it_keeps_private_lists_from_other_accounts(sandbox: Sandbox, stranger: Person) -> None:
    answer = sandbox.api("GET", "account/lanternfall/images", headers=stranger.bearer)

    assert error_of(answer) == (403, "Unauthorized")


def test_it_charges_once_the_application_is_known(sandbox: Sandbox) -> None:
    sandbox.api("GET", "account/lanternfall", headers={})
    sandbox.api("GET", "account/lanternfall", headers={"Authorization": "Client-ID 000000000000000"})
    sandbox.api("GET", "no/such/route")
    assert sandbox.state()["credits"]["spent"] == 0

    sandbox.api("GET", "account/me")
    sandbox.api("GET", "image/nothing")
    assert sandbox.state()["credits"]["spent"] == 2


def test_it_refuses_revoked_tokens(sandbox: Sandbox, owner: Person) -> None:
    sandbox.control("revoke", {"username": owner.username, "only": "access"})

    answer = sandbox.api("GET", "account/me", headers=owner.bearer)
    assert error_of(answer) == (403, "The access token provided is invalid.")


def test_it_refuses_expired_tokens(sandbox: Sandbox, owner: Person) -> None:
    # An hour of slack: the tokens are as old as the prepared world, which is made once for all tests.
    sandbox.move_clock(TOKEN_SECONDS - 3600)
    assert sandbox.api("GET", "account/me", headers=owner.bearer).ok

    sandbox.move_clock(3600)
    assert error_of(sandbox.api("GET", "account/me", headers=owner.bearer))[0] == 403
