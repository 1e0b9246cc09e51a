"""The viewer of an export, opened from the file system without the hub."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.fixtures.browser import Complaints, axe_findings

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@pytest.fixture
def exported(cast, make_account, make_image, make_album, tmp_path) -> Path:
    account = make_account(cast.team, by=cast.owner, username="lanternfall")
    gate = make_image(account, colour="navy", title="Gate #1 <b>&amp; 100%?")
    mill = make_image(account, colour="gold", title="Mill", gone_at=timezone.now(), gone_reason="Deleted at Imgur")
    make_image(account, colour="olive", title="Pond", description="</script><img src=x onerror=alert(1)>")
    make_album(account, [mill, gate], title="Town", created_at=datetime(2024, 3, 1, tzinfo=UTC))
    make_album(account, [gate], title="Gates", gone_at=timezone.now(), gone_reason="Deleted at Imgur")
    call_command("archive", "export", str(tmp_path / "out"), "--json")
    return tmp_path / "out"


@pytest.fixture
def window(browser):
    """``window(dark=True, width=390)``: a page that can reach files alone, and what its console complained about."""
    contexts = []

    def open_window(*, dark: bool = False, width: int = 1280) -> tuple[Page, Complaints]:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
        )
        context.route("http*://**", lambda route: route.abort())
        contexts.append(context)
        page, complaints = context.new_page(), Complaints()
        complaints.listen_to(page)
        return page, complaints

    yield open_window
    for context in contexts:
        context.close()


def loaded(page: Page, selector: str) -> None:
    page.wait_for_function(
        "selector => { const all = [...document.querySelectorAll(selector)];"
        " return all.length && all.every(one => one.complete && one.naturalWidth > 0) }",
        arg=selector,
    )


def test_it_shows_albums_and_pictures_by_keyboard(exported, window, capsys):
    page, complaints = window()
    page.goto((exported / "index.html").as_uri())
    loaded(page, ".tile img")
    expect(page.get_by_role("link")).to_have_count(3)
    expect(page.get_by_role("link", name="Gates")).to_contain_text("Gone at Imgur")

    page.get_by_role("link", name="Town").click()
    expect(page.get_by_role("heading", name="Town")).to_be_visible()
    page.get_by_role("button", name="Mill").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Gone at Imgur since")
    loaded(page, "#stage img")
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("heading")).to_have_text("Gate #1 <b>&amp; 100%?")
    loaded(page, "#stage img")
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Mill")).to_be_focused()
    assert complaints == []


def test_it_finds_pictures_by_title(exported, window, capsys):
    page, complaints = window()
    page.goto((exported / "index.html").as_uri())

    page.get_by_label("Search titles").fill("pon")
    expect(page.locator(".tile")).to_have_count(1)
    page.locator(".tile").click()

    expect(page.locator("#box-text")).to_have_text("</script><img src=x onerror=alert(1)>")
    assert complaints == []


@pytest.mark.parametrize("place", ["#%", "#album=%E0%A4%A", "#album=nobody/__proto__", "#constructor"])
def test_a_broken_address_leads_to_the_albums(place, exported, window, capsys):
    page, complaints = window()
    page.goto((exported / "index.html").as_uri() + place)

    expect(page.get_by_role("link", name="Town")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize(("dark", "width"), [(False, 1280), (True, 390)])
def test_axe_finds_nothing(dark, width, exported, window, capsys):
    page, _ = window(dark=dark, width=width)
    page.goto((exported / "index.html").as_uri())
    loaded(page, ".tile img")
    assert axe_findings(page) == []
    page.get_by_role("link", name="Town").click()
    assert axe_findings(page) == []
    page.get_by_role("button", name="Mill").click()
    loaded(page, "#stage img")
    assert axe_findings(page) == []


def test_its_data_is_the_manifests(exported, window, capsys):
    page, _ = window()
    page.goto((exported / "index.html").as_uri())

    shown = page.evaluate("ARCHIVE.images.map(image => [image.imgur_id, image.file])")

    entries = json.loads((exported / "manifest.json").read_text())
    assert shown == [[entry["imgur_id"], entry["file"]] for entry in entries]
