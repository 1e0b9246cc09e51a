"""OAuth: the page, the three ways back, and the exchange."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox

CALLBACK = "http://127.0.0.1:8000/imgur/callback"


def page_address(sandbox: Sandbox, response_type: str = "code", **query: str) -> str:
    given = {"client_id": sandbox.client_id, "response_type": response_type, "state": "xyz", **query}
    return requests.Request("GET", f"{sandbox.url}/oauth2/authorize", params=given).prepare().url or ""


def answer_page(address: str, act: str = "allow", **fields: str) -> requests.Response:
    """What a script does: read the page, send the form back with the value of its cookie."""
    session = requests.Session()
    page = session.get(address, timeout=10)
    assert page.ok, page.text
    token = session.cookies.get("authorize_token", path="/oauth2")
    return session.post(address, data={act: token, **fields}, allow_redirects=False, timeout=10)


def log_in(sandbox: Sandbox, person: Person, response_type: str = "code", **query: str) -> requests.Response:
    address = page_address(sandbox, response_type, **query)
    return answer_page(address, username=person.username, password=person.password)


def exchange(sandbox: Sandbox, *, how: str = "data", **fields: str) -> requests.Response:
    fields = {"client_id": sandbox.client_id, "client_secret": sandbox.client_secret, **fields}
    body: Any = {name: (None, value) for name, value in fields.items()} if how == "files" else fields
    return requests.post(f"{sandbox.url}/oauth2/token", **{how: body}, timeout=10)


def code_of(answer: requests.Response) -> str:
    assert answer.status_code == 302, answer.text
    return parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]


def error_of(answer: requests.Response) -> tuple[int, str]:
    body = answer.json()
    assert body["success"] is False
    return answer.status_code, body["data"]["error"]


def renew(sandbox: Sandbox, token: str) -> requests.Response:
    return exchange(sandbox, grant_type="refresh_token", refresh_token=token)


def test_it_shows_a_page_that_says_what_it_is(sandbox: Sandbox) -> None:
    page = requests.get(page_address(sandbox), timeout=10)

    assert page.headers["Content-Type"].startswith("text/html")
    assert "It is not imgur.com" in page.text
    for name in ("lanternfall", "trailwiki", "Allow", "Deny", "Password"):
        assert name in page.text
    assert requests.get(f"{sandbox.url}/sandbox.css", timeout=10).headers["Content-Type"] == "text/css"


def test_it_sends_a_code_back_and_exchanges_it_once(sandbox: Sandbox, owner: Person) -> None:
    answer = log_in(sandbox, owner)

    location = urlsplit(answer.headers["Location"])
    assert answer.headers["Location"].startswith(f"{CALLBACK}?state=xyz&code=")
    assert len(parse_qs(location.query)["code"][0]) == 40
    tokens = exchange(sandbox, grant_type="authorization_code", code=code_of(answer))
    assert tokens.json() | {"access_token": "", "refresh_token": ""} == {
        "access_token": "",
        "expires_in": 315360000,
        "token_type": "bearer",
        "scope": None,
        "refresh_token": "",
        "account_id": owner.account_id,
        "account_username": owner.username,
    }
    assert not [name for name in tokens.headers if name.lower().startswith("x-")]
    bearer = {"Authorization": f"Bearer {tokens.json()['access_token']}"}
    assert sandbox.api("GET", "account/me", headers=bearer).json()["data"]["url"] == owner.username
    again = exchange(sandbox, grant_type="authorization_code", code=code_of(answer))
    assert error_of(again) == (400, "Authorization code doesn't exist or is invalid for the client")


def test_it_lets_a_person_choose_with_a_click(sandbox: Sandbox, stranger: Person) -> None:
    answer = answer_page(page_address(sandbox), person="trailwiki")

    tokens = exchange(sandbox, grant_type="authorization_code", code=code_of(answer)).json()
    assert tokens["account_username"] == stranger.username


def test_it_sends_tokens_in_the_fragment_and_the_state_in_the_query(sandbox: Sandbox, owner: Person) -> None:
    location = urlsplit(log_in(sandbox, owner, "token").headers["Location"])

    assert location.query == "state=xyz"
    fragment = {name: values[0] for name, values in parse_qs(location.fragment).items()}
    assert fragment["expires_in"] == "315360000"
    assert (fragment["token_type"], fragment["account_username"]) == ("bearer", owner.username)
    assert fragment["account_id"] == str(owner.account_id)
    assert len(fragment["access_token"]) == len(fragment["refresh_token"]) == 40


def test_it_shows_a_pin(sandbox: Sandbox, owner: Person) -> None:
    page = log_in(sandbox, owner, "pin")

    assert page.status_code == 200
    pin = page.text.split('id="pin">')[1].split("<")[0]
    assert exchange(sandbox, grant_type="pin", pin=pin).json()["account_username"] == owner.username
    assert error_of(exchange(sandbox, grant_type="pin", pin=pin)) == (400, "Invalid Pin")


@pytest.mark.parametrize(
    ("response_type", "location"),
    [
        ("code", f"{CALLBACK}?state=xyz&error=access_denied"),
        ("token", f"{CALLBACK}?state=xyz#error=access_denied"),
    ],
)
def test_it_says_so_when_a_person_denies(sandbox: Sandbox, response_type: str, location: str) -> None:
    answer = answer_page(page_address(sandbox, response_type), act="deny")

    assert (answer.status_code, answer.headers["Location"]) == (302, location)


def test_it_shows_a_page_when_a_person_denies_a_pin(sandbox: Sandbox) -> None:
    assert "Nothing was allowed" in answer_page(page_address(sandbox, "pin"), act="deny").text


def test_it_refuses_a_wrong_password(sandbox: Sandbox, owner: Person) -> None:
    session = requests.Session()
    address = page_address(sandbox)
    session.get(address, timeout=10)
    form = {"allow": session.cookies.get("authorize_token"), "username": owner.username, "password": "wrong"}

    to_a_script = session.post(address, data=form, timeout=10)
    to_a_person = session.post(address, data=form, headers={"Accept": "text/html"}, timeout=10)

    assert error_of(to_a_script) == (403, "Unauthorized")
    assert to_a_person.status_code == 403
    assert "do not belong together" in to_a_person.text
    assert f'value="{owner.username}"' in to_a_person.text


def test_it_allows_nothing_without_the_pages_own_token(sandbox: Sandbox, owner: Person) -> None:
    form = {"username": owner.username, "password": owner.password}

    assert error_of(requests.post(page_address(sandbox), data=form | {"allow": "1"}, timeout=10)) == (
        403,
        "Unauthorized",
    )
    assert error_of(answer_page(page_address(sandbox), act="something", **form)) == (403, "Unauthorized")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_it_takes_the_names_of_this_computer_for_one(sandbox: Sandbox, owner: Person, host: str) -> None:
    callback = f"http://{host}:8000/imgur/callback"

    answer = log_in(sandbox, owner, redirect_uri=callback)

    assert answer.headers["Location"].startswith(f"{callback}?state=xyz&code=")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000/imgur/other",
        "http://127.0.0.1:9000/imgur/callback",
        "https://127.0.0.1:8000/imgur/callback",
        "http://evil.example:8000/imgur/callback",
        "http://127.0.0.1@evil.example:8000/imgur/callback",
        "http://user@127.0.0.1:8000/imgur/callback",
        "http://127.0.0.1:8000/imgur/callback?more=1",
    ],
)
def test_it_sends_nobody_to_an_address_that_is_not_registered(sandbox: Sandbox, address: str) -> None:
    answer = requests.get(page_address(sandbox, redirect_uri=address), timeout=10)

    assert error_of(answer) == (400, "The redirect URI provided is missing or does not match")


def test_it_ends_on_its_front_page_without_a_callback(make_sandbox: Callable[..., Sandbox]) -> None:
    bare = make_sandbox()
    person = bare.people["trailwiki"]

    answer = log_in(bare, person)

    assert answer.headers["Location"].startswith(f"{bare.url}/?state=xyz&code=")
    assert code_of(answer) in requests.get(answer.headers["Location"], timeout=10).text


@pytest.mark.parametrize("query", [{"client_id": ""}, {"response_type": ""}])
def test_it_misses_parameters(sandbox: Sandbox, query: dict[str, str]) -> None:
    answer = requests.get(page_address(sandbox, **query), timeout=10)

    assert error_of(answer) == (400, "client_id and response_type are required")
    assert answer.json()["data"]["request"] == "/oauth/authorize"


def test_it_misses_the_client_id_of_a_form(sandbox: Sandbox) -> None:
    answer = requests.post(f"{sandbox.url}/oauth2/authorize", data={"response_type": "code"}, timeout=10)

    assert error_of(answer) == (400, "No client id supplied")


@pytest.mark.parametrize("how", ["data", "files", "json"])
def test_it_renews_tokens_in_any_encoding(sandbox: Sandbox, owner: Person, how: str) -> None:
    answer = exchange(sandbox, how=how, grant_type="refresh_token", refresh_token=owner.refresh_token).json()

    assert answer["account_username"] == owner.username
    assert answer["access_token"] != owner.access_token
    assert answer["refresh_token"] != owner.refresh_token
    for token in (owner.access_token, answer["access_token"]):
        assert sandbox.api("GET", "account/me", headers={"Authorization": f"Bearer {token}"}).ok


def test_it_lets_the_old_refresh_token_live_for_a_minute(sandbox: Sandbox, owner: Person) -> None:
    first = renew(sandbox, owner.refresh_token).json()["refresh_token"]
    sandbox.move_clock(30)
    assert renew(sandbox, owner.refresh_token).ok

    sandbox.move_clock(40)
    text = "Refresh token doesn't exist or is invalid for the client"
    assert error_of(renew(sandbox, owner.refresh_token)) == (400, text)
    assert renew(sandbox, first).ok


def test_it_keeps_the_refresh_token_when_told_to(sandbox: Sandbox, owner: Person) -> None:
    sandbox.set_limits(rotate_refresh=False, token_seconds=100)

    answer = renew(sandbox, owner.refresh_token).json()

    assert (answer["refresh_token"], answer["expires_in"]) == (owner.refresh_token, 100)
    sandbox.move_clock(101)
    bearer = {"Authorization": f"Bearer {answer['access_token']}"}
    assert sandbox.api("GET", "account/me", headers=bearer).status_code == 403


def test_it_gives_tokens_of_28_days_when_told_to(sandbox: Sandbox, owner: Person) -> None:
    sandbox.set_limits(token_seconds=28 * 86_400)

    answer = exchange(sandbox, grant_type="authorization_code", code=code_of(log_in(sandbox, owner))).json()

    assert answer["expires_in"] == 2_419_200
    bearer = {"Authorization": f"Bearer {answer['access_token']}"}
    sandbox.move_clock(2_419_190)
    assert sandbox.api("GET", "account/me", headers=bearer).ok
    sandbox.move_clock(20)
    assert sandbox.api("GET", "account/me", headers=bearer).status_code == 403
    assert renew(sandbox, answer["refresh_token"]).ok


def test_it_renews_nothing_that_was_revoked(sandbox: Sandbox, owner: Person) -> None:
    sandbox.control("revoke", {"username": owner.username})

    assert error_of(renew(sandbox, owner.refresh_token))[0] == 400


def test_it_kills_older_tokens_at_a_second_login_when_told_to(sandbox: Sandbox, owner: Person) -> None:
    log_in(sandbox, owner, "token")
    assert sandbox.api("GET", "account/me", headers=owner.bearer).ok

    sandbox.set_limits(second_login_kills=True)
    log_in(sandbox, owner, "token")
    assert sandbox.api("GET", "account/me", headers=owner.bearer).status_code == 403


def test_it_forgets_codes_after_a_while(sandbox: Sandbox, owner: Person) -> None:
    code = code_of(log_in(sandbox, owner))
    sandbox.move_clock(601)

    assert exchange(sandbox, grant_type="authorization_code", code=code).status_code == 400


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"client_id": ""}, "No client id supplied"),
        ({"client_secret": "wrong"}, "The client credentials are invalid"),
        ({}, "The grant type was not specified in the request"),
        ({"grant_type": "password"}, 'Grant type "password" not supported'),
        ({"grant_type": "authorization_code"}, 'Missing parameter. "code" is required'),
        ({"grant_type": "refresh_token"}, 'Missing parameter. "refresh_token" is required'),
        ({"grant_type": "pin", "pin": "123"}, "Invalid Pin"),
    ],
)
def test_it_says_what_is_wrong_with_an_exchange(sandbox: Sandbox, fields: dict[str, str], text: str) -> None:
    answer = exchange(sandbox, **fields)

    assert error_of(answer) == (400, text)
    assert (answer.json()["data"]["request"], answer.json()["data"]["method"]) == ("/oauth2/token", "POST")


def test_it_costs_nothing(sandbox: Sandbox, owner: Person) -> None:
    exchange(sandbox, grant_type="authorization_code", code=code_of(log_in(sandbox, owner)))
    requests.get(f"{sandbox.url}/oauth2/secret", headers=owner.bearer, timeout=10)

    state = sandbox.state()
    assert (state["credits"]["spent"], state["credits"]["windows"]) == (0, [])


def test_it_verifies_tokens(sandbox: Sandbox, owner: Person) -> None:
    def verify(headers: dict[str, str]) -> requests.Response:
        return requests.get(f"{sandbox.url}/oauth2/secret", headers=headers, timeout=10)

    assert verify(owner.bearer).json() == {"data": True, "success": True, "status": 200}
    assert error_of(verify({"Authorization": "Bearer x"})) == (403, "The access token provided is invalid.")
    assert error_of(verify({})) == (401, "Authentication required")
