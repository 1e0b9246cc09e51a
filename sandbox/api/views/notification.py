"""Notifications: NO1 to NO4, AC33 to AC35. Of the caller's account only."""

from typing import Any

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError, not_found
from sandbox.api.lookup import own_account
from sandbox.api.payloads.notification import notification_list
from sandbox.api.routes import Needs, endpoint
from sandbox.api.row_numbers import row_number
from sandbox.database import write
from sandbox.models import Account, Notification

REPLIES, MESSAGES = {"message": None}, {"comment": None}


@endpoint("NO1", "GET", "notification", needs=Needs.ACCOUNT)
def notifications(call: Call) -> Answer:
    """Replies and messages, newest first, not paged: the unviewed ones, with `new=false` all."""
    return _both(call, call.identity.require_account())


@endpoint("AC33", "GET", "account/{username}/notifications", needs=Needs.ACCOUNT)
def of_account(call: Call, username: str) -> Answer:
    return _both(call, own_account(call, username))


@endpoint("AC34", "GET", "account/{username}/notifications/messages", needs=Needs.ACCOUNT)
def messages(call: Call, username: str) -> Answer:
    return Answer(_listed(call, own_account(call, username), MESSAGES))


@endpoint("AC35", "GET", "account/{username}/notifications/replies", needs=Needs.ACCOUNT)
def replies(call: Call, username: str) -> Answer:
    return Answer(_listed(call, own_account(call, username), REPLIES))


@endpoint("NO2", "GET", "notification/{number}", needs=Needs.ACCOUNT)
def show(call: Call, number: str) -> Answer:
    """One of them, viewed or not. Reading it does not mark it viewed."""
    account = call.identity.require_account()
    shown = notification_list(Notification.objects.filter(account=account, pk=row_number(number)), account)
    if not shown:
        raise not_found("notification", number)
    return Answer(shown[0])


@endpoint("NO3", "POST PUT DELETE", "notification/{number}", needs=Needs.ACCOUNT)
def mark_viewed(call: Call, number: str) -> Answer:
    account = call.identity.require_account()
    with write():
        changed = Notification.objects.filter(account=account, pk=row_number(number)).update(is_viewed=True)
    if not changed:
        raise not_found("notification", number)
    return Answer(True)


@endpoint("NO4", "POST", "notification", needs=Needs.ACCOUNT)
def mark_several_viewed(call: Call) -> Answer:
    """Those that `ids` names; what is not the caller's is ignored."""
    ids = call.parameters.members("ids")
    if not ids:
        raise ApiError(400, "An ID is required.")
    numbers = {row_number(number.strip()) for number in ids}
    account = call.identity.require_account()
    with write():
        Notification.objects.filter(account=account, pk__in=numbers).update(is_viewed=True)
    return Answer(True)


def _both(call: Call, account: Account) -> Answer:
    return Answer({"replies": _listed(call, account, REPLIES), "messages": _listed(call, account, MESSAGES)})


def _listed(call: Call, account: Account, kind: dict[str, Any]) -> list[dict[str, Any]]:
    rows = Notification.objects.filter(account=account, **kind)
    wants_all = (call.parameters.text("new") or "").lower() in {"false", "0"}
    return notification_list(rows if wants_all else rows.filter(is_viewed=False), account)
