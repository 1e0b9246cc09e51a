"""The tags of a post: GA11 to GA13."""

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError
from sandbox.api.payloads.tag import tag_vote_payload
from sandbox.api.posts import find_own_post, find_post, find_tag
from sandbox.api.routes import Needs, endpoint
from sandbox.api.tagging import named_tags, set_tags
from sandbox.api.views.gallery_post import POST
from sandbox.api.votes import cast, vote_of
from sandbox.database import write
from sandbox.models import Vote


@endpoint("GA11", "GET", f"{POST}/tags")
def tags(call: Call, handle: str, kind: str = "") -> Answer:
    post_tags = find_post(call, handle, kind).post_tags.select_related("tag", "author").order_by("pk")
    return Answer({"tags": [tag_vote_payload(post_tag) for post_tag in post_tags]})


@endpoint("GA12", "POST", "gallery/tags/{handle}", needs=Needs.ACCOUNT)
def replace(call: Call, handle: str) -> Answer:
    """Give one's own post these tags in place of those it has."""
    post = find_own_post(call, handle)
    names = named_tags(call.parameters)
    with write():
        set_tags(post, names, call.identity.require_account())
    return Answer(True)


@endpoint("GA13", "POST", f"{POST}/vote/tag/{{tag}}/{{vote}}", needs=Needs.ACCOUNT)
def vote(call: Call, handle: str, tag: str, vote: str, kind: str = "") -> Answer:
    """Vote on whether a tag belongs to the post. The same vote again takes it back."""
    if vote not in Vote.values:
        raise ApiError(400, f"Invalid vote, {vote}")
    account = call.identity.require_account()
    post_tag = find_post(call, handle, kind).post_tags.filter(tag=find_tag(tag)).first()
    if post_tag is None:
        raise ApiError(404, "Tag does not exist")
    with write():
        cast(account, post_tag, None if vote_of(account, post_tag) == vote else vote)
    return Answer(True)
