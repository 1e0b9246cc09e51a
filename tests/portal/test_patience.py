"""The browser's side of a limit: files wait for as long as the server asks, say so in their row, and go on."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "static" / "js"
SITE = "http://localhost:1"
TUS_PACKAGE = "node_modules/tus-js-client/dist/tus.min.js"
# What the upload page has, as far as these scripts look.
PAGE = """<!doctype html><title>Upload</title><script type="importmap">{importmap}</script>
<body hx-headers='{{"X-CSRFToken": "t"}}'><p id="live"></p><ol id="list">{rows}</ol></body>"""
ROW = """<li data-file="{n}" data-key="key-{n}" data-state="receiving" data-incoming="/incoming/{n}/">
<span data-word></span><div class="legs__bar--us"><i></i></div></li>"""
# As the upload page does it: a row hears of its file.
BEGIN = """async (keys) => {
  const { openOutbox } = await import("hub/upload/outbox");
  const { Transfer } = await import("hub/upload/transfer");
  const { Rows } = await import("hub/upload/rows");
  const rows = new Rows(document.getElementById("list"));
  const outbox = await openOutbox("1");
  for (const key of keys) {
    await outbox.put({ key, name: key, size: 4, file: new File(["abcd"], key), places: "/places/" });
    await outbox.setUrl(key, `/incoming/${key.slice(4)}/`);
  }
  const transfer = new Transfer({ outbox, person: "1", pieceBytes: 4 });
  transfer.listen(({ type, key, sent, size, say }) => {
    if (type === "progress") rows.progress(key, sent, size);
    if (type === "waits") rows.say(key, say);
    if (type === "done") rows.of(key).dataset.state = "ready";
  });
  transfer.pump();
  window.transfer = transfer;
}"""


@dataclass
class Server:
    """Takes pieces of files once ``is_open``; until then it is too much at once."""

    is_open: bool = False
    retry_after: str = "2"
    asked_at: list[float] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        request = route.request
        path = request.url.removeprefix(SITE)
        tus = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Upload-Length": "4"}
        if request.method == "HEAD":
            route.fulfill(status=200, headers=tus | {"Upload-Offset": "4" if path in self.taken else "0"})
        elif request.method == "PATCH":
            self.asked_at.append(time.monotonic())
            if self.is_open:
                self.taken.append(path)
                route.fulfill(status=204, headers=tus | {"Upload-Offset": "4"})
            else:
                route.fulfill(status=429, headers=tus | {"Retry-After": self.retry_after}, body="Too much.")
        elif path.endswith(".js"):
            route.fulfill(body=(ROOT / path[1:]).read_text(), content_type="text/javascript")
        else:
            route.fulfill(status=404)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def upload(open_browser, server) -> Callable[[int], Page]:
    """A page on which so many files begin their way to ``server``."""

    def begin(count: int) -> Page:
        imports = {
            f"hub/{p.relative_to(SCRIPTS).with_suffix('')}": f"/{p.relative_to(ROOT)}" for p in SCRIPTS.rglob("*.js")
        }
        imports["tus-js-client"] = f"/{TUS_PACKAGE}"
        rows = "".join(ROW.format(n=number) for number in range(count))
        html = PAGE.format(importmap=json.dumps({"imports": imports}), rows=rows)
        page = open_browser()
        page.route(f"{SITE}/**", server.answer)
        page.route(f"{SITE}/", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto(f"{SITE}/")
        page.evaluate(BEGIN, [f"key-{number}" for number in range(count)])
        return page

    return begin


def test_a_file_says_that_it_waits_and_goes_on_by_itself(upload, server):
    page = upload(1)

    expect(page.locator(".file__say")).to_have_text("A lot has come in a short time. It goes on by itself in a moment.")
    server.is_open = True

    expect(page.locator("[data-state=ready]")).to_have_count(1, timeout=6_000)
    assert server.taken == ["/incoming/0/"]
    expect(page.locator(".file__say")).to_have_count(0)
    refused_at, taken_at = server.asked_at
    assert 1.9 < taken_at - refused_at < 4


def test_files_that_wait_for_their_turn_do_not_ask_meanwhile(upload, server):
    page = upload(12)

    expect(page.locator(".file__say")).to_have_count(3)  # so many go at a time

    page.evaluate("() => transfer.added()")  # something new was dropped
    page.wait_for_timeout(1_000)
    assert len(server.asked_at) == 3
    server.is_open = True

    expect(page.locator("[data-state=ready]")).to_have_count(12, timeout=8_000)
    assert len(server.taken) == 12


def test_it_tells_a_long_wait_in_minutes(upload, server):
    server.retry_after = "1500"

    page = upload(1)

    expect(page.locator(".file__say")).to_contain_text("It goes on by itself in about 25 minutes.")
