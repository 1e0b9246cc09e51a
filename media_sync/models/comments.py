"""Comments: what an account wrote, and what others wrote below its posts or answered to it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import LinkedAccount
from accounts.permissions import TeamScopedQuerySet
from media_sync.models.posts import Post


class CommentQuerySet(TeamScopedQuerySet["Comment"]):
    team_path = "account__team"

    def newest(self) -> Self:
        return self.select_related("account", "post").order_by("-written_at", "-pk")

    def at_imgur(self) -> Self:
        """Without those that were deleted there."""
        return self.filter(gone_at=None)

    def own(self) -> Self:
        """What the account itself wrote, wherever that was."""
        return self.filter(is_own=True)

    def received(self) -> Self:
        """What others wrote to it: below its posts, or in answer to its comments."""
        return self.filter(is_own=False)

    def below(self, parent: Comment) -> Self:
        """The direct answers to ``parent``, oldest first."""
        return self.filter(account_id=parent.account_id, parent_imgur_id=parent.imgur_id).order_by("written_at", "pk")

    def at_the_top(self) -> Self:
        """Those that answer the post itself."""
        return self.filter(parent_imgur_id=0)


class Comment(models.Model):
    """A comment as Imgur last showed it. What is deleted at Imgur keeps here the words that we had."""

    account = models.ForeignKey(LinkedAccount, on_delete=models.PROTECT, related_name="comments")
    imgur_id = models.BigIntegerField()
    # The account's own post that it stands below; others' posts are known by their id alone.
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments")
    post_imgur_id = models.CharField(max_length=16, blank=True)
    # 0 at the top of a thread. What it answers may be unknown here.
    parent_imgur_id = models.BigIntegerField(default=0)
    is_own = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    author = models.CharField(max_length=64, blank=True)
    author_imgur_id = models.BigIntegerField(null=True, blank=True)
    ups = models.BigIntegerField(default=0)
    downs = models.BigIntegerField(default=0)
    points = models.BigIntegerField(default=0)
    # The account's own: "up", "down" or empty.
    vote = models.CharField(max_length=8, blank=True)
    platform = models.CharField(max_length=40, blank=True)
    # The post's cover where that is an album.
    cover_imgur_id = models.CharField(max_length=16, blank=True)
    # What else Imgur tells of it, by Imgur's names.
    details = models.JSONField(default=dict)
    written_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    # When it last stood in the account's own list of comments; null for what is known from elsewhere.
    listed_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_reason = models.CharField(max_length=200, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "imgur_id"], name="comment_once_per_account")]
        indexes = [
            models.Index(fields=["account", "-written_at", "-id"], condition=Q(is_own=True), name="comment_own"),
            models.Index(fields=["account", "-written_at", "-id"], condition=Q(is_own=False), name="comment_received"),
            models.Index(fields=["account", "parent_imgur_id", "written_at", "id"], name="comment_answers"),
            models.Index(fields=["post", "parent_imgur_id", "-points", "-id"], name="comment_of_post_best"),
            models.Index(fields=["post", "-written_at", "-id"], name="comment_of_post_newest"),
            models.Index(fields=["account", "listed_at"], condition=Q(listed_at__isnull=False), name="comment_listed"),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:60]}"
