"""Connections that fail, answers that never end, and what is known afterwards."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
import traceback

import pytest

from imgur import (
    Bearer,
    Call,
    ClientId,
    HttpTransport,
    ImgurError,
    ImgurUnavailableError,
    OutcomeUnknownError,
)
from tests.imgur.calls import CREATE, READ
from tests.imgur.conftest import TOKEN
from tests.imgur.scripted_server import Reply, ScriptedServer

CREATE_WITH_FORM = Call.to("POST", "/3/album", form=[("title", "Ponies & Co"), ("ids[]", "a"), ("ids[]", "b")])


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


def test_it_names_a_host_that_does_not_resolve(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*address: object, **options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    with pytest.raises(ImgurUnavailableError, match="could not be resolved") as caught:
        HttpTransport(auth=ClientId("abc"), api_url="https://imgur.invalid", retries=0).send(CREATE)

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


def chain_of(error: BaseException) -> list[BaseException]:
    """``error`` and all that is chained to it, shown in a traceback or not."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        link = waiting.pop()
        if link is not None and link not in found:
            found.append(link)
            waiting += [link.__cause__, link.__context__]
    return found


@pytest.mark.parametrize(
    "reply",
    [
        None,
        Reply(drop="before-answer"),
        Reply(drop="mid-body", body=b'{"data":'),
        Reply(delay_seconds=1),
        Reply(body=b" " * 1024 * 1024, repeat_body=33),
        Reply(status=404),
        Reply(status=302, headers={"Location": "http://["}),
    ],
    ids=["refused", "dropped", "dropped in the answer", "too late", "endless", "404", "redirected"],
)
@pytest.mark.parametrize("method", ["DELETE", "POST"])
def test_nothing_is_chained_to_an_error_that_holds_the_token_or_the_path(
    server: ScriptedServer, transport: HttpTransport, method: str, reply: Reply | None
) -> None:
    if reply:
        server.script(reply)
    else:
        server.stop()
    call = Call.to(method, "/3/image/{id}", ids={"id": "hash15hash15has"}, form=[("title", "s3cr3t")])

    with pytest.raises(ImgurError) as caught:
        transport.send(call)

    assert chain_of(caught.value) == [caught.value]
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    shown += repr(vars(caught.value))
    assert not [secret for secret in (TOKEN, "hash15", "s3cr3t") if secret in shown]


def test_it_keeps_the_names_of_the_errors_below(closed_url: str) -> None:
    with pytest.raises(ImgurUnavailableError) as caught:
        HttpTransport(auth=ClientId("abc"), api_url=closed_url, retries=0).send(READ)

    assert "NewConnectionError" in caught.value.cause
    assert "ConnectionRefusedError" in caught.value.cause


def test_it_keeps_addresses_and_tokens_out_of_messages(closed_url: str) -> None:
    call = Call.to("DELETE", "/3/image/{id}", ids={"id": "hash15hash15has"})

    with pytest.raises(ImgurUnavailableError) as caught:
        HttpTransport(auth=Bearer(TOKEN), api_url=closed_url, retries=0).send(call)

    assert "hash15" not in str(caught.value)
    assert TOKEN not in repr(caught.value)
