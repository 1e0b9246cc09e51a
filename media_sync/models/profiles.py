"""Who an account is: its public side, and the settings that only it sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from accounts.models import LinkedAccount
from accounts.permissions import Role, TeamScopedQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class ProfileQuerySet(TeamScopedQuerySet["Profile"]):
    team_path = "account__team"


class Profile(models.Model):
    """The public side of an account, as Imgur last showed it."""

    account = models.OneToOneField(LinkedAccount, on_delete=models.PROTECT, related_name="profile")
    username = models.CharField(max_length=64)
    bio = models.TextField(null=True, blank=True)
    # Addresses of pictures, and the names that the settings take for them.
    avatar = models.CharField(max_length=300, blank=True)
    avatar_name = models.CharField(max_length=100, blank=True)
    cover = models.CharField(max_length=300, blank=True)
    cover_name = models.CharField(max_length=100, blank=True)
    reputation = models.FloatField(default=0)
    reputation_name = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(null=True, blank=True)
    # All three have been 0 for everybody at times, so a 0 proves nothing.
    total_comments = models.BigIntegerField(null=True, blank=True)
    total_favorites = models.BigIntegerField(null=True, blank=True)
    total_submissions = models.BigIntegerField(null=True, blank=True)
    # As Imgur tells them, newest first: {"id", "name", "name_clean", "description", "image", "awarded_at", ...}.
    trophies = models.JSONField(default=list)
    # What else Imgur tells of it, by Imgur's names; what came with the totals is below "gallery_profile".
    details = models.JSONField(default=dict)
    read_at = models.DateTimeField()
    totals_read_at = models.DateTimeField(null=True, blank=True)

    objects = ProfileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.username


class ProfileSettingsQuerySet(TeamScopedQuerySet["ProfileSettings"]):
    team_path = "account__team"

    def _for_role(self, user: User | AnonymousUser, least: Role) -> Self:
        """An e-mail address is half of a log-in: only who may change settings sees them."""
        return super()._for_role(user, max(least, Role.EDITOR))


class ProfileSettings(models.Model):
    """The settings of an account, as Imgur last told them to it; a null is "not told"."""

    account = models.OneToOneField(LinkedAccount, on_delete=models.PROTECT, related_name="profile_settings")
    email = models.CharField(max_length=320, blank=True)
    is_email_verified = models.BooleanField(null=True, blank=True)
    album_privacy = models.CharField(max_length=10, blank=True)
    public_images = models.BooleanField(null=True, blank=True)
    messaging_enabled = models.BooleanField(null=True, blank=True)
    comment_replies = models.BooleanField(null=True, blank=True)
    show_mature = models.BooleanField(null=True, blank=True)
    newsletter_subscribed = models.BooleanField(null=True, blank=True)
    accepted_gallery_terms = models.BooleanField(null=True, blank=True)
    # [{"id", "url"}, ...]
    blocked_users = models.JSONField(default=list)
    # What else Imgur tells of them, by Imgur's names.
    details = models.JSONField(default=dict)
    read_at = models.DateTimeField()

    objects = ProfileSettingsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "profile settings"

    def __str__(self) -> str:
        return f"Settings of {self.account}"
