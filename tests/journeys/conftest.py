"""The whole hub as people meet it: real processes, real files, a real browser."""

import io
import os
import random
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import psycopg
import pytest
import requests
from PIL import Image as Pillow
from playwright.sync_api import Page, expect

from tests.fixtures.processes import Hub

PASSWORD = "three plain words 7"
# Leases, sweeps and looks in seconds rather than minutes, so that a crash is healed within a test.
QUICK = {"OPERATION_LEASE_SECONDS": "6", "SWEEP_SECONDS": "1", "UNKNOWN_SETTLE_SECONDS": "3"}


@dataclass
class Sandbox:
    """The sandbox of a running hub, through its control address."""

    url: str

    def state(self) -> dict[str, Any]:
        return requests.get(f"{self.url}/_control/state", timeout=30).json()

    def control(self, path: str, body: Any) -> None:
        answer = requests.post(f"{self.url}/_control/{path}", json=body, timeout=30)
        assert answer.ok, answer.text

    def album(self, imgur_id: str, token: str) -> list[dict[str, Any]]:
        """The album's images in order."""
        return self.ask("GET", f"album/{imgur_id}/images", token)

    def ask(self, method: str, path: str, token: str, **arguments: Any) -> Any:
        """The data of a call under /3/, made by somebody with ``token`` elsewhere than through the hub."""
        answer = requests.request(
            method, f"{self.url}/3/{path}", headers={"Authorization": f"Bearer {token}"}, timeout=30, **arguments
        )
        assert answer.ok, answer.text
        return answer.json()["data"]


@pytest.fixture
def start_hub(make_hub) -> Callable[..., tuple[Hub, Sandbox]]:
    """Start a hub with the sandbox's control address open; on the server of DATABASE_URL when the suite runs on one."""

    def start(**environment: str) -> tuple[Hub, Sandbox]:
        server = os.environ.get("DATABASE_URL", "")
        if server.startswith("postgres"):
            name = f"journey_{secrets.token_hex(4)}"
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
            environment["DATABASE_URL"] = f"{server.rpartition('/')[0]}/{name}"
        hub = make_hub(SANDBOX_CONTROL="1", **environment)
        hub.start()
        return hub, Sandbox(hub.demo["sandbox_url"])

    return start


@pytest.fixture
def link_account() -> Callable[[Hub], str]:
    """Link the demo person's account by its tokens; its name."""

    def link(hub: Hub) -> str:
        demo = hub.demo
        done = hub.manage(
            "imgur_link", "--username", demo["imgur_username"], "--access-token", demo["access_token"],
            "--refresh-token", demo["refresh_token"],
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return demo["imgur_username"]

    return link


@pytest.fixture
def sandbox(hub: Hub) -> Sandbox:
    return Sandbox(hub.demo["sandbox_url"])


@pytest.fixture
def sign_up(hub: Hub) -> Callable[[Page, str], str]:
    """Make an account through the pages; the address of the personal team's home."""

    def go(page: Page, name: str) -> str:
        page.goto(hub.url)
        page.get_by_role("link", name="Make your account").click()
        page.get_by_label("Your name").fill(name)
        page.get_by_label("E-mail").fill(f"{name.lower()}@journeys.example")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Make account").click()
        page.wait_for_url(re.compile(r"/t/[a-z0-9-]+/$"))
        return page.url

    return go


@pytest.fixture
def link(hub: Hub) -> Callable[[Page, str], None]:
    """Link the demo person by OAuth, clicking through the sandbox's pages."""

    def go(page: Page, home: str) -> None:
        page.goto(f"{home}accounts/")
        page.get_by_role("button", name="Link an account").first.click()
        page.wait_for_url(re.compile(re.escape(hub.demo["sandbox_url"])))
        page.get_by_label("Username").fill(hub.demo["imgur_username"])
        page.get_by_label("Password").fill(hub.demo["imgur_password"])
        page.get_by_role("button", name="Allow").click()
        page.wait_for_url(f"{home}accounts/")
        expect(page.get_by_role("heading", name=hub.demo["imgur_username"])).to_be_visible()

    return go


@pytest.fixture(scope="session")
def real_files(tmp_path_factory) -> list[Path]:
    """Twenty pictures and videos of six formats, one of 15 MB, all different."""
    folder = tmp_path_factory.mktemp("files")
    noise = random.Random(7)
    paths = []
    for number in range(20):
        kind = ("jpg", "png", "webp", "gif", "mp4", "tiff")[number % 6]
        path = folder / f"{number:02d}-picture.{kind}"
        if number == 7:
            # As a camera's PNG: large, and nothing to compress.
            Pillow.frombytes("RGB", (2400, 2180), noise.randbytes(2400 * 2180 * 3)).save(path, compress_level=0)
        elif kind == "gif":
            frames = [_picture(number * 10 + step, 160) for step in range(4)]
            frames[0].save(path, save_all=True, append_images=frames[1:], duration=120, loop=0)
        elif kind == "mp4":
            path.write_bytes(_video(number))
        else:
            _picture(number, 640).save(path)
        paths.append(path)
    assert paths[7].stat().st_size > 15_000_000
    return paths


def _picture(number: int, side: int) -> Pillow.Image:
    noise = random.Random(number)
    small = Pillow.frombytes("RGB", (16, 12), noise.randbytes(16 * 12 * 3))
    return small.resize((side, side * 3 // 4), Pillow.Resampling.BICUBIC)


def _video(number: int) -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=12)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for step in range(12):
            container.mux(stream.encode(av.VideoFrame.from_image(_picture(number * 100 + step, 320))))
        container.mux(stream.encode())
    return out.getvalue()


def wait_for(look: Callable[[], Any], *, seconds: float, what: str) -> Any:
    """What ``look`` returns once it is true; fails saying ``what`` did not come about."""
    patience = time.monotonic() + seconds
    while time.monotonic() < patience:
        found = look()
        if found:
            return found
        time.sleep(0.1)
    pytest.fail(f"Within {seconds:g} s it did not come about that {what}.")
