from __future__ import annotations

import gzip
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from imgur import (
    Bearer,
    Call,
    ClientId,
    CommercialGateway,
    HttpTransport,
    ImgurClient,
    ImgurUnavailableError,
    OutcomeUnknownError,
)
from tests.imgur.calls import READ
from tests.imgur.conftest import TOKEN
from tests.imgur.scripted_server import Reply, ScriptedServer, reply_with

CREATE_WITH_FORM = Call.to("POST", "/3/album", form=[("title", "Ponies & Co"), ("ids[]", "a"), ("ids[]", "b")])


def test_it_unwraps_the_answer_and_brings_the_figures(server: ScriptedServer, transport: HttpTransport) -> None:
    server.script(reply_with({"id": "abc1234"}, headers={"X-RateLimit-UserRemaining": "1999"}))

    answer = transport.send(READ)

    assert answer.data == {"id": "abc1234"}
    assert answer.body == {"data": {"id": "abc1234"}, "success": True, "status": 200}
    assert answer.status == 200
    assert answer.rate_limits.user is not None
    assert answer.rate_limits.user.remaining == 1999
    assert 0 <= answer.elapsed_ms < 2000


def test_a_reset_is_a_moment_of_our_clock_even_if_imgurs_goes_wrong(
    server: ScriptedServer, transport: HttpTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = datetime.now(UTC) - timedelta(hours=1)
    date = format_datetime(behind, usegmt=True)
    monkeypatch.setattr(server.RequestHandlerClass, "date_time_string", lambda *_: date)
    in_ten_minutes = int((behind + timedelta(minutes=10)).timestamp())
    figures = {"UserLimit": 500, "UserReset": in_ten_minutes, "ClientLimit": 12500}
    server.script(reply_with(True, headers={"X-RateLimit-UserReset": str(in_ten_minutes)}), reply_with(figures))

    told = [transport.send(READ).rate_limits.user, ImgurClient(transport).credits().rate_limits.user]

    for window in told:
        assert window is not None
        assert window.resets_at is not None
        left = window.resets_at - datetime.now(UTC)
        assert abs(left - timedelta(minutes=10)) < timedelta(seconds=5)


def test_it_gives_an_answer_without_envelope_as_it_is(server: ScriptedServer, transport: HttpTransport) -> None:
    server.script(
        Reply(body=b'{"id":1,"reputation_name":"Neutral"}'),
        Reply(body=b'{"data":{"blocked":false}}'),
        Reply(status=204),
    )

    assert transport.send(READ).data == {"id": 1, "reputation_name": "Neutral"}
    assert transport.send(READ).data == {"blocked": False}
    assert transport.send(READ).data is None


def test_it_sends_the_token_a_form_and_an_honest_user_agent(server: ScriptedServer, transport: HttpTransport) -> None:
    transport.send(CREATE_WITH_FORM)

    (received,) = server.received
    assert received.method == "POST"
    assert received.path == "/3/album"
    assert received.headers["authorization"] == f"Bearer {TOKEN}"
    assert received.headers["user-agent"].startswith("ImgurHub/")
    assert received.headers["content-type"] == "application/x-www-form-urlencoded"
    assert received.body == b"title=Ponies+%26+Co&ids%5B%5D=a&ids%5B%5D=b"


def test_it_sends_parameters_json_and_another_accept_header(server: ScriptedServer, transport: HttpTransport) -> None:
    call = Call.to(
        "POST",
        "/account/v1/{u}/block",
        ids={"u": "bob"},
        params={"a": "ü"},
        json={"x": 1},
        accept="application/vnd.api+json",
    )

    transport.send(call)

    (received,) = server.received
    assert received.path == "/account/v1/bob/block?a=%C3%BC"
    assert received.headers["accept"] == "application/vnd.api+json"
    assert received.headers["content-type"] == "application/json"
    assert json.loads(received.body) == {"x": 1}


def test_it_sends_a_post_without_a_body(server: ScriptedServer, transport: HttpTransport) -> None:
    transport.send(Call.to("POST", "/3/image/{id}/favorite", ids={"id": "abc1234"}))

    assert server.received[0].headers["content-length"] == "0"


def test_it_calls_the_gateway_with_its_key_when_the_application_pays(server: ScriptedServer) -> None:
    gateway = CommercialGateway(key="gateway-key", url=server.url)

    HttpTransport(auth=ClientId("abc"), api_url="https://unused.invalid", commercial=gateway).send(READ)

    headers = server.received[0].headers
    assert headers["authorization"] == "Client-ID abc"
    assert headers["x-rapidapi-key"] == headers["x-mashape-key"] == "gateway-key"
    assert headers["x-rapidapi-host"] == "127.0.0.1"


def test_it_never_gives_a_users_token_to_the_web_site(server: ScriptedServer) -> None:
    call = Call.to("GET", "/upload/poll", host="site", cost=0)
    gateway = CommercialGateway(key="gateway-key", url="https://unused.invalid")

    HttpTransport(auth=Bearer(TOKEN), site_url=server.url, commercial=gateway).send(call)
    HttpTransport(auth=ClientId("abc"), site_url=server.url).send(call)

    assert "authorization" not in server.received[0].headers
    assert "x-rapidapi-key" not in server.received[0].headers
    assert server.received[1].headers["authorization"] == "Client-ID abc"


def test_it_is_not_led_astray_by_netrc_or_cookies(
    server: ScriptedServer, transport: HttpTransport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login mallory password wrong\n")
    monkeypatch.setenv("NETRC", str(netrc))
    server.script(reply_with(True, headers={"Set-Cookie": "track=1; Path=/"}))

    transport.send(READ)
    transport.send(READ)

    assert [received.headers["authorization"] for received in server.received] == [f"Bearer {TOKEN}"] * 2
    assert "cookie" not in server.received[1].headers


def test_it_does_not_follow_a_redirect(server: ScriptedServer, transport: HttpTransport) -> None:
    server.script(
        Reply(status=302, headers={"Location": f"{server.url}/stolen"}), Reply(status=301, headers={"Location": "//["})
    )

    with pytest.raises(ImgurUnavailableError):
        transport.send(READ)
    with pytest.raises(OutcomeUnknownError):
        transport.send(CREATE_WITH_FORM)

    assert [received.path for received in server.received] == ["/3/image/abc1234", "/3/album"]


def test_it_reads_a_packed_answer(server: ScriptedServer, transport: HttpTransport) -> None:
    body = gzip.compress(json.dumps({"data": list(range(50_000)), "success": True, "status": 200}).encode())
    server.script(Reply(body=body, headers={"Content-Encoding": "gzip"}))

    assert transport.send(READ).data == list(range(50_000))


def test_it_reuses_its_connection(server: ScriptedServer, transport: HttpTransport) -> None:
    for _ in range(3):
        transport.send(READ)

    assert len(server.received) == 3
    assert server.connection_count == 1


@pytest.mark.parametrize(
    "url",
    [
        "ftp://api.imgur.com", "api.imgur.com", "https://", "https://user:pw@x.example", "https://:pw@x.example",
        "https://@x.example", "https://x.example/?a=1", "https://x.example:99999", "https://[x", "",
    ],
)  # fmt: skip
def test_it_takes_only_a_plain_web_address(url: str) -> None:
    for name in ("api_url", "site_url"):
        with pytest.raises(ValueError, match="plain http or https address") as caught:
            HttpTransport(auth=ClientId("abc"), **{name: url})  # type: ignore[arg-type]
        assert "pw" not in str(caught.value)


@pytest.mark.parametrize("host", ["api.imgur.com", "10.0.0.1", "localhost.example", "127.0.0.1.example"])
def test_it_sends_no_token_in_the_clear_to_another_computer(host: str) -> None:
    with pytest.raises(ValueError, match="begin with https"):
        HttpTransport(auth=ClientId("abc"), api_url=f"http://{host}")
    with pytest.raises(ValueError, match="begin with https"):
        CommercialGateway("key", f"http://{host}")


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "127.1.2.3", "localhost", "[::1]:8001"])
def test_it_speaks_http_to_this_computer(host: str) -> None:
    assert CommercialGateway("key", f"http://{host}").url == f"http://{host}"
    HttpTransport(auth=ClientId("abc"), api_url=f"http://{host}")


@pytest.mark.parametrize("end", ["/", "/3", "/3/"])
def test_it_takes_the_address_of_the_api_with_its_version(server: ScriptedServer, end: str) -> None:
    HttpTransport(auth=ClientId("abc"), api_url=server.url + end).send(READ)

    assert server.received[0].path == "/3/image/abc1234"


def test_it_keeps_a_connection_for_every_thread(server: ScriptedServer) -> None:
    threads = 20
    transport = HttpTransport(auth=ClientId("abc"), api_url=server.url, retries=0)
    together = threading.Barrier(threads)

    def work(_number: int) -> None:
        for _ in range(3):
            together.wait(20)
            transport.send(Call.to("GET", "/3/credits"))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))

    assert len(server.received) == 3 * threads
    assert server.connection_count <= threads


def test_it_leaves_a_session_that_it_was_given_open(server: ScriptedServer) -> None:
    session = requests.Session()
    closed: list[bool] = []
    session.close = lambda: closed.append(True)  # type: ignore[method-assign]

    with HttpTransport(auth=ClientId("abc"), api_url=f"{server.url}/", session=session) as transport:
        transport.send(READ)

    assert not closed
    assert server.received[0].path == "/3/image/abc1234"


@pytest.mark.parametrize("bad", ["", "a b", "abc\r\nX-Evil: 1", "tökén"])
@pytest.mark.parametrize("kind", [ClientId, Bearer, CommercialGateway])
def test_it_refuses_a_token_that_no_header_can_carry_without_quoting_it(kind: Any, bad: str) -> None:
    with pytest.raises(ValueError, match="header cannot carry") as caught:
        kind(bad)

    assert not bad or bad not in str(caught.value)


def test_it_keeps_tokens_out_of_reprs() -> None:
    for auth in (ClientId(TOKEN), Bearer(TOKEN), CommercialGateway(TOKEN)):
        assert TOKEN not in repr(auth)
