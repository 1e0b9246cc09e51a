"""Albums: making, reading, changing, deleting; with an account and without one."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox
from tests.fixtures.sandbox_gallery import Gallery

ADD_TEXT = "You must own all the image {} to add them to album {}"


@pytest.fixture
def upload(sandbox: Sandbox, picture: Callable[..., bytes]) -> Callable[..., dict[str, Any]]:
    def send(person: Person | None = None) -> dict[str, Any]:
        headers = person.bearer if person else sandbox.client
        image: dict[str, Any] = sandbox.api("POST", "image", headers=headers, files={"image": picture()}).json()["data"]
        return image

    return send


def create(sandbox: Sandbox, person: Person | None, **fields: Any) -> dict[str, str]:
    headers = person.bearer if person else sandbox.client
    made: dict[str, str] = sandbox.api("POST", "album", headers=headers, data=fields).json()["data"]
    return made


def ids_in(sandbox: Sandbox, album: str, person: Person | None = None) -> list[str]:
    headers = person.bearer if person else sandbox.client
    return [image["id"] for image in sandbox.api("GET", f"album/{album}", headers=headers).json()["data"]["images"]]


def own_ids(sandbox: Sandbox, person: Person, count: int) -> list[str]:
    ids: list[str] = sandbox.api("GET", f"account/me/images/ids?perPage={count}", headers=person.bearer).json()["data"]
    return ids


@pytest.mark.parametrize("spelling", ["ids[]", "ids", "comma", "json"])
def test_it_makes_an_album_of_own_images_in_order(sandbox: Sandbox, owner: Person, spelling: str) -> None:
    ids = own_ids(sandbox, owner, 3)[::-1]
    bodies: dict[str, dict[str, Any]] = {
        "ids[]": {"data": {"ids[]": ids}},
        "ids": {"files": [("ids", (None, name)) for name in ids]},
        "comma": {"data": {"ids": ",".join(ids)}},
        "json": {"json": {"ids": ids}},
    }

    answer = sandbox.api("POST", "album", headers=owner.bearer, **bodies[spelling]).json()["data"]

    assert set(answer) == {"id", "deletehash"}
    assert ids_in(sandbox, answer["id"], owner) == ids


def test_it_shows_an_album_whole(sandbox: Sandbox, owner: Person) -> None:
    (cover,) = own_ids(sandbox, owner, 1)
    made = create(sandbox, owner, **{"ids[]": [cover], "title": "T", "description": "D", "cover": cover})

    album = sandbox.api("GET", f"album/{made['id']}", headers=owner.bearer).json()["data"]

    assert (album["title"], album["description"], album["privacy"], album["layout"]) == ("T", "D", "hidden", "blog")
    assert (album["cover"], album["images_count"], album["is_album"]) == (cover, 1, True)
    assert (album["cover_width"], album["cover_height"]) == (album["images"][0]["width"], album["images"][0]["height"])
    assert (album["account_url"], album["account_id"]) == (owner.username, owner.account_id)
    assert album["link"] == f"{sandbox.url}/a/{made['id']}"
    assert album["deletehash"] == made["deletehash"]
    assert album["images"][0]["deletehash"]


def test_it_ignores_foreign_images_when_it_makes_an_album(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    ids = [*own_ids(sandbox, stranger, 1), *own_ids(sandbox, owner, 1), "unknown"]

    made = create(sandbox, owner, **{"ids[]": ids})

    assert ids_in(sandbox, made["id"], owner) == [ids[1]]


def test_it_adds_images_at_the_end_and_once(sandbox: Sandbox, owner: Person) -> None:
    first, second, third = own_ids(sandbox, owner, 3)
    album = create(sandbox, owner, **{"ids[]": [second]})["id"]

    sandbox.api("POST", f"album/{album}/add", headers=owner.bearer, data={"ids[]": [first, second, third]})

    assert ids_in(sandbox, album, owner) == [second, first, third]


def test_it_numbers_on_from_the_last_picture(sandbox: Sandbox, owner: Person, sql: Callable[..., list[Any]]) -> None:
    a, b, c, d, e = own_ids(sandbox, owner, 5)
    album = create(sandbox, owner, **{"ids[]": [c, b, a]})["id"]
    sandbox.api("POST", f"album/{album}/remove_images", headers=owner.bearer, data={"ids[]": [c, b]})

    sandbox.api("POST", f"album/{album}/add", headers=owner.bearer, data={"ids[]": [e, d]})

    assert ids_in(sandbox, album, owner) == [a, e, d]
    joined = "sandbox_albumimage JOIN sandbox_album album ON album.id = album_id"
    positions = sql(f"SELECT position FROM {joined} WHERE album.imgur_id = ? ORDER BY position", album)
    assert positions == [(2,), (3,), (4,)]


def test_it_hides_new_albums_for_a_while_when_told_to(sandbox: Sandbox, owner: Person) -> None:
    sandbox.set_limits(fresh_seconds=60)
    album = create(sandbox, owner)["id"]

    assert sandbox.api("GET", f"album/{album}", headers=owner.bearer).status_code == 404
    sandbox.move_clock(61)
    assert sandbox.api("GET", f"album/{album}", headers=owner.bearer).ok


def test_it_shows_no_deleted_cover_anywhere(gallery: Gallery, owner: Person) -> None:
    album = gallery.album(owner, length=2)
    first = gallery.get(f"album/{album}", owner)["images"][0]["id"]
    gallery.sandbox.api("PUT", f"album/{album}", headers=owner.bearer, data={"cover": first, "privacy": "public"})
    gallery.share(owner, album)
    gallery.sandbox.api("POST", f"gallery/{album}/comment", headers=owner.bearer, data={"comment": "Words"})

    def covers() -> list[tuple[Any, ...]]:
        albums = [gallery.get("account/me/albums", owner)[0], gallery.get(f"gallery/{album}")]
        albums += [gallery.get(f"album/{album}"), gallery.get("gallery/user")[0]]
        shown = [(one["cover"], one["cover_width"], one["cover_height"]) for one in albums]
        return [*shown, (gallery.get(f"gallery/{album}/comments")[0]["album_cover"], 40, 30)]

    assert covers() == [(first, 40, 30)] * 5
    gallery.sandbox.api("DELETE", f"image/{first}", headers=owner.bearer)
    assert covers() == [(None, None, None)] * 4 + [(None, 40, 30)]


def test_it_adds_none_when_one_is_not_the_callers(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    album = create(sandbox, owner)["id"]
    ids = [*own_ids(sandbox, owner, 1), *own_ids(sandbox, stranger, 1)]

    answer = sandbox.api("POST", f"album/{album}/add", headers=owner.bearer, data={"ids[]": ids})

    assert (answer.status_code, answer.json()["data"]["error"]) == (403, ADD_TEXT.format("ids", album))
    assert ids_in(sandbox, album, owner) == []


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_it_replaces_the_images(sandbox: Sandbox, owner: Person, method: str) -> None:
    first, second, third = own_ids(sandbox, owner, 3)
    album = create(sandbox, owner, **{"ids[]": [first, second], "title": "Stays"})["id"]

    sandbox.api(method, f"album/{album}", headers=owner.bearer, data={"ids[]": [third, first]})

    assert ids_in(sandbox, album, owner) == [third, first]
    assert sandbox.api("GET", f"album/{album}").json()["data"]["title"] == "Stays"


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_it_changes_texts_and_leaves_the_images(sandbox: Sandbox, owner: Person, method: str) -> None:
    ids = own_ids(sandbox, owner, 2)
    album = create(sandbox, owner, **{"ids[]": ids})["id"]

    sandbox.api(
        method, f"album/{album}", headers=owner.bearer, data={"title": "New", "privacy": "public", "layout": "x"}
    )

    shown = sandbox.api("GET", f"album/{album}").json()["data"]
    assert (shown["title"], shown["privacy"], shown["layout"], shown["images_count"]) == ("New", "public", "blog", 2)


def test_it_takes_images_out_in_all_three_ways(sandbox: Sandbox, owner: Person) -> None:
    a, b, c, d = own_ids(sandbox, owner, 4)
    album = create(sandbox, owner, **{"ids[]": [a, b, c, d]})["id"]

    sandbox.api("POST", f"album/{album}/remove_images", headers=owner.bearer, data={"ids[]": [a]})
    sandbox.api("DELETE", f"album/{album}/remove_images?ids={b}", headers=owner.bearer)
    sandbox.api("DELETE", f"album/{album}?ids={c},unknown", headers=owner.bearer)

    assert ids_in(sandbox, album, owner) == [d]
    assert sandbox.api("GET", f"image/{a}").ok


def test_it_deletes_an_album_and_keeps_its_images(sandbox: Sandbox, owner: Person) -> None:
    (image,) = own_ids(sandbox, owner, 1)
    album = create(sandbox, owner, **{"ids[]": [image]})["id"]

    assert sandbox.api("DELETE", f"album/{album}", headers=owner.bearer).json()["data"] is True

    answer = sandbox.api("GET", f"album/{album}", headers=owner.bearer)
    assert answer.status_code == 404
    assert answer.json()["data"]["error"] == f"Unable to find an album with the id, {album}"
    assert sandbox.api("GET", f"image/{image}").ok


def test_it_takes_images_out_below_the_account_too(sandbox: Sandbox, owner: Person) -> None:
    first, second = own_ids(sandbox, owner, 2)
    album = create(sandbox, owner, **{"ids[]": [first, second]})["id"]

    answer = sandbox.api("DELETE", f"account/me/album/{album}?ids={first}", headers=owner.bearer)

    assert answer.json()["data"] is True
    assert ids_in(sandbox, album, owner) == [second]
    assert sandbox.api("DELETE", f"account/me/album/{album}", headers=owner.bearer).json()["data"] is True
    assert sandbox.api("GET", f"album/{album}", headers=owner.bearer).status_code == 404


def test_it_refuses_changes_by_others(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    album = create(sandbox, owner, title="Mine")["id"]

    for headers in (sandbox.client, stranger.bearer):
        answers = [
            sandbox.api("PUT", f"album/{album}", headers=headers, data={"title": "Theirs"}),
            sandbox.api("POST", f"album/{album}/add", headers=headers, data={"ids": "x"}),
            sandbox.api("POST", f"album/{album}/remove_images", headers=headers, data={"ids": "x"}),
            sandbox.api("DELETE", f"album/{album}", headers=headers),
        ]
        assert [answer.status_code for answer in answers] == [403] * 4
    assert sandbox.api("GET", f"album/{album}").json()["data"]["title"] == "Mine"


def test_it_serves_albums_without_an_account_by_deletehash(
    sandbox: Sandbox, upload: Callable[..., dict[str, Any]]
) -> None:
    first, second = upload(), upload()
    album = create(sandbox, None, **{"deletehashes[]": [first["deletehash"]], "title": "Nobody's"})
    handle = album["deletehash"]

    assert sandbox.api("POST", f"album/{handle}/add", data={"deletehashes[]": [second["deletehash"]]}).json()["data"]
    assert ids_in(sandbox, album["id"]) == [first["id"], second["id"]]
    assert sandbox.api("PUT", f"album/{album['id']}", data={"title": "No"}).status_code == 403
    assert sandbox.api("POST", f"album/{handle}/remove_images", data={"deletehashes": first["deletehash"]}).ok
    assert ids_in(sandbox, album["id"]) == [second["id"]]
    refused = sandbox.api("POST", f"album/{handle}/add", data={"deletehashes": "unknown"})
    assert refused.json()["data"]["error"] == ADD_TEXT.format("deletehashes", album["id"])
    assert sandbox.api("DELETE", f"album/{handle}").json()["data"] is True


def test_it_uploads_into_an_album_without_an_account(sandbox: Sandbox, picture: Callable[..., bytes]) -> None:
    album = create(sandbox, None)

    sandbox.api("POST", "image", files={"image": picture()}, data={"album": album["deletehash"]})
    refused = sandbox.api("POST", "image", files={"image": picture()}, data={"album": album["id"]})

    assert len(ids_in(sandbox, album["id"])) == 1
    assert refused.status_code == 403


def test_it_hides_secret_albums_from_others(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    album = create(sandbox, owner, privacy="secret", title="S")["id"]

    assert sandbox.api("GET", f"album/{album}", headers=owner.bearer).ok
    assert sandbox.api("GET", f"album/{album}", headers=stranger.bearer).status_code == 403
    assert sandbox.api("GET", f"album/{album}/images").status_code == 403
    assert requests.get(f"{sandbox.url}/a/{album}", timeout=10).status_code == 404


def test_it_finds_one_image_of_an_album(sandbox: Sandbox, owner: Person) -> None:
    inside, outside = own_ids(sandbox, owner, 2)
    album = create(sandbox, owner, **{"ids[]": [inside]})["id"]

    assert sandbox.api("GET", f"album/{album}/image/{inside}").json()["data"]["id"] == inside
    missing = sandbox.api("GET", f"album/{album}/image/{outside}").json()
    assert (missing["success"], missing["status"]) == (True, 200)
    assert missing["data"]["error"] == f"Unable to find an image with the id, {outside}"


def test_it_forgets_a_deleted_image_everywhere(sandbox: Sandbox, owner: Person) -> None:
    first, second = own_ids(sandbox, owner, 2)
    album = create(sandbox, owner, **{"ids[]": [first, second], "cover": first})["id"]

    sandbox.api("DELETE", f"image/{first}", headers=owner.bearer)

    shown = sandbox.api("GET", f"album/{album}", headers=owner.bearer).json()["data"]
    assert ([image["id"] for image in shown["images"]], shown["cover"], shown["images_count"]) == ([second], None, 1)


def test_it_shows_people_the_pictures_of_an_album(sandbox: Sandbox, owner: Person) -> None:
    link = sandbox.api("GET", "account/lanternfall/albums").json()["data"][-1]["link"]

    page = requests.get(link, timeout=10)

    assert page.ok
    assert "Key art and posters" in page.text
    assert "not imgur.com" in page.text
