"""Following tags: AC37, AC38."""

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError
from sandbox.api.lookup import own_account
from sandbox.api.posts import find_tag
from sandbox.api.routes import Needs, endpoint
from sandbox.database import write
from sandbox.models import TagFollow

FOLLOW = "account/{username}/follow/tag/{name}"


@endpoint("AC37", "POST", FOLLOW, needs=Needs.ACCOUNT)
def follow(call: Call, username: str, name: str) -> Answer:
    """Following again changes nothing."""
    account, tag = own_account(call, username), find_tag(name)
    with write():
        TagFollow.objects.get_or_create(account=account, tag=tag)
    return Answer(True)


@endpoint("AC38", "DELETE", FOLLOW, needs=Needs.ACCOUNT)
def unfollow(call: Call, username: str, name: str) -> Answer:
    account, tag = own_account(call, username), find_tag(name)
    with write():
        deleted, _ = TagFollow.objects.filter(account=account, tag=tag).delete()
    if not deleted:
        raise ApiError(409, "Not following tag")
    return Answer(True)
