"""Uploads: every way to send a picture, and every refusal."""

import base64
import io
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import av
import pytest
import requests
from PIL import Image

from tests.fixtures.sandbox import Person, Sandbox

Picture = Callable[..., bytes]


def error_of(answer: requests.Response) -> tuple[int, Any]:
    error = answer.json()["data"]["error"]
    return answer.status_code, error if isinstance(error, str) else (error["code"], error["message"])


def film(path: Path, *, form: str = "mp4", codec: str = "libx264", has_sound: bool = False) -> bytes:
    with av.open(str(path), "w", format=form) as container:
        pictures = container.add_stream(codec, rate=10)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
        voice = container.add_stream("aac", rate=44_100) if has_sound else None
        for shade in range(10):
            frame = av.VideoFrame.from_image(Image.new("RGB", (64, 48), (shade * 20, 90, 40)))
            container.mux(pictures.encode(frame))
        container.mux(pictures.encode())
        if voice is not None:
            sample = av.AudioFrame(format="s16", layout="mono", samples=1024)
            sample.planes[0].update(bytes(2048))
            sample.sample_rate = 44_100
            for packet in [*voice.encode(sample), *voice.encode()]:
                container.mux(packet)
    return path.read_bytes()


def test_it_keeps_a_file_byte_for_byte(sandbox: Sandbox, owner: Person, picture: Picture) -> None:
    sent = picture("JPEG")

    answer = sandbox.api(
        "POST",
        "image",
        headers=owner.bearer,
        files={"image": ("holiday.jpg", sent)},
        data={"title": "Sea", "description": "Calm"},
    )

    body = answer.json()
    assert list(body) == ["status", "success", "data"]
    image = body["data"]
    assert (image["title"], image["description"], image["name"]) == ("Sea", "Calm", "holiday.jpg")
    assert (image["width"], image["height"], image["size"], image["type"]) == (40, 30, len(sent), "image/jpeg")
    assert (image["account_id"], image["account_url"]) == (owner.account_id, owner.username)
    assert image["link"] == f"{sandbox.media_url}/{image['id']}.jpeg"
    assert (image["mp4"], image["hls"], image["ad_type"]) == ("", "", None)
    assert requests.get(image["link"], timeout=10).content == sent

    newest = sandbox.api("GET", "account/me/images?perPage=1", headers=owner.bearer).json()["data"][0]
    assert (newest["id"], newest["name"], newest["link"][-4:]) == (image["id"], "holiday.jpg", ".jpg")


def test_it_takes_an_anonymous_picture(sandbox: Sandbox, picture: Picture) -> None:
    image = sandbox.api("POST", "upload", files={"image": picture()}).json()["data"]

    assert (image["account_id"], image["account_url"]) == (0, None)
    assert (len(image["id"]), len(image["deletehash"])) == (7, 15)
    assert sandbox.api("DELETE", f"image/{image['deletehash']}").json()["data"] is True


@pytest.mark.parametrize("kind", [None, "base64", "file", "URL", "nonsense"])
def test_it_takes_base64_whatever_the_type_says(sandbox: Sandbox, picture: Picture, kind: str | None) -> None:
    fields = {"image": base64.b64encode(picture()).decode(), "type": kind}

    answer = sandbox.api("POST", "image", data={name: value for name, value in fields.items() if value})

    assert answer.json()["data"]["type"] == "image/png"
    assert answer.json()["data"]["name"] == ""


def test_it_takes_base64_in_json(sandbox: Sandbox, picture: Picture) -> None:
    body = {"image": base64.b64encode(picture("GIF")).decode(), "type": "base64", "name": "dot.gif"}

    image = sandbox.api("POST", "image", json=body).json()["data"]

    assert (image["type"], image["animated"], image["name"]) == ("image/gif", False, "dot.gif")


def test_it_cuts_the_title_but_echoes_it_whole(sandbox: Sandbox, owner: Person, picture: Picture) -> None:
    title = "x" * 200

    image = sandbox.api("POST", "image", headers=owner.bearer, files={"image": picture()}, data={"title": title})

    assert image.json()["data"]["title"] == title
    read = sandbox.api("GET", f"image/{image.json()['data']['id']}").json()["data"]
    assert read["title"] == "x" * 128


def test_it_stores_a_blank_title_as_null(sandbox: Sandbox, picture: Picture) -> None:
    image = sandbox.api("POST", "image", files={"image": picture()}, data={"title": " "}).json()["data"]

    assert image["title"] == " "
    assert sandbox.api("GET", f"image/{image['id']}").json()["data"]["title"] is None


@pytest.mark.parametrize("form", ["WEBP", "TIFF", "BMP", "PNG", "GIF", "JPEG"])
def test_it_reads_the_type_from_the_bytes(sandbox: Sandbox, picture: Picture, form: str) -> None:
    image = sandbox.api("POST", "image", files={"image": ("misnamed.txt", picture(form))}).json()["data"]

    assert image["type"] == f"image/{form.lower()}"
    assert requests.get(image["link"], timeout=10).headers["Content-Type"] == f"image/{form.lower()}"


def test_it_measures_videos(sandbox: Sandbox, owner: Person, tmp_path: Path) -> None:
    sent = film(tmp_path / "clip.mp4", has_sound=True)

    image = sandbox.api("POST", "image", headers=owner.bearer, files={"video": ("clip.mp4", sent)}).json()["data"]

    assert (image["type"], image["width"], image["height"]) == ("video/mp4", 64, 48)
    assert (image["animated"], image["has_sound"]) == (True, True)
    assert image["mp4"] == image["link"] == f"{sandbox.media_url}/{image['id']}.mp4"
    assert image["mp4_size"] == len(sent)
    assert image["processing"] == {"status": "completed"}


def test_it_takes_sound_away_on_request(sandbox: Sandbox, tmp_path: Path) -> None:
    sent = film(tmp_path / "clip.mp4", has_sound=True)

    image = sandbox.api("POST", "image", files={"video": sent}, data={"disable_audio": "1"}).json()["data"]

    assert image["has_sound"] is False
    with av.open(io.BytesIO(requests.get(image["link"], timeout=10).content)) as container:
        assert (len(container.streams.video), len(container.streams.audio)) == (1, 0)


def test_it_takes_webm_and_makes_an_mp4_of_it(sandbox: Sandbox, tmp_path: Path) -> None:
    sent = film(tmp_path / "clip.webm", form="webm", codec="libvpx")

    image = sandbox.api("POST", "image", files={"image": ("clip.webm", sent)}).json()["data"]

    assert (image["type"], image["has_sound"]) == ("video/webm", False)
    assert requests.get(image["link"], timeout=10).content == sent
    made = requests.get(image["mp4"], timeout=20)
    assert (made.headers["Content-Type"], made.content[4:8]) == ("video/mp4", b"ftyp")


@pytest.mark.parametrize(
    "fields",
    [{}, {"picture": "abc"}, {"image": ""}, {"video": "just words"}, {"title": "no picture"}],
)
def test_it_misses_the_picture(sandbox: Sandbox, fields: dict[str, str]) -> None:
    answer = sandbox.api("POST", "image", data=fields)

    assert error_of(answer) == (400, "No image data was sent to the upload api")


def test_it_misses_the_picture_under_another_field(sandbox: Sandbox, picture: Picture) -> None:
    answer = sandbox.api("POST", "image", files={"file": picture()})

    assert error_of(answer) == (400, "No image data was sent to the upload api")


@pytest.mark.parametrize(
    "sent",
    [
        b"just a text, and not a short one",
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(64),
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        b"\x00\x00\x00\x18ftypisom" + bytes(64),
    ],
    ids=["text", "heic", "broken png", "broken mp4"],
)
def test_it_refuses_other_kinds_of_files(sandbox: Sandbox, sent: bytes) -> None:
    answer = sandbox.api("POST", "image", files={"image": ("picture.jpg", sent)})

    assert error_of(answer) == (400, (1003, "File type invalid (1)"))
    error = answer.json()["data"]["error"]
    assert (error["type"], error["exception"]) == ("ImgurException", [])


def test_it_refuses_words_as_a_picture(sandbox: Sandbox) -> None:
    answer = sandbox.api("POST", "image", data={"image": "/path/to/file"})

    assert error_of(answer) == (400, 'Invalid URL ("/path/to/file")')


def test_it_refuses_base64_that_is_something_else(sandbox: Sandbox, picture: Picture) -> None:
    as_file = sandbox.api("POST", "image", files={"image": picture()}, data={"type": "base64"})
    as_url = sandbox.api("POST", "image", data={"image": "http://127.0.0.1/a.png", "type": "base64"})

    assert error_of(as_file)[1][1] == "File was not uploaded correctly"
    assert error_of(as_url) == (400, (1003, "File type invalid (1)"))


def test_it_refuses_stills_over_the_limit_but_not_videos(
    make_sandbox: Callable[..., Sandbox], picture: Picture, tmp_path: Path
) -> None:
    small = make_sandbox(SANDBOX_STILL_BYTES="1000", SANDBOX_VIDEO_BYTES="20000")
    still = picture("BMP", size=(40, 40))
    moving = film(tmp_path / "clip.mp4")
    assert min(len(still), len(moving)) > 1000

    assert error_of(small.api("POST", "image", files={"image": still})) == (400, "File is over the size limit")
    assert error_of(small.api("POST", "image", data={"image": base64.b64encode(still).decode()}))[0] == 400
    assert small.api("POST", "image", files={"image": picture("PNG")}).ok
    assert small.api("POST", "image", files={"image": moving}).ok
    assert error_of(small.api("POST", "image", files={"image": bytes(30_000)})) == (400, "File is over the size limit")


def test_it_leaves_nothing_behind_when_it_refuses(sandbox: Sandbox) -> None:
    sandbox.api("POST", "image", files={"image": bytes(3_000_000)})
    sandbox.api("POST", "image", data={"image": "/path"})

    assert list((sandbox.folder / "incoming").iterdir()) == []
    assert list((sandbox.folder / "uploads").iterdir()) == []


@pytest.fixture
def picture_host(picture: Picture) -> Iterator[str]:
    """A web server of this computer with a picture, a text, and redirects."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = {"/a.png": (200, picture(), ""), "/text": (200, b"words", ""), "/hop": (302, b"", "/a.png")}
            status, body, location = pages.get(self.path, (404, b"", ""))
            if self.path == "/away":
                status, location = 302, "http://imgur.example/a.png"
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["a.png", "hop"])
def test_it_fetches_a_url_of_this_computer(sandbox: Sandbox, picture_host: str, path: str) -> None:
    image = sandbox.api("POST", "image", data={"image": f"{picture_host}/{path}", "type": "url"}).json()["data"]

    assert (image["type"], image["width"], image["name"]) == ("image/png", 40, "")


@pytest.mark.parametrize(
    "address", ["http://imgur.example/a.png", "http://10.0.0.1/a.png", "http://127.0.0.2.example/a"]
)
def test_it_fetches_no_url_of_other_computers(sandbox: Sandbox, address: str) -> None:
    answer = sandbox.api("POST", "image", data={"image": address})

    assert error_of(answer) == (400, f'Invalid URL ("{address}")')


def test_it_follows_no_redirect_to_other_computers(sandbox: Sandbox, picture_host: str) -> None:
    answer = sandbox.api("POST", "image", data={"image": f"{picture_host}/away"})

    assert error_of(answer) == (400, f'Invalid URL ("{picture_host}/away")')


def test_it_says_so_when_a_url_serves_nothing(sandbox: Sandbox, picture_host: str) -> None:
    missing = sandbox.api("POST", "image", data={"image": f"{picture_host}/missing"})
    text = sandbox.api("POST", "image", data={"image": f"{picture_host}/text"})

    assert error_of(missing) == (500, "Could not process upload!")
    assert error_of(text)[1] == (1003, "File type invalid (1)")


def test_it_puts_the_picture_into_an_own_album(sandbox: Sandbox, owner: Person, picture: Picture) -> None:
    album = sandbox.api("POST", "album", headers=owner.bearer).json()["data"]["id"]

    ids = [
        sandbox.api("POST", "image", headers=owner.bearer, files={"image": picture()}, data={"album": album}).json()
        for _ in range(2)
    ]

    shown = sandbox.api("GET", f"album/{album}/images", headers=owner.bearer).json()["data"]
    assert [image["id"] for image in shown] == [answer["data"]["id"] for answer in ids]


def test_it_puts_nothing_into_the_album_of_another(
    sandbox: Sandbox, owner: Person, stranger: Person, picture: Picture
) -> None:
    album = sandbox.api("POST", "album", headers=owner.bearer).json()["data"]["id"]
    images = sandbox.state()["images"]

    answer = sandbox.api("POST", "image", headers=stranger.bearer, files={"image": picture()}, data={"album": album})

    assert error_of(answer) == (403, "Permission denied")
    assert sandbox.state()["images"] == images


def test_it_links_to_a_still_for_a_gif_over_twenty_megabytes(sandbox: Sandbox) -> None:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), color) for color in ("teal", "coral")]
    frames[0].save(buffer, format="GIF", save_all=True, append_images=frames[1:])

    image = sandbox.api("POST", "image", files={"image": buffer.getvalue() + bytes(20 * 1024 * 1024)}).json()["data"]

    assert (image["animated"], image["link"]) == (True, f"{sandbox.media_url}/{image['id']}h.gif")
    assert requests.get(image["link"], timeout=20).headers["Content-Type"] == "image/jpeg"
