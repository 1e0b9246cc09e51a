"""A post: GA2 to GA5, GA21, GA24. In all its calls the word `image` or `album` before the id may be missing."""

from sandbox import clock
from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.payloads.gallery import post_payload
from sandbox.api.payloads.image import image_payload
from sandbox.api.payloads.ties import Ties
from sandbox.api.posts import find_own_post, find_post
from sandbox.api.reasons import reason_of
from sandbox.api.routes import Needs, endpoint
from sandbox.database import write
from sandbox.models import Album, Post, PostReport

POST = "gallery[/{kind:image|album}]/{handle}"


@endpoint("GA2 GA3 GA4", "GET", POST)
def show(call: Call, handle: str, kind: str = "") -> Answer:
    return Answer(post_payload(find_post(call, handle, kind), call.account))


@endpoint("GA5", "GET", f"{POST}/images")
def images(call: Call, handle: str, kind: str = "") -> Answer:
    """The images of an album, or the one image that was posted."""
    picture = find_post(call, handle, kind).picture
    rows = list(picture.images_in_order()) if isinstance(picture, Album) else [picture]
    ties = Ties(call.account, rows)
    return Answer([image_payload(row, ties, is_owner=False) for row in rows])


@endpoint("GA21", "DELETE", POST, needs=Needs.ACCOUNT)
def remove(call: Call, handle: str, kind: str = "") -> Answer:
    """Take one's own post out of the gallery; the image or album stays, and comments and votes wait for its return."""
    post = find_own_post(call, handle, kind)
    with write():
        Post.objects.filter(pk=post.pk, removed_at=None).update(removed_at=clock.now_seconds())
    return Answer(True)


@endpoint("GA24", "POST", f"{POST}/report", needs=Needs.ACCOUNT)
def report(call: Call, handle: str, kind: str = "") -> Answer:
    """Report a post. A second report of the same person takes the place of the first."""
    post = find_post(call, handle, kind)
    reason = reason_of(call.parameters)
    account = call.identity.require_account()
    with write():
        PostReport.objects.update_or_create(
            post=post, account=account, defaults={"reason": reason, "created_at": clock.now_seconds()}
        )
    return Answer(True)
