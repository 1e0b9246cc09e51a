from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from imgur import Bearer, HttpTransport, Timeouts
from tests.imgur.scripted_server import ScriptedServer

TOKEN = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    server = ScriptedServer()
    yield server
    server.stop()


@pytest.fixture
def transport(server: ScriptedServer) -> Iterator[HttpTransport]:
    """A transport for a user, without retries, that loses patience soon."""
    timeouts = Timeouts(connect=1, read=0.4, upload_read=0.4, upload_send=1, answer=1)
    with HttpTransport(
        auth=Bearer(TOKEN), api_url=server.url, site_url=server.url, timeouts=timeouts, retries=0
    ) as transport:
        yield transport


@pytest.fixture
def closed_url() -> str:
    """An address of this computer on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"
