"""Comments: writing, reading, answering, judging, deleting."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.fixtures.sandbox import Person, Sandbox

FETCH_FAILED = "An error occurred while fetching the comment"


def say(sandbox: Sandbox, person: Person, post: str, text: str = "Nice.", **fields: Any) -> int:
    answer = sandbox.api("POST", "comment", headers=person.bearer, data={"image_id": post, "comment": text, **fields})
    assert answer.ok, answer.text
    number: int = answer.json()["data"]["id"]
    return number


def read(sandbox: Sandbox, number: int, headers: dict[str, str] | None = None) -> Any:
    return sandbox.api("GET", f"comment/{number}", headers=headers or sandbox.client).json()["data"]


def error_of(answer: Any) -> tuple[int, str]:
    assert answer.json()["success"] is False
    return answer.status_code, answer.json()["data"]["error"]


def test_it_shows_a_comment_as_imgur_does(
    sandbox: Sandbox, owner: Person, stranger: Person, make_post: Callable[..., str]
) -> None:
    post = make_post(owner)
    album = sandbox.api("GET", f"album/{post}").json()["data"]

    number = say(sandbox, stranger, post, " What is that lamp? ")

    shown = read(sandbox, number)
    assert shown.pop("datetime") > 1_700_000_000
    assert shown == {
        "id": number,
        "image_id": post,
        "comment": "What is that lamp?",
        "author": "trailwiki",
        "author_id": stranger.account_id,
        "on_album": True,
        "album_cover": album["cover"],
        "ups": 1,
        "downs": 0,
        "points": 1,
        "parent_id": 0,
        "deleted": False,
        "vote": None,
        "platform": "api",
        "has_admin_badge": False,
        "children": [],
    }


def test_it_has_no_album_on_an_image(sandbox: Sandbox, owner: Person, make_post: Callable[..., str]) -> None:
    shown = read(sandbox, say(sandbox, owner, make_post(owner, kind="image")))

    assert (shown["on_album"], shown["album_cover"]) == (False, None)


@pytest.mark.parametrize("number", ["1", "99999999999999999999", "nonsense"])
def test_it_says_with_success_that_there_is_no_such_comment(sandbox: Sandbox, number: str) -> None:
    answer = sandbox.api("GET", f"comment/{number}")

    assert answer.status_code == 200
    assert answer.json() == {"data": FETCH_FAILED, "success": True, "status": 200}


@pytest.mark.parametrize("path", ["comment/1", "comment/1/vote/up", "comment/1/report", "comment/1/reply"])
def test_it_cannot_do_anything_to_a_comment_that_is_none(sandbox: Sandbox, owner: Person, path: str) -> None:
    answer = sandbox.api("POST", path, headers=owner.bearer, data={"comment": "Hello?"})

    assert error_of(answer) == (404, "Unable to find a comment with the id, 1")


def test_it_refuses_a_text_that_is_none_or_too_long(
    sandbox: Sandbox, owner: Person, make_post: Callable[..., str]
) -> None:
    post = make_post(owner)

    for text in ("", "  ", "x" * 501):
        answer = sandbox.api("POST", "comment", headers=owner.bearer, data={"image_id": post, "comment": text})
        assert error_of(answer)[0] == 400
    assert sandbox.api("GET", f"gallery/{post}/comments/count").json()["data"] == 0


def test_it_wants_an_account_and_a_post_of_the_gallery(
    sandbox: Sandbox, owner: Person, make_post: Callable[..., str]
) -> None:
    post = make_post(owner)
    hidden = sandbox.api("GET", "account/me/images/ids", headers=owner.bearer).json()["data"][0]

    by_nobody = sandbox.api("POST", "comment", data={"image_id": post, "comment": "Hello"})
    on_nothing = sandbox.api("POST", "comment", headers=owner.bearer, data={"image_id": hidden, "comment": "Hello"})

    assert error_of(by_nobody) == (403, "Unauthorized")
    assert error_of(on_nothing) == (404, f"Unable to find an image with the id, {hidden}")


@pytest.mark.parametrize("path", ["comment/{parent}", "comment/{parent}/reply", "gallery/{post}/comment/{parent}"])
def test_it_answers_a_comment(
    sandbox: Sandbox, owner: Person, stranger: Person, make_post: Callable[..., str], path: str
) -> None:
    post = make_post(owner)
    parent = say(sandbox, stranger, post)

    where = path.format(parent=parent, post=post)
    answer = sandbox.api("POST", where, headers=owner.bearer, data={"image_id": post, "comment": "Thank you."})

    assert read(sandbox, answer.json()["data"]["id"])["parent_id"] == parent


def test_it_answers_only_on_the_same_post(sandbox: Sandbox, owner: Person, make_post: Callable[..., str]) -> None:
    post, other = make_post(owner), make_post(owner, kind="image")
    parent = say(sandbox, owner, post)

    for path, fields in (
        ("comment", {"image_id": other, "parent_id": parent}),
        (f"comment/{parent}", {"image_id": other}),
        (f"gallery/{other}/comment/{parent}", {}),
    ):
        answer = sandbox.api("POST", path, headers=owner.bearer, data={"comment": "Lost", **fields})
        assert error_of(answer) == (404, f"Unable to find a comment with the id, {parent}")
    assert say(sandbox, owner, post, parent_id=parent) > parent


def test_it_counts_votes_and_shows_everybody_their_own(
    sandbox: Sandbox, owner: Person, stranger: Person, make_post: Callable[..., str]
) -> None:
    number = say(sandbox, owner, make_post(owner))
    stands = []

    for word in ("up", "up", "down", "veto", "veto"):
        answer = sandbox.api("POST", f"comment/{number}/vote/{word}", headers=stranger.bearer)
        assert answer.json()["data"] is True
        seen = read(sandbox, number, stranger.bearer)
        stands.append((seen["ups"], seen["downs"], seen["points"], seen["vote"]))

    assert stands == [(2, 0, 2, "up"), (2, 0, 2, "up"), (1, 1, 0, "down"), (1, 0, 1, None), (1, 0, 1, None)]
    assert read(sandbox, number, owner.bearer)["vote"] == "up"
    assert read(sandbox, number)["vote"] is None


def test_it_knows_three_words_to_vote(sandbox: Sandbox, owner: Person, make_post: Callable[..., str]) -> None:
    number = say(sandbox, owner, make_post(owner))

    answer = sandbox.api("POST", f"comment/{number}/vote/plus", headers=owner.bearer)

    assert answer.status_code == 404
    assert "imgur: the simple 404 page" in answer.text


def test_it_takes_reports(sandbox: Sandbox, owner: Person, make_post: Callable[..., str]) -> None:
    number = say(sandbox, owner, make_post(owner))

    def report(**data: Any) -> Any:
        return sandbox.api("POST", f"comment/{number}/report", headers=owner.bearer, data=data)

    assert report(reason=3).json() == {"data": None, "success": True, "status": 200}
    assert report().json()["success"] is True
    assert error_of(report(reason=6))[0] == 400


def test_it_deletes_for_the_author_only(
    sandbox: Sandbox, owner: Person, stranger: Person, make_post: Callable[..., str]
) -> None:
    post = make_post(owner)
    number = say(sandbox, stranger, post)

    # Not even who owns the post may.
    assert error_of(sandbox.api("DELETE", f"comment/{number}", headers=owner.bearer)) == (403, "Unauthorized")
    assert sandbox.api("DELETE", f"comment/{number}", headers=stranger.bearer).json()["data"] is True

    assert read(sandbox, number) == FETCH_FAILED
    assert sandbox.api("GET", f"gallery/{post}/comments").json()["data"] == []
    assert sandbox.api("DELETE", f"comment/{number}", headers=stranger.bearer).status_code == 404


@pytest.mark.parametrize(
    "change", ["UPDATE sandbox_post SET removed_at = 1", "UPDATE sandbox_image SET deleted_at = 1"]
)
def test_it_hides_comments_while_the_post_is_out_of_the_gallery(
    sandbox: Sandbox, owner: Person, make_post: Callable[..., str], sql: Callable[..., list[Any]], change: str
) -> None:
    number = say(sandbox, owner, make_post(owner, kind="image"))

    sql(change)

    assert read(sandbox, number) == FETCH_FAILED
    assert sandbox.api("GET", "account/me/comments", headers=owner.bearer).json()["data"] == []
    assert sandbox.api("POST", f"comment/{number}/vote/down", headers=owner.bearer).status_code == 404
    sql("UPDATE sandbox_post SET removed_at = NULL")
    sql("UPDATE sandbox_image SET deleted_at = NULL")
    assert read(sandbox, number)["ups"] == 1


@pytest.mark.parametrize(
    ("spelling", "kind"), [("gallery", "album"), ("gallery/image", "image"), ("gallery/album", "album")]
)
def test_it_serves_comments_in_all_spellings_of_a_post(
    sandbox: Sandbox, owner: Person, make_post: Callable[..., str], spelling: str, kind: str
) -> None:
    below = f"{spelling}/{make_post(owner, kind=kind)}"

    made = sandbox.api("POST", f"{below}/comment", headers=owner.bearer, data={"comment": "First"})
    number = made.json()["data"]["id"]
    answer = sandbox.api("POST", f"{below}/comment/{number}", headers=owner.bearer, data={"comment": "Second"})

    ids = [answer.json()["data"]["id"], number]
    assert sandbox.api("GET", f"{below}/comments/ids").json()["data"] == ids
    assert sandbox.api("GET", f"{below}/comments/count").json()["data"] == 2
    assert sandbox.api("GET", f"{below}/comment/{number}").json()["data"] == read(sandbox, number)
    assert [tree["id"] for tree in sandbox.api("GET", f"{below}/comments").json()["data"]] == [number]
    assert sandbox.api("GET", f"{below}/comment/9999").json()["data"] == FETCH_FAILED
    assert sandbox.api("GET", f"{spelling}/nothing/comments").status_code == 404


def test_it_writes_comments_in_all_formats(sandbox: Sandbox, owner: Person, make_post: Callable[..., str]) -> None:
    post = make_post(owner)
    number = say(sandbox, owner, post)
    say(sandbox, owner, post, "Below\x00", parent_id=number)

    xml = sandbox.api("GET", f"gallery/{post}/comments.xml").text
    jsonp = sandbox.api("GET", f"comment/{number}?callback=show").text

    assert "<children><item><id>" in xml
    assert jsonp.startswith('show({"data":{"id":')
