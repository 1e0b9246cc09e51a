"""Votes on posts: GA22, GA23."""

from sandbox import clock
from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError
from sandbox.api.posts import find_post
from sandbox.api.routes import Needs, endpoint
from sandbox.api.views.gallery_post import POST
from sandbox.api.votes import VETO, cast
from sandbox.database import write
from sandbox.models import Post, PostVote, Vote

# So few people live here that their votes would never make a post viral by Imgur's measure.
UPS_TO_GO_VIRAL = 5


@endpoint("GA22", "GET", f"{POST}/votes")
def show(call: Call, handle: str, kind: str = "") -> Answer:
    post = find_post(call, handle, kind)
    return Answer({"ups": post.ups, "downs": post.downs})


@endpoint("GA23", "POST", f"{POST}/vote/{{vote}}", needs=Needs.ACCOUNT)
def vote(call: Call, handle: str, vote: str, kind: str = "") -> Answer:
    """Vote `up` or `down`, or take the vote back with `veto`. The same vote again changes nothing."""
    if vote not in {*Vote.values, VETO}:
        raise ApiError(400, f"Invalid vote, {vote}")
    post = find_post(call, handle, kind)
    with write():
        cast(call.identity.require_account(), post, None if vote == VETO else vote)
        if PostVote.objects.filter(post=post, vote=Vote.UP).count() >= UPS_TO_GO_VIRAL:
            Post.objects.filter(pk=post.pk, viral_at=None).update(viral_at=clock.now_seconds())
    return Answer(True)
