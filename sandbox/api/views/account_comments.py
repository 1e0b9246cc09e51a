"""The comments of an account: AC23 to AC27. Everybody may read them."""

from collections.abc import Callable

from django.db.models import F
from django.db.models.expressions import Combinable

from sandbox.api.call import Call
from sandbox.api.comments import delete_comments, find_comment
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError, not_found
from sandbox.api.lookup import find_account, own_account
from sandbox.api.paging import page_of
from sandbox.api.payloads.comment import comment_list
from sandbox.api.routes import Needs, endpoint
from sandbox.api.row_numbers import row_number
from sandbox.api.views import comment as comment_views
from sandbox.models import Account, Comment
from sandbox.models.talk import CommentQuerySet

COMMENT = "account/{username}/comment/{number}"
PAGE = "[/{sort:newest|oldest|best|worst}][/{page:int}]"
SORTS: dict[str, tuple[str | Combinable, ...]] = {
    "newest": ("-created_at", "-pk"),
    "oldest": ("created_at", "pk"),
    "best": (F("downs") - F("ups"), "-pk"),
    "worst": (F("ups") - F("downs"), "-pk"),
}


@endpoint("AC23", "GET", f"account/{{username}}/comments{PAGE}")
def comments(call: Call, username: str, sort: str = "newest", page: int | None = None) -> Answer:
    rows = _listed(find_account(call, username)).complete().order_by(*SORTS[sort])
    return Answer(comment_list(page_of(rows, call.parameters, page), call.account))


@endpoint("AC25", "GET", f"account/{{username}}/comments/ids{PAGE}")
def comment_ids(call: Call, username: str, sort: str = "newest", page: int | None = None) -> Answer:
    rows = _listed(find_account(call, username)).order_by(*SORTS[sort])
    return Answer([comment.pk for comment in page_of(rows, call.parameters, page)])


@endpoint("AC26", "GET", "account/{username}/comments/count")
def comments_count(call: Call, username: str) -> Answer:
    return Answer(_listed(find_account(call, username)).count())


@endpoint("AC27", "DELETE", COMMENT, needs=Needs.ACCOUNT)
def delete(call: Call, username: str, number: str) -> Answer:
    """Delete an own comment. What is not there fails with HTTP 200 (quirk Q1)."""
    account = own_account(call, username)
    try:
        comment = find_comment(number, Comment.objects.filter(account=account))
    except ApiError:
        return call.successful_failure("Comment not found")
    delete_comments(Comment.objects.filter(pk=comment.pk))
    return Answer(True)


@endpoint("AC24", "GET", COMMENT)
def show(call: Call, username: str, number: str) -> Answer:
    return _read(call, username, number, comment_views.show)


@endpoint("AC24", "GET", f"{COMMENT}/replies")
def replies(call: Call, username: str, number: str) -> Answer:
    return _read(call, username, number, comment_views.replies)


@endpoint("AC24", "POST", COMMENT, needs=Needs.ACCOUNT)
@endpoint("AC24", "POST", f"{COMMENT}/reply", needs=Needs.ACCOUNT)
def reply(call: Call, username: str, number: str) -> Answer:
    _require_in_account(call, username, number)
    return comment_views.reply(call, number)


@endpoint("AC24", "POST", f"{COMMENT}/vote/{{word:up|down|veto}}", needs=Needs.ACCOUNT)
def vote(call: Call, username: str, number: str, word: str) -> Answer:
    _require_in_account(call, username, number)
    return comment_views.vote(call, number, word)


@endpoint("AC24", "POST", f"{COMMENT}/report", needs=Needs.ACCOUNT)
def report(call: Call, username: str, number: str) -> Answer:
    _require_in_account(call, username, number)
    return comment_views.report(call, number)


def _listed(account: Account) -> CommentQuerySet:
    return Comment.objects.filter(account=account).present().in_gallery()


def _is_in_account(call: Call, username: str, number: str) -> bool:
    return Comment.objects.filter(account=find_account(call, username), pk=row_number(number)).exists()


def _read(call: Call, username: str, number: str, view: Callable[[Call, str], Answer]) -> Answer:
    """What the call without the account answers; a comment of somebody else is none here (quirk Q3)."""
    return view(call, number) if _is_in_account(call, username, number) else Answer(comment_views.FETCH_FAILED)


def _require_in_account(call: Call, username: str, number: str) -> None:
    """Raises 404 for a comment of somebody else: below an account there are only its own."""
    if not _is_in_account(call, username, number):
        raise not_found("comment", number)
