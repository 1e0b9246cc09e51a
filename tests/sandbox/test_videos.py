"""Videos that take their time: tickets, and images that are being worked on."""

from pathlib import Path
from typing import Any

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox


def poll(sandbox: Sandbox, *tickets: str) -> Any:
    answer = requests.get(
        f"{sandbox.url}/upload/poll", params={"tickets[]": tickets}, headers=sandbox.client, timeout=10
    )
    assert answer.json()["success"] is True
    return answer.json()["data"]


def send(sandbox: Sandbox, person: Person, clip: Path, field: str = "video", **fields: str) -> Any:
    answer = sandbox.api(
        "POST", "image", headers=person.bearer, files={field: ("clip.mp4", clip.read_bytes())}, data=fields
    )
    assert answer.ok, answer.text
    return answer.json()["data"]


def image_ids(sandbox: Sandbox, person: Person) -> list[str]:
    found: list[str] = sandbox.api("GET", "account/me/images/ids", headers=person.bearer).json()["data"]
    return found


@pytest.mark.parametrize("field", ["image", "video"])
def test_it_gives_a_ticket_and_shows_the_video_once_it_is_ready(
    sandbox: Sandbox, owner: Person, clip: Path, field: str
) -> None:
    sandbox.set_limits(video_mode="ticket", video_seconds=60)
    before = image_ids(sandbox, owner)

    told = send(sandbox, owner, clip, field)

    assert (told["errorCode"], len(told["ticket"])) == (None, 8)
    assert set(told) == {"errorCode", "ticket"}
    assert poll(sandbox, told["ticket"]) == {"done": {}, "images": {}}
    assert image_ids(sandbox, owner) == before
    sandbox.move_clock(61)
    done = poll(sandbox, told["ticket"], "00000000")
    imgur_id = done["done"][told["ticket"]]
    assert done == {"done": {told["ticket"]: imgur_id}, "images": {imgur_id: {"ext": ".mp4"}}}
    assert image_ids(sandbox, owner) == [imgur_id, *before]
    shown = sandbox.api("GET", f"image/{imgur_id}").json()["data"]
    assert (shown["type"], shown["processing"]["status"]) == ("video/mp4", "completed")
    assert requests.get(shown["link"], timeout=10).content == clip.read_bytes()


def test_it_puts_a_video_with_a_ticket_into_its_album(sandbox: Sandbox, owner: Person, clip: Path) -> None:
    sandbox.set_limits(video_mode="ticket", video_seconds=60)
    album = sandbox.api("POST", "album", headers=owner.bearer).json()["data"]["id"]

    send(sandbox, owner, clip, album=album)

    def length() -> int:
        return len(sandbox.api("GET", f"album/{album}/images", headers=owner.bearer).json()["data"])

    assert length() == 0
    sandbox.move_clock(61)
    assert length() == 1


def test_it_gives_no_tickets_for_stills(sandbox: Sandbox, owner: Person, picture: Any) -> None:
    sandbox.set_limits(video_mode="ticket")

    image = sandbox.api("POST", "image", headers=owner.bearer, files={"image": picture()}).json()["data"]

    assert len(image["id"]) == 7


def test_it_shows_a_video_that_is_being_worked_on(sandbox: Sandbox, owner: Person, clip: Path) -> None:
    sandbox.set_limits(video_mode="pending", video_seconds=60)

    sent = send(sandbox, owner, clip)

    assert (sent["processing"]["status"], sent["mp4_size"]) == ("pending", 0)
    assert image_ids(sandbox, owner)[0] == sent["id"]
    sandbox.move_clock(61)
    read = sandbox.api("GET", f"image/{sent['id']}").json()["data"]
    assert (read["processing"]["status"], read["mp4_size"]) == ("completed", clip.stat().st_size)


def test_a_ticket_survives_a_power_cut(sandbox: Sandbox, owner: Person, clip: Path) -> None:
    sandbox.set_limits(video_mode="ticket", video_seconds=60)
    ticket = send(sandbox, owner, clip)["ticket"]

    sandbox.kill()
    sandbox.start()

    sandbox.move_clock(61)
    assert ticket in poll(sandbox, ticket)["done"]


def test_a_poll_costs_nothing_and_knows_no_strangers(sandbox: Sandbox) -> None:
    assert poll(sandbox, "7234557b") == {"done": {}, "images": {}}
    assert poll(sandbox) == {"done": {}, "images": {}}
    assert sandbox.state()["credits"]["spent"] == 0
    assert requests.post(f"{sandbox.url}/upload/poll", timeout=10).status_code == 404
