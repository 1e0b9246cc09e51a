"""Every way to hand over a picture or video, over real HTTP, as Imgur would receive it."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qs

import pytest

from imgur import Bearer, HttpTransport, Image, ImgurClient, OutcomeUnknownError, UploadTicket
from tests.imgur.conftest import TOKEN
from tests.imgur.payloads import recorded
from tests.imgur.scripted_server import Received, Reply, ScriptedServer, reply_with

CONTENT = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 1000 + b"!"
UPLOADED = reply_with(recorded("image_upload")["data"])

Source = Path | BinaryIO | bytes
MAKERS: list[Callable[[Path], Source]] = [
    lambda path: path,
    lambda path: path.open("rb"),
    lambda path: io.BytesIO(path.read_bytes()),
    lambda path: path.read_bytes(),
]
KINDS = ["path", "open file", "file in memory", "bytes"]


@pytest.fixture
def client(transport: HttpTransport) -> ImgurClient:
    return ImgurClient(transport)


@pytest.fixture(params=MAKERS, ids=KINDS)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    path = tmp_path / "cat.png"
    path.write_bytes(CONTENT)
    source = request.param(path)
    yield source
    if hasattr(source, "close"):
        source.close()


def parts_of(received: Received) -> dict[str, Message]:
    """The parts of a multipart body by their field's name."""
    head = f"Content-Type: {received.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + received.body)
    parts: Any = message.get_payload()
    return {part.get_param("name", header="content-disposition"): part for part in parts}


def form_of(received: Received) -> dict[str, list[str]]:
    return parse_qs(received.body.decode("ascii"), keep_blank_values=True)


def test_it_uploads_a_file_from_anywhere(server: ScriptedServer, client: ImgurClient, source: Source) -> None:
    server.script(UPLOADED)

    uploaded = client.images.upload(source, name="cat.png", content_type="image/png", title="A cat", album="z6B0jQx")

    assert isinstance(uploaded, Image)
    assert uploaded.deletehash == "abcdefghijklmno"
    (received,) = server.received
    parts = parts_of(received)
    assert (received.method, received.path) == ("POST", "/3/image")
    assert set(parts) == {"type", "name", "title", "album", "image"}
    assert parts["image"].get_payload(decode=True) == CONTENT
    assert parts["image"].get_filename() == "cat.png"
    assert parts["type"].get_payload() == "file"


def test_it_sends_the_whole_file_again_when_the_caller_does(
    server: ScriptedServer, client: ImgurClient, source: Source
) -> None:
    server.script(Reply(status=503), UPLOADED)
    seen: list[int] = []

    def upload() -> Any:
        return client.images.upload(
            source, name="a.png", content_type="image/png", on_progress=lambda sent, _total: seen.append(sent)
        )

    with pytest.raises(OutcomeUnknownError):
        upload()
    upload()

    for received in server.received:
        assert hashlib.sha256(parts_of(received)["image"].get_payload(decode=True)).digest() == (
            hashlib.sha256(CONTENT).digest()
        )
    # The second time counts from the start again.
    assert seen.count(len(CONTENT)) == 2
    assert sorted(seen) != seen


def test_it_tells_the_progress_of_every_kind_of_source(
    server: ScriptedServer, client: ImgurClient, source: Source
) -> None:
    server.script(UPLOADED)
    seen: list[tuple[int, int]] = []

    client.images.upload(
        source, name="a.png", content_type="image/png", on_progress=lambda sent, total: seen.append((sent, total))
    )

    assert seen[-1] == (len(CONTENT), len(CONTENT))
    sizes = [sent for sent, _total in seen]
    assert sizes == sorted(set(sizes))


def test_it_uploads_a_video_in_its_own_field(server: ScriptedServer, client: ImgurClient, source: Source) -> None:
    server.script(Reply(body=b'{"data":{"errorCode":null,"ticket":"7234557b"},"success":true,"status":200}'))

    ticket = client.images.upload(source, name="clip.mp4", content_type="video/mp4", disable_audio=True)

    assert ticket == UploadTicket(ticket="7234557b")
    parts = parts_of(server.received[0])
    assert parts["video"].get_payload(decode=True) == CONTENT
    assert parts["video"].get_content_type() == "video/mp4"
    assert parts["disable_audio"].get_payload() == "1"
    assert "image" not in parts


def test_it_uploads_base64_that_survives_the_form(server: ScriptedServer, client: ImgurClient) -> None:
    encoded = base64.b64encode(CONTENT).decode()
    assert {"+", "/", "="} <= set(encoded)
    server.script(UPLOADED, UPLOADED)

    client.images.upload_base64(encoded, name="cat.png", description="")
    client.images.upload_base64(f"data:image/png;base64,{encoded}")

    for received in server.received:
        assert received.headers["content-type"] == "application/x-www-form-urlencoded"
        assert form_of(received)["type"] == ["base64"]
        assert base64.b64decode(form_of(received)["image"][0], validate=True) == CONTENT
    assert form_of(server.received[0])["description"] == [""]


@pytest.mark.parametrize("url", ["https://example.com/a%20b.png?x=1&y=ü#z", "https://example.com/clip.mp4"])
def test_it_lets_imgur_fetch_a_url(server: ScriptedServer, client: ImgurClient, url: str) -> None:
    server.script(UPLOADED)

    client.images.upload_url(url, disable_audio=True)

    assert form_of(server.received[0]) == {"image": [url], "type": ["url"], "disable_audio": ["1"]}


def test_no_way_of_uploading_is_repeated_by_itself(server: ScriptedServer) -> None:
    pauses: list[float] = []
    with HttpTransport(auth=Bearer(TOKEN), api_url=server.url, retries=5, pause=pauses.append) as patient:
        client = ImgurClient(patient)
        for upload in (
            lambda: client.images.upload(CONTENT, name="a.png", content_type="image/png"),
            lambda: client.images.upload_base64("aGk="),
            lambda: client.images.upload_url("https://example.com/a.png"),
        ):
            server.script(Reply(status=503))
            with pytest.raises(OutcomeUnknownError):
                upload()

    assert len(server.received) == 3
    assert not pauses
