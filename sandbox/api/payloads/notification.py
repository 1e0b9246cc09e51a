"""The Notification model (section 5.10 of the reference)."""

from typing import Any

from sandbox import switches
from sandbox.api.payloads.comment import comment_payload, votes_of
from sandbox.api.payloads.message import message_counts
from sandbox.models import Account, Message, Notification
from sandbox.models.talk import NotificationQuerySet


def notification_list(notifications: NotificationQuerySet, owner: Account) -> list[dict[str, Any]]:
    """Notifications of ``owner``'s, newest first, without those of what cannot be read any more.

    The number of queries does not depend on how many there are.
    """
    shown = list(notifications.present().complete().newest_first())
    votes = votes_of(owner, comment__notifications__account=owner)
    counts = message_counts(owner) if any(row.message_id for row in shown) else {}
    return [_payload(row, votes, counts) for row in shown]


def _payload(row: Notification, votes: dict[int, str], counts: dict[int, int]) -> dict[str, Any]:
    payload: dict[str, Any] = {"id": row.pk, "account_id": row.account_id, "viewed": row.is_viewed}
    if switches.current().text_notifications:
        payload = {"id": str(row.pk), "account_id": str(row.account_id), "viewed": "1" if row.is_viewed else "0"}
    if row.comment is not None:
        return payload | {"content": comment_payload(row.comment, vote=votes.get(row.comment.pk))}
    assert row.message is not None  # the database sees to it
    return payload | {"content": _message_content(row.message, counts.get(row.message.conversation_id, 0))}


def _message_content(message: Message, count: int) -> dict[str, Any]:
    """What tells of a message; the id is the conversation's. All numbers but the time have always been text."""
    return {
        "id": str(message.conversation_id),
        "account_id": str(message.recipient_id),
        "with_account": str(message.sender_id),
        "spam": "0",
        "message_num": str(count),
        "last_message": message.body,
        "from": message.sender.username,
        "datetime": message.created_at,
    }
