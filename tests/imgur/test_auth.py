"""Who is told which secret: the application alone, a user, a paying application; and at which host."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import urllib3
from requests.adapters import BaseAdapter

from imgur import Bearer, Call, ClientId, CommercialGateway, HttpTransport, ImgurClient, ImgurError, OAuthClient
from imgur.auth import MASHAPE_URLS, RAPIDAPI_URL, Auth
from tests.imgur.calls import READ
from tests.imgur.conftest import TOKEN
from tests.imgur.scripted_server import Reply, ScriptedServer

KEY = "gateway-key"
TOKEN_CALL = Call.to("POST", "/oauth2/token", form=[("grant_type", "refresh_token")], cost=0)


class Recorder(BaseAdapter):
    """Keeps what would have gone to Imgur's real hosts, and answers ``data: true``."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        self.sent.append(request)
        response = requests.Response()
        response.status_code = 200
        body = io.BytesIO(b'{"data":{"access_token":"x","refresh_token":"y"},"success":true,"status":200}')
        response.raw = urllib3.HTTPResponse(body, preload_content=False)
        return response

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def session(recorder: Recorder) -> requests.Session:
    session = requests.Session()
    session.mount("https://", recorder)
    return session


@pytest.fixture
def other() -> Iterator[ScriptedServer]:
    """A second host."""
    server = ScriptedServer()
    yield server
    server.stop()


def secrets_in(request: requests.PreparedRequest) -> dict[str, str]:
    names = ("Authorization", "X-RapidAPI-Host", "X-RapidAPI-Key", "X-Mashape-Key")
    return {name: request.headers[name] for name in names if name in request.headers}


@pytest.mark.parametrize(
    ("auth", "header"), [(ClientId("0123456789abcde"), "Client-ID 0123456789abcde"), (Bearer(TOKEN), f"Bearer {TOKEN}")]
)
def test_it_calls_imgur_itself_for_an_application_and_for_a_user(
    recorder: Recorder, session: requests.Session, auth: Auth, header: str
) -> None:
    HttpTransport(auth=auth, session=session).send(READ)

    assert recorder.sent[0].url == "https://api.imgur.com/3/image/abc1234"
    assert secrets_in(recorder.sent[0]) == {"Authorization": header}


@pytest.mark.parametrize("url", MASHAPE_URLS)
def test_it_calls_mashape_under_both_spellings(recorder: Recorder, session: requests.Session, url: str) -> None:
    HttpTransport(auth=Bearer(TOKEN), commercial=CommercialGateway(KEY, url), session=session).send(READ)

    assert recorder.sent[0].url == f"{url}/3/image/abc1234"
    assert secrets_in(recorder.sent[0]) == {"Authorization": f"Bearer {TOKEN}", "X-Mashape-Key": KEY}


def test_it_calls_rapidapi_unless_told_otherwise(recorder: Recorder, session: requests.Session) -> None:
    HttpTransport(auth=ClientId("abc"), commercial=CommercialGateway(KEY), session=session).send(READ)

    assert recorder.sent[0].url == f"{RAPIDAPI_URL}/3/image/abc1234"
    assert secrets_in(recorder.sent[0]) == {
        "Authorization": "Client-ID abc",
        "X-RapidAPI-Host": "imgur-apiv3.p.rapidapi.com",
        "X-RapidAPI-Key": KEY,
        "X-Mashape-Key": KEY,
    }


@pytest.mark.parametrize("end", ["", "/", "/3", "/3/"])
def test_it_takes_a_gateway_as_imgurs_texts_print_it(recorder: Recorder, session: requests.Session, end: str) -> None:
    HttpTransport(auth=ClientId("abc"), commercial=CommercialGateway(KEY, RAPIDAPI_URL + end), session=session).send(
        READ
    )

    assert recorder.sent[0].url == f"{RAPIDAPI_URL}/3/image/abc1234"


def test_it_refuses_a_gateway_that_is_no_address() -> None:
    with pytest.raises(ValueError, match="plain http or https address"):
        CommercialGateway(KEY, "imgur-apiv3.p.rapidapi.com")


def test_it_asks_imgur_itself_for_tokens_even_when_the_application_pays(
    recorder: Recorder, session: requests.Session
) -> None:
    HttpTransport(auth=ClientId("abc"), commercial=CommercialGateway(KEY), session=session).send(TOKEN_CALL)
    OAuthClient("abc", "s3cr3t", session=session).refresh("r3fr3sh")

    assert [request.url for request in recorder.sent] == ["https://api.imgur.com/oauth2/token"] * 2
    for request in recorder.sent:
        assert secrets_in(request) == {"Authorization": "Client-ID abc"}


@pytest.mark.parametrize(
    "act",
    [
        lambda client: client.account.delete_me("pass word", client_id="0123456789abcde"),
        lambda client: client.account.create("carol_demo", {"password": "pass word"}),
        lambda client: client.account.get_v1("bob_demo"),
        lambda client: client.account.is_blocking("mallory"),
        lambda client: client.account.block("mallory"),
    ],
    ids=["delete_me", "create", "get_v1", "is_blocking", "block"],
)
def test_passwords_and_the_unversioned_api_pass_no_gateway(
    server: ScriptedServer, other: ScriptedServer, act: Callable[[ImgurClient], Any]
) -> None:
    answer = Reply(body=b'{"id":7,"url":"bob_demo","data":{"id":7,"url":"bob_demo","blocked":true}}')
    server.script(answer)
    gateway = CommercialGateway(KEY, other.url)

    act(ImgurClient(HttpTransport(auth=Bearer(TOKEN), api_url=server.url, commercial=gateway)))

    assert not other.received
    assert not {"x-rapidapi-key", "x-mashape-key"} & set(server.received[0].headers)


def test_it_tells_the_gateway_and_imgur_apart_on_the_wire(server: ScriptedServer, other: ScriptedServer) -> None:
    gateway = CommercialGateway(KEY, other.url)
    transport = HttpTransport(auth=Bearer(TOKEN), api_url=server.url, commercial=gateway)

    transport.send(READ)
    transport.send(TOKEN_CALL)

    assert [received.path for received in other.received] == ["/3/image/abc1234"]
    assert [received.path for received in server.received] == ["/oauth2/token"]
    assert other.received[0].headers["x-rapidapi-key"] == KEY
    assert not {"x-rapidapi-key", "x-mashape-key"} & set(server.received[0].headers)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_secret_follows_a_redirect_to_another_host(
    server: ScriptedServer, other: ScriptedServer, status: int
) -> None:
    server.script(Reply(status=status, headers={"Location": f"{other.url}/3/image/abc1234"}))

    with pytest.raises(ImgurError) as caught:
        HttpTransport(auth=Bearer(TOKEN), api_url=server.url, retries=0).send(READ)

    assert not other.received
    assert TOKEN not in str(caught.value)


def test_no_error_tells_a_secret(closed_url: str) -> None:
    gateway = CommercialGateway(KEY, closed_url)

    with pytest.raises(ImgurError) as caught:
        HttpTransport(auth=Bearer(TOKEN), commercial=gateway, retries=0).send(READ)

    for secret in (TOKEN, KEY):
        assert secret not in str(caught.value) + repr(vars(caught.value)) + repr(gateway)
