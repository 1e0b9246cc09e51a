"""An account and its lists."""

from collections.abc import Callable

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox


def test_it_shows_an_account_by_name_number_and_me(sandbox: Sandbox, owner: Person) -> None:
    by_name = sandbox.api("GET", "account/LanternFall").json()["data"]
    by_number = sandbox.api("GET", f"account/x?account_id={owner.account_id}").json()["data"]
    me = sandbox.api("GET", "account/me", headers=owner.bearer).json()["data"]

    assert by_name == by_number == me
    assert (me["id"], me["url"], me["reputation_name"]) == (owner.account_id, "lanternfall", "Trusted")
    assert me["pro_expiration"] is False


def test_it_does_not_know_every_account(sandbox: Sandbox) -> None:
    assert sandbox.api("GET", "account/nobody_here").status_code == 404
    assert sandbox.api("GET", "account/x?account_id=99").status_code == 404


def test_it_pages_images_newest_first(sandbox: Sandbox, owner: Person) -> None:
    pages = [
        sandbox.api("GET", f"account/me/images/{page}?perPage=10", headers=owner.bearer).json()["data"]
        for page in range(4)
    ]

    assert [len(page) for page in pages] == [10, 10, 2, 0]
    images = [image for page in pages for image in page]
    times = [image["datetime"] for image in images]
    assert times == sorted(times, reverse=True)
    assert len({image["id"] for image in images}) == 22
    assert all(image["deletehash"] for image in images)


def test_it_gives_fifty_a_page_and_a_hundred_at_most(
    sandbox: Sandbox, owner: Person, picture: Callable[..., bytes]
) -> None:
    sandbox.set_limits(upload_hour=1000)
    for _ in range(82):
        sandbox.api("POST", "image", headers=owner.bearer, files={"image": picture()})

    def length(query: str) -> int:
        return len(sandbox.api("GET", f"account/me/images/ids{query}", headers=owner.bearer).json()["data"])

    assert [length(query) for query in ("", "?perPage=100", "?perPage=1000", "?perPage=x", "/1", "/2")] == [
        50,
        100,
        100,
        50,
        50,
        4,
    ]
    assert sandbox.api("GET", "account/me/images/count", headers=owner.bearer).json()["data"] == 104


def test_it_lists_all_albums_for_the_owner_and_public_ones_for_others(sandbox: Sandbox, owner: Person) -> None:
    own = sandbox.api("GET", "account/me/albums", headers=owner.bearer).json()["data"]
    others = sandbox.api("GET", "account/lanternfall/albums").json()["data"]

    assert {album["privacy"] for album in own} == {"public", "hidden", "secret"}
    assert {album["privacy"] for album in others} == {"public"}
    assert "images" not in own[0]
    assert own[0]["order"] == 0
    assert own[0]["deletehash"]
    assert "deletehash" not in others[0]
    assert 0 in {album["images_count"] for album in own}
    counts = {album["id"]: album["images_count"] for album in own}
    for album_id, count in counts.items():
        assert len(sandbox.api("GET", f"album/{album_id}/images", headers=owner.bearer).json()["data"]) == count


def test_it_agrees_on_ids_and_counts(sandbox: Sandbox, owner: Person) -> None:
    for headers, count in ((owner.bearer, 5), (sandbox.client, 3)):
        albums = sandbox.api("GET", "account/lanternfall/albums", headers=headers).json()["data"]
        ids = sandbox.api("GET", "account/lanternfall/albums/ids", headers=headers).json()["data"]
        counted = sandbox.api("GET", "account/lanternfall/albums/count", headers=headers).json()["data"]
        assert [album["id"] for album in albums] == ids
        assert counted == len(ids) == count


def test_it_serves_album_and_image_routes_below_the_account(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    album = sandbox.api("GET", "account/me/albums/ids", headers=owner.bearer).json()["data"][-1]
    below = f"account/lanternfall/album/{album}"

    shown = sandbox.api("GET", below).json()["data"]
    image = shown["images"][0]["id"]
    assert shown == sandbox.api("GET", f"album/{album}").json()["data"]
    assert sandbox.api("GET", f"{below}/images").json()["data"][0]["id"] == image
    assert sandbox.api("GET", f"{below}/image/{image}").json()["data"]["id"] == image
    assert sandbox.api("GET", f"account/trailwiki/album/{album}").status_code == 404
    assert sandbox.api("GET", f"account/me/image/{image}", headers=owner.bearer).json()["data"]["id"] == image
    assert sandbox.api("GET", f"account/me/image/{image}", headers=stranger.bearer).status_code == 404
    assert sandbox.api("PUT", below, headers=owner.bearer, data={"title": "Renamed"}).json()["data"] is True
    assert sandbox.api("GET", f"album/{album}").json()["data"]["title"] == "Renamed"


@pytest.mark.parametrize(
    ("path", "text"), [("album/unknown", "Album not found"), ("image/unknown", "Unauthorized")], ids=["album", "image"]
)
def test_it_fails_below_the_account_with_success(sandbox: Sandbox, owner: Person, path: str, text: str) -> None:
    answer = sandbox.api("DELETE", f"account/me/{path}", headers=owner.bearer)

    assert answer.status_code == 200
    assert answer.json() == {
        "data": {"error": text, "request": f"/3/account/me/{path}", "method": "DELETE"},
        "success": True,
        "status": 200,
    }


def test_it_deletes_below_the_account(sandbox: Sandbox, owner: Person) -> None:
    image = sandbox.api("GET", "account/me/images?perPage=1", headers=owner.bearer).json()["data"][0]
    album = sandbox.api("GET", "account/me/albums/ids", headers=owner.bearer).json()["data"][0]

    by_hash = sandbox.api("DELETE", f"account/me/image/{image['deletehash']}", headers=owner.bearer)
    of_album = sandbox.api("DELETE", f"account/me/album/{album}", headers=owner.bearer)

    assert by_hash.json()["data"] is of_album.json()["data"] is True
    assert sandbox.state()["accounts"]["lanternfall"] == {"images": 21, "albums": 4}


def test_it_shows_no_deleted_picture_as_avatar(sandbox: Sandbox, owner: Person) -> None:
    avatar = sandbox.api("GET", "account/lanternfall").json()["data"]["avatar"]
    image = avatar.rpartition("/")[2].removesuffix("b.jpg")
    assert sandbox.api("DELETE", f"image/{image}", headers=owner.bearer).ok

    shown = sandbox.api("GET", "account/lanternfall").json()["data"]["avatar"]

    assert shown == f"{sandbox.media_url}/avatar/default/L.png"
    assert requests.get(shown, timeout=10).headers["Content-Type"] == "image/png"
