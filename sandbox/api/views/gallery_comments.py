"""The comments of a post: GA25 to GA30."""

from sandbox.api.call import Call
from sandbox.api.comments import add_comment, find_comment
from sandbox.api.envelope import Answer
from sandbox.api.payloads.thread import thread
from sandbox.api.posts import find_post
from sandbox.api.routes import Needs, endpoint
from sandbox.api.row_numbers import row_number
from sandbox.api.views import comment as comment_views
from sandbox.api.views.gallery_post import POST
from sandbox.models import Comment
from sandbox.models.talk import CommentQuerySet


@endpoint("GA25", "GET", f"{POST}/comments[/{{sort:best|top|new}}][/{{page:int}}]")
def comments(call: Call, handle: str, kind: str = "", sort: str = "best", page: int = 0) -> Answer:
    """All of them as trees; the first page has everything."""
    post = find_post(call, handle, kind)
    return Answer([] if page else thread(post, call.account, sort))


@endpoint("GA29", "GET", f"{POST}/comments/ids")
def comment_ids(call: Call, handle: str, kind: str = "") -> Answer:
    """Newest first; without the deleted ones."""
    return Answer(list(_listed(call, handle, kind).order_by("-created_at", "-pk").values_list("pk", flat=True)))


@endpoint("GA30", "GET", f"{POST}/comments/count")
def comments_count(call: Call, handle: str, kind: str = "") -> Answer:
    return Answer(_listed(call, handle, kind).count())


@endpoint("GA26", "GET", f"{POST}/comment/{{number}}")
def show(call: Call, handle: str, number: str, kind: str = "") -> Answer:
    """One of them. A comment on another post is none here (quirk Q3)."""
    on_post = Comment.objects.filter(post=find_post(call, handle, kind), pk=row_number(number))
    return comment_views.show(call, number) if on_post.exists() else Answer(comment_views.FETCH_FAILED)


@endpoint("GA27", "POST", f"{POST}/comment", needs=Needs.ACCOUNT)
def create(call: Call, handle: str, kind: str = "") -> Answer:
    return Answer({"id": add_comment(call, find_post(call, handle, kind)).pk})


@endpoint("GA28", "POST", f"{POST}/comment/{{number}}", needs=Needs.ACCOUNT)
def reply(call: Call, handle: str, number: str, kind: str = "") -> Answer:
    post = find_post(call, handle, kind)
    parent = find_comment(number, Comment.objects.filter(post=post))
    return Answer({"id": add_comment(call, post, parent).pk})


def _listed(call: Call, handle: str, kind: str) -> CommentQuerySet:
    return Comment.objects.filter(post=find_post(call, handle, kind)).present()
