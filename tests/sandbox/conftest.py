"""The sandbox's own tests talk to it as a real process."""

import io
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from PIL import Image

from tests.fixtures.sandbox import Person, Sandbox, make_sandbox, prepared_world, sandbox, shared_sandbox

__all__ = ["make_sandbox", "prepared_world", "sandbox", "shared_sandbox"]


@pytest.fixture
def owner(sandbox: Sandbox) -> Person:
    return sandbox.people["lanternfall"]


@pytest.fixture
def stranger(sandbox: Sandbox) -> Person:
    return sandbox.people["trailwiki"]


@pytest.fixture
def picture() -> Callable[..., bytes]:
    """Bytes of a small picture: ``picture("PNG", color="red")``."""

    def make(form: str = "PNG", *, color: str = "teal", size: tuple[int, int] = (40, 30)) -> bytes:
        buffer = io.BytesIO()
        Image.new("RGB", size, color).save(buffer, format=form)
        return buffer.getvalue()

    return make


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of a second, without sound."""
    path = tmp_path_factory.mktemp("clips") / "clip.mp4"
    with av.open(str(path), "w") as container:
        pictures = container.add_stream("libx264", rate=10)
        pictures.width, pictures.height, pictures.pix_fmt = 64, 48, "yuv420p"
        for shade in range(10):
            frame = av.VideoFrame.from_image(Image.new("RGB", (64, 48), (shade * 20, 90, 40)))
            container.mux(pictures.encode(frame))
        container.mux(pictures.encode())
    return path
