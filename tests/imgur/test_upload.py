"""Files on the wire: the multipart form, streaming, rewinding, and files that fail."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest

from imgur import Bearer, Call, FilePart, HttpTransport, ImgurUnavailableError, OutcomeUnknownError, Timeouts
from tests.imgur.conftest import TOKEN
from tests.imgur.scripted_server import Received, Reply, ScriptedServer, reply_with

PNG = b"\x89PNG\r\n\x1a\n--not the boundary\r\n" + bytes(range(256))


def upload_call(
    source: Any, *, name: str = "cat.png", on_progress: Any = None, form: Any = (("title", "A cat"),)
) -> Call:
    part = FilePart(field="image", source=source, name=name, content_type="image/png", on_progress=on_progress)
    return Call.to("POST", "/3/image", form=form, upload=part, cost=10, is_upload=True)


def parts_of(received: Received) -> list[Message]:
    head = f"Content-Type: {received.headers['content-type']}\r\n\r\n".encode()
    parts = BytesParser().parsebytes(head + received.body).get_payload()
    assert isinstance(parts, list)
    return parts  # type: ignore[return-value]


def test_it_sends_the_fields_and_the_file_byte_for_byte(
    server: ScriptedServer, transport: HttpTransport, tmp_path: Path
) -> None:
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)

    transport.send(upload_call(path, form=[("title", "Käse & Brot"), ("ids[]", "a"), ("ids[]", "b")]))

    title, first, second, image = parts_of(server.received[0])
    assert title.get_param("name", header="content-disposition") == "title"
    assert title.get_payload(decode=True) == "Käse & Brot".encode()
    assert (first.get_payload(decode=True), second.get_payload(decode=True)) == (b"a", b"b")
    assert image.get_param("name", header="content-disposition") == "image"
    assert image.get_filename() == "cat.png"
    assert image.get_content_type() == "image/png"
    assert image.get_payload(decode=True) == PNG
    assert int(server.received[0].headers["content-length"]) == server.received[0].body_bytes


def test_a_file_name_cannot_break_out_of_its_header(server: ScriptedServer, transport: HttpTransport) -> None:
    transport.send(upload_call(io.BytesIO(PNG), name='a"; name="album\r\nX-Evil: 1\r\n\r\n.png'))

    _title, image = parts_of(server.received[0])
    assert image.get_param("name", header="content-disposition") == "image"
    assert "X-Evil" not in image
    assert image.get_payload(decode=True) == PNG


def test_it_rewinds_a_file_object_that_was_read_before(server: ScriptedServer, transport: HttpTransport) -> None:
    source = io.BytesIO(PNG)
    source.read()

    transport.send(upload_call(source))
    transport.send(upload_call(source))

    for received in server.received:
        assert parts_of(received)[1].get_payload(decode=True) == PNG
    assert not source.closed


def test_it_closes_the_file_that_it_opened(
    server: ScriptedServer, transport: HttpTransport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)
    opened: list[Any] = []
    path_open = Path.open

    def open_and_note(self: Path, *arguments: Any) -> Any:
        opened.append(path_open(self, *arguments))
        return opened[-1]

    monkeypatch.setattr(Path, "open", open_and_note)
    server.script(Reply(status=500))

    with pytest.raises(OutcomeUnknownError):
        transport.send(upload_call(path))

    assert [file.closed for file in opened] == [True]


def test_it_sends_an_empty_file_as_one(server: ScriptedServer, transport: HttpTransport) -> None:
    transport.send(upload_call(io.BytesIO()))

    assert parts_of(server.received[0])[1].get_payload(decode=True) == b""


def test_it_tells_the_progress_up_to_the_last_byte(server: ScriptedServer, transport: HttpTransport) -> None:
    seen: list[tuple[int, int]] = []

    transport.send(upload_call(io.BytesIO(b"x" * 200_000), on_progress=lambda sent, total: seen.append((sent, total))))

    assert seen[-1] == (200_000, 200_000)
    assert [sent for sent, _ in seen] == sorted({sent for sent, _ in seen})
    assert len(seen) > 3


def test_it_never_holds_a_large_file_in_memory(server: ScriptedServer, tmp_path: Path) -> None:
    size = 128 * 1024 * 1024
    path = tmp_path / "large.mp4"
    with path.open("wb") as file:
        file.truncate(size)
        file.seek(size // 2)
        file.write(b"middle")

    tracemalloc.start()
    try:
        with HttpTransport(auth=Bearer(TOKEN), api_url=server.url) as transport:
            transport.send(upload_call(path, form=()))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 20 * 1024 * 1024
    assert server.received[0].body_sha256 == sha256_of_upload(server.received[0], path)


def sha256_of_upload(received: Received, path: Path) -> str:
    """What the whole body has to hash to: the head that arrived, the file from the disk, the closing boundary."""
    head, separator, _ = received.body.partition(b"\r\n\r\n")
    digest = hashlib.sha256(head + separator)
    with path.open("rb") as file:
        while block := file.read(1024 * 1024):
            digest.update(block)
    boundary = received.headers["content-type"].partition("boundary=")[2]
    digest.update(f"\r\n--{boundary}--\r\n".encode())
    return digest.hexdigest()


def test_a_missing_file_is_our_fault_and_nothing_is_sent(server: ScriptedServer, transport: HttpTransport) -> None:
    with pytest.raises(FileNotFoundError):
        transport.send(upload_call(Path("/nonexistent/cat.png")))

    assert not server.received


class _Failing(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError(5, "Input/output error")


class _Shrinking(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        return b"" if self.tell() > 100 else super().read(size)


@pytest.mark.parametrize(
    ("source", "match"),
    [(_Failing(PNG), "Input/output"), (_Shrinking(b"x" * 300_000), "changed while it was sent")],
)
def test_a_file_that_fails_while_it_is_sent_is_not_blamed_on_imgur(
    server: ScriptedServer, transport: HttpTransport, source: Any, match: str
) -> None:
    with pytest.raises(OSError, match=match) as caught:
        transport.send(upload_call(source))

    # An error of the libraries would hold the request, and with it the token.
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_it_lets_the_progress_callback_break_the_upload_off(server: ScriptedServer, transport: HttpTransport) -> None:
    class CancelledError(Exception):
        pass

    def cancel(sent: int, total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        transport.send(upload_call(io.BytesIO(PNG), on_progress=cancel))


def test_it_measures_a_file_whose_seek_tells_nothing(server: ScriptedServer, transport: HttpTransport) -> None:
    class Wrapper:
        def __init__(self) -> None:
            self._file = io.BytesIO(PNG)
            self.tell, self.read = self._file.tell, self._file.read

        def seek(self, *position: int) -> None:
            self._file.seek(*position)

    transport.send(upload_call(Wrapper()))

    assert parts_of(server.received[0])[1].get_payload(decode=True) == PNG


@pytest.mark.parametrize("drop", ["before-answer", "mid-body"])
def test_it_does_not_know_the_outcome_when_the_answer_to_an_upload_is_lost(server: ScriptedServer, drop: Any) -> None:
    server.script(Reply(drop=drop, body=b'{"data"'))

    with pytest.raises(OutcomeUnknownError), HttpTransport(auth=Bearer(TOKEN), api_url=server.url) as transport:
        transport.send(upload_call(io.BytesIO(PNG)))

    assert len(server.received) == 1


def test_it_does_not_know_the_outcome_when_the_connection_breaks_on_the_way(server: ScriptedServer) -> None:
    server.script(Reply(drop="on-headers"))

    with pytest.raises(OutcomeUnknownError), HttpTransport(auth=Bearer(TOKEN), api_url=server.url) as transport:
        transport.send(upload_call(io.BytesIO(b"x" * 20_000_000)))


def test_it_knows_that_no_upload_happened_when_nobody_listens(closed_url: str) -> None:
    with pytest.raises(ImgurUnavailableError) as caught:
        HttpTransport(auth=Bearer(TOKEN), api_url=closed_url).send(upload_call(io.BytesIO(PNG)))

    assert not caught.value.was_sent


def test_it_waits_longer_for_the_answer_to_an_upload(server: ScriptedServer) -> None:
    server.script(Reply(delay_seconds=0.6, body=reply_with({"id": "abc1234"}).body))
    timeouts = Timeouts(read=0.2, upload_read=5)

    with HttpTransport(auth=Bearer(TOKEN), api_url=server.url, timeouts=timeouts) as transport:
        answer = transport.send(upload_call(io.BytesIO(PNG)))

    assert answer.data == {"id": "abc1234"}
