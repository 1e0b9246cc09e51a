"""Registering an application on its page."""

import re
from typing import Any

import pytest
import requests

from tests.fixtures.sandbox import Sandbox

CALLBACK = "https://app.example/imgur/callback"


def fill_in(sandbox: Sandbox, **fields: str) -> requests.Response:
    """What a person does: open the page, fill it in, click."""
    session = requests.Session()
    address = f"{sandbox.url}/oauth2/addclient"
    assert "Register an application" in session.get(address, timeout=10).text
    token = session.cookies.get("authorize_token", path="/oauth2")
    form = {"token": token, "name": "My app", "type": "callback", "callback": CALLBACK, **fields}
    return session.post(address, data=form, timeout=10)


def registered(page: requests.Response) -> dict[str, str]:
    found = dict(re.findall(r'<code id="client-(id|secret)">([0-9a-f]+)</code>', page.text))
    assert len(found) == 2, page.text
    return found


def test_it_registers_an_application_that_works(sandbox: Sandbox) -> None:
    made = registered(fill_in(sandbox))

    assert (len(made["id"]), len(made["secret"])) == (15, 40)
    header = {"Authorization": f"Client-ID {made['id']}"}
    assert sandbox.api("GET", "account/lanternfall", headers=header).ok
    page = requests.get(
        f"{sandbox.url}/oauth2/authorize",
        params={"client_id": made["id"], "response_type": "code", "redirect_uri": CALLBACK},
        timeout=10,
    )
    assert "Allow My app" in page.text
    assert CALLBACK in page.text


@pytest.mark.parametrize("callback", ["http://127.0.0.1:9000/cb?x=1", "com.example.app:/oauth", "myapp://imgur"])
def test_it_takes_callbacks_of_programs_too(sandbox: Sandbox, callback: str) -> None:
    assert callback.replace("&", "&amp;") in fill_in(sandbox, callback=callback).text


def test_it_needs_no_callback(sandbox: Sandbox) -> None:
    page = fill_in(sandbox, type="none", callback="")

    assert registered(page)
    assert "No callback." in page.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"type": "anything"}, "Choose with or without"),
        ({"callback": ""}, "has to be complete"),
        ({"callback": "app.example/cb"}, "has to be complete"),
        ({"callback": "https:///cb"}, "has to be complete"),
        ({"callback": "javascript:alert(1)"}, "has to be complete"),
        ({"callback": "DATA:text/html,x"}, "has to be complete"),
        ({"callback": "https://app.example/cb#there"}, "may have no fragment"),
        ({"callback": "https://imgur.com@app.example/cb"}, "may have no fragment and no user name"),
        ({"callback": "https://app.example/a b"}, "characters that cannot be in one"),
        ({"callback": "https://app.example\\@b.example/"}, "characters that cannot be in one"),
        ({"callback": "https://app.example/" + "x" * 500}, "is too long"),
        ({"callback": "https://app.example:port/"}, "cannot be read"),
    ],
)
def test_it_says_what_it_cannot_take(sandbox: Sandbox, fields: dict[str, str], sentence: str) -> None:
    page = fill_in(sandbox, **fields)

    assert page.status_code == 422
    assert sentence in page.text
    assert 'id="client-id"' not in page.text


def test_it_takes_the_form_from_its_own_page_only(sandbox: Sandbox) -> None:
    address, form = f"{sandbox.url}/oauth2/addclient", {"name": "x", "type": "none"}

    for cookies, token in (({}, ""), ({}, "1"), ({"authorize_token": "a" * 40}, "b" * 40)):
        answer = requests.post(address, data=form | {"token": token}, cookies=cookies, timeout=10)
        assert answer.status_code == 403
        assert answer.json()["data"]["error"] == "Unauthorized"


def test_it_shows_what_was_typed_as_text(sandbox: Sandbox) -> None:
    page = fill_in(sandbox, name='<script>alert("1")</script>')

    assert "<script>" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_a_reset_forgets_it(sandbox: Sandbox) -> None:
    made = registered(fill_in(sandbox))
    sandbox.reset()

    answer: Any = sandbox.api("GET", "credits", headers={"Authorization": f"Client-ID {made['id']}"})
    assert answer.status_code == 403


def test_it_does_not_fill_up(sandbox: Sandbox) -> None:
    for _ in range(49):
        assert fill_in(sandbox, type="none").ok

    assert "50 applications already" in fill_in(sandbox, type="none").text
