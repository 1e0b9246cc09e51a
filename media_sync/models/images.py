"""Pictures, animations and videos in the mirror: our copy of what linked accounts have at Imgur."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from accounts.models import LinkedAccount
from accounts.permissions import TeamScopedQuerySet
from media_sync.models.originals import Original


class ImageQuerySet(TeamScopedQuerySet["Image"]):
    team_path = "account__team"

    def newest(self) -> ImageQuerySet:
        """Newest first, with what a tile shows. Page by ``before``; never by OFFSET."""
        return self.select_related("original", "account", "fetch").order_by("-uploaded_at", "-pk")

    def at_imgur(self) -> ImageQuerySet:
        """Without those that Imgur has no longer."""
        return self.filter(gone_at=None)

    def own_at_imgur(self) -> ImageQuerySet:
        """Those that may go into albums: Imgur drops others' pictures from the ids of an album without a word."""
        return self.at_imgur().filter(is_own=True)


class Image(models.Model):
    """A picture, animation or video of a linked account, as Imgur last showed it, and our original of it."""

    account = models.ForeignKey(LinkedAccount, on_delete=models.PROTECT, related_name="images")
    imgur_id = models.CharField(max_length=16)
    deletehash = models.CharField(max_length=32, blank=True)
    # Null is Imgur's "not known", which is not the same as empty.
    title = models.TextField(null=True, blank=True)
    description = models.TextField(null=True, blank=True)
    name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=60)
    is_animated = models.BooleanField(default=False)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    size_bytes = models.PositiveBigIntegerField(default=0)
    views = models.PositiveBigIntegerField(default=0)
    link = models.URLField(max_length=300)
    # Somebody else's, in an album of ours: Imgur does not count it among the account's images.
    is_own = models.BooleanField(default=True)
    # What else Imgur tells of it, by Imgur's names.
    details = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_reason = models.CharField(max_length=200, blank=True)
    original = models.ForeignKey(Original, on_delete=models.PROTECT, null=True, blank=True, related_name="images")

    objects = ImageQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "imgur_id"], name="image_once_per_account")]
        indexes = [
            models.Index(fields=["account", "-uploaded_at", "-id"], name="image_newest"),
            models.Index(fields=["account", "original"], name="image_by_content"),
            models.Index(fields=["account", "seen_at"], name="image_by_sight"),
            models.Index(fields=["account", "-gone_at"], condition=models.Q(gone_at__isnull=False), name="image_gone"),
        ]

    def __str__(self) -> str:
        return self.title or self.name or self.imgur_id

    def get_absolute_url(self) -> str:
        return reverse("portal:image", args=[self.pk])

    @property
    def ratio(self) -> float:
        """Width over height, of the original or else as Imgur tells them."""
        if self.original:
            return self.original.ratio
        return self.width / self.height if self.width and self.height else 1.0

    @property
    def page_link(self) -> str:
        """Its page at Imgur, as against ``link``, its file."""
        return f"{settings.IMGUR_SITE_URL}/{self.imgur_id}"
