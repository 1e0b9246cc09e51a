"""Answers that come in drops or without end, in places where no look between two reads of the body would see them."""

from __future__ import annotations

import gzip
import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import repeat
from pathlib import Path

import pytest

from imgur import Call, ClientId, FilePart, HttpTransport, ImgurUnavailableError, OutcomeUnknownError, Timeouts
from tests.imgur.calls import READ
from tests.imgur.scripted_server import Reply, ScriptedServer

OK = b"HTTP/1.1 200 OK\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
ANSWER = b'{"data":{"id":"a"},"success":true,"status":200}'
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
EMPTY_BLOCK = b"\x00\x00\x00\xff\xff"


@contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """An address at which ``serve`` gets one connection, in a thread of its own."""

    def accept() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                serve(connection)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
    thread.join(10)
    assert not thread.is_alive()


def answering(head: bytes, drop: bytes, *, pause: float = 0) -> Callable[[socket.socket], None]:
    """Answers with ``head`` and then ``drop`` for ever, ``pause`` seconds before each."""

    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(head)
        for piece in repeat(drop):
            time.sleep(pause)
            connection.sendall(piece)

    return serve


def transport_for(url: str) -> HttpTransport:
    return HttpTransport(auth=ClientId("abc"), api_url=url, retries=0, timeouts=Timeouts(read=0.4, answer=0.4))


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        pytest.param(b"", b"H", id="of a status line"),
        pytest.param(OK, b"A", id="of a header"),
        pytest.param(OK, b"A: b\r\n", id="of headers"),
        pytest.param(b"", CONTINUE, id="of interim answers"),
        pytest.param(OK + b"\r\n", b" ", id="of a body"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0", id="of a chunk's length"),
        pytest.param(OK + b"Content-Encoding: gzip\r\n\r\n" + GZIP_HEAD, EMPTY_BLOCK, id="of empty packed blocks"),
    ],
)
def test_drops_do_not_keep_it_waiting(head: bytes, drop: bytes) -> None:
    started = time.monotonic()

    with (
        listening(answering(head, drop, pause=0.1)) as url,
        transport_for(url) as transport,
        pytest.raises(ImgurUnavailableError, match="took too long") as caught,
    ):
        transport.send(READ)

    assert caught.value.reason == "too-long"
    assert 0.7 < time.monotonic() - started < 2.5


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        pytest.param(b"", CONTINUE * 1000, id="interim answers"),
        pytest.param(
            OK + b"Content-Encoding: gzip\r\n\r\n" + GZIP_HEAD, EMPTY_BLOCK * 5000, id="packed blocks without content"
        ),
        pytest.param(OK + b"\r\n", b" " * 50_000, id="body"),
    ],
)
def test_it_counts_what_comes_in_and_not_only_what_is_in_it(
    monkeypatch: pytest.MonkeyPatch, head: bytes, drop: bytes
) -> None:
    monkeypatch.setattr("imgur.session.MAX_ANSWER_BYTES", 1_000_000)

    with listening(answering(head, drop)) as url:
        transport = HttpTransport(auth=ClientId("abc"), api_url=url, retries=0, timeouts=Timeouts(read=5, answer=60))
        with transport, pytest.raises(ImgurUnavailableError, match="larger than any") as caught:
            transport.send(READ)

    assert caught.value.reason == "too-long"


def test_a_creation_that_is_answered_in_drops_may_have_taken_effect() -> None:
    call = Call.to("POST", "/3/album", form=[("title", "x")])

    with (
        listening(answering(OK, b"A", pause=0.1)) as url,
        transport_for(url) as transport,
        pytest.raises(OutcomeUnknownError, match="took too long"),
    ):
        transport.send(call)


def test_an_upload_may_take_longer_than_its_answer() -> None:
    def read_late(connection: socket.socket) -> None:
        time.sleep(1.5)
        connection.settimeout(0.3)
        with suppress(TimeoutError):
            while connection.recv(1_000_000):
                pass
        connection.sendall(OK + b"Content-Length: %d\r\n\r\n" % len(ANSWER) + ANSWER)

    part = FilePart(field="image", source=io.BytesIO(b"x" * 30_000_000), name="a.png", content_type="image/png")
    call = Call.to("POST", "/3/image", upload=part, is_upload=True)
    timeouts = Timeouts(read=0.2, upload_read=0.8, answer=0.1, upload_send=5)
    started = time.monotonic()

    with listening(read_late) as url:
        transport = HttpTransport(auth=ClientId("abc"), api_url=url, retries=0, timeouts=timeouts)
        assert transport.send(call).data == {"id": "a"}
        transport.close()

    assert time.monotonic() - started > 1.5


def test_it_reads_and_bounds_answers_over_tls_too(
    server: ScriptedServer, self_signed: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.socket = self_signed.wrap_socket(server.socket, server_side=True)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "server.pem"))
    packed = Reply(body=gzip.compress(ANSWER), headers={"Content-Encoding": "gzip"})
    last = Reply(body=ANSWER, headers={"Connection": "close"})
    server.script(packed, last, Reply(body=b" " * 100, drip_seconds=0.1))

    with transport_for(server.url.replace("http://", "https://")) as transport:
        assert [transport.send(READ).data for _ in range(2)] == [{"id": "a"}] * 2
        with pytest.raises(ImgurUnavailableError, match="took too long"):
            transport.send(READ)
