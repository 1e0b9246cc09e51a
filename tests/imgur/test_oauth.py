from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from imgur import (
    BadRequestError,
    ClientRejectedError,
    ImgurError,
    ImgurUnavailableError,
    OAuthClient,
    OutcomeUnknownError,
    Timeouts,
    TokenRejectedError,
)
from tests.imgur.payloads import recorded
from tests.imgur.scripted_server import Reply, ScriptedServer, reply_with

SECRET = "fedcba9876543210fedcba9876543210fedcba98"
REFRESH = "1111111111111111111111111111111111111111"
TOKEN_ANSWER = Reply(body=json.dumps(recorded("token")).encode())


@pytest.fixture
def oauth(server: ScriptedServer) -> Iterator[OAuthClient]:
    client = OAuthClient("0123456789abcde", SECRET, api_url=server.url, timeouts=Timeouts(read=0.4))
    yield client
    client.close()


def refusal(text: str, status: int = 400) -> Reply:
    return reply_with({"error": text, "request": "/oauth2/token", "method": "POST"}, status=status)


def form_of(server: ScriptedServer) -> dict[str, list[str]]:
    return parse_qs(server.received[-1].body.decode())


def test_it_sends_people_to_imgur_with_a_state() -> None:
    oauth = OAuthClient("abc", SECRET)

    url = urlsplit(oauth.authorize_url(state="a&b=c"))
    pin = urlsplit(oauth.authorize_url("pin", state="s", redirect_uri="https://hub.example/cb?x=1"))

    assert (url.scheme, url.netloc, url.path) == ("https", "api.imgur.com", "/oauth2/authorize")
    assert parse_qs(url.query) == {"client_id": ["abc"], "response_type": ["code"], "state": ["a&b=c"]}
    assert parse_qs(pin.query)["response_type"] == ["pin"]
    assert parse_qs(pin.query)["redirect_uri"] == ["https://hub.example/cb?x=1"]
    assert SECRET not in url.geturl()


def test_it_exchanges_a_code(server: ScriptedServer, oauth: OAuthClient) -> None:
    server.script(TOKEN_ANSWER)

    token = oauth.exchange_code("c0de")

    assert token.access_token == recorded("token")["access_token"]
    assert token.account_username == "alice_demo"
    assert abs(token.expires_at - datetime.now(tz=UTC) - timedelta(seconds=315360000)) < timedelta(seconds=10)
    assert server.received[0].path == "/oauth2/token"
    assert form_of(server) == {
        "client_id": ["0123456789abcde"],
        "client_secret": [SECRET],
        "grant_type": ["authorization_code"],
        "code": ["c0de"],
    }


def test_it_exchanges_a_pin_that_was_typed_with_blanks(server: ScriptedServer, oauth: OAuthClient) -> None:
    server.script(TOKEN_ANSWER)

    oauth.exchange_pin(" 12ab \n")

    assert form_of(server)["grant_type"] == ["pin"]
    assert form_of(server)["pin"] == ["12ab"]


def test_it_takes_the_new_refresh_token(server: ScriptedServer, oauth: OAuthClient) -> None:
    server.script(TOKEN_ANSWER)

    token = oauth.refresh(REFRESH)

    assert token.refresh_token == recorded("token")["refresh_token"]
    assert form_of(server)["refresh_token"] == [REFRESH]


@pytest.mark.parametrize("missing", [None, ""])
def test_it_keeps_the_refresh_token_when_none_comes_back(
    server: ScriptedServer, oauth: OAuthClient, missing: str | None
) -> None:
    server.script(Reply(body=json.dumps({**recorded("token"), "refresh_token": missing}).encode()))

    assert oauth.refresh(REFRESH).refresh_token == REFRESH


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Refresh token doesn't exist or is invalid for the client", TokenRejectedError),
        ("Invalid refresh token", TokenRejectedError),
        ("Invalid Pin", TokenRejectedError),
        ("Authorization code doesn't exist or is invalid for the client", TokenRejectedError),
        ("The client credentials are invalid", ClientRejectedError),
        ('Missing parameter. "code" is required', BadRequestError),
    ],
)
def test_it_says_which_part_was_refused(
    server: ScriptedServer, oauth: OAuthClient, text: str, expected: type[ImgurError]
) -> None:
    server.script(refusal(text))

    with pytest.raises(expected):
        oauth.refresh(REFRESH)


@pytest.mark.parametrize("reply", [Reply(drop="before-answer"), Reply(status=503), Reply(body=b"{}"), Reply(body=b"<")])
def test_a_refresh_without_a_clear_answer_can_be_tried_again_and_a_code_cannot(
    server: ScriptedServer, oauth: OAuthClient, reply: Reply
) -> None:
    server.script(reply, reply)

    with pytest.raises(ImgurUnavailableError):
        oauth.refresh(REFRESH)
    with pytest.raises(OutcomeUnknownError):
        oauth.exchange_code("c0de")

    assert len(server.received) == 2


def test_an_imgur_that_is_not_there_costs_nothing(closed_url: str) -> None:
    for attempt in ("exchange_code", "exchange_pin", "refresh"):
        with pytest.raises(ImgurUnavailableError):
            getattr(OAuthClient("abc", SECRET, api_url=closed_url), attempt)("x")


def test_it_never_shows_a_secret(server: ScriptedServer, oauth: OAuthClient) -> None:
    server.script(refusal(f"No {SECRET} and {REFRESH} here"), TOKEN_ANSWER)

    with pytest.raises(BadRequestError) as caught:
        oauth.refresh(REFRESH)
    token = oauth.refresh(REFRESH)

    shown = f"{caught.value} {caught.value!r} {vars(caught.value)} {oauth!r} {token!r}"
    for secret in (SECRET, REFRESH, token.access_token, token.refresh_token):
        assert secret not in shown


def test_it_ends_its_connections_when_it_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[requests.Session] = []
    monkeypatch.setattr(requests.Session, "close", lambda session: closed.append(session))

    with OAuthClient("abc", SECRET) as oauth:
        assert not closed
    with OAuthClient("abc", SECRET, session=requests.Session()):
        pass

    assert oauth.addclient_url()
    assert len(closed) == 1


def test_it_knows_where_app_are_registered() -> None:
    assert OAuthClient("abc", SECRET).addclient_url() == "https://api.imgur.com/oauth2/addclient"


def test_it_verifies_a_token_with_the_tokens_own_header(server: ScriptedServer, oauth: OAuthClient) -> None:
    server.script(reply_with(True), refusal("The access token provided is invalid.", status=403))

    assert oauth.verify(REFRESH)
    assert not oauth.verify(REFRESH)

    assert [received.path for received in server.received] == ["/oauth2/secret"] * 2
    assert {received.headers["authorization"] for received in server.received} == {f"Bearer {REFRESH}"}


@pytest.mark.parametrize("reply", [Reply(status=503), Reply(body=b"<html>"), Reply(drop="before-answer")])
def test_no_clear_answer_proves_nothing_about_a_token(server: ScriptedServer, oauth: OAuthClient, reply: Reply) -> None:
    server.script(reply)

    with pytest.raises(ImgurUnavailableError):
        oauth.verify(REFRESH)
