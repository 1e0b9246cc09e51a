from __future__ import annotations

import gzip
import json
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from imgur import (
    Bearer,
    Call,
    ClientId,
    CommercialGateway,
    HttpTransport,
    ImgurUnavailableError,
    NotFoundError,
    OutcomeUnknownError,
    RateLimitError,
    Timeouts,
)
from tests.imgur.calls import CREATE, READ
from tests.imgur.conftest import TOKEN
from tests.imgur.scripted_server import Reply, ScriptedServer, reply_with

CREATE_WITH_FORM = Call.to("POST", "/3/album", form=[("title", "Ponies & Co"), ("ids[]", "a"), ("ids[]", "b")])


class Retrying(HttpTransport):
    """A transport with two retries that notes its pauses and does not wait."""

    def __init__(self, url: str) -> None:
        self.pauses: list[float] = []
        timeouts = Timeouts(read=0.4)
        super().__init__(auth=Bearer(TOKEN), api_url=url, timeouts=timeouts, retries=2, pause=self.pauses.append)


@pytest.fixture
def retrying(server: ScriptedServer) -> Iterator[Retrying]:
    with Retrying(server.url) as transport:
        yield transport


@pytest.fixture
def self_signed(tmp_path: Path) -> ssl.SSLContext:
    """A server's TLS side with a fresh certificate for 127.0.0.1 that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(tz=UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "server.pem"
    pem.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def test_it_unwraps_the_answer_and_brings_the_figures(server: ScriptedServer, transport: HttpTransport) -> None:
    server.script(reply_with({"id": "abc1234"}, headers={"X-RateLimit-UserRemaining": "1999"}))

    answer = transport.send(READ)

    assert answer.data == {"id": "abc1234"}
    assert answer.body == {"data": {"id": "abc1234"}, "success": True, "status": 200}
    assert answer.status == 200
    assert answer.rate_limits.user is not None
    assert answer.rate_limits.user.remaining == 1999
    assert 0 <= answer.elapsed_ms < 2000


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
    "reply",
    [
        pytest.param(Reply(body=b" " * 1024 * 1024, repeat_body=33), id="plain"),
        pytest.param(
            Reply(body=gzip.compress(b" " * 40 * 1024 * 1024), headers={"Content-Encoding": "gzip"}), id="packed"
        ),
        pytest.param(
            Reply(status=302, body=b" " * 1024 * 1024, repeat_body=33, headers={"Location": "/"}), id="of a redirect"
        ),
    ],
)
def test_it_stops_reading_an_endless_answer(server: ScriptedServer, transport: HttpTransport, reply: Reply) -> None:
    server.script(reply)

    with pytest.raises(ImgurUnavailableError, match="larger than any"):
        transport.send(READ)


def test_it_stops_waiting_for_an_answer_that_drips(server: ScriptedServer, transport: HttpTransport) -> None:
    server.script(Reply(body=b" " * 100, drip_seconds=0.1))
    started = time.monotonic()

    with pytest.raises(ImgurUnavailableError, match="too long"):
        transport.send(READ)

    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(delay_seconds=1), id="no answer in time"),
        pytest.param(Reply(drop="before-answer"), id="dropped after the request"),
        pytest.param(Reply(drop="mid-body", body=b'{"data":'), id="dropped in the answer"),
        pytest.param(Reply(body=b"no gzip", headers={"Content-Encoding": "gzip"}), id="not what it is said to be"),
        pytest.param(Reply(status=500, body=b"{}"), id="500"),
        pytest.param(Reply(body=b"<html>"), id="HTML"),
    ],
)
def test_it_knows_that_it_does_not_know_whether_a_creation_took_effect(
    server: ScriptedServer, transport: HttpTransport, reply: Reply
) -> None:
    server.script(reply, reply, reply)

    with pytest.raises(OutcomeUnknownError) as with_body:
        transport.send(CREATE_WITH_FORM)
    with pytest.raises(OutcomeUnknownError) as without_body:
        transport.send(CREATE)
    with pytest.raises(ImgurUnavailableError) as read:
        transport.send(READ)

    assert with_body.value.was_sent
    assert without_body.value.was_sent
    assert read.value.was_sent
    assert with_body.value.call_route == "/3/album"
    assert len(server.received) == 3


@pytest.mark.parametrize("call", [READ, CREATE, CREATE_WITH_FORM])
def test_it_knows_that_nothing_happened_when_nobody_listens(closed_url: str, call: Call) -> None:
    with pytest.raises(ImgurUnavailableError, match="the connection was refused") as caught:
        HttpTransport(auth=ClientId("abc"), api_url=closed_url, retries=0).send(call)

    assert not caught.value.was_sent
    assert caught.value.reason == "unreachable"


def test_it_names_a_host_that_does_not_resolve() -> None:
    with pytest.raises(ImgurUnavailableError, match="could not be resolved") as caught:
        HttpTransport(auth=ClientId("abc"), api_url="http://imgur.invalid", retries=0).send(CREATE)

    assert not caught.value.was_sent


def test_it_does_not_speak_tls_to_a_stranger(server: ScriptedServer) -> None:
    url = server.url.replace("http://", "https://")

    with pytest.raises(ImgurUnavailableError, match="encrypted connection failed") as caught:
        HttpTransport(auth=ClientId("abc"), api_url=url, retries=0).send(CREATE_WITH_FORM)

    assert not caught.value.was_sent
    assert not server.received


def test_it_trusts_no_certificate_that_nobody_vouches_for(server: ScriptedServer, self_signed: ssl.SSLContext) -> None:
    server.socket = self_signed.wrap_socket(server.socket, server_side=True)
    url = server.url.replace("http://", "https://")

    for call in (CREATE, CREATE_WITH_FORM):
        with pytest.raises(ImgurUnavailableError, match="certificate is not trusted") as caught:
            HttpTransport(auth=Bearer(TOKEN), api_url=url, retries=0).send(call)
        assert not caught.value.was_sent

    assert not server.received


def test_it_keeps_addresses_and_tokens_out_of_messages(closed_url: str) -> None:
    call = Call.to("DELETE", "/3/image/{id}", ids={"id": "hash15hash15has"})

    with pytest.raises(ImgurUnavailableError) as caught:
        HttpTransport(auth=Bearer(TOKEN), api_url=closed_url, retries=0).send(call)

    assert "hash15" not in str(caught.value)
    assert TOKEN not in repr(caught.value)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=502, body=b"upstream\n"),
        Reply(status=503),
        Reply(status=504),
        Reply(body=b""),
        Reply(body=b"<html>"),
        Reply(drop="before-answer"),
    ],
)
def test_it_tries_a_read_again_after_a_hiccup(server: ScriptedServer, retrying: Retrying, reply: Reply) -> None:
    server.script(reply, reply, reply_with("ok"))

    assert retrying.send(READ).data == "ok"

    assert len(server.received) == 3
    assert 0.25 <= retrying.pauses[0] <= 0.5 <= retrying.pauses[1] <= 1.0


def test_it_gives_up_after_the_retries_it_was_granted(server: ScriptedServer, retrying: Retrying) -> None:
    server.script(*[Reply(status=503)] * 9)

    with pytest.raises(ImgurUnavailableError):
        retrying.send(READ)

    assert len(server.received) == 3


def test_it_remembers_that_an_earlier_attempt_may_have_cost_a_credit(server: ScriptedServer) -> None:
    server.script(Reply(drop="before-answer"))
    transport = HttpTransport(auth=Bearer(TOKEN), api_url=server.url, retries=1, pause=lambda _: server.stop())

    with pytest.raises(ImgurUnavailableError, match="refused") as caught:
        transport.send(READ)

    assert caught.value.was_sent


@pytest.mark.parametrize(
    ("call", "reply", "error"),
    [
        pytest.param(READ, Reply(status=429), RateLimitError, id="429"),
        pytest.param(READ, Reply(status=404), NotFoundError, id="404"),
        pytest.param(READ, Reply(status=500, body=b'{"data":"An error occurred","success":false}'),
                     ImgurUnavailableError, id="500"),
        pytest.param(READ, Reply(status=503, headers={"Retry-After": "60"}), ImgurUnavailableError, id="told to wait"),
        pytest.param(READ, reply_with({"error": "over capacity"}, status=503), ImgurUnavailableError, id="full"),
        pytest.param(CREATE, Reply(status=503), OutcomeUnknownError, id="creation"),
        pytest.param(Call.to("PUT", "/3/x", is_upload=True), Reply(status=503), ImgurUnavailableError, id="upload"),
    ],
)  # fmt: skip
def test_it_does_not_try_again_where_that_is_wrong_or_useless(
    server: ScriptedServer, retrying: Retrying, call: Call, reply: Reply, error: type[Exception]
) -> None:
    server.script(reply)

    with pytest.raises(error):
        retrying.send(call)

    assert len(server.received) == 1


def test_it_leaves_the_repeating_of_a_creation_to_the_caller_even_when_nothing_was_sent(closed_url: str) -> None:
    transport = Retrying(closed_url)

    with pytest.raises(ImgurUnavailableError):
        transport.send(CREATE)

    assert transport.pauses == []


@pytest.mark.parametrize(
    "url",
    ["ftp://api.imgur.com", "api.imgur.com", "https://", "https://user:pw@x.example", "https://x.example/?a=1", ""],
)
def test_it_takes_only_a_plain_web_address(url: str) -> None:
    with pytest.raises(ValueError, match="plain http or https address"):
        HttpTransport(auth=ClientId("abc"), api_url=url)


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
