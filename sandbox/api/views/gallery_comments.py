"""The comments of a post: GA25 to GA30, in all three spellings of its address."""

from collections.abc import Callable

from sandbox.api.call import Call
from sandbox.api.comments import add_comment, find_comment, find_post
from sandbox.api.envelope import Answer
from sandbox.api.payloads.thread import thread
from sandbox.api.routes import Needs, View, endpoint
from sandbox.api.row_numbers import row_number
from sandbox.api.views import comment as comment_views
from sandbox.models import Comment
from sandbox.models.talk import CommentQuerySet

# An image and an album are found by each of them.
SPELLINGS = ("gallery/{handle}", "gallery/image/{handle}", "gallery/album/{handle}")


def _below_post(row: str, method: str, path: str, *, needs: Needs = Needs.CLIENT) -> Callable[[View], View]:
    """Register a view at ``path`` below a post."""

    def register(view: View) -> View:
        for spelling in SPELLINGS:
            endpoint(row, method, f"{spelling}/{path}", needs=needs)(view)
        return view

    return register


@_below_post("GA25", "GET", "comments[/{sort:best|top|new}][/{page:int}]")
def comments(call: Call, handle: str, sort: str = "best", page: int = 0) -> Answer:
    """All of them as trees; the first page has everything."""
    post = find_post(handle)
    return Answer([] if page else thread(post, call.account, sort))


@_below_post("GA29", "GET", "comments/ids")
def comment_ids(call: Call, handle: str) -> Answer:
    """Newest first; without the deleted ones."""
    return Answer(list(_listed(handle).order_by("-created_at", "-pk").values_list("pk", flat=True)))


@_below_post("GA30", "GET", "comments/count")
def comments_count(call: Call, handle: str) -> Answer:
    return Answer(_listed(handle).count())


@_below_post("GA26", "GET", "comment/{number}")
def show(call: Call, handle: str, number: str) -> Answer:
    """One of them. A comment on another post is none here (quirk Q3)."""
    on_post = Comment.objects.filter(post=find_post(handle), pk=row_number(number))
    return comment_views.show(call, number) if on_post.exists() else Answer(comment_views.FETCH_FAILED)


@_below_post("GA27", "POST", "comment", needs=Needs.ACCOUNT)
def create(call: Call, handle: str) -> Answer:
    return Answer({"id": add_comment(call, find_post(handle)).pk})


@_below_post("GA28", "POST", "comment/{number}", needs=Needs.ACCOUNT)
def reply(call: Call, handle: str, number: str) -> Answer:
    post = find_post(handle)
    parent = find_comment(number, Comment.objects.filter(post=post))
    return Answer({"id": add_comment(call, post, parent).pk})


def _listed(handle: str) -> CommentQuerySet:
    return Comment.objects.filter(post=find_post(handle)).present()
