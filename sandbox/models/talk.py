"""What people say to each other: comments, messages, and the notifications of both."""

from typing import Self

from django.db import models

from sandbox.models.gallery import Post, Vote
from sandbox.models.people import Account


class CommentQuerySet(models.QuerySet["Comment"]):
    def present(self) -> Self:
        """Comments that were not deleted."""
        return self.filter(deleted_at=None)

    def in_gallery(self) -> Self:
        """Comments, deleted ones too, on posts that are in the gallery now."""
        return self.filter(post__in=Post.objects.present())

    def complete(self) -> Self:
        """With what every answer shows of other rows."""
        return self.select_related("account", "post__image", "post__album__cover")


class Comment(models.Model):
    """A comment on a post, or an answer to one. The primary key is the comment id of the API.

    A deleted one stays as a row, because its answers stay; without an account once its author is gone altogether.
    ``ups`` and ``downs`` hold everybody's votes.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments")
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="comments")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")
    text = models.TextField()
    platform = models.CharField(max_length=10, default="api")
    has_admin_badge = models.BooleanField(default=False)
    ups = models.IntegerField(default=1)
    downs = models.IntegerField(default=0)
    created_at = models.BigIntegerField(help_text="epoch seconds")
    deleted_at = models.BigIntegerField(null=True, help_text="epoch seconds")

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["post", "-created_at", "-id"], name="comment_by_post"),
            models.Index(fields=["account", "-created_at", "-id"], name="comment_by_account"),
        ]


class CommentVote(models.Model):
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="votes")
    vote = models.CharField(max_length=4, choices=Vote.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "comment"], name="vote_once_per_comment")]


class CommentReport(models.Model):
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reason = models.IntegerField(null=True, help_text="1 to 5, as the reference lists them")
    created_at = models.BigIntegerField(help_text="epoch seconds")


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def of(self, account: Account) -> Self:
        """Those that ``account`` takes part in."""
        return self.filter(models.Q(first=account) | models.Q(second=account)).select_related("first", "second")


class Conversation(models.Model):
    """All messages between two people; ``first`` is who has the lower pk. The primary key is the id of the API."""

    first = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_conversation_per_pair"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="conversation_pair_in_order"),
        ]


class MessageQuerySet(models.QuerySet["Message"]):
    def received_by(self, account: Account) -> Self:
        """What was sent to ``account``, without what it deleted."""
        return self.filter(recipient=account, is_deleted_by_recipient=False)

    def visible_to(self, account: Account) -> Self:
        """What ``account`` sent or received, without what it deleted."""
        received = models.Q(recipient=account, is_deleted_by_recipient=False)
        return self.filter(received | models.Q(sender=account, is_deleted_by_sender=False))

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def delete_for(self, account: Account) -> None:
        """Take these messages, and what told of them, out of the sight of ``account``; the other side keeps them."""
        Notification.objects.filter(account=account, message__in=self.values("pk")).delete()
        self.filter(sender=account).update(is_deleted_by_sender=True)
        self.filter(recipient=account).update(is_deleted_by_recipient=True)


class Message(models.Model):
    """One message; the primary key is the message id of the API. Each side deletes it for itself only.

    ``thread`` is the first message of the thread that the older calls sort it into; None: it is the first.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    sender = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sent_messages")
    recipient = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="received_messages")
    thread = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answers")
    subject = models.CharField(max_length=200, null=True)
    body = models.TextField()
    created_at = models.BigIntegerField(help_text="epoch seconds")
    is_deleted_by_sender = models.BooleanField(default=False)
    is_deleted_by_recipient = models.BooleanField(default=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["conversation", "-created_at", "-id"], name="message_by_conversation")]


class NotificationQuerySet(models.QuerySet["Notification"]):
    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def present(self) -> Self:
        """Without those of comments that were deleted, or whose post is out of the gallery."""
        return self.filter(models.Q(comment=None) | models.Q(comment__in=Comment.objects.present().in_gallery()))

    def complete(self) -> Self:
        """With what every answer shows of other rows."""
        post = "comment__post"
        return self.select_related("comment__account", f"{post}__image", f"{post}__album__cover", "message__sender")


class Notification(models.Model):
    """Somebody answered (a comment) or wrote (a message) to ``account``. The primary key is the id of the API."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notifications")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="notifications")
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="notifications")
    is_viewed = models.BooleanField(default=False)
    created_at = models.BigIntegerField(help_text="epoch seconds")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(comment=None, message__isnull=False) | models.Q(comment__isnull=False, message=None),
                name="notification_is_comment_or_message",
            )
        ]
        indexes = [models.Index(fields=["account", "-id"], name="notification_by_account")]
