"""One image: reading, changing, deleting, by id and by deletehash."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox

Uploaded = dict[str, Any]


@pytest.fixture
def mine(sandbox: Sandbox, owner: Person, picture: Callable[..., bytes]) -> Uploaded:
    image: Uploaded = sandbox.api(
        "POST", "image", headers=owner.bearer, files={"image": ("a.png", picture())}, data={"title": "Mine"}
    ).json()["data"]
    return image


@pytest.fixture
def nobodys(sandbox: Sandbox, picture: Callable[..., bytes]) -> Uploaded:
    image: Uploaded = sandbox.api("POST", "image", files={"image": picture()}).json()["data"]
    return image


def test_it_shows_owners_more_than_others(sandbox: Sandbox, owner: Person, mine: Uploaded) -> None:
    own = sandbox.api("GET", f"image/{mine['id']}", headers=owner.bearer).json()["data"]
    others = sandbox.api("GET", f"image/{mine['id']}").json()["data"]

    assert (own["deletehash"], own["name"], own["account_id"]) == (mine["deletehash"], "a.png", owner.account_id)
    assert own["account_url"] is None
    assert set(own) - set(others) == {"deletehash", "name"}
    assert others["account_id"] is None
    assert own["ad_config"]["showAdLevel"] == 0


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("handle", ["id", "deletehash"])
def test_it_lets_the_owner_change_it(sandbox: Sandbox, owner: Person, mine: Uploaded, method: str, handle: str) -> None:
    answer = sandbox.api(method, f"image/{mine[handle]}", headers=owner.bearer, data={"description": "New"})

    assert answer.json() == {"data": True, "success": True, "status": 200}
    read = sandbox.api("GET", f"image/{mine['id']}").json()["data"]
    assert (read["title"], read["description"]) == ("Mine", "New")


def test_it_clears_what_is_sent_empty(sandbox: Sandbox, owner: Person, mine: Uploaded) -> None:
    sandbox.api("POST", f"image/{mine['id']}", headers=owner.bearer, data={"title": ""})

    assert sandbox.api("GET", f"image/{mine['id']}").json()["data"]["title"] is None


def test_it_lets_anybody_with_the_deletehash_change_it(sandbox: Sandbox, nobodys: Uploaded) -> None:
    assert sandbox.api("POST", f"image/{nobodys['deletehash']}", data={"title": "Found"}).json()["data"] is True
    assert sandbox.api("GET", f"image/{nobodys['id']}").json()["data"]["title"] == "Found"
    assert sandbox.api("GET", f"image/{nobodys['deletehash']}").json()["data"]["deletehash"] == nobodys["deletehash"]


def test_it_refuses_everybody_else(sandbox: Sandbox, stranger: Person, mine: Uploaded) -> None:
    for headers in (sandbox.client, stranger.bearer):
        change = sandbox.api("POST", f"image/{mine['id']}", headers=headers, data={"title": "Theirs"})
        delete = sandbox.api("DELETE", f"image/{mine['id']}", headers=headers)

        assert (change.status_code, change.json()["data"]["error"]) == (403, "Permission denied")
        assert (delete.status_code, delete.json()["data"]["error"]) == (403, "Unauthorized")
    assert sandbox.api("GET", f"image/{mine['id']}").json()["data"]["title"] == "Mine"


def test_it_deletes_for_the_owner_and_answers_with_a_page_from_then_on(
    sandbox: Sandbox, owner: Person, mine: Uploaded
) -> None:
    assert sandbox.api("DELETE", f"image/{mine['id']}", headers=owner.bearer).json()["data"] is True

    for method, handle in (("GET", "id"), ("POST", "id"), ("DELETE", "id"), ("DELETE", "deletehash")):
        answer = sandbox.api(method, f"image/{mine[handle]}", headers=owner.bearer)
        assert answer.status_code == 404
        assert "imgur: the simple 404 page" in answer.text
    assert not list((sandbox.folder / "uploads").iterdir())
    assert sandbox.api("GET", "account/me/images/count", headers=owner.bearer).json()["data"] == 22


def test_it_answers_json_for_what_never_was(sandbox: Sandbox) -> None:
    answer = sandbox.api("GET", "image/fdsfdsfdsa")

    assert answer.status_code == 404
    assert answer.json()["data"]["error"] == "Unable to find an image with the id, fdsfdsfdsa"


def test_it_wants_an_id_to_delete(sandbox: Sandbox) -> None:
    answer = sandbox.api("DELETE", "image")

    assert (answer.status_code, answer.json()["data"]["error"]) == (400, "An ID is required.")


def test_it_hides_new_images_for_a_while_when_told_to(
    sandbox: Sandbox, owner: Person, picture: Callable[..., bytes]
) -> None:
    sandbox.set_limits(fresh_seconds=60)
    image = sandbox.api("POST", "image", headers=owner.bearer, files={"image": picture()}).json()["data"]

    assert sandbox.api("GET", f"image/{image['id']}").status_code == 404
    sandbox.move_clock(61)
    assert sandbox.api("GET", f"image/{image['id']}").ok


def test_it_keeps_what_it_accepted_over_a_kill(sandbox: Sandbox, mine: Uploaded) -> None:
    sandbox.kill()
    sandbox.start()

    assert sandbox.api("GET", f"image/{mine['id']}").json()["data"]["title"] == "Mine"
    assert requests.get(f"{sandbox.media_url}/{mine['id']}.png", timeout=10).ok
