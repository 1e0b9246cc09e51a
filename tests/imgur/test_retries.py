"""Which calls are sent a second time, and which never."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import pytest

from imgur import (
    Bearer,
    Call,
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


class Retrying(HttpTransport):
    """A transport with two retries that notes its pauses and does not wait."""

    def __init__(self, url: str) -> None:
        self.pauses: list[float] = []
        timeouts = Timeouts(read=0.4, answer=0.5)
        super().__init__(auth=Bearer(TOKEN), api_url=url, timeouts=timeouts, retries=2, pause=self.pauses.append)


@pytest.fixture
def retrying(server: ScriptedServer) -> Iterator[Retrying]:
    with Retrying(server.url) as transport:
        yield transport


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
        pytest.param(READ, Reply(status=301, headers={"Location": "/"}), ImgurUnavailableError, id="redirect"),
        pytest.param(READ, Reply(body=b" " * 1024 * 1024, repeat_body=33), ImgurUnavailableError, id="endless"),
        pytest.param(READ, Reply(body=b" " * 100, drip_seconds=0.1), ImgurUnavailableError, id="dripping"),
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


def test_it_does_not_try_a_certificate_again_that_nobody_vouches_for(
    server: ScriptedServer, self_signed: ssl.SSLContext
) -> None:
    server.socket = self_signed.wrap_socket(server.socket, server_side=True)
    transport = Retrying(server.url.replace("http://", "https://"))

    with pytest.raises(ImgurUnavailableError) as caught:
        transport.send(READ)

    assert caught.value.reason == "untrusted"
    assert transport.pauses == []


def test_it_leaves_the_repeating_of_a_creation_to_the_caller_even_when_nothing_was_sent(closed_url: str) -> None:
    transport = Retrying(closed_url)

    with pytest.raises(ImgurUnavailableError):
        transport.send(CREATE)

    assert transport.pauses == []
