"""What a call is about may be deleted while the call is on its way."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.fixtures.sandbox import Person, Sandbox
from tests.fixtures.sandbox_gallery import Gallery


@pytest.fixture
def picture_host(picture: Callable[..., bytes]) -> Iterator[tuple[str, list[Callable[[], Any]]]]:
    """A web server with one picture, and what it does before it sends that."""
    errands: list[Callable[[], Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            for errand in errands:
                errand()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(picture())

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/a.png", errands
    server.shutdown()
    server.server_close()


def test_it_keeps_nothing_for_an_album_that_went_during_the_upload(
    sandbox: Sandbox, owner: Person, picture_host: tuple[str, list[Callable[[], Any]]]
) -> None:
    address, errands = picture_host
    album = sandbox.api("POST", "album", headers=owner.bearer).json()["data"]["id"]
    images = sandbox.state()["images"]
    errands.append(lambda: sandbox.api("DELETE", f"album/{album}", headers=owner.bearer))

    answer = sandbox.api("POST", "image", headers=owner.bearer, data={"image": address, "album": album})

    assert answer.status_code == 404
    assert answer.json()["data"]["error"] == f"Unable to find an album with the id, {album}"
    assert list((sandbox.folder / "uploads").iterdir()) == []
    assert sandbox.state()["images"] == images


def test_it_keeps_no_file_without_a_row(
    sandbox: Sandbox, sql: Callable[..., list[Any]], picture: Callable[..., bytes]
) -> None:
    sql("CREATE TRIGGER no_room BEFORE INSERT ON sandbox_image BEGIN SELECT RAISE(ABORT, 'no room'); END")

    answer = sandbox.api("POST", "image", files={"image": picture()})

    assert answer.status_code == 404
    assert list((sandbox.folder / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    ("path", "trigger"),
    [
        ("album/{}/favorite", "INSERT ON sandbox_favorite BEGIN DELETE FROM sandbox_album WHERE id = NEW.album_id"),
        ("gallery/{}/vote/up", "INSERT ON sandbox_postvote BEGIN DELETE FROM sandbox_post WHERE id = NEW.post_id"),
        ("gallery/{}/comment", "INSERT ON sandbox_comment BEGIN DELETE FROM sandbox_post WHERE id = NEW.post_id"),
    ],
)
def test_it_does_not_find_what_went_in_between(
    gallery: Gallery, owner: Person, stranger: Person, path: str, trigger: str
) -> None:
    album = gallery.share(owner, gallery.album(owner))
    gallery.run(f"CREATE TRIGGER gone AFTER {trigger}; END")

    status, error = gallery.refusal("POST", path.format(album), stranger, comment="Words")

    assert (status, error) == (404, "What this call is about is not there any more")
