"""Private messages between an account and others. Nobody below a contributor reads them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import LinkedAccount
from media_sync.models.notifications import Notification
from media_sync.models.privacy import PrivateQuerySet


class ConversationQuerySet(PrivateQuerySet["Conversation"]):
    team_path = "account__team"

    def newest(self) -> Self:
        return self.select_related("account").order_by("-last_message_at", "-pk")

    def at_imgur(self) -> Self:
        """Without those that were deleted there."""
        return self.filter(gone_at=None)

    def with_unread(self) -> Self:
        """Each with ``is_unread``: whether Imgur has a notification of it that nobody has seen."""
        unread = Notification.objects.unread().filter(conversation=models.OuterRef("pk"))
        return self.annotate(is_unread=models.Exists(unread))

    def to_read(self) -> Self:
        """Those whose messages are not all here, and those that Imgur's list has lost since they were read."""
        count_moved = Q(message_count__gt=F("read_count")) | Q(message_count__lt=F("read_count"))
        last_moved = Q(last_message_at__gt=F("read_last_at")) | Q(last_message_at__lt=F("read_last_at"))
        is_missed = Q(missed_at__gt=F("read_at"))
        return self.at_imgur().filter(Q(read_at=None) | count_moved | last_moved | is_missed)


class Conversation(models.Model):
    """The messages between the account and one other user."""

    account = models.ForeignKey(LinkedAccount, on_delete=models.PROTECT, related_name="conversations")
    imgur_id = models.BigIntegerField()
    with_account = models.CharField(max_length=64, blank=True)
    with_account_imgur_id = models.BigIntegerField(null=True, blank=True)
    last_message_preview = models.TextField(blank=True)
    # What Imgur counts; the messages that we have are `messages`.
    message_count = models.BigIntegerField(default=0)
    last_message_at = models.DateTimeField()
    # What else Imgur tells of it, by Imgur's names.
    details = models.JSONField(default=dict)
    # When its messages were last read to where we knew them, and what Imgur's list had told by then.
    read_at = models.DateTimeField(null=True, blank=True)
    read_count = models.BigIntegerField(null=True, blank=True)
    read_last_at = models.DateTimeField(null=True, blank=True)
    # Every message back to the first is here; until then a reading does not stop at what is known.
    is_complete = models.BooleanField(default=False)
    # Since when Imgur's list is without it, which alone does not mean that it is gone.
    missed_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_reason = models.CharField(max_length=200, blank=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "imgur_id"], name="conversation_once_per_account")]
        indexes = [models.Index(fields=["account", "-last_message_at", "-id"], name="conversation_newest")]

    def __str__(self) -> str:
        return f"{self.account} and {self.with_account}"


class MessageQuerySet(PrivateQuerySet["Message"]):
    team_path = "conversation__account__team"

    def newest(self) -> Self:
        return self.order_by("-sent_at", "-pk")

    def at_imgur(self) -> Self:
        """Without those that were deleted there."""
        return self.filter(gone_at=None)


class Message(models.Model):
    """One message of a conversation, as it was told."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="messages")
    imgur_id = models.BigIntegerField()
    sender = models.CharField(max_length=64, blank=True)
    sender_imgur_id = models.BigIntegerField(null=True, blank=True)
    is_own = models.BooleanField(default=False)
    body = models.TextField(blank=True)
    # What else Imgur tells of it, by Imgur's names.
    details = models.JSONField(default=dict)
    sent_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_reason = models.CharField(max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "imgur_id"], name="message_once")]
        indexes = [models.Index(fields=["conversation", "-sent_at", "-id"], name="message_newest")]

    def __str__(self) -> str:
        return f"{self.sender}, {self.sent_at:%Y-%m-%d}"
