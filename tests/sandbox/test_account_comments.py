"""The comments of an account."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.fixtures.sandbox import Person, Sandbox


@pytest.fixture
def numbers(sandbox: Sandbox, owner: Person, stranger: Person, make_post: Callable[..., str]) -> list[int]:
    """Three comments of the owner's, in the order of writing; the second is liked, the third is not."""
    post = make_post(owner)
    made = []
    for text in ("One", "Two", "Three"):
        answer = sandbox.api("POST", f"gallery/{post}/comment", headers=owner.bearer, data={"comment": text})
        made.append(answer.json()["data"]["id"])
    sandbox.api("POST", f"comment/{made[1]}/vote/up", headers=stranger.bearer)
    sandbox.api("POST", f"comment/{made[2]}/vote/down", headers=stranger.bearer)
    return made


def ids(sandbox: Sandbox, path: str) -> list[int]:
    found: list[int] = sandbox.api("GET", f"account/lanternfall/comments/ids{path}").json()["data"]
    return found


def test_it_lists_comments_for_everybody(sandbox: Sandbox, stranger: Person, numbers: list[int]) -> None:
    for headers in (sandbox.client, stranger.bearer):
        listed = sandbox.api("GET", "account/lanternfall/comments", headers=headers).json()["data"]
        assert [(row["id"], row["comment"]) for row in listed] == list(
            zip(reversed(numbers), ("Three", "Two", "One"), strict=True)
        )
    assert [row["vote"] for row in listed] == ["down", "up", None]
    assert sandbox.api("GET", "account/lanternfall/comments/count").json()["data"] == 3
    assert sandbox.api("GET", "account/trailwiki/comments/count").json()["data"] == 0


def test_it_sorts_and_pages_comments(sandbox: Sandbox, numbers: list[int]) -> None:
    one, two, three = numbers

    assert ids(sandbox, "") == ids(sandbox, "/newest") == ids(sandbox, "/newest/0") == [three, two, one]
    assert ids(sandbox, "/oldest") == [one, two, three]
    assert ids(sandbox, "/best") == [two, one, three]
    assert ids(sandbox, "/worst") == [three, one, two]
    assert ids(sandbox, "/oldest/1?perPage=2") == [three]
    assert ids(sandbox, "/1?perPage=2") == [one]
    assert ids(sandbox, "/oldest/7") == []
    listed = sandbox.api("GET", "account/lanternfall/comments/oldest/1?perPage=2").json()["data"]
    assert [row["id"] for row in listed] == [three]


def test_it_serves_comment_routes_below_the_account(
    sandbox: Sandbox, owner: Person, stranger: Person, numbers: list[int]
) -> None:
    below = f"account/lanternfall/comment/{numbers[0]}"

    assert sandbox.api("GET", below).json() == sandbox.api("GET", f"comment/{numbers[0]}").json()
    made = sandbox.api("POST", below, headers=stranger.bearer, data={"comment": "Answer"}).json()["data"]["id"]
    assert sandbox.api("POST", f"{below}/reply", headers=stranger.bearer, data={"comment": "Another"}).ok
    assert sandbox.api("POST", f"{below}/vote/up", headers=stranger.bearer).json()["data"] is True
    assert sandbox.api("POST", f"{below}/report", headers=stranger.bearer).json()["data"] is None
    tree = sandbox.api("GET", f"{below}/replies").json()["data"]
    assert (tree["ups"], len(tree["children"])) == (2, 2)

    # The answer is somebody else's.
    assert isinstance(sandbox.api("GET", f"account/lanternfall/comment/{made}").json()["data"], str)
    assert isinstance(sandbox.api("GET", f"account/lanternfall/comment/{made}/replies").json()["data"], str)
    assert sandbox.api("POST", f"account/me/comment/{made}/vote/up", headers=owner.bearer).status_code == 404


def test_it_deletes_below_the_account(sandbox: Sandbox, owner: Person, stranger: Person, numbers: list[int]) -> None:
    def delete(path: str, person: Person) -> Any:
        return sandbox.api("DELETE", path, headers=person.bearer)

    assert delete(f"account/lanternfall/comment/{numbers[0]}", stranger).status_code == 403
    assert delete(f"account/me/comment/{numbers[0]}", owner).json()["data"] is True
    for path, person in ((f"account/me/comment/{numbers[0]}", owner), (f"account/me/comment/{numbers[1]}", stranger)):
        answer = delete(path, person)
        assert answer.json() == {
            "data": {"error": "Comment not found", "request": f"/3/{path}", "method": "DELETE"},
            "success": True,
            "status": 200,
        }
    assert ids(sandbox, "") == [numbers[2], numbers[1]]
