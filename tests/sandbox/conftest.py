"""The sandbox's own tests talk to it as a real process."""

import io
from collections.abc import Callable

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
