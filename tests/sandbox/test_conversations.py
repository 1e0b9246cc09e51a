"""Conversations: all messages between two people."""

from typing import Any

import pytest

from tests.fixtures.sandbox import Person, Sandbox


@pytest.fixture
def third(sandbox: Sandbox) -> Person:
    return sandbox.people["nova_quill"]


def write(sandbox: Sandbox, sender: Person, recipient: Person, body: str = "Hello") -> Any:
    path = f"conversations/{recipient.username}"
    return sandbox.api("POST", path, headers=sender.bearer, data={"recipient": recipient.username, "body": body})


def listed(sandbox: Sandbox, person: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sandbox.api("GET", "conversations", headers=person.bearer).json()["data"]
    return found


def read(sandbox: Sandbox, person: Person, path: str) -> Any:
    return sandbox.api("GET", f"conversations/{path}", headers=person.bearer).json()["data"]


def error_of(answer: Any) -> tuple[int, str]:
    assert answer.json()["success"] is False
    return answer.status_code, answer.json()["data"]["error"]


def test_it_shows_a_conversation_to_both_sides(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    assert write(sandbox, owner, stranger, "Is the map of the ridge yours?").json()["data"] is True
    write(sandbox, stranger, owner, "It is. All of it, from the first walk.")

    (seen,) = listed(sandbox, owner)
    (by_other,) = listed(sandbox, stranger)
    number = seen["id"]
    assert seen == {
        "id": number,
        "with_account": "trailwiki",
        "with_account_id": stranger.account_id,
        "last_message_preview": "It is. All of it, from the fir...",
        "message_count": 2,
        "datetime": seen["datetime"],
    }
    assert (by_other["id"], by_other["with_account"]) == (number, "lanternfall")
    single = read(sandbox, owner, str(number))
    first, second = single.pop("messages")
    assert single == seen | {"done": True, "page": 2}
    assert first | {"id": 0, "datetime": 0} == {
        "id": 0,
        "from": "lanternfall",
        "account_id": stranger.account_id,
        "sender_id": owner.account_id,
        "body": "Is the map of the ridge yours?",
        "conversation_id": number,
        "datetime": 0,
    }
    assert (second["from"], second["account_id"]) == ("trailwiki", owner.account_id)


@pytest.mark.parametrize(("length", "preview"), [(30, "x" * 30), (31, "x" * 30 + "...")])
def test_it_cuts_previews_at_thirty_characters(
    sandbox: Sandbox, owner: Person, stranger: Person, length: int, preview: str
) -> None:
    write(sandbox, owner, stranger, "x" * length)

    assert listed(sandbox, owner)[0]["last_message_preview"] == preview


def test_it_lists_the_latest_conversation_first(
    sandbox: Sandbox, owner: Person, stranger: Person, third: Person
) -> None:
    write(sandbox, stranger, owner)
    sandbox.move_clock(60)
    write(sandbox, third, owner)
    assert [row["with_account"] for row in listed(sandbox, owner)] == ["nova_quill", "trailwiki"]

    sandbox.move_clock(60)
    write(sandbox, owner, stranger)
    assert [row["with_account"] for row in listed(sandbox, owner)] == ["trailwiki", "nova_quill"]


def test_it_pages_messages_from_the_newest(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    for number in range(53):
        write(sandbox, owner, stranger, str(number))
    conversation = listed(sandbox, owner)[0]["id"]

    def page(path: str) -> tuple[list[int], bool, int]:
        found = read(sandbox, owner, f"{conversation}{path}")
        assert (found["message_count"], found["last_message_preview"]) == (53, "52")
        return [int(message["body"]) for message in found["messages"]], found["done"], found["page"]

    assert page("") == page("/1") == page("/1/0") == page("/0") == (list(range(28, 53)), False, 2)
    assert page("/2") == (list(range(3, 28)), False, 3)
    assert page("/3") == ([0, 1, 2], True, 4)
    assert page("/4") == ([], True, 5)
    assert page("/2/3") == (list(range(25)), True, 3)


def test_it_deletes_for_one_side_only(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    write(sandbox, owner, stranger, "Before")
    path = f"conversations/{listed(sandbox, stranger)[0]['id']}"

    assert sandbox.api("DELETE", path, headers=stranger.bearer).json()["data"] is True

    assert listed(sandbox, stranger) == []
    assert sandbox.api("GET", path, headers=stranger.bearer).status_code == 404
    assert sandbox.api("DELETE", path, headers=stranger.bearer).status_code == 404
    assert sandbox.api("GET", "notification?new=false", headers=stranger.bearer).json()["data"]["messages"] == []
    assert listed(sandbox, owner)[0]["message_count"] == 1

    write(sandbox, stranger, owner, "After")
    assert [row["message_count"] for row in listed(sandbox, stranger) + listed(sandbox, owner)] == [1, 2]


def test_it_deletes_for_the_sender_as_well(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    write(sandbox, owner, stranger)

    sandbox.api("DELETE", f"conversations/{listed(sandbox, owner)[0]['id']}", headers=owner.bearer)

    assert listed(sandbox, owner) == []
    assert listed(sandbox, stranger)[0]["message_count"] == 1
    assert len(sandbox.api("GET", "notification", headers=stranger.bearer).json()["data"]["messages"]) == 1


def test_it_keeps_conversations_from_everybody_else(
    sandbox: Sandbox, owner: Person, stranger: Person, third: Person
) -> None:
    write(sandbox, owner, stranger)
    number = listed(sandbox, owner)[0]["id"]

    for method in ("GET", "DELETE"):
        answer = sandbox.api(method, f"conversations/{number}", headers=third.bearer)
        assert error_of(answer) == (404, f"Unable to find a conversation with the id, {number}")
    assert listed(sandbox, third) == []
    assert error_of(sandbox.api("GET", "conversations")) == (403, "Unauthorized")
    assert listed(sandbox, stranger)[0]["message_count"] == 1


@pytest.mark.parametrize(
    ("recipient", "body", "status"),
    [("trailwiki", " ", 400), ("trailwiki", "x" * 10_001, 400), ("lanternfall", "Me", 400), ("nobody", "You", 404)],
)
def test_it_refuses_what_cannot_be_sent(
    sandbox: Sandbox, owner: Person, stranger: Person, recipient: str, body: str, status: int
) -> None:
    answer = sandbox.api("POST", f"conversations/{recipient}", headers=owner.bearer, data={"body": body})

    assert error_of(answer)[0] == status
    assert listed(sandbox, owner) == listed(sandbox, stranger) == []


@pytest.mark.parametrize("path", ["conversations/block/trailwiki", "message/block/trailwiki"])
def test_it_stops_messages_of_who_is_blocked(sandbox: Sandbox, owner: Person, stranger: Person, path: str) -> None:
    assert sandbox.api("POST", path, headers=owner.bearer).json()["data"] is True
    assert sandbox.api("POST", path, headers=owner.bearer).json()["data"] is True

    assert error_of(write(sandbox, stranger, owner)) == (403, "You cannot send messages to this user.")
    assert listed(sandbox, owner) == []
    assert sandbox.api("GET", "notification", headers=owner.bearer).json()["data"]["messages"] == []


def test_it_stops_messages_to_who_wants_none(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    sandbox.api("PUT", "account/me/settings", headers=owner.bearer, data={"messaging_enabled": "false"})

    assert error_of(write(sandbox, stranger, owner)) == (403, "This user does not accept messages.")


@pytest.mark.parametrize("path", ["conversations/report", "message/report", "conversations/block"])
def test_it_takes_reports_and_blocks_of_others_only(sandbox: Sandbox, owner: Person, path: str) -> None:
    assert sandbox.api("POST", f"{path}/trailwiki", headers=owner.bearer).json()["data"] is True
    assert sandbox.api("POST", f"{path}/lanternfall", headers=owner.bearer).status_code == 400
    assert sandbox.api("POST", f"{path}/nobody", headers=owner.bearer).status_code == 404
