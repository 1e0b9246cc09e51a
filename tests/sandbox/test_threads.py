"""Comments with their answers below them."""

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.fixtures.sandbox import ROOT, Person, Sandbox


@pytest.fixture
def add(
    sql: Callable[..., list[Any]], insert: Callable[..., int], owner: Person, make_post: Callable[..., str]
) -> Callable[..., int]:
    """Write a comment on the one post there is, votes included: ``add(ups=3, parent=7)``."""
    make_post(owner)
    post_id = sql("SELECT id FROM sandbox_post")[0][0]
    written = 0

    def write(*, ups: int = 1, downs: int = 0, parent: int | None = None, **columns: Any) -> int:
        nonlocal written
        written += 1
        fixed = {"post_id": post_id, "account_id": owner.account_id, "platform": "desktop", "has_admin_badge": 0}
        moment = {"created_at": 1_780_000_000 + written}
        votes = {"ups": ups, "downs": downs}
        return insert("comment", **fixed | moment | votes, parent_id=parent, text=f"No. {written}", **columns)

    return write


@pytest.fixture
def post(sandbox: Sandbox, owner: Person, add: Callable[..., int]) -> str:
    (shared,) = sandbox.api("GET", "account/lanternfall/submissions").json()["data"]
    found: str = shared["id"]
    return found


def trees(sandbox: Sandbox, post: str, sort: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sandbox.api("GET", f"gallery/{post}/comments{sort}").json()["data"]
    return found


def outline(found: list[dict[str, Any]]) -> list[Any]:
    """The numbers of trees: one that has answers as a pair with theirs."""
    return [(tree["id"], outline(tree["children"])) if tree["children"] else tree["id"] for tree in found]


def test_it_nests_answers(sandbox: Sandbox, post: str, add: Callable[..., int]) -> None:
    first, second = add(ups=9), add(ups=5)
    answer = add(parent=first)
    deeper = add(parent=answer)

    assert outline(trees(sandbox, post)) == [(first, [(answer, [deeper])]), second]
    assert outline([sandbox.api("GET", f"comment/{answer}/replies").json()["data"]]) == [(answer, [deeper])]
    assert sandbox.api("GET", f"comment/{first}").json()["data"]["children"] == []


def test_it_sorts_on_every_level(sandbox: Sandbox, post: str, add: Callable[..., int]) -> None:
    # Most points, but a fifth against it; few votes, all for it; between the two; hardly any.
    disputed, small, loved, new = add(ups=80, downs=20), add(ups=3), add(ups=50, downs=1), add(ups=1)
    low, high = add(parent=new, ups=1), add(parent=new, ups=20)

    answers = {"best": [high, low], "top": [high, low], "new": [high, low]}
    roots = {
        "best": [loved, disputed, small, (new, answers["best"])],
        "top": [disputed, loved, small, (new, answers["top"])],
        "new": [(new, answers["new"]), loved, small, disputed],
    }
    assert {sort: outline(trees(sandbox, post, f"/{sort}")) for sort in roots} == roots
    assert outline(trees(sandbox, post)) == roots["best"]


def test_it_has_everything_on_the_first_page(sandbox: Sandbox, post: str, add: Callable[..., int]) -> None:
    number = add()

    assert [outline(trees(sandbox, post, page)) for page in ("/best/0", "/0", "/new/1", "/1")] == [
        [number],
        [number],
        [],
        [],
    ]


def test_it_keeps_the_place_of_a_deleted_comment_while_it_has_answers(
    sandbox: Sandbox, owner: Person, post: str, add: Callable[..., int]
) -> None:
    top = add()
    middle = add(parent=top)
    leaf = add(parent=middle)
    for number in (top, middle):
        sandbox.api("DELETE", f"comment/{number}", headers=owner.bearer)

    (tree,) = trees(sandbox, post)
    assert outline([tree]) == [(top, [(middle, [leaf])])]
    assert (tree["deleted"], tree["comment"], tree["author"], tree["author_id"]) == (True, "", None, 0)
    assert sandbox.api("GET", f"comment/{top}").json()["data"] == tree | {"children": []}
    assert sandbox.api("GET", f"gallery/{post}/comments/ids").json()["data"] == [leaf]
    assert sandbox.api("GET", f"gallery/{post}/comments/count").json()["data"] == 1

    sandbox.api("DELETE", f"comment/{leaf}", headers=owner.bearer)
    assert trees(sandbox, post) == []
    assert isinstance(sandbox.api("GET", f"comment/{top}/replies").json()["data"], str)


def test_it_shows_a_thread_of_any_depth(sandbox: Sandbox, post: str, add: Callable[..., int]) -> None:
    number = None
    for _ in range(400):
        number = add(parent=number)

    found, levels = trees(sandbox, post), 0
    shown = []
    while found:
        levels += 1
        shown += [(tree["id"], tree["parent_id"]) for tree in found]
        found = [child for tree in found for child in tree["children"]]
    assert levels == 100
    assert len(shown) == 400
    assert all(number - parent == 1 for number, parent in shown[1:])
    assert sandbox.api("GET", f"gallery/{post}/comments.xml").ok
    assert sandbox.api("GET", f"comment/{number}").json()["data"]["id"] == number


COUNT_QUERIES = """
import sys, django
django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
for path in sys.argv[2:]:
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get(path, HTTP_HOST="localhost", HTTP_AUTHORIZATION=sys.argv[1])
    assert answer.status_code == 200, answer.content
    print(len(queries))
"""


def test_it_asks_the_database_as_often_for_many_comments_as_for_few(
    sandbox: Sandbox, owner: Person, stranger: Person, post: str, add: Callable[..., int], insert: Callable[..., int]
) -> None:
    def queries() -> list[int]:
        paths = ["gallery/{post}/comments", "account/lanternfall/comments?perPage=100", "notification", "conversations"]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("SANDBOX_")}
        own = {"SANDBOX_DIR": str(sandbox.folder), "DJANGO_SETTINGS_MODULE": "sandbox.settings"}
        done = subprocess.run(
            [sys.executable, "-c", COUNT_QUERIES, owner.bearer["Authorization"]]
            + [f"/3/{path.format(post=post)}" for path in paths],
            cwd=ROOT,
            env=inherited | own,
            capture_output=True,
            text=True,
            check=True,
        )
        return [int(line) for line in done.stdout.split()]

    def notify(**subject: int) -> None:
        moment = {"created_at": 1_780_000_000, "is_viewed": 0}
        insert("notification", account_id=owner.account_id, **moment, **subject)

    def write_from(person: Person) -> None:
        first, second = sorted((owner.account_id, person.account_id))
        pair = {"sender_id": person.account_id, "recipient_id": owner.account_id}
        deleted = {"is_deleted_by_sender": 0, "is_deleted_by_recipient": 0}
        conversation = insert("conversation", first_id=first, second_id=second)
        message = {"conversation_id": conversation, "body": "Hello", "created_at": 1_780_000_000}
        notify(message_id=insert("message", **message, **pair, **deleted))

    notify(comment_id=add())
    write_from(stranger)
    few = queries()
    parent = None
    for number in range(500):
        parent = add(parent=parent if number % 5 else None)
        notify(comment_id=parent)
    for person in sandbox.people.values():
        if person not in (owner, stranger):
            write_from(person)

    assert queries() == few
    assert len(trees(sandbox, post)) == 101
