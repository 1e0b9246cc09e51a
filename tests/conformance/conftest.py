"""Imgur's own client of 2017, with the sandbox in Imgur's place."""

from __future__ import annotations

from pathlib import Path

import imgurpython.client
import pytest
from imgurpython import ImgurClient

# Their assertions tell what was compared, as those of tests do.
pytest.register_assert_rewrite("tests.conformance.scenarios", "tests.conformance.trial")

from tests.conformance.others import LogIn  # noqa: E402
from tests.conformance.trial import OWNER, picture  # noqa: E402
from tests.fixtures.sandbox import Sandbox  # noqa: E402


@pytest.fixture
def imgur(town: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """The sandbox in Imgur's place: imgurpython has its address in a constant."""
    monkeypatch.setattr(imgurpython.client, "API_URL", f"{town.url}/")
    return town


@pytest.fixture
def anybody(imgur: Sandbox) -> ImgurClient:
    return ImgurClient(imgur.client_id, imgur.client_secret)


@pytest.fixture
def log_in(imgur: Sandbox) -> LogIn:
    def make(name: str = OWNER) -> ImgurClient:
        person = imgur.people[name]
        return ImgurClient(imgur.client_id, imgur.client_secret, person.access_token, person.refresh_token)

    return make


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "teal.png"
    path.write_bytes(picture())
    return path
