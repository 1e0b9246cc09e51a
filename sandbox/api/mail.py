"""Messages between two people: sending them, and finding those that the caller may see."""

from django.db.models import Q

from sandbox import clock
from sandbox.api.call import Call
from sandbox.api.errors import ApiError, not_found
from sandbox.api.lookup import find_account
from sandbox.api.row_numbers import row_number
from sandbox.database import write
from sandbox.models import Account, Block, Conversation, Message, Notification, UserReport

BODY_LENGTH = 10_000
SUBJECT_LENGTH = 200


def send(call: Call, username: str, *, continues_last: bool = False) -> None:
    """Send the call's `body` and `subject` to ``username``, and tell them.

    `parent_id` names the thread; without it a new one begins, or with ``continues_last`` the last one between the two
    goes on. Raises ApiError: 400 for a body that is missing or too long and for oneself, 403 for who takes no messages
    from the caller, 404 for an account or a thread that is none.
    """
    sender, recipient = call.identity.require_account(), find_account(call, username)
    body = call.parameters.text("body") or ""
    if not body.strip():
        raise ApiError(400, "A body is required.")
    if len(body) > BODY_LENGTH:
        raise ApiError(400, f"A message has to be {BODY_LENGTH} characters or less.")
    with write():
        _require_taken(sender, recipient)
        thread = _thread_of(call, sender, recipient)
        first, second = sorted((sender, recipient), key=lambda account: account.pk)
        conversation, _ = Conversation.objects.get_or_create(first=first, second=second)
        if thread is None and continues_last:
            last = conversation.messages.order_by("-created_at", "-pk").select_related("thread").first()
            thread = last and (last.thread or last)
        message = Message.objects.create(
            conversation=conversation,
            sender=sender,
            recipient=recipient,
            thread=thread,
            subject=(call.parameters.text("subject") or "").strip()[:SUBJECT_LENGTH] or None,
            body=body,
            created_at=clock.now_seconds(),
        )
        Notification.objects.create(account=recipient, message=message, created_at=message.created_at)


def find_message(call: Call, number: str) -> Message:
    """A message that the caller sent or received and did not delete. Raises 404 for any other."""
    visible = Message.objects.visible_to(call.identity.require_account())
    message = visible.select_related("sender").filter(pk=row_number(number)).first()
    if message is None:
        raise not_found("message", number)
    return message


def block(call: Call, username: str) -> None:
    """Take no more messages from ``username``. Raises ApiError: 400 for oneself, 404 for an account that is none."""
    with write():
        Block.objects.get_or_create(blocker=call.identity.require_account(), blocked=_other(call, username))


def unblock(call: Call, username: str) -> None:
    with write():
        Block.objects.filter(blocker=call.identity.require_account(), blocked=find_account(call, username)).delete()


def report(call: Call, username: str) -> None:
    """Note that the caller finds fault with ``username``'s messages. Raises as `block` does."""
    with write():
        UserReport.objects.create(
            reporter=call.identity.require_account(), reported=_other(call, username), created_at=clock.now_seconds()
        )


def _other(call: Call, username: str) -> Account:
    account = find_account(call, username)
    if account == call.account:
        raise ApiError(400, "You cannot do this to yourself.")
    return account


def _require_taken(sender: Account, recipient: Account) -> None:
    if recipient == sender:
        raise ApiError(400, "You cannot send a message to yourself.")
    if Block.objects.filter(blocker=recipient, blocked=sender).exists():
        raise ApiError(403, "You cannot send messages to this user.")
    if not recipient.messaging_enabled:
        raise ApiError(403, "This user does not accept messages.")


def _thread_of(call: Call, sender: Account, recipient: Account) -> Message | None:
    """The first message of the thread that `parent_id` names, by it or by any other of its messages."""
    number = call.parameters.text("parent_id")
    # The parent of a first message is 0 in answers, so callers send that back.
    if not number or number == "0":
        return None
    between = Q(sender=sender, recipient=recipient) | Q(sender=recipient, recipient=sender)
    parent = Message.objects.visible_to(sender).filter(between, pk=row_number(number)).select_related("thread").first()
    if parent is None:
        raise not_found("message", number)
    return parent.thread or parent
