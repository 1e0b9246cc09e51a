"""A person who meets our own limits, in a real browser on the whole running hub."""

import re
from collections.abc import Callable

import pytest
from django.test import RequestFactory
from playwright.sync_api import Page, Response, expect

from accounts import limits
from accounts.models import User
from accounts.shared_redis import redis_client
from tests.fixtures.browser import axe_findings
from tests.fixtures.processes import Hub

pytestmark = pytest.mark.browser


@pytest.fixture
def page(hub: Hub, open_browser) -> Page:
    """The upload page of the first owner."""
    page = open_browser()
    page.goto(hub.url)
    page.get_by_label("E-mail").fill(hub.demo["email"])
    page.get_by_label("Password").fill(hub.demo["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r"/t/"))
    page.goto(f"{page.url}upload/")
    return page


@pytest.fixture
def use_up(hub: Hub, page: Page, settings):
    """Use up what the person may do, and so much more that there is room again only after some seconds."""
    settings.REDIS_URL = hub.demo["redis_url"]
    redis_client.cache_clear()
    request = RequestFactory().post("/")
    request.user = User(pk=int(page.locator("body").get_attribute("data-person")))

    def forget() -> None:
        for key in redis_client().keys(f"limits:*:person:{request.user.pk}"):
            redis_client().delete(key)

    def use(limit: limits.Limit, *, seconds: int) -> None:
        forget()
        # More than all of it passes while nothing is used.
        limits.take(request, (limit, limit.an_hour(limits.Per.PERSON) * (3600 + seconds) // 3600))

    yield use
    forget()
    redis_client.cache_clear()


def test_files_wait_in_their_rows_and_go_on_by_themselves(page, use_up, real_files):
    use_up(limits.FILES, seconds=5)

    # One of several pieces: the answer has to reach a browser that is still sending.
    page.locator("input[type=file]").first.set_input_files([real_files[7], real_files[0]])

    row = page.locator(".file", has_text=real_files[7].name)
    expect(row.locator(".file__say")).to_contain_text(
        "A lot has come in a short time. It goes on by itself in a moment."
    )
    for path in (real_files[7], real_files[0]):
        expect(page.locator(".file", has_text=path.name)).to_contain_text("Safe with us", timeout=30_000)


def test_what_is_refused_is_said_and_not_done(page, use_up, real_files):
    page.locator("input[type=file]").first.set_input_files([real_files[1]])
    row = page.locator(".file", has_text=real_files[1].name)
    expect(row).to_contain_text("Safe with us", timeout=30_000)
    page.wait_for_timeout(1_500)  # the price is asked for once more
    use_up(limits.CHANGES, seconds=8)

    row.get_by_role("button", name="Remove").click()

    toast = page.locator("[data-toast]")
    expect(toast).to_contain_text("That is more changes in an hour than we take from one person.")
    expect(page.locator("#live")).to_contain_text("Nothing was changed by this last one.")
    expect(row).to_be_visible()
    assert axe_findings(page) == []
    toast.get_by_role("button", name="Close").click()
    expect(toast).to_have_count(0)
    page.wait_for_timeout(8_500)
    row.get_by_role("button", name="Remove").click()
    expect(row).to_have_count(0)


def test_the_order_and_the_price_are_kept_and_asked_for_again(page, use_up, real_files):
    page.locator("input[type=file]").first.set_input_files(real_files[2:4])
    names = [path.name for path in real_files[2:4]]
    for name in names:
        expect(page.locator(".file", has_text=name)).to_contain_text("Safe with us", timeout=30_000)
    page.wait_for_timeout(1_500)
    use_up(limits.CHANGES, seconds=5)

    page.locator(".file", has_text=names[1]).locator("[data-grip]").press("Home")
    with page.expect_response(_price(200), timeout=20_000), page.expect_response(_price(429)):
        page.get_by_label("Album", exact=True).fill("Flume")
    page.wait_for_timeout(2_000)

    page.reload()
    listed = page.locator(".file__name").all_inner_texts()
    assert listed.index(names[1]) < listed.index(names[0])


def test_the_page_of_a_refusal_is_whole(page, use_up):
    use_up(limits.CHANGES, seconds=8)

    page.goto(page.url.replace("/upload/", "/accounts/"))
    page.get_by_role("button", name="Link an account").first.click()

    expect(page.get_by_role("heading", name="Too much at once")).to_be_visible()
    assert axe_findings(page) == []
    page.get_by_role("link", name="Back").click()
    page.wait_for_url(re.compile(r"/accounts/$"))


def _price(status: int) -> Callable[[Response], bool]:
    return lambda answer: "/price/" in answer.url and answer.status == status
