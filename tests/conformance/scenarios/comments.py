"""Comments: CO1 to CO8."""

from __future__ import annotations

import pytest

from imgur import NotFoundError, ReportReason
from tests.conformance.scenarios import conforms
from tests.conformance.trial import OWNER, STRANGER, Trial


def commented(trial: Trial) -> tuple[str, int]:
    """A post of the front page, and the id of a new comment on it by the owner."""
    post = trial.front_page().id
    return post, trial.imgur().comments.create(post, "Where is that?")


@conforms("CO1", "comments.get")
def reads_a_comment(trial: Trial) -> None:
    post, comment_id = commented(trial)
    trial.imgur(STRANGER).comments.reply(comment_id, post, "Behind the mill.")

    comment = trial.call(comment_id, by=None)

    assert (comment.comment, comment.author, comment.image_id) == ("Where is that?", OWNER, post)
    assert (comment.ups, comment.downs, comment.points, comment.parent_id) == (1, 0, 1, 0)
    assert comment.children == ()
    with pytest.raises(NotFoundError):
        trial.imgur().comments.get(999_999_999)


@conforms("CO2", "comments.create")
def comments_on_a_post(trial: Trial) -> None:
    post = trial.front_page().id

    top = trial.call(post, "Where is that?")
    below = trial.call(post, "Behind the mill.", parent_id=top, by=STRANGER)

    found = trial.imgur().comments.replies(top)
    assert (found.comment, found.author, found.vote) == ("Where is that?", OWNER, "up")
    assert [(reply.id, reply.comment, reply.parent_id) for reply in found.children or ()] == [
        (below, "Behind the mill.", top)
    ]
    assert trial.imgur().gallery.comments(post, "new")[0].id == top


@conforms("CO3", "comments.delete")
def deletes_a_comment(trial: Trial) -> None:
    post, comment_id = commented(trial)
    count = trial.imgur().gallery.comment_count(post)

    trial.call(comment_id)

    assert trial.imgur().gallery.comment_count(post) == count - 1
    with pytest.raises(NotFoundError):
        trial.imgur().comments.get(comment_id)


@conforms("CO4", "comments.replies")
def reads_a_comment_with_all_below_it(trial: Trial) -> None:
    post, comment_id = commented(trial)
    reply = trial.imgur(STRANGER).comments.reply(comment_id, post, "Behind the mill.")
    below = trial.imgur().comments.reply(reply, post, "Thank you.")

    comment = trial.call(comment_id, by=None)

    assert [child.id for child in comment.children] == [reply]
    assert [child.id for child in comment.children[0].children] == [below]


@conforms("CO5", "comments.reply")
@conforms("CO6", "comments.reply_at_reply")
def replies_to_a_comment(trial: Trial) -> None:
    post, comment_id = commented(trial)

    reply = trial.call(comment_id, post, "Behind the mill.", by=STRANGER)

    found = trial.imgur().comments.get(reply)
    assert (found.parent_id, found.comment, found.author) == (comment_id, "Behind the mill.", STRANGER)
    assert trial.imgur().account.reply_notifications()[0].content == found


@conforms("CO7", "comments.vote")
def votes_on_a_comment(trial: Trial) -> None:
    _, comment_id = commented(trial)

    def standing() -> tuple[int, int, str | None]:
        comment = trial.imgur(STRANGER).comments.get(comment_id)
        return comment.ups, comment.downs, comment.vote

    trial.call(comment_id, "up", by=STRANGER)
    assert standing() == (2, 0, "up")
    trial.call(comment_id, "down", by=STRANGER)
    assert standing() == (1, 1, "down")
    trial.call(comment_id, "veto", by=STRANGER)
    assert standing() == (1, 0, None)


@conforms("CO8", "comments.report")
def reports_a_comment(trial: Trial) -> None:
    _, comment_id = commented(trial)

    trial.call(comment_id, ReportReason.SPAM, by=STRANGER)

    assert trial.value("SELECT reason FROM sandbox_commentreport WHERE comment_id = ?", comment_id) == 2
