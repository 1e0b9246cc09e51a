"""Keeping conversations and their messages."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import LinkedAccount
from imgur.models import Conversation as ImgurConversation
from imgur.models import Message as ImgurMessage
from media_sync.models import Conversation
from media_sync.services.mirror.details import brief, details_of, readable
from media_sync.services.mirror.keeping import Kept, keep_rows, mark_gone

# The client's names of what has a column; `messages` are rows, `done` and `page` belong to the reading of them.
_COLUMNS = frozenset(
    {
        "id", "with_account", "with_account_id", "last_message_preview", "message_count", "last_message_at",
        "messages", "done", "page",
    }
)  # fmt: skip
_MESSAGE_COLUMNS = frozenset({"id", "sender", "sender_id", "body", "sent_at"})
_DELETED = "Deleted at Imgur."
# Stands in place of what was counted when it was read, where Imgur showed nothing of that; it differs from every count.
_SHOWED_NOTHING = -1


def keep_conversations(account: LinkedAccount, conversations: Iterable[ImgurConversation], now: datetime) -> Kept:
    """Keep the account's list of conversations. What the list is without is noted as missed, and read by its id."""
    told = {
        conversation.id: {
            "with_account": brief(conversation.with_account, 64),
            "with_account_imgur_id": conversation.with_account_id,
            "last_message_preview": readable(conversation.last_message_preview),
            "message_count": conversation.message_count,
            "last_message_at": conversation.last_message_at,
            "details": details_of(conversation, but=_COLUMNS),
            "missed_at": None,
            "seen_at": now,
            "gone_at": None,
            "gone_reason": "",
        }
        for conversation in conversations
    }
    kept = keep_rows(
        account.conversations.all(), told, scope={"account": account}, watched=(), moment="last_message_at"
    )
    account.conversations.at_imgur().filter(seen_at__lt=now, missed_at=None).update(missed_at=now)
    return kept


def keep_messages(conversation: Conversation, messages: Iterable[ImgurMessage], now: datetime) -> Kept:
    """Keep a page of the messages of ``conversation``."""
    told = {
        message.id: {
            "sender": brief(message.sender, 64),
            "sender_imgur_id": message.sender_id,
            "is_own": _is_by(conversation.account, message),
            "body": readable(message.body),
            "details": details_of(message, but=_MESSAGE_COLUMNS),
            "sent_at": message.sent_at,
            "seen_at": now,
            "gone_at": None,
            "gone_reason": "",
        }
        for message in messages
    }
    scope = {"conversation": conversation}
    return keep_rows(conversation.messages.all(), told, scope=scope, watched=("body",), moment="sent_at")


def needs_full_reading(conversation: Conversation) -> bool:
    """Whether a reading has to go back to the first message: some may be missing here, or gone there."""
    return not conversation.is_complete or conversation.message_count < conversation.messages.at_imgur().count()


def is_being_read(conversation: Conversation) -> None:
    """Pages of it are here, and not all of those behind them: whatever happens now, the next reading reads all."""
    conversation.is_complete = False
    conversation.save(update_fields=["is_complete"])


def was_read(conversation: Conversation, now: datetime, *, unseen_since: datetime | None) -> int:
    """Its messages are here as far as Imgur has them. ``unseen_since`` is when a reading back to the first one began:
    what that did not meet is gone there. How many that were.
    """
    gone = 0
    if unseen_since is not None:
        gone = mark_gone(conversation.messages.filter(seen_at__lt=unseen_since), now, _DELETED)
    conversation.is_complete = True
    conversation.read_at = now
    conversation.read_count, conversation.read_last_at = conversation.message_count, conversation.last_message_at
    conversation.save(update_fields=["is_complete", "read_at", "read_count", "read_last_at"])
    return gone


def is_silent_at_first(conversation: Conversation, now: datetime) -> bool:
    """Note that Imgur showed no message although it counts some, so that the next look asks once more. False if that
    was noted already: it stays so.
    """
    if conversation.read_count == _SHOWED_NOTHING:
        return False
    conversation.read_at, conversation.read_count = now, _SHOWED_NOTHING
    conversation.save(update_fields=["read_at", "read_count"])
    return True


def is_gone(conversation: Conversation, now: datetime) -> Kept:
    """Imgur has it no longer; we keep it, with its messages."""
    conversation.messages.filter(gone_at=None).update(gone_at=now, gone_reason=_DELETED)
    rows = Conversation.objects.filter(pk=conversation.pk)
    # When it is there again, it begins anew.
    rows.update(is_complete=False)
    return Kept(gone=mark_gone(rows, now, _DELETED))


def _is_by(account: LinkedAccount, message: ImgurMessage) -> bool:
    if message.sender_id and account.imgur_account_id:
        return message.sender_id == account.imgur_account_id
    return message.sender.lower() == account.username.lower()
