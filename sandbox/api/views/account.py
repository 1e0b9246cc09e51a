"""An account: AC1."""

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import not_found
from sandbox.api.lookup import find_account
from sandbox.api.payloads.account import account_payload
from sandbox.api.routes import endpoint
from sandbox.models import Account


@endpoint("AC1", "GET", "account/{username}", shows_limits=False)
def show(call: Call, username: str) -> Answer:
    """By name, or by the query's `account_id`, which wins."""
    number = call.parameters.text("account_id")
    if number is None:
        return Answer(account_payload(find_account(call, username)))
    account = Account.objects.filter(pk=int(number)).first() if number.isdigit() and len(number) < 19 else None
    if account is None:
        raise not_found("account", number)
    return Answer(account_payload(account))
