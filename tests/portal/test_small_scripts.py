"""Small scripts of every page, in a browser: a form is sent once, and the current tab is in sight."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser

SCRIPTS = Path(__file__).parents[2] / "static" / "js"
SITE = "http://localhost:1"
FORM = """<form method="post" action="/sent/"><button>Send</button>
<button formmethod="dialog" id="leave">Leave it</button></form>"""
TABS = """<style>.tabs { display: flex; width: 200px; overflow-x: auto; } .tabs a { flex: none; width: 90px; }</style>
<nav class="tabs"><a>1</a><a>2</a><a>3</a><a>4</a><a aria-current="page">5</a></nav>"""


@pytest.fixture
def page(open_browser) -> Page:
    return open_browser()


@pytest.fixture
def show(page: Page):
    """Shows a body with one of our scripts; says what was posted."""

    def with_script(body: str, script: str) -> list[str]:
        posted: list[str] = []

        def answer(route: Route) -> None:
            path = urlsplit(route.request.url).path
            if route.request.method == "POST":
                posted.append(path)
                route.fulfill(status=204)  # as a download, it leaves the page where it is
            elif path.endswith(".js"):
                route.fulfill(content_type="text/javascript", body=(SCRIPTS / path.lstrip("/")).read_text())
            else:
                module = f'<script type="module" src="/{script}"></script>'
                route.fulfill(content_type="text/html", body=f"<!doctype html><title>Page</title>{body}{module}")

        page.route("**/*", answer)
        page.goto(SITE)
        return posted

    return with_script


def test_a_form_that_is_pressed_twice_is_sent_once(page, show):
    posted = show(FORM, "once.js")

    page.get_by_text("Send").dblclick()
    page.wait_for_timeout(300)

    assert posted == ["/sent/"]


def test_a_form_can_be_sent_again_later(page, show):
    posted = show(FORM, "once.js")

    page.get_by_text("Send").click()
    page.wait_for_timeout(2100)
    page.get_by_text("Send").click()
    page.wait_for_timeout(300)

    assert posted == ["/sent/", "/sent/"]


def test_leaving_a_form_does_not_hold_it_back(page, show):
    posted = show(f"<dialog open>{FORM}</dialog>", "once.js")

    page.get_by_text("Leave it").click()
    page.evaluate("document.querySelector('dialog').show()")
    page.get_by_text("Send").click()
    page.wait_for_timeout(300)

    assert posted == ["/sent/"]


def test_the_current_tab_is_in_sight(page, show):
    show(TABS, "tabs.js")

    tabs, current = page.locator(".tabs").bounding_box(), page.locator("[aria-current]").bounding_box()

    assert tabs
    assert current
    assert current["x"] + current["width"] <= tabs["x"] + tabs["width"] + 1
