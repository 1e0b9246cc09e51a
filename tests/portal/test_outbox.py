"""The browser's outbox, tried by itself in a real browser."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

_SCRIPT = Path(__file__).parents[2] / "static" / "js" / "upload" / "outbox.js"


@pytest.fixture
def outbox_page(open_browser):
    """A page of its own origin that has nothing but the module."""
    page = open_browser()
    page.route("http://localhost:1/**", lambda route: route.fulfill(
        body=_SCRIPT.read_text() if route.request.url.endswith(".js") else "<!doctype html><title>Outbox</title>",
        content_type="text/javascript" if route.request.url.endswith(".js") else "text/html",
    ))  # fmt: skip
    page.goto("http://localhost:1/")
    return page


def test_it_never_gives_a_file_the_place_of_another_while_files_leave(outbox_page):
    """Otherwise the bytes of one picture would be sent under the name of another."""
    mixed_up = outbox_page.evaluate(
        """async () => {
          const { openOutbox } = await import("/outbox.js");
          const outbox = await openOutbox("1");
          const keys = Array.from({ length: 60 }, (_, index) => `key-${String(index).padStart(2, "0")}`);
          for (const key of keys) {
            await outbox.put({ key, name: key, size: 1, file: new Blob(["x"]), places: "/places/" });
            await outbox.setUrl(key, `/place-of/${key}`);
          }
          const wrong = [];
          const look = async () => {
            const entries = await outbox.all();
            const strays = entries.filter(({ key, url }) => url && url !== `/place-of/${key}`);
            wrong.push(...strays.map(({ key, url }) => [key, url]));
          };
          const looks = [];
          for (const key of keys) {
            looks.push(look(), outbox.remove(key), look());
            if (looks.length % 9 === 0) await new Promise((resolve) => setTimeout(resolve));
          }
          await Promise.all(looks);
          return wrong;
        }"""
    )

    assert mixed_up == []


def test_it_gives_back_what_was_put_in_with_its_place(outbox_page):
    found = outbox_page.evaluate(
        """async () => {
          const { openOutbox } = await import("/outbox.js");
          const outbox = await openOutbox("2");
          await outbox.put({ key: "a", name: "a.png", size: 3, file: new Blob(["abc"]), places: "/places/" });
          await outbox.put({ key: "b", name: "b.png", size: 2, file: new Blob(["de"]), places: "/places/" });
          await outbox.setUrl("b", "/incoming/7/");
          await outbox.remove("a");
          const [entry, ...rest] = await outbox.all();
          return [entry.name, entry.url, await entry.file.text(), rest.length, [...await outbox.keys()]];
        }"""
    )

    assert found == ["b.png", "/incoming/7/", "de", 0, ["b"]]
