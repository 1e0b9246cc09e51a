"""What imgur.com's own pages, and tools that do as these, read below `post/v1`."""

from typing import Any

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox
from tests.fixtures.sandbox_gallery import Gallery

ALL = "media,tags,account"


def ask(sandbox: Sandbox, path: str, person: Person | None = None, **query: Any) -> requests.Response:
    """As the pages do: the application in a header, the person in a cookie."""
    cookies = {"accesstoken": person.access_token} if person else {}
    return requests.get(
        f"{sandbox.url}/post/v1/{path}", headers=sandbox.client, cookies=cookies, params=query, timeout=10
    )


def read(sandbox: Sandbox, path: str, person: Person | None = None, **query: Any) -> Any:
    answer = ask(sandbox, path, person, **query)
    assert answer.ok, answer.text
    return answer.json()


def own_album(sandbox: Sandbox, person: Person, privacy: str) -> dict[str, Any]:
    """An album with images, as the API shows it."""
    for album in sandbox.api("GET", "account/me/albums", headers=person.bearer).json()["data"]:
        if album["privacy"] == privacy and album["images_count"]:
            found: dict[str, Any] = sandbox.api("GET", f"album/{album['id']}", headers=person.bearer).json()["data"]
            return found
    raise AssertionError(f"There is no {privacy} album with images.")


def test_it_shows_an_album_with_its_media(sandbox: Sandbox, owner: Person) -> None:
    album = own_album(sandbox, owner, "public")

    shown = read(sandbox, f"albums/{album['id']}", include=ALL)

    assert (shown["id"], shown["is_album"], shown["image_count"]) == (album["id"], True, album["images_count"])
    assert (shown["title"], shown["cover_id"], shown["url"]) == (album["title"], album["cover"] or "", album["link"])
    assert (shown["privacy"], shown["tags"], shown["account"]["username"]) == ("public", [], owner.username)
    assert [medium["id"] for medium in shown["media"]] == [image["id"] for image in album["images"]]
    for medium, image in zip(shown["media"], album["images"], strict=True):
        file = requests.get(medium["url"], timeout=10)
        assert (file.headers["Content-Type"], len(file.content)) == (medium["mime_type"], medium["size"])
        assert (medium["width"], medium["height"]) == (image["width"], image["height"])
        assert medium["metadata"]["title"] == (image["title"] or "")
        assert medium["metadata"]["is_animated"] == image["animated"]
        assert medium["url"].endswith(f"/{medium['id']}.{medium['ext']}")


def test_it_writes_as_the_pages_read_it(sandbox: Sandbox, owner: Person) -> None:
    album = own_album(sandbox, owner, "public")

    answer = ask(sandbox, f"albums/{album['id']}", include=ALL)

    assert answer.headers["Content-Type"] == "application/vnd.imgur.v1+json"
    assert answer.headers["Imgur-Media-Type"] == "imgur.v1; param=full; format=json"
    assert not {"data", "success", "status"} & set(answer.json())
    for moment in (answer.json()["created_at"], answer.json()["media"][0]["created_at"]):
        assert len(moment) == len("2026-01-02T03:04:05Z")
        assert moment.endswith("Z")
    assert answer.json()["media"][0]["account_id"] == owner.account_id


def test_it_shows_only_what_is_asked_for(sandbox: Sandbox, owner: Person) -> None:
    album = own_album(sandbox, owner, "public")

    assert not {"media", "tags", "account"} & set(read(sandbox, f"albums/{album['id']}"))
    assert "media" in read(sandbox, f"albums/{album['id']}", include="media")


def test_an_album_that_has_nothing_to_show_has_no_media(sandbox: Sandbox, owner: Person) -> None:
    empty = sandbox.api("POST", "album", headers=owner.bearer, data={"privacy": "public"}).json()["data"]["id"]

    shown = read(sandbox, f"albums/{empty}", include=ALL)

    assert "media" not in shown
    assert shown["image_count"] == 0


def test_it_shows_a_hidden_album_to_everybody_and_a_secret_one_to_its_owner(
    sandbox: Sandbox, owner: Person, stranger: Person
) -> None:
    public = own_album(sandbox, owner, "public")

    def make(privacy: str) -> str:
        data = {"privacy": privacy, "ids[]": public["images"][0]["id"]}
        made: str = sandbox.api("POST", "album", headers=owner.bearer, data=data).json()["data"]["id"]
        return made

    hidden, secret = make("hidden"), make("secret")

    assert read(sandbox, f"albums/{hidden}", include=ALL)["privacy"] == "private"
    assert ask(sandbox, f"albums/{secret}").status_code == 403
    assert ask(sandbox, f"albums/{secret}", stranger).status_code == 403
    assert read(sandbox, f"albums/{secret}", owner, include=ALL)["media"][0]["id"] == public["images"][0]["id"]


def test_it_shows_one_image(sandbox: Sandbox, owner: Person) -> None:
    image = next(
        image
        for image in sandbox.api("GET", "account/me/images", headers=owner.bearer).json()["data"]
        if image["type"] == "image/jpeg"
    )

    shown = read(sandbox, f"media/{image['id']}", include=ALL)

    assert (shown["id"], shown["is_album"], shown["cover_id"]) == (image["id"], False, image["id"])
    (medium,) = shown["media"]
    assert (medium["ext"], medium["type"], medium["metadata"]["has_sound"]) == ("jpeg", "image", False)
    assert "deletehash" not in str(shown)


def test_it_shows_what_is_gone_as_an_error_without_envelope(sandbox: Sandbox, owner: Person) -> None:
    image = sandbox.api("GET", "account/me/images", headers=owner.bearer).json()["data"][0]["id"]
    sandbox.api("DELETE", f"image/{image}", headers=owner.bearer)

    for path in (f"media/{image}", "media/unknown", "albums/unknown", "posts/unknown", "posts/t/unknown"):
        answer = ask(sandbox, path)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, "404")


def test_it_lists_all_that_the_caller_has(sandbox: Sandbox) -> None:
    account = sandbox.make_account(username="collector", albums=70, images_each=4, loose=9)

    pages = [
        read(sandbox, "accounts/me/all_posts", account, page=page, include=ALL, sort="-created_at")
        for page in (1, 2, 3)
    ]

    assert [len(page) for page in pages] == [50, 29, 0]
    listed = [post["id"] for page in pages for post in page]
    assert listed == [*reversed(account.loose), *(album["id"] for album in reversed(account.albums))]
    first_album = next(post for post in pages[0] if post["is_album"])
    assert [medium["id"] for medium in first_album["media"]] == account.albums[-1]["images"][:3]
    assert first_album["image_count"] == 4


def test_it_lists_the_albums_that_are_not_public(sandbox: Sandbox) -> None:
    account = sandbox.make_account(username="collector", albums=8, images_each=1, loose=1)

    hidden = read(sandbox, "accounts/me/hidden_albums", account, page=1, include=ALL)

    assert [post["privacy"] for post in hidden] == ["secret", "private"] * 2
    assert read(sandbox, "accounts/me/hidden_albums", account, page=2) == []


@pytest.mark.parametrize("path", ["accounts/me/all_posts", "accounts/me/hidden_albums"])
def test_lists_of_ones_own_need_ones_own_token(sandbox: Sandbox, owner: Person, path: str) -> None:
    assert ask(sandbox, path).status_code == 403
    assert requests.get(f"{sandbox.url}/post/v1/{path}", timeout=10).status_code == 401
    by_header = requests.get(f"{sandbox.url}/post/v1/{path}", headers=owner.bearer, timeout=10)
    assert by_header.json() == read(sandbox, path, owner)


def test_the_cookie_opens_nothing_else(sandbox: Sandbox, owner: Person) -> None:
    answer = sandbox.api("GET", "account/me", cookies={"accesstoken": owner.access_token})

    assert answer.status_code == 403


def test_a_dead_cookie_opens_nothing(sandbox: Sandbox, owner: Person) -> None:
    sandbox.control("revoke", {"username": owner.username})

    assert ask(sandbox, "accounts/me/all_posts", owner).status_code == 403


def test_each_call_costs_a_credit_and_is_counted(sandbox: Sandbox, owner: Person) -> None:
    album = own_album(sandbox, owner, "public")["id"]
    before = sandbox.state()["credits"]["spent"]

    answer = ask(sandbox, f"albums/{album}")

    assert int(answer.headers["X-RateLimit-UserRemaining"]) > 0
    state = sandbox.state()
    assert state["credits"]["spent"] == before + 1
    assert state["calls"]["by_route"]["GET /post/v1/albums/{handle}"] == 1
    sandbox.set_limits(user_hour=1)
    assert ask(sandbox, f"albums/{album}").json()["errors"][0]["code"] == "429"


def test_it_only_reads(sandbox: Sandbox, owner: Person) -> None:
    album = own_album(sandbox, owner, "public")["id"]

    for method in ("POST", "PUT", "DELETE"):
        answer = requests.request(
            method, f"{sandbox.url}/post/v1/albums/{album}", headers=owner.bearer, data={"title": "x"}, timeout=10
        )
        assert answer.status_code == 404
    assert sandbox.api("GET", f"album/{album}", headers=owner.bearer).ok


def test_it_shows_posts_of_the_gallery(gallery: Gallery, owner: Person, stranger: Person) -> None:
    sandbox = gallery.sandbox
    image = gallery.share(owner, title="An image", tags="mills")
    album = gallery.share(owner, gallery.album(owner, length=2), title="An album")
    gallery.vote(image, "up", stranger)

    assert read(sandbox, f"posts/{album}")["is_album"] is True
    shown = read(sandbox, f"posts/{image}", include=ALL)
    assert (shown["title"], shown["is_album"], shown["tags"][0]["tag"]) == ("An image", False, "mills")
    assert (shown["upvote_count"], shown["shared_with_community"]) == (gallery.get(f"gallery/{image}")["ups"], True)
    assert [post["id"] for post in read(sandbox, "posts/t/mills")] == [image]
    by_time = {"filter[section]": "eq:user", "sort": "-time"}
    assert [post["id"] for post in read(sandbox, "posts", **by_time)] == [album, image]
    assert read(sandbox, "posts", page=2, **by_time) == []
    assert read(sandbox, "posts", **{"filter[section]": "eq:hot"}) == []
    assert ask(sandbox, "posts", **{"filter[section]": "ne:hot"}).status_code == 400
