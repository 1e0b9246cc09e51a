"""What an account sets for itself."""

from typing import Any

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox


def read(sandbox: Sandbox, person: Person, path: str = "settings") -> Any:
    return sandbox.api("GET", f"account/me/{path}", headers=person.bearer).json()["data"]


def change(sandbox: Sandbox, person: Person, **data: Any) -> requests.Response:
    return sandbox.api("PUT", "account/me/settings", headers=person.bearer, data=data)


def test_it_shows_the_settings_to_the_owner_only(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    assert read(sandbox, owner) == {
        "account_url": "lanternfall",
        "email": read(sandbox, owner)["email"],
        "avatar": None,
        "cover": None,
        "public_images": False,
        "album_privacy": "hidden",
        "pro_expiration": False,
        "accepted_gallery_terms": True,
        "active_emails": [],
        "messaging_enabled": True,
        "comment_replies": True,
        "blocked_users": [],
        "show_mature": False,
        "newsletter_subscribed": False,
        "first_party": True,
    }
    for path in ("settings", "avatar", "stats", "verifyemail", "block"):
        for headers in (stranger.bearer, sandbox.client):
            assert sandbox.api("GET", f"account/lanternfall/{path}", headers=headers).status_code == 403
    for method, path in (("PUT", "settings"), ("POST", "verifyemail"), ("POST", "follow/tag/cats"), ("DELETE", "")):
        answer = sandbox.api(method, f"account/lanternfall/{path}", headers=stranger.bearer, data={"bio": "Mine"})
        assert answer.status_code == 403


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_it_changes_what_is_given(sandbox: Sandbox, owner: Person, method: str) -> None:
    before = read(sandbox, owner)
    changes = {"public_images": "true", "show_mature": "1", "messaging_enabled": "0", "album_privacy": "public"}

    answer = sandbox.api(method, "account/me/settings", headers=owner.bearer, data=changes | {"bio": "New words"})

    assert answer.json()["data"] is True
    assert read(sandbox, owner) == before | {
        "public_images": True,
        "show_mature": True,
        "messaging_enabled": False,
        "album_privacy": "public",
    }
    assert sandbox.api("GET", "account/lanternfall").json()["data"]["bio"] == "New words"
    change(sandbox, owner, bio="")
    assert sandbox.api("GET", "account/lanternfall").json()["data"]["bio"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"show_mature": "perhaps"},
        {"album_privacy": "open"},
        {"avatar": "flavor/none"},
        {"avatar": "default/Z"},
        {"cover": "flavor/taco"},
        {"bio": "x" * 1_001},
        {"username": "abc"},
        {"username": "with space"},
        {"username": "x" * 64},
        {"username": "TrailWiki"},
    ],
)
def test_it_changes_nothing_when_one_value_is_wrong(sandbox: Sandbox, owner: Person, wrong: dict[str, str]) -> None:
    before = read(sandbox, owner)

    answer = change(sandbox, owner, newsletter_subscribed="1", **wrong)

    assert answer.status_code == 400
    assert answer.json()["success"] is False
    assert read(sandbox, owner) == before


def test_it_takes_settings_as_json(sandbox: Sandbox, owner: Person) -> None:
    sandbox.api("PUT", "account/me/settings", headers=owner.bearer, json={"show_mature": True, "bio": None})

    assert read(sandbox, owner)["show_mature"] is True


def test_it_renames_an_account(sandbox: Sandbox, owner: Person) -> None:
    assert change(sandbox, owner, username="lampLighters1").json()["data"] is True

    assert sandbox.api("GET", "account/lanternfall").status_code == 404
    assert sandbox.api("GET", "account/lamplighters1").json()["data"]["id"] == owner.account_id
    assert read(sandbox, owner)["account_url"] == "lampLighters1"
    # Its own name, spelt as it is or otherwise, is not taken by somebody else.
    assert change(sandbox, owner, username="LampLighters1").ok


def test_it_shows_the_avatar_that_was_chosen(sandbox: Sandbox, owner: Person) -> None:
    offered = read(sandbox, owner, "available_avatars")
    taco = next(row for row in offered["available_avatars"] if row["name"] == "flavor/taco")
    cover = read(sandbox, owner, "available_covers")["available_covers"][-1]

    change(sandbox, owner, avatar="flavor/taco", cover=cover["name"])

    account = sandbox.api("GET", "account/lanternfall").json()["data"]
    assert (account["avatar"], account["avatar_name"]) == (taco["location"], "flavor/taco")
    assert (account["cover"], account["cover_name"]) == (cover["location"], cover["name"])
    assert read(sandbox, owner, "avatar") == {"avatar": taco["location"], "avatar_name": "flavor/taco"}
    assert (read(sandbox, owner)["avatar"], read(sandbox, owner)["cover"]) == ("flavor/taco", cover["name"])


def test_it_offers_pictures_that_can_be_fetched(sandbox: Sandbox, owner: Person) -> None:
    avatars, covers = read(sandbox, owner, "available_avatars"), read(sandbox, owner, "available_covers")
    bare = sandbox.api("GET", "account/lanternfall/available_avatars").json()["data"]

    assert (avatars["avatars_are_default"], bare["avatars_are_default"]) == (False, True)
    assert [row["name"] for row in bare["available_avatars"]] == ["default/L"]
    assert avatars["available_avatars_count"] == len(avatars["available_avatars"]) > 1
    for row in [*avatars["available_avatars"], *covers["available_covers"]]:
        picture = requests.get(row["location"], timeout=10)
        assert picture.headers["Content-Type"] == "image/png"
        assert picture.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["avatar/flavor/none.png", "cover/..%2F..%2Fsandbox.png", "trophy/None.png"])
def test_it_draws_no_other_pictures(sandbox: Sandbox, name: str) -> None:
    assert requests.get(f"{sandbox.media_url}/{name}", timeout=10).status_code == 404


def test_it_has_verified_the_email_once(sandbox: Sandbox, owner: Person) -> None:
    answer = sandbox.api("POST", "account/me/verifyemail", headers=owner.bearer)

    assert read(sandbox, owner, "verifyemail") is True
    assert (answer.status_code, answer.json()["data"]["error"]) == (400, "User Previously Verified")


def test_it_makes_new_albums_as_private_as_the_setting_says(sandbox: Sandbox, owner: Person) -> None:
    change(sandbox, owner, album_privacy="public")

    def privacy(**data: str) -> Any:
        made = sandbox.api("POST", "album", headers=owner.bearer, data={"title": "New", **data}).json()["data"]
        return sandbox.api("GET", f"album/{made['id']}", headers=owner.bearer).json()["data"]["privacy"]

    assert (privacy(), privacy(privacy="secret")) == ("public", "secret")
