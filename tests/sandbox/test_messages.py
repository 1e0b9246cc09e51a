"""Messages as they were before conversations, sorted into threads."""

from typing import Any

from tests.fixtures.sandbox import Person, Sandbox

DAY_SECONDS = 86_400


def write(sandbox: Sandbox, sender: Person, recipient: Person, body: str = "Hello", **fields: Any) -> Any:
    data = {"recipient": recipient.username, "body": body, **fields}
    return sandbox.api("POST", "message", headers=sender.bearer, data=data)


def ids(sandbox: Sandbox, person: Person, path: str = "") -> list[int]:
    found: list[int] = sandbox.api("GET", f"messages/ids{path}", headers=person.bearer).json()["data"]
    return found


def read(sandbox: Sandbox, person: Person, path: str) -> Any:
    return sandbox.api("GET", f"message/{path}", headers=person.bearer).json()["data"]


def test_it_shows_a_message_as_it_was_then(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    assert write(sandbox, stranger, owner, "Hello, World", subject="First").json()["data"] is True
    (number,) = ids(sandbox, owner)
    sandbox.move_clock(5 * DAY_SECONDS)

    shown = read(sandbox, owner, str(number))

    assert shown == read(sandbox, stranger, str(number))
    assert shown == {
        "id": number,
        "from": "trailwiki",
        "account_id": stranger.account_id,
        "recipient_account_id": owner.account_id,
        "subject": "First",
        "body": "Hello, World",
        "timestamp": "5 days ago",
        "parent_id": 0,
    }


def test_it_says_how_long_ago_a_message_was_sent(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    write(sandbox, stranger, owner)
    (number,) = ids(sandbox, owner)
    told = []
    for seconds in (61, 3_600, 7_200, DAY_SECONDS, 7 * DAY_SECONDS, 400 * DAY_SECONDS):
        sandbox.move_clock(seconds)
        told.append(read(sandbox, owner, str(number))["timestamp"])

    assert told == ["1 minute ago", "1 hour ago", "3 hours ago", "1 day ago", "1 week ago", "1 year ago"]


def test_it_sorts_messages_into_threads(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    write(sandbox, stranger, owner, "A1")
    (a1,) = ids(sandbox, owner)
    write(sandbox, owner, stranger, "A2", parent_id=a1)
    (a2,) = ids(sandbox, stranger)
    path = "account/lanternfall/message"
    assert sandbox.api("POST", path, headers=stranger.bearer, data={"body": "A3", "parent_id": a2}).ok
    write(sandbox, stranger, owner, "B1", parent_id=0)

    b1, a3, _ = received = ids(sandbox, owner)
    assert received == [b1, a3, a1]
    assert sandbox.api("GET", "messages/count", headers=owner.bearer).json()["data"] == 3
    lasts = sandbox.api("GET", "messages", headers=owner.bearer).json()["data"]
    assert [(row["id"], row["parent_id"]) for row in lasts] == [(b1, 0), (a3, a1)]
    assert [row["body"] for row in read(sandbox, owner, f"{a1}/thread")] == ["A1", "A2", "A3"]
    assert sandbox.api("GET", f"message/{a2}/thread", headers=owner.bearer).status_code == 404
    assert ids(sandbox, owner, "/1?perPage=2") == [a1]


def test_it_goes_on_with_the_last_thread_in_a_conversation(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    write(sandbox, stranger, owner, "Old")
    (first,) = ids(sandbox, owner)

    sandbox.api("POST", "conversations/trailwiki", headers=owner.bearer, data={"body": "New"})
    sandbox.api("POST", "conversations/lanternfall", headers=stranger.bearer, data={"body": "Newer"})

    assert [row["body"] for row in read(sandbox, owner, f"{first}/thread")] == ["Old", "New", "Newer"]
    assert sandbox.api("GET", "conversations", headers=owner.bearer).json()["data"][0]["message_count"] == 3


def test_it_deletes_a_message_for_one_side_only(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    write(sandbox, stranger, owner)
    (number,) = ids(sandbox, owner)

    assert sandbox.api("DELETE", f"message/{number}", headers=owner.bearer).json()["data"] is True

    assert ids(sandbox, owner) == []
    assert sandbox.api("GET", f"message/{number}", headers=owner.bearer).status_code == 404
    assert sandbox.api("DELETE", f"message/{number}", headers=owner.bearer).status_code == 404
    assert write(sandbox, owner, stranger, parent_id=number).status_code == 404
    assert read(sandbox, stranger, str(number))["body"] == "Hello"


def test_it_deletes_a_message_for_the_sender_only(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    write(sandbox, stranger, owner)
    (number,) = ids(sandbox, owner)

    sandbox.api("DELETE", f"message/{number}", headers=stranger.bearer)

    assert sandbox.api("GET", f"message/{number}", headers=stranger.bearer).status_code == 404
    assert ids(sandbox, owner) == [number]


def test_it_keeps_messages_from_everybody_else(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    write(sandbox, stranger, owner)
    (number,) = ids(sandbox, owner)
    third = sandbox.people["nova_quill"]

    for method, path in (("GET", ""), ("GET", "/thread"), ("DELETE", "")):
        assert sandbox.api(method, f"message/{number}{path}", headers=third.bearer).status_code == 404
    # Nor can it be answered.
    assert write(sandbox, third, owner, parent_id=number).status_code == 404
    assert ids(sandbox, owner) == [number]


def test_it_wants_a_recipient_and_a_body(sandbox: Sandbox, owner: Person) -> None:
    answers = [
        sandbox.api("POST", "message", headers=owner.bearer, data=data)
        for data in ({"body": "Hello"}, {"recipient": "trailwiki"}, {"recipient": "nobody", "body": "Hello"})
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 404]
