"""Conversations: CV1 to CV6. All messages between the caller and somebody else are one."""

from sandbox.api import mail
from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import not_found
from sandbox.api.payloads.message import conversation_list, conversation_payload
from sandbox.api.routes import Needs, endpoint
from sandbox.api.row_numbers import row_number
from sandbox.database import write
from sandbox.models import Conversation, Message
from sandbox.models.talk import MessageQuerySet

MESSAGES_PER_PAGE = 25


@endpoint("CV1", "GET", "conversations", needs=Needs.ACCOUNT)
def conversations(call: Call) -> Answer:
    """All of them, not paged."""
    account = call.identity.require_account()
    return Answer(conversation_list(Conversation.objects.of(account), account))


@endpoint("CV2", "GET", "conversations/{number}[/{page:int}[/{offset:int}]]", needs=Needs.ACCOUNT)
def show(call: Call, number: str, page: int = 1, offset: int = 0) -> Answer:
    """The newest messages on page 1, older ones behind. ``offset`` leaves out so many of the newest first.

    Reading does not count as viewing what told of the messages.
    """
    account = call.identity.require_account()
    conversation, messages = _find(call, number)
    newest_first = messages.newest_first().select_related("sender")
    first = max(0, page - 1) * MESSAGES_PER_PAGE + offset
    shown = list(newest_first[first : first + MESSAGES_PER_PAGE + 1])
    last = newest_first.first()
    assert last is not None  # a conversation without any is not found
    return Answer(
        conversation_payload(
            conversation,
            account,
            messages=reversed(shown[:MESSAGES_PER_PAGE]),
            last=last,
            page=max(1, page) + 1,
            is_done=len(shown) <= MESSAGES_PER_PAGE,
        )
    )


@endpoint("CV3", "POST", "conversations/{recipient}", needs=Needs.ACCOUNT)
def send(call: Call, recipient: str) -> Answer:
    mail.send(call, recipient, continues_last=True)
    return Answer(True)


@endpoint("CV4", "DELETE", "conversations/{number}", needs=Needs.ACCOUNT)
def delete(call: Call, number: str) -> Answer:
    """For the caller only; the other side keeps its messages, and what is sent from now on is there again."""
    _, messages = _find(call, number)
    with write():
        messages.delete_for(call.identity.require_account())
    return Answer(True)


@endpoint("CV5", "POST", "conversations/report/{username}", needs=Needs.ACCOUNT)
def report(call: Call, username: str) -> Answer:
    mail.report(call, username)
    return Answer(True)


@endpoint("CV6", "POST", "conversations/block/{username}", needs=Needs.ACCOUNT)
def block(call: Call, username: str) -> Answer:
    mail.block(call, username)
    return Answer(True)


def _find(call: Call, number: str) -> tuple[Conversation, MessageQuerySet]:
    """A conversation of the caller's, and its messages that the caller sees. Raises 404 when there are none."""
    account = call.identity.require_account()
    conversation = Conversation.objects.of(account).filter(pk=row_number(number)).first()
    messages = Message.objects.visible_to(account).filter(conversation=conversation)
    if conversation is None or not messages.exists():
        raise not_found("conversation", number)
    return conversation, messages
