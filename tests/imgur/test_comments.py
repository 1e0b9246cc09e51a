from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from imgur import Comment, OutcomeUnknownError
from imgur.models.comment import DEEPEST_LEVEL
from tests.imgur.fake_transport import client_for
from tests.imgur.payloads import recorded


def thread(depth: int) -> dict[str, Any]:
    """A comment with a reply to a reply to a reply."""
    comment: dict[str, Any] = {"id": depth, "parent_id": depth - 1, "children": []}
    for number in range(depth - 1, 0, -1):
        comment = {"id": number, "parent_id": number - 1, "children": [comment]}
    return comment


def ids_below(comment: Comment) -> list[int]:
    found, waiting = [], list(comment.children or ())
    while waiting:
        reply = waiting.pop()
        found.append(reply.id)
        waiting += reply.children or ()
    return sorted(found)


def test_it_reads_a_comment_with_its_replies() -> None:
    comment = Comment.from_json(recorded("comment")["data"])

    assert (comment.id, comment.image_id, comment.author) == (1938489503, "CRprgNU", "bob_demo")
    assert (comment.ups, comment.downs, comment.points) == (93, 2, 91)
    assert comment.written_at == datetime(2020, 9, 2, 15, 9, 32, tzinfo=UTC)
    assert comment.children is not None
    assert [(reply.id, reply.parent_id) for reply in comment.children] == [(1938489900, 1938489503)]
    assert comment.children[0].children == ()
    assert comment.extra == {}


def test_it_reads_a_comment_of_2012() -> None:
    comment = Comment.from_json(recorded("comment_2012")["data"])

    assert (comment.image_id, comment.comment) == ("VK9Vq", "Reply test")
    assert comment.written_at == datetime(2012, 9, 24, 22, 0, 20, tzinfo=UTC)
    assert comment.children is None
    assert comment.platform is None


def test_a_long_thread_stays_nested() -> None:
    comment = Comment.from_json(thread(DEEPEST_LEVEL))

    for expected in range(1, DEEPEST_LEVEL):
        assert comment.id == expected
        assert comment.children is not None
        [comment] = comment.children
    assert comment.children == ()


@pytest.mark.parametrize("depth", [DEEPEST_LEVEL + 3, 900])
def test_a_thread_that_is_too_deep_loses_its_shape_but_no_reply(depth: int) -> None:
    comment = Comment.from_json(thread(depth))

    assert ids_below(comment) == list(range(2, depth + 1))
    assert repr(comment)
    assert hash(comment) == hash(Comment.from_json(thread(depth)))


def test_replies_side_by_side_stay_in_reading_order() -> None:
    bottom = {"id": 1, "children": [{"id": 2, "children": [{"id": 3}]}, {"id": 4, "children": {"0": {"id": 5}}}]}
    payload: dict[str, Any] = bottom
    for _ in range(DEEPEST_LEVEL):
        payload = {"id": 9, "children": [payload]}

    comment = Comment.from_json(payload)
    while comment.id == 9:
        assert comment.children is not None
        [comment] = comment.children

    assert comment.children is not None
    assert [reply.id for reply in comment.children] == [2, 3, 4, 5]


@pytest.mark.parametrize("answer", [{"id": 1110}, {"id": "1110"}])
def test_a_new_comment_has_an_id_in_either_spelling(answer: Any) -> None:
    client, transport = client_for(*[answer] * 4)

    assert client.comments.create("CRprgNU", "Nice") == 1110
    assert client.comments.reply(7, "CRprgNU", "Nice") == 1110
    assert client.gallery.add_comment("CRprgNU", "Nice") == 1110
    assert client.gallery.reply("CRprgNU", 7, "Nice") == 1110
    assert not any(call.is_idempotent for call in transport.calls)


@pytest.mark.parametrize("odd", [True, None, {}, {"id": "soon"}, {"id": 0}])
def test_it_does_not_know_the_outcome_of_a_comment_without_an_id(odd: Any) -> None:
    client, _ = client_for(odd)

    with pytest.raises(OutcomeUnknownError):
        client.comments.create("CRprgNU", "Nice")


def test_a_comment_goes_out_as_it_was_written() -> None:
    client, transport = client_for({"id": 1})

    client.comments.create("CRprgNU", "  two\nlines ")

    assert list(transport.last.form) == [("image_id", "CRprgNU"), ("comment", "  two\nlines ")]
