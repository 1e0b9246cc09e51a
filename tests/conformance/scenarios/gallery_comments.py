"""Comments of a post: GA25 to GA30."""

from __future__ import annotations

import pytest

from imgur import NotFoundError
from tests.conformance.scenarios import conforms
from tests.conformance.trial import OWNER, STRANGER, Trial


def discussed(trial: Trial) -> tuple[str, int, int, int]:
    """A new post with two comments and an answer to the first: the ids of all."""
    post = trial.post()
    first = trial.imgur(STRANGER).gallery.add_comment(post, "Where is that?")
    answer = trial.imgur().gallery.reply(post, first, "Behind the mill.")
    return post, first, answer, trial.imgur(STRANGER).gallery.add_comment(post, "And when?")


@conforms("GA25", "gallery.comments")
def lists_comments_as_trees(trial: Trial) -> None:
    post, first, answer, second = discussed(trial)
    trial.imgur().comments.vote(second, "up")

    newest = trial.call(post, "new", by=None)

    assert [comment.id for comment in newest] == [second, first]
    assert [reply.id for reply in newest[1].children] == [answer]
    assert [comment.id for comment in trial.call(post, "top", by=None)] == [second, first]
    assert [comment.id for comment in trial.call(post, by=None)] == [second, first]


@conforms("GA25", "gallery.comments_page")
def lists_comments_page_by_page(trial: Trial) -> None:
    post, *_ = discussed(trial)

    assert trial.call(post, 0, "new", by=None) == trial.imgur(None).gallery.comments(post, "new")
    assert trial.call(post, 1, by=None) == []


@conforms("GA25", "gallery.all_comments")
def walks_through_all_comments(trial: Trial) -> None:
    post, first, _, second = discussed(trial)

    assert [comment.id for comment in trial.call(post, "new", by=None)] == [second, first]


@conforms("GA26", "gallery.comment")
def reads_a_comment_of_a_post(trial: Trial) -> None:
    post, first, *_ = discussed(trial)

    comment = trial.call(post, first, by=None)

    assert (comment.comment, comment.author, comment.image_id) == ("Where is that?", STRANGER, post)
    with pytest.raises(NotFoundError):
        trial.imgur().gallery.comment(trial.front_page().id, first)


@conforms("GA27", "gallery.add_comment")
def comments_on_a_post(trial: Trial) -> None:
    post = trial.post()

    comment_id = trial.call(post, "Where is that?", by=STRANGER)

    comment = trial.imgur().gallery.comment(post, comment_id)
    assert (comment.comment, comment.author, comment.parent_id) == ("Where is that?", STRANGER, 0)
    assert trial.imgur().account.reply_notifications()[0].content == comment


@conforms("GA28", "gallery.reply")
def replies_to_a_comment_of_a_post(trial: Trial) -> None:
    post = trial.post()
    first = trial.imgur(STRANGER).gallery.add_comment(post, "Where is that?")

    answer = trial.call(post, first, "Behind the mill.")

    comment = trial.imgur().gallery.comment(post, answer)
    assert (comment.comment, comment.author, comment.parent_id) == ("Behind the mill.", OWNER, first)


@conforms("GA29", "gallery.comment_ids")
def lists_ids_of_comments(trial: Trial) -> None:
    post, *ids = discussed(trial)

    assert trial.call(post, by=None) == ids[::-1]


@conforms("GA30", "gallery.comment_count")
def counts_comments(trial: Trial) -> None:
    post, first, *_ = discussed(trial)
    trial.imgur(STRANGER).comments.delete(first)

    assert trial.call(post, by=None) == 2
    assert trial.imgur().gallery.get(post).comment_count == 2
