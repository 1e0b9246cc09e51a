"""The main job as a new person does it, in a real browser, on the whole running hub."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.fixtures.browser import Complaints, axe_findings_both_ways

pytestmark = pytest.mark.browser


def _names(page: Page) -> list[str]:
    return page.locator(".file__name").all_inner_texts()


def _wait_until_safe(page: Page, count: int) -> None:
    expect(page.locator(".file", has_text="Safe with us")).to_have_count(count, timeout=60_000)


def test_a_new_person_links_drops_twenty_files_reloads_and_sees_them_in_order(
    hub, sandbox, open_browser, sign_up, link, real_files
):
    page = open_browser()
    complaints = Complaints()
    complaints.listen_to(page)
    home = sign_up(page, "Nina")
    link(page, home)
    before = sandbox.state()

    page.goto(f"{home}upload/")
    _drop(page, real_files)
    expect(page.locator(".file")).to_have_count(20, timeout=30_000)
    for moment in (0, 300, 700):  # while files are on their way
        page.wait_for_timeout(moment)
        page.reload()
    _wait_until_safe(page, 20)
    assert _names(page) == [path.name for path in real_files]

    page.get_by_role("textbox", name="Album").fill("Flume, winter")
    expect(page.get_by_role("button", name="Send 20 files").first).to_contain_text("201 credits")
    page.get_by_role("button", name="Send 20 files").first.click()
    page.wait_for_url(re.compile(r"/batches/\d+/$"))
    page.reload()
    page.get_by_role("link", name="To the album").click(timeout=60_000)

    page.wait_for_url(re.compile(r"/albums/\d+/$"))
    expect(page.get_by_role("heading", name="Flume, winter")).to_be_visible()
    pictures = page.locator("main img")
    expect(pictures).to_have_count(20)
    for index in range(20):
        picture = pictures.nth(index)
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 0
    after = sandbox.state()
    assert after["images"] - before["images"] == 20
    assert after["albums"] - before["albums"] == 1
    assert after["credits"]["spent"] - before["credits"]["spent"] == 201
    album_id = page.get_by_role("textbox", name=re.compile("Link|Album")).first.input_value().rpartition("/")[2]
    at_imgur = [image["name"] for image in sandbox.album(album_id, hub.demo["access_token"])]
    assert at_imgur == [path.name for path in real_files]
    assert complaints == []


def test_it_takes_what_is_dropped_as_soon_as_the_page_is_there_however_slowly_its_scripts_come(
    open_browser, sign_up, real_files
):
    page = open_browser()
    home = sign_up(page, "Pia")

    def slowly(route: Route) -> None:
        time.sleep(0.5)
        route.continue_()

    page.route(re.compile(r"/js/upload/"), slowly)
    page.goto(f"{home}upload/")
    _drop(page, real_files[:2])

    _wait_until_safe(page, 2)


def test_wrong_files_get_a_sentence_each_and_disturb_nothing_else(open_browser, sign_up, link, real_files, tmp_path):
    page = open_browser()
    home = sign_up(page, "Wanda")
    link(page, home)
    (tmp_path / "notes.txt").write_text("only words\n" * 50)
    (tmp_path / "empty.png").touch()
    (tmp_path / "cut.png").write_bytes(real_files[1].read_bytes()[:2000])
    with (tmp_path / "huge.mp4").open("wb") as huge:
        huge.truncate(300 * 1024 * 1024)
    wrong = [tmp_path / name for name in ("notes.txt", "empty.png", "cut.png", "huge.mp4")]

    page.goto(f"{home}upload/")
    page.locator("input[type=file]").first.set_input_files([real_files[0], *wrong, real_files[2]])

    for name, sentence in {
        "notes.txt": "This is not a picture or video that Imgur takes",
        "empty.png": "The file is empty.",
        "cut.png": "damaged or was cut off",
        "huge.mp4": "The file has 300 MB. Imgur takes 200 MB at most.",
    }.items():
        expect(page.locator(".file", has_text=name)).to_contain_text(sentence, timeout=30_000)
    _wait_until_safe(page, 2)
    page.get_by_role("button", name="Send 2 files").first.click()
    page.wait_for_url(re.compile(r"/batches/\d+/$"))
    expect(page.locator(".file", has_text="On Imgur")).to_have_count(2, timeout=60_000)


def test_axe_finds_nothing_on_any_page(hub, open_browser):
    page = open_browser()
    found = {}
    for path in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
        page.goto(hub.url + path)
        found[path] = axe_findings_both_ways(page)
    page.goto(hub.url)
    page.get_by_label("E-mail").fill(hub.demo["email"])
    page.get_by_label("Password").fill(hub.demo["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r"/t/"))
    home = page.url
    for path in (
        home,
        f"{home}library/",
        f"{home}upload/",
        f"{home}usage/",
        f"{home}accounts/",
        f"{hub.url}/settings/",
        f"{hub.url}/nowhere/",
    ):
        page.goto(path)
        found[path] = axe_findings_both_ways(page)
    assert {path: findings for path, findings in found.items() if findings} == {}


def _drop(page: Page, paths: list[Path]) -> None:
    """Let files go over the page, as a hand does from a folder."""
    page.evaluate(
        """() => {
          const hand = Object.assign(document.createElement("input"), {type: "file", multiple: true, id: "hand"});
          document.body.append(hand);
        }"""
    )
    page.locator("#hand").set_input_files(paths)
    page.evaluate(
        """() => {
          const hand = document.getElementById("hand");
          const dataTransfer = new DataTransfer();
          for (const file of hand.files) dataTransfer.items.add(file);
          hand.remove();
          const target = document.querySelector("main");
          for (const kind of ["dragenter", "dragover", "drop"])
            target.dispatchEvent(new DragEvent(kind, {dataTransfer, bubbles: true, cancelable: true}));
        }"""
    )
