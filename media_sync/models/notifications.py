"""What Imgur notifies an account of: answers and messages. Nobody below a contributor reads them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import LinkedAccount
from media_sync.models.comments import Comment
from media_sync.models.privacy import PrivateQuerySet


class NotificationQuerySet(PrivateQuerySet["Notification"]):
    team_path = "account__team"

    def newest(self) -> Self:
        return self.select_related("account", "comment__post", "conversation").order_by("-happened_at", "-pk")

    def unread(self) -> Self:
        """What nobody has seen yet, here or at Imgur, and Imgur still lists."""
        return self.filter(is_viewed=False, gone_at=None)


class Notification(models.Model):
    """Somebody answered a comment of the account's, or wrote to it."""

    class Kind(models.TextChoices):
        REPLY = "reply", "Reply"
        MESSAGE = "message", "Message"

    account = models.ForeignKey(LinkedAccount, on_delete=models.PROTECT, related_name="notifications")
    imgur_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    is_viewed = models.BooleanField(default=False)
    author = models.CharField(max_length=64, blank=True)
    # The answer, or the message.
    text = models.TextField(blank=True)
    comment = models.ForeignKey(Comment, on_delete=models.SET_NULL, null=True, blank=True, related_name="notifications")
    conversation = models.ForeignKey(
        "media_sync.Conversation", on_delete=models.SET_NULL, null=True, blank=True, related_name="notifications"
    )
    # What else Imgur tells of it, by Imgur's names; ``content`` is what it is about.
    details = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    # When Imgur's list was first without it.
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "imgur_id"], name="notification_once_per_account")]
        indexes = [
            models.Index(fields=["account", "-happened_at", "-id"], name="notification_newest"),
            models.Index(
                fields=["account", "-happened_at", "-id"],
                condition=Q(is_viewed=False, gone_at__isnull=True),
                name="notification_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.author}"
