"""The first owner's way in, in a real browser, from the welcome's address and password."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browser import Complaints
from tests.fixtures.processes import Hub

pytestmark = pytest.mark.browser


def test_its_owner_signs_in(hub: Hub, open_browser: Callable[..., Page]) -> None:
    page, complaints = open_browser(), Complaints()
    complaints.listen_to(page)
    page.on("response", lambda response: complaints.append(response.url) if response.status >= 400 else None)

    page.goto(f"{hub.url}/accounts/login/")
    page.locator("input[name=login]").fill(hub.demo["email"])
    page.locator("input[name=password]").fill(hub.demo["password"])
    page.locator("input[name=password]").press("Enter")

    expect(page).not_to_have_url(re.compile("/accounts/login/"))
    expect(page.locator("body")).to_contain_text("Demo team")
    assert complaints == []
