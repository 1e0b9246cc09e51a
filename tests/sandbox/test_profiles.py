"""What accounts are to each other, and what they have done."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox


@pytest.fixture
def cats(insert: Callable[..., int]) -> str:
    """The name of a tag that there is."""
    insert("tag", name="small_cats", display_name="Small cats", description="", is_whitelisted=1, outside_followers=0)
    return "small_cats"


def v1(sandbox: Sandbox, method: str, path: str, headers: dict[str, str]) -> requests.Response:
    accept = {"Accept": "application/vnd.api+json"}
    return requests.request(method, f"{sandbox.url}/account/v1/{path}", headers=headers | accept, timeout=10)


def test_it_shows_whom_the_caller_follows(
    sandbox: Sandbox, owner: Person, stranger: Person, insert: Callable[..., int]
) -> None:
    insert("userfollow", follower_id=owner.account_id, followed_id=stranger.account_id)

    def follows(username: str, headers: dict[str, str]) -> Any:
        return sandbox.api("GET", f"account/{username}", headers=headers).json()["data"]["user_follow"]

    assert follows("trailwiki", owner.bearer) == {"status": True}
    assert follows("lanternfall", stranger.bearer) == follows("trailwiki", sandbox.client) == {"status": False}


def test_it_blocks_and_unblocks_without_an_envelope(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    def blocked() -> tuple[Any, ...]:
        account = sandbox.api("GET", "account/trailwiki", headers=owner.bearer).json()["data"]
        settings = sandbox.api("GET", "account/me/settings", headers=owner.bearer).json()["data"]
        listed = sandbox.api("GET", "account/me/block", headers=owner.bearer).json()["data"]
        return v1(sandbox, "GET", "trailwiki/block", owner.bearer).json(), account["is_blocked"], settings, listed

    def assert_stands(is_blocked: bool) -> None:
        bare, in_account, settings, listed = blocked()
        assert bare == {"data": {"blocked": is_blocked}}
        assert in_account is is_blocked
        assert listed == {"items": [{"url": "trailwiki"}] if is_blocked else [], "next": None}
        users = [{"blocked_id": stranger.account_id, "blocked_url": "trailwiki"}] if is_blocked else []
        assert settings["blocked_users"] == users

    assert_stands(False)
    assert v1(sandbox, "POST", "trailwiki/block", owner.bearer).json() == {"data": {"blocked": True}}
    assert_stands(True)
    assert v1(sandbox, "GET", "lanternfall/block", stranger.bearer).json() == {"data": {"blocked": False}}
    message = sandbox.api("POST", "conversations/lanternfall", headers=stranger.bearer, data={"body": "Hello"})
    assert message.status_code == 403

    assert v1(sandbox, "DELETE", "trailwiki/block", owner.bearer).json() == {"data": {"blocked": False}}
    assert_stands(False)
    message = sandbox.api("POST", "conversations/lanternfall", headers=stranger.bearer, data={"body": "Hello"})
    assert message.ok


def test_it_shows_an_account_without_an_envelope(sandbox: Sandbox, owner: Person) -> None:
    for headers in (owner.bearer, sandbox.client):
        bare = v1(sandbox, "GET", "lanternfall", headers).json()
        assert bare == sandbox.api("GET", "account/lanternfall", headers=headers).json()["data"]
    assert v1(sandbox, "GET", "me", owner.bearer).json()["reputation_name"] == "Trusted"


def test_it_charges_and_refuses_outside_of_3_as_well(sandbox: Sandbox, owner: Person) -> None:
    spent = sandbox.state()["credits"]["spent"]

    answers = [
        v1(sandbox, "GET", "trailwiki/block", owner.bearer),
        v1(sandbox, "GET", "trailwiki/block", sandbox.client),
        v1(sandbox, "POST", "lanternfall/block", owner.bearer),
        v1(sandbox, "GET", "nobody", sandbox.client),
        v1(sandbox, "GET", "lanternfall", {}),
        v1(sandbox, "GET", "no/such/route", sandbox.client),
    ]

    assert [answer.status_code for answer in answers] == [200, 403, 400, 404, 401, 404]
    assert "X-RateLimit-UserRemaining" in answers[0].headers
    assert answers[1].json()["data"] == {
        "error": "Unauthorized",
        "request": "/account/v1/trailwiki/block",
        "method": "GET",
    }
    state = sandbox.state()
    assert state["credits"]["spent"] - spent == 4
    assert state["calls"]["by_route"]["GET /account/v1/{username}/block"] == 2


def test_it_follows_and_unfollows_tags(sandbox: Sandbox, owner: Person, cats: str) -> None:
    def call(method: str, tag: str = cats) -> tuple[int, Any]:
        answer = sandbox.api(method, f"account/me/follow/tag/{tag}", headers=owner.bearer)
        data = answer.json()["data"]
        return answer.status_code, data if data is True else data["error"]

    assert call("DELETE") == (409, "Not following tag")
    assert [call("POST"), call("POST"), call("DELETE")] == [(200, True)] * 3
    assert call("DELETE", "Small cats") == (409, "Not following tag")
    assert call("POST", "dogs") == call("DELETE", "dogs") == (404, "Tag does not exist")


def test_it_counts_what_an_account_did_in_the_gallery(
    sandbox: Sandbox, owner: Person, stranger: Person, make_post: Callable[..., str], insert: Callable[..., int]
) -> None:
    assert sandbox.api("GET", "account/lanternfall/gallery_profile").json()["data"] == {
        "total_gallery_comments": 0,
        "total_gallery_favorites": 0,
        "total_gallery_submissions": 0,
        "trophies": [],
    }
    make_post(owner, kind="image")
    post = make_post(stranger)
    said = sandbox.api("POST", f"gallery/{post}/comment", headers=owner.bearer, data={"comment": "Nice."})
    comment = said.json()["data"]["id"]
    columns = {"name": "1 Year", "name_clean": "1Years", "description": "Be here for a year.", "created_at": 1_700_000}
    number = insert("trophy", account_id=owner.account_id, **columns)

    profile = sandbox.api("GET", "account/lanternfall/gallery_profile").json()["data"]

    (trophy,) = profile.pop("trophies")
    assert profile == {"total_gallery_comments": 1, "total_gallery_favorites": 0, "total_gallery_submissions": 1}
    sandbox.api("DELETE", f"comment/{comment}", headers=owner.bearer)
    left = sandbox.api("GET", "account/lanternfall/gallery_profile").json()["data"]
    assert left["total_gallery_comments"] == 0
    assert sandbox.api("GET", "account/me/stats", headers=owner.bearer).json()["data"]["top_gallery_comments"] == []
    assert requests.get(trophy["image"], timeout=10).headers["Content-Type"] == "image/png"
    assert (trophy["id"], trophy["name_clean"], trophy["datetime"]) == (number, "1Years", 1_700_000)
    assert (trophy["data"], trophy["data_link"]) == (None, None)


def test_it_counts_only_favorites_that_are_in_the_gallery(
    sandbox: Sandbox,
    owner: Person,
    stranger: Person,
    make_post: Callable[..., str],
    insert: Callable[..., int],
    sql: Callable[..., list[Any]],
) -> None:
    for kind in ("album", "image"):
        make_post(stranger, kind=kind)
        for (number,) in sql(f"SELECT id FROM sandbox_{kind} WHERE account_id = ?", stranger.account_id):
            insert("favorite", account_id=owner.account_id, created_at=1_780_000_000, **{f"{kind}_id": number})

    def total() -> Any:
        return sandbox.api("GET", "account/lanternfall/gallery_profile").json()["data"]["total_gallery_favorites"]

    assert total() == 2
    sql("UPDATE sandbox_post SET removed_at = 1 WHERE album_id IS NOT NULL")
    assert total() == 1
    sql("UPDATE sandbox_post SET removed_at = 1")
    assert total() == 0


def test_it_adds_up_images_and_albums(sandbox: Sandbox, owner: Person, make_post: Callable[..., str]) -> None:
    images = sandbox.api("GET", "account/me/images?perPage=100", headers=owner.bearer).json()["data"]
    post = make_post(owner)
    for text in ("One", "Two"):
        sandbox.api("POST", f"gallery/{post}/comment", headers=owner.bearer, data={"comment": text})

    stats = sandbox.api("GET", "account/me/stats", headers=owner.bearer).json()["data"]

    assert (stats["total_images"], stats["total_albums"]) == (len(images), 5)
    assert stats["disk_used"] == _size(sum(image["size"] for image in images))
    assert stats["bandwidth_used"] == _size(sum(image["bandwidth"] for image in images))
    views = sorted((image["views"] for image in images), reverse=True)
    assert [image["views"] for image in stats["top_images"]] == views[:5]
    assert len(stats["top_albums"]) == 5
    assert [row["comment"] for row in stats["top_gallery_comments"]] == ["One", "Two"]


def _size(size_bytes: float) -> str:
    units = ["B", "KB", "MB", "GB"]
    while size_bytes >= 1024 and len(units) > 1:
        size_bytes /= 1024
        units.pop(0)
    return f"{size_bytes:.2f} {units[0]}"
