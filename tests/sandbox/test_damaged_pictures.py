"""Pictures that end too early or are broken inside: refused, and never a fault of the file host."""

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
import requests
from PIL import Image

from tests.fixtures.sandbox import Sandbox

REFUSED = (400, "File type invalid (1)")


def upload(sandbox: Sandbox, sent: bytes) -> requests.Response:
    return sandbox.api("POST", "image", files={"image": sent})


def noise(form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((60, 40), 90).convert("RGB").save(buffer, format=form, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def animation() -> bytes:
    frames = [Image.effect_noise((60, 40), 90).convert("P") for _ in range(3)]
    buffer = io.BytesIO()
    frames[0].save(buffer, format="GIF", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "BMP", "TIFF", "GIF", "WEBP", "PNG"])
def test_it_refuses_a_picture_that_ends_too_early(sandbox: Sandbox, form: str) -> None:
    whole = noise(form)

    answer = upload(sandbox, whole[: len(whole) * 2 // 3])

    assert (answer.status_code, answer.json()["data"]["error"]["message"]) == REFUSED
    assert upload(sandbox, whole).ok
    assert len(list((sandbox.folder / "uploads").iterdir())) == 1


def test_it_refuses_an_animation_whose_last_picture_is_broken(sandbox: Sandbox) -> None:
    whole = animation()

    answer = upload(sandbox, whole[:-200])

    assert (answer.status_code, answer.json()["data"]["error"]["message"]) == REFUSED
    assert upload(sandbox, whole).json()["data"]["animated"] is True


@pytest.mark.parametrize("name", ["{id}m.jpg", "{id}.mp4"])
def test_it_leads_to_the_removed_picture_when_nothing_can_be_made_of_a_file(sandbox: Sandbox, name: str) -> None:
    image = upload(sandbox, animation()).json()["data"]["id"]
    (sandbox.folder / "uploads" / f"{image}.gif").write_bytes(b"GIF89a")

    answer = requests.get(f"{sandbox.media_url}/{name.format(id=image)}", allow_redirects=False, timeout=10)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{sandbox.media_url}/removed.png")


def test_it_leads_to_the_removed_picture_when_the_file_is_gone(sandbox: Sandbox, picture: Callable[..., bytes]) -> None:
    image = upload(sandbox, picture()).json()["data"]
    (sandbox.folder / "uploads" / f"{image['id']}.png").unlink()

    answer = requests.get(image["link"], allow_redirects=False, timeout=10)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{sandbox.media_url}/removed.png")


def test_every_picture_of_the_world_is_whole(sandbox: Sandbox) -> None:
    """What is served was read to its end, so a thumbnail of each kind can be made."""
    with closing(sqlite3.connect(sandbox.folder / "sandbox.sqlite3")) as world:
        ids = [row[0] for row in world.execute("SELECT min(imgur_id) FROM sandbox_image GROUP BY type")]

    answers = [requests.get(f"{sandbox.media_url}/{name}t.jpg", timeout=10) for name in ids]

    assert {answer.headers["Content-Type"] for answer in answers} == {"image/jpeg"}
