"""Messages as they were before conversations: MS1 to MS9, AC36. The same rows, sorted into threads."""

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from sandbox.api import mail
from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError, not_found
from sandbox.api.paging import page_of
from sandbox.api.payloads.message import old_message_payload
from sandbox.api.routes import Needs, endpoint
from sandbox.api.row_numbers import row_number
from sandbox.database import write
from sandbox.models import Message
from sandbox.models.talk import MessageQuerySet


@endpoint("MS1", "GET", "messages", needs=Needs.ACCOUNT)
def messages(call: Call) -> Answer:
    """The last received message of each thread, newest first."""
    received = _received(call)
    threads = received.annotate(first=Coalesce("thread_id", "pk")).values("first")
    rows = received.filter(pk__in=threads.annotate(last=Max("pk")).values("last"))
    rows = rows.newest_first().select_related("sender")
    return Answer([old_message_payload(message) for message in page_of(rows, call.parameters, None)])


@endpoint("MS2", "GET", "messages/ids[/{page:int}]", needs=Needs.ACCOUNT)
def message_ids(call: Call, page: int | None = None) -> Answer:
    """Of all messages received, newest first."""
    return Answer([message.pk for message in page_of(_received(call).newest_first(), call.parameters, page)])


@endpoint("MS3", "GET", "messages/count", needs=Needs.ACCOUNT)
def messages_count(call: Call) -> Answer:
    """Of all messages received."""
    return Answer(_received(call).count())


@endpoint("MS4", "GET", "message/{number}", needs=Needs.ACCOUNT)
def show(call: Call, number: str) -> Answer:
    return Answer(old_message_payload(mail.find_message(call, number)))


@endpoint("MS5", "GET", "message/{number}/thread", needs=Needs.ACCOUNT)
def thread(call: Call, number: str) -> Answer:
    """All messages of the thread that begins with this one, oldest first."""
    first = row_number(number)
    visible = Message.objects.visible_to(call.identity.require_account()).filter(
        Q(pk=first, thread=None) | Q(thread=first)
    )
    rows = list(visible.select_related("sender").order_by("created_at", "pk"))
    if not rows:
        raise not_found("message", number)
    return Answer([old_message_payload(message) for message in rows])


@endpoint("MS6", "POST", "message", needs=Needs.ACCOUNT)
def create(call: Call) -> Answer:
    recipient = call.parameters.text("recipient")
    if not recipient:
        raise ApiError(400, "A recipient is required.")
    return send(call, recipient)


@endpoint("AC36", "POST", "account/{username}/message", needs=Needs.ACCOUNT)
def send(call: Call, username: str) -> Answer:
    mail.send(call, username)
    return Answer(True)


@endpoint("MS7", "DELETE", "message/{number}", needs=Needs.ACCOUNT)
def delete(call: Call, number: str) -> Answer:
    """For the caller only."""
    message = mail.find_message(call, number)
    with write():
        Message.objects.filter(pk=message.pk).delete_for(call.identity.require_account())
    return Answer(True)


@endpoint("MS8", "POST", "message/report/{username}", needs=Needs.ACCOUNT)
def report(call: Call, username: str) -> Answer:
    mail.report(call, username)
    return Answer(True)


@endpoint("MS9", "POST", "message/block/{username}", needs=Needs.ACCOUNT)
def block(call: Call, username: str) -> Answer:
    mail.block(call, username)
    return Answer(True)


def _received(call: Call) -> MessageQuerySet:
    return Message.objects.received_by(call.identity.require_account())
