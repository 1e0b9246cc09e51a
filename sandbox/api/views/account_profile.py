"""What an account has done: AC14 for itself, AC15 for everybody."""

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.lookup import find_account, own_account
from sandbox.api.payloads.profile import account_stats, gallery_profile
from sandbox.api.routes import Needs, endpoint


@endpoint("AC14", "GET", "account/{username}/stats", needs=Needs.ACCOUNT)
def stats(call: Call, username: str) -> Answer:
    return Answer(account_stats(own_account(call, username)))


@endpoint("AC15", "GET", "account/{username}/gallery_profile")
def profile(call: Call, username: str) -> Answer:
    return Answer(gallery_profile(find_account(call, username)))
