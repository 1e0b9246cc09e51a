"""An Imgur that takes no more uploads for an hour, as a person sees it, on a hub of the test's own."""

import re

import pytest
from playwright.sync_api import expect

from tests.fixtures.processes import Hub

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def hub(start_hub) -> Hub:
    hub, _ = start_hub()
    return hub


def test_what_waits_says_why_and_until_when(sandbox, open_browser, sign_up, link, real_files):
    page = open_browser()
    home = sign_up(page, "Wilma")
    link(page, home)
    page.goto(f"{home}upload/")
    page.locator("input[type=file]").first.set_input_files(real_files[:2])
    expect(page.locator(".file", has_text="Safe with us")).to_have_count(2, timeout=60_000)
    sandbox.control("faults", [{"method": "POST", "path": "/3/image", "kind": "upload-limit", "times": 1}])

    page.get_by_role("button", name="Send 2 files").first.click()

    page.wait_for_url(re.compile(r"/batches/\d+/$"))
    waiting = page.locator(".file", has_text=re.compile(r"Waits until .*\d\d:\d\d")).first
    expect(waiting).to_be_visible(timeout=30_000)
    expect(waiting).to_contain_text("by itself")
