"""What happens at Imgur behind a team's back, as the team sees it and mends it in a real browser."""

import io
import re
import secrets
from collections.abc import Callable

import pytest
from PIL import Image as Pillow
from playwright.sync_api import Page, expect

from tests.fixtures.browser import Complaints, axe_findings_both_ways
from tests.fixtures.processes import Hub
from tests.journeys.conftest import Sandbox, wait_for

pytestmark = pytest.mark.browser
# The mirror's pages at the end of the journey.
PLACES = ("mirror/", "history/", "gone/", "links/", "archive/", "export/", "boards/", "library/")


@pytest.fixture
def at_imgur(hub: Hub, sandbox: Sandbox) -> Callable[..., dict]:
    """Do something with the demo person's account without the hub: ``at_imgur("PUT", "album/…", json={…})``."""
    return lambda method, path, **arguments: sandbox.ask(method, path, hub.demo["access_token"], **arguments)


def test_a_rename_is_undone_and_a_deleted_picture_comes_back_under_a_living_link(
    hub, at_imgur, open_browser, sign_up, link
):
    picture = at_imgur("POST", "image", data={"title": "Lost and found"}, files={"image": _drawn()})
    album = at_imgur("POST", "album", data={"title": "As it was", "ids[]": [picture["id"]]})
    page, complaints = open_browser(), Complaints()
    complaints.listen_to(page)
    home = sign_up(page, "Mira")
    link(page, home)

    page.goto(f"{home}mirror/")
    page.get_by_role("button", name="Mirror this account").click()
    _wait_until_looked(page)
    findings = {"look": axe_findings_both_ways(page)}
    wait_for(lambda: _all_kept(page, home), seconds=60, what="every original is kept")

    at_imgur("PUT", f"album/{album['id']}", data={"title": "Somebody else's words"})
    at_imgur("DELETE", f"image/{picture['id']}")
    page.goto(f"{home}mirror/")
    page.get_by_role("button", name="Look now").first.click()
    _wait_until_looked(page)

    page.goto(f"{home}history/")
    change = page.get_by_role("listitem").filter(has_text="Somebody else's words").last
    expect(change).to_contain_text("As it was")
    change.get_by_role("button", name="Undo").click()
    wait_for(lambda: at_imgur("GET", f"album/{album['id']}")["title"] == "As it was", seconds=60, what="it is undone")

    page.goto(f"{home}gone/")
    page.get_by_label("Restore Lost and found").check()
    page.get_by_role("button", name="Restore what is ticked").click()
    expect(page.get_by_role("button", name="Restore")).to_contain_text("10 credits")
    findings["price"] = axe_findings_both_ways(page)
    page.get_by_role("button", name="Restore").click()
    page.wait_for_url(re.compile(r"/batches/\d+/$"))
    expect(page.locator(".file", has_text="On Imgur")).to_have_count(1, timeout=60_000)

    page.goto(f"{home}links/")
    page.get_by_label("Text with links").fill(f"[[https://i.imgur.com/{picture['id']}.png|The gate]]")
    page.get_by_role("button", name="Make its links live").click()
    living = page.get_by_label("Result").input_value()
    (new_id,) = re.findall(r"^\[\[https?://\S+/(\w+)\.\w+\|The gate\]\]$", living)
    assert new_id != picture["id"]
    assert at_imgur("GET", f"image/{new_id}")["title"] == "Lost and found"
    findings["living links"] = axe_findings_both_ways(page)

    for place in PLACES:
        page.goto(home + place)
        findings[place] = axe_findings_both_ways(page)
    assert {place: found for place, found in findings.items() if found} == {}
    assert complaints == []


def _drawn() -> bytes:
    """A picture that nobody has sent before: of what is at Imgur already, no second one goes up."""
    out = io.BytesIO()
    Pillow.frombytes("RGB", (64, 48), secrets.token_bytes(64 * 48 * 3)).save(out, "PNG")
    return out.getvalue()


def _wait_until_looked(page: Page) -> None:
    page.wait_for_url(re.compile(r"/looks/\d+/$"))
    expect(page.locator(".look--done")).to_be_visible(timeout=60_000)


def _all_kept(page: Page, home: str) -> bool:
    page.goto(f"{home}mirror/")
    said = page.locator(".mirror__notes").first.inner_text()
    return all(other not in said for other in ("Originals: 0 kept", "to fetch", "not to be had"))
