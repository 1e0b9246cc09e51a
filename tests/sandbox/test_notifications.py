"""Notifications: somebody answered, or wrote."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.fixtures.sandbox import Person, Sandbox


def comment(sandbox: Sandbox, person: Person, path: str, text: str = "Nice.") -> int:
    answer = sandbox.api("POST", path, headers=person.bearer, data={"comment": text})
    number: int = answer.json()["data"]["id"]
    return number


def write(sandbox: Sandbox, sender: Person, recipient: Person, body: str = "wow. such message.") -> None:
    answer = sandbox.api("POST", f"conversations/{recipient.username}", headers=sender.bearer, data={"body": body})
    assert answer.ok, answer.text


def listed(sandbox: Sandbox, person: Person, query: str = "") -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = sandbox.api("GET", f"notification{query}", headers=person.bearer).json()[
        "data"
    ]
    return found


def test_it_tells_who_was_answered(
    sandbox: Sandbox, owner: Person, stranger: Person, make_post: Callable[..., str]
) -> None:
    post = make_post(owner)
    top = comment(sandbox, stranger, f"gallery/{post}/comment")
    answer = comment(sandbox, owner, f"comment/{top}")
    comment(sandbox, owner, f"comment/{answer}")  # to oneself

    (of_owner,) = listed(sandbox, owner)["replies"]
    (of_stranger,) = listed(sandbox, stranger)["replies"]
    assert of_owner == {
        "id": of_owner["id"],
        "account_id": owner.account_id,
        "viewed": False,
        "content": sandbox.api("GET", f"comment/{top}", headers=owner.bearer).json()["data"],
    }
    assert of_stranger["content"]["id"] == answer


def test_it_tells_of_messages(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    write(sandbox, stranger, owner, "First")
    write(sandbox, stranger, owner)

    last, first = listed(sandbox, owner)["messages"]
    conversation = sandbox.api("GET", "conversations", headers=owner.bearer).json()["data"][0]
    assert first["content"]["last_message"] == "First"
    assert last["content"] == {
        "id": str(conversation["id"]),
        "account_id": str(owner.account_id),
        "with_account": str(stranger.account_id),
        "spam": "0",
        "message_num": "2",
        "last_message": "wow. such message.",
        "from": "trailwiki",
        "datetime": conversation["datetime"],
    }
    assert listed(sandbox, stranger) == {"replies": [], "messages": []}


def test_it_leaves_a_message_unviewed_when_its_conversation_is_read(
    sandbox: Sandbox, owner: Person, stranger: Person
) -> None:
    write(sandbox, stranger, owner)
    (conversation,) = sandbox.api("GET", "conversations", headers=owner.bearer).json()["data"]

    sandbox.api("GET", f"conversations/{conversation['id']}", headers=owner.bearer)

    assert len(listed(sandbox, owner)["messages"]) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_it_marks_one_viewed(sandbox: Sandbox, owner: Person, stranger: Person, method: str) -> None:
    write(sandbox, stranger, owner)
    (row,) = listed(sandbox, owner)["messages"]
    path = f"notification/{row['id']}"

    assert sandbox.api(method, path, headers=owner.bearer).json()["data"] is True

    assert listed(sandbox, owner)["messages"] == listed(sandbox, owner, "?new=true")["messages"] == []
    assert listed(sandbox, owner, "?new=false")["messages"] == [row | {"viewed": True}]
    assert sandbox.api("GET", path, headers=owner.bearer).json()["data"] == row | {"viewed": True}


def test_it_marks_several_viewed(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    for _ in range(3):
        write(sandbox, stranger, owner)
    kept, *others = (row["id"] for row in listed(sandbox, owner)["messages"])

    data = {"ids": f"{others[0]},{others[1]},999999,x"}
    assert sandbox.api("POST", "notification", headers=owner.bearer, data=data).json()["data"] is True

    assert [row["id"] for row in listed(sandbox, owner)["messages"]] == [kept]
    assert sandbox.api("POST", "notification", headers=owner.bearer).status_code == 400


def test_it_lists_notifications_below_the_account(
    sandbox: Sandbox, owner: Person, stranger: Person, make_post: Callable[..., str]
) -> None:
    comment(sandbox, stranger, f"gallery/{make_post(owner)}/comment")
    write(sandbox, stranger, owner)
    both = listed(sandbox, owner)
    (message,) = both["messages"]

    def below(path: str) -> Any:
        return sandbox.api("GET", f"account/lanternfall/notifications{path}", headers=owner.bearer).json()["data"]

    assert below("") == both
    assert (below("/replies"), below("/messages")) == (both["replies"], both["messages"])
    sandbox.api("PUT", f"notification/{message['id']}", headers=owner.bearer)
    assert below("/messages") == []
    assert below("/messages?new=0") == [message | {"viewed": True}]


def test_it_keeps_notifications_from_everybody_else(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    write(sandbox, stranger, owner)
    (row,) = listed(sandbox, owner)["messages"]
    path = f"notification/{row['id']}"

    for method in ("GET", "POST", "PUT", "DELETE"):
        assert sandbox.api(method, path, headers=stranger.bearer).status_code == 404
    assert sandbox.api("POST", "notification", headers=stranger.bearer, data={"ids": row["id"]}).ok
    for below in ("", "/messages", "/replies"):
        answer = sandbox.api("GET", f"account/lanternfall/notifications{below}", headers=stranger.bearer)
        assert answer.status_code == 403
    assert sandbox.api("GET", "notification").status_code == 403
    assert listed(sandbox, owner)["messages"] == [row]


def test_it_forgets_what_a_deleted_comment_told(
    sandbox: Sandbox, owner: Person, stranger: Person, make_post: Callable[..., str]
) -> None:
    number = comment(sandbox, stranger, f"gallery/{make_post(owner)}/comment")

    sandbox.api("DELETE", f"comment/{number}", headers=stranger.bearer)

    assert listed(sandbox, owner, "?new=false")["replies"] == []


def test_it_does_not_tell_who_wants_no_replies(
    sandbox: Sandbox, owner: Person, stranger: Person, make_post: Callable[..., str]
) -> None:
    sandbox.api("PUT", "account/me/settings", headers=owner.bearer, data={"comment_replies": "0"})

    comment(sandbox, stranger, f"gallery/{make_post(owner)}/comment")

    assert listed(sandbox, owner)["replies"] == []


def test_it_writes_numbers_as_text_as_in_2014(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    write(sandbox, stranger, owner)
    (row,) = listed(sandbox, owner)["messages"]

    sandbox.set_limits(text_notifications=True)
    (unviewed,) = listed(sandbox, owner)["messages"]
    sandbox.api("DELETE", f"notification/{row['id']}", headers=owner.bearer)
    (viewed,) = listed(sandbox, owner, "?new=false")["messages"]

    old = row | {"id": str(row["id"]), "account_id": str(owner.account_id)}
    assert (unviewed, viewed) == (old | {"viewed": "0"}, old | {"viewed": "1"})
