"""An account's own posts in the gallery, and what is told of any post there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import LinkedAccount
from accounts.permissions import TeamScopedQuerySet

# Votes move all the time: when nobody has written, a thread is read again after this long at the soonest.
VOTES_ARE_OLD_AFTER = timedelta(days=1)


class PostFacts(models.Model):
    """A post of the gallery as Imgur last showed it; a null is "not told", which is common among favorites."""

    imgur_id = models.CharField(max_length=16)
    is_album = models.BooleanField()
    title = models.TextField(null=True, blank=True)
    description = models.TextField(null=True, blank=True)
    author = models.CharField(max_length=64, blank=True)
    author_imgur_id = models.BigIntegerField(null=True, blank=True)
    link = models.CharField(max_length=300, blank=True)
    # The image to show for it: its own, or an album's cover.
    cover_imgur_id = models.CharField(max_length=16, blank=True)
    image_count = models.BigIntegerField(null=True, blank=True)
    # Of a single image or video; empty for albums.
    content_type = models.CharField(max_length=60, blank=True)
    is_animated = models.BooleanField(default=False)
    width = models.BigIntegerField(null=True, blank=True)
    height = models.BigIntegerField(null=True, blank=True)
    views = models.BigIntegerField(default=0)
    ups = models.BigIntegerField(null=True, blank=True)
    downs = models.BigIntegerField(null=True, blank=True)
    points = models.BigIntegerField(null=True, blank=True)
    score = models.BigIntegerField(null=True, blank=True)
    comment_count = models.BigIntegerField(null=True, blank=True)
    favorite_count = models.BigIntegerField(null=True, blank=True)
    is_nsfw = models.BooleanField(null=True, blank=True)
    # The account's own: "up", "down" or empty.
    vote = models.CharField(max_length=8, blank=True)
    # What else Imgur tells of it, by Imgur's names.
    details = models.JSONField(default=dict)
    posted_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title or self.imgur_id


class PostQuerySet(TeamScopedQuerySet["Post"]):
    team_path = "account__team"

    def newest(self) -> Self:
        return self.select_related("account").order_by("-posted_at", "-pk")

    def at_imgur(self) -> Self:
        """Without those that Imgur has no longer."""
        return self.filter(gone_at=None)

    def with_thread_to_read(self, now: datetime) -> Self:
        """Posts below which somebody has written, or taken back, or voted (a day after the last reading)."""
        never_read = Q(thread_read_at=None, comment_count=None) | Q(thread_count=None, comment_count__gt=0)
        count_moved = Q(comment_count__gt=F("thread_count")) | Q(comment_count__lt=F("thread_count"))
        votes_moved = Q(points__gt=F("thread_points")) | Q(points__lt=F("thread_points"))
        votes_are_old = Q(thread_read_at__lt=now - VOTES_ARE_OLD_AFTER)
        return self.at_imgur().filter(never_read | count_moved | votes_moved & votes_are_old)


class Post(PostFacts):
    """What the account shared with the gallery. Its comments are ``comments``."""

    account = models.ForeignKey(LinkedAccount, on_delete=models.PROTECT, related_name="posts")
    # What Imgur had told when its comments were last read.
    thread_read_at = models.DateTimeField(null=True, blank=True)
    thread_count = models.BigIntegerField(null=True, blank=True)
    thread_points = models.BigIntegerField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "imgur_id"], name="post_once_per_account")]
        indexes = [
            models.Index(fields=["account", "-posted_at", "-id"], name="post_newest"),
            models.Index(fields=["account", "seen_at"], name="post_by_sight"),
        ]
