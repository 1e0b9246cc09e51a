"""Blocking accounts: AC39 to AC42. Who is blocked cannot send messages to the caller."""

from sandbox.api import mail
from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.lookup import find_account, own_account
from sandbox.api.routes import Needs, endpoint
from sandbox.models import Block

# Outside of /3, where answers have no envelope.
BLOCK = "//account/v1/{username}/block"


@endpoint("AC39", "GET", "account/{username}/block", needs=Needs.ACCOUNT)
def blocked(call: Call, username: str) -> Answer:
    """All whom the account blocks, in the order in which it did; `next` is always null."""
    rows = Block.objects.filter(blocker=own_account(call, username)).select_related("blocked").order_by("pk")
    return Answer({"items": [{"url": row.blocked.username} for row in rows], "next": None})


@endpoint("AC40", "GET", BLOCK, needs=Needs.ACCOUNT)
def show(call: Call, username: str) -> Answer:
    return _standing(Block.objects.filter(blocker=call.account, blocked=find_account(call, username)).exists())


@endpoint("AC41", "POST", BLOCK, needs=Needs.ACCOUNT)
def block(call: Call, username: str) -> Answer:
    mail.block(call, username)
    return _standing(True)


@endpoint("AC42", "DELETE", BLOCK, needs=Needs.ACCOUNT)
def unblock(call: Call, username: str) -> Answer:
    mail.unblock(call, username)
    return _standing(False)


def _standing(is_blocked: bool) -> Answer:
    return Answer({"data": {"blocked": is_blocked}}, has_envelope=False)
