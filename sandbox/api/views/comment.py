"""A comment: CO1 to CO8."""

from sandbox.api.call import Call
from sandbox.api.comments import add_comment, delete_comments, find_comment, report_comment, vote_on
from sandbox.api.envelope import Answer
from sandbox.api.errors import not_found, unauthorized
from sandbox.api.payloads.comment import comment_payload, votes_of
from sandbox.api.payloads.thread import branch
from sandbox.api.posts import find_post
from sandbox.api.routes import Needs, endpoint
from sandbox.api.row_numbers import row_number
from sandbox.models import Comment

# What reading a comment that is not there answers, with HTTP 200 and success (quirk Q3).
FETCH_FAILED = "An error occurred while fetching the comment"


@endpoint("CO1", "GET", "comment/{number}")
def show(call: Call, number: str) -> Answer:
    """Without its answers. A deleted one is there, without text and author, as long as any answer is."""
    comment = _readable(number)
    if comment is None:
        return Answer(FETCH_FAILED)
    if comment.deleted_at is None:
        return Answer(comment_payload(comment, vote=votes_of(call.account, comment=comment).get(comment.pk)))
    tree = branch(comment, call.account)
    return Answer(tree | {"children": []} if tree else FETCH_FAILED)


@endpoint("CO4", "GET", "comment/{number}/replies")
def replies(call: Call, number: str) -> Answer:
    comment = _readable(number)
    return Answer((comment and branch(comment, call.account)) or FETCH_FAILED)


@endpoint("CO2", "POST", "comment", needs=Needs.ACCOUNT)
def create(call: Call) -> Answer:
    """Comment on the post `image_id`, or answer its comment `parent_id`."""
    post = find_post(call, call.parameters.text("image_id") or "")
    parent_id = call.parameters.text("parent_id")
    # The parent of a top comment is 0 in answers, so callers send that back.
    parent = find_comment(parent_id, Comment.objects.filter(post=post)) if parent_id and parent_id != "0" else None
    return Answer({"id": add_comment(call, post, parent).pk})


@endpoint("CO5", "POST", "comment/{number}", needs=Needs.ACCOUNT)
@endpoint("CO6", "POST", "comment/{number}/reply", needs=Needs.ACCOUNT)
def reply(call: Call, number: str) -> Answer:
    """Answer a comment. `image_id` may be left out; given, it has to be the post of the comment."""
    parent = find_comment(number)
    image_id = call.parameters.text("image_id")
    if image_id and image_id != parent.post.imgur_id:
        raise not_found("comment", number)
    return Answer({"id": add_comment(call, parent.post, parent).pk})


@endpoint("CO3", "DELETE", "comment/{number}", needs=Needs.ACCOUNT)
def delete(call: Call, number: str) -> Answer:
    comment = find_comment(number)
    if comment.account != call.account:
        raise unauthorized()
    delete_comments(Comment.objects.filter(pk=comment.pk))
    return Answer(True)


@endpoint("CO7", "POST", "comment/{number}/vote/{word:up|down|veto}", needs=Needs.ACCOUNT)
def vote(call: Call, number: str, word: str) -> Answer:
    vote_on(find_comment(number), call.identity.require_account(), word)
    return Answer(True)


@endpoint("CO8", "POST", "comment/{number}/report", needs=Needs.ACCOUNT)
def report(call: Call, number: str) -> Answer:
    """Answers null, as in the sample of 2017."""
    report_comment(call, find_comment(number))
    return Answer(None)


def _readable(number: str) -> Comment | None:
    return Comment.objects.in_gallery().complete().filter(pk=row_number(number)).first()
