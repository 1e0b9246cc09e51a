"""Finding, writing, deleting and judging comments."""

from sandbox import clock
from sandbox.api.call import Call
from sandbox.api.errors import ApiError, not_found
from sandbox.api.reasons import reason_of
from sandbox.api.row_numbers import row_number
from sandbox.api.votes import VETO, cast
from sandbox.database import write
from sandbox.models import Account, Comment, CommentReport, CommentVote, Notification, Post, Vote
from sandbox.models.talk import CommentQuerySet

TEXT_LENGTH = 500


def find_comment(number: str, among: CommentQuerySet | None = None) -> Comment:
    """The comment of that number, if it is one of ``among`` (all) and still there. Raises 404."""
    comments = Comment.objects.all() if among is None else among
    comment = comments.present().in_gallery().complete().filter(pk=row_number(number)).first()
    if comment is None:
        raise not_found("comment", number)
    return comment


def add_comment(call: Call, post: Post, parent: Comment | None = None) -> Comment:
    """Write what the call says, as the caller, and tell whom it answers. Its author's own vote is on it, as at Imgur.

    Raises ApiError: 400 for a text that is missing or too long.
    """
    author = call.identity.require_account()
    text = (call.parameters.text("comment") or "").strip()
    if not text:
        raise ApiError(400, "A comment is required.")
    if len(text) > TEXT_LENGTH:
        raise ApiError(400, f"A comment has to be {TEXT_LENGTH} characters or less.")
    with write():
        comment = Comment.objects.create(
            post=post, account=author, parent=parent, text=text, created_at=clock.now_seconds()
        )
        CommentVote.objects.create(account=author, comment=comment, vote=Vote.UP)
        answered = post.account if parent is None else parent.account
        if answered is not None and answered != author and answered.comment_replies:
            Notification.objects.create(account=answered, comment=comment, created_at=comment.created_at)
    return comment


def delete_comments(comments: CommentQuerySet) -> None:
    """Take comments away, and the notifications of them; what answers them stays."""
    with write():
        Notification.objects.filter(comment__in=comments.values("pk")).delete()
        comments.present().update(deleted_at=clock.now_seconds())


def vote_on(comment: Comment, account: Account, word: str) -> None:
    """Vote `up` or `down`, in place of an earlier vote; `veto` takes it back."""
    with write():
        cast(account, comment, None if word == VETO else word)


def report_comment(call: Call, comment: Comment) -> None:
    """Note the caller's report. Raises ApiError: 400 for a reason that is none."""
    reason = reason_of(call.parameters)
    with write():
        CommentReport.objects.create(
            account=call.identity.require_account(),
            comment=comment,
            reason=reason,
            created_at=clock.now_seconds(),
        )
