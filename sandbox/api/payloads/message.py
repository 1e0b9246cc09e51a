"""Conversation, Message and OldMessage (section 5.9 of the reference)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, OuterRef, Subquery

from sandbox import clock
from sandbox.models import Account, Conversation, Message
from sandbox.models.talk import ConversationQuerySet

PREVIEW_LENGTH = 30

_UNITS = [
    ("year", 365 * 86_400),
    ("month", 30 * 86_400),
    ("week", 7 * 86_400),
    ("day", 86_400),
    ("hour", 3_600),
    ("minute", 60),
]


def conversation_list(conversations: ConversationQuerySet, reader: Account) -> list[dict[str, Any]]:
    """Conversations, those with the latest message first; without those of which ``reader`` sees no message.

    The number of queries does not depend on how many there are.
    """
    visible = Message.objects.visible_to(reader)
    last = visible.filter(conversation=OuterRef("pk")).newest_first().values("pk")[:1]
    last_ids = dict(conversations.annotate(last_id=Subquery(last)).values_list("pk", "last_id"))
    messages = {message.conversation_id: message for message in visible.filter(pk__in=last_ids.values())}
    counts = message_counts(reader)
    shown = [conversation for conversation in conversations if conversation.pk in messages]
    shown.sort(key=lambda conversation: (messages[conversation.pk].created_at, conversation.pk), reverse=True)
    return [_conversation(row, reader, messages[row.pk], counts[row.pk], {}) for row in shown]


def conversation_payload(
    conversation: Conversation, reader: Account, *, messages: Iterable[Message], last: Message, page: int, is_done: bool
) -> dict[str, Any]:
    """One conversation with a page of its messages, oldest first. ``page`` is the number of the next page."""
    count = message_counts(reader, conversation=conversation)[conversation.pk]
    shown = {"messages": [_message(message) for message in messages], "done": is_done, "page": page}
    return _conversation(conversation, reader, last, count, shown)


def message_counts(reader: Account, **which: Any) -> dict[int, int]:
    """How many messages ``reader`` sees, by conversation; ``which`` says of which ones, in terms of Message."""
    visible = Message.objects.visible_to(reader).filter(**which).order_by()
    return dict(visible.values("conversation").annotate(count=Count("pk")).values_list("conversation", "count"))


def old_message_payload(message: Message) -> dict[str, Any]:
    """A message as the older calls show it: `account_id` is the sender, the parent of a first message is 0."""
    return {
        "id": message.pk,
        "from": message.sender.username,
        "account_id": message.sender_id,
        "recipient_account_id": message.recipient_id,
        "subject": message.subject,
        "body": message.body,
        "timestamp": time_ago(clock.now_seconds() - message.created_at),
        "parent_id": message.thread_id or 0,
    }


def time_ago(seconds: int) -> str:
    """Such as `5 days ago`, in the largest unit that is full."""
    unit, length = next(((unit, length) for unit, length in _UNITS if seconds >= length), ("second", 1))
    count = max(0, seconds) // length
    return f"{count} {unit}{'' if count == 1 else 's'} ago"


def _conversation(
    conversation: Conversation, reader: Account, last: Message, count: int, shown: dict[str, Any]
) -> dict[str, Any]:
    other = conversation.second if conversation.first_id == reader.pk else conversation.first
    is_cut = len(last.body) > PREVIEW_LENGTH
    return {
        "id": conversation.pk,
        "with_account": other.username,
        "with_account_id": other.pk,
        "last_message_preview": last.body[:PREVIEW_LENGTH] + ("..." if is_cut else ""),
        "message_count": count,
        **shown,
        "datetime": last.created_at,
    }


def _message(message: Message) -> dict[str, Any]:
    """``account_id`` is the receiver here, other than in the older calls."""
    return {
        "id": message.pk,
        "from": message.sender.username,
        "account_id": message.recipient_id,
        "sender_id": message.sender_id,
        "body": message.body,
        "conversation_id": message.conversation_id,
        "datetime": message.created_at,
    }
