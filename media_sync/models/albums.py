"""Albums in the mirror, and which pictures stand in them."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from accounts.models import LinkedAccount
from accounts.permissions import TeamScopedQuerySet
from media_sync.models.images import Image


class AlbumQuerySet(TeamScopedQuerySet["Album"]):
    team_path = "account__team"

    def newest(self) -> AlbumQuerySet:
        return self.select_related("account", "cover_image__original").order_by("-created_at", "-pk")

    def at_imgur(self) -> AlbumQuerySet:
        """Without those that Imgur has no longer."""
        return self.filter(gone_at=None)


class Album(models.Model):
    """An album of a linked account, as Imgur last showed it."""

    class Privacy(models.TextChoices):
        PUBLIC = "public", "Public"
        HIDDEN = "hidden", "With link only"
        SECRET = "secret", "Secret"

    account = models.ForeignKey(LinkedAccount, on_delete=models.PROTECT, related_name="albums")
    imgur_id = models.CharField(max_length=16)
    deletehash = models.CharField(max_length=32, blank=True)
    title = models.TextField(null=True, blank=True)
    description = models.TextField(null=True, blank=True)
    privacy = models.CharField(max_length=10, choices=Privacy, default=Privacy.HIDDEN)
    layout = models.CharField(max_length=12, blank=True)
    views = models.PositiveBigIntegerField(default=0)
    link = models.URLField(max_length=300)
    # What Imgur counts; the pictures that we know are `places`.
    image_count = models.PositiveIntegerField(default=0)
    # Imgur's id of the cover, whether we know that picture or not.
    cover_imgur_id = models.CharField(max_length=16, blank=True)
    cover_image = models.ForeignKey(Image, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    images: models.ManyToManyField[Image, AlbumImage] = models.ManyToManyField(
        Image, through="AlbumImage", related_name="albums"
    )
    # What else Imgur tells of it, by Imgur's names.
    details = models.JSONField(default=dict)
    # Of what Imgur's list told last: when it moves, the album is read again.
    fingerprint = models.CharField(max_length=64, blank=True)
    is_stale = models.BooleanField(default=False)
    # Imgur could not show all of it when it was last to be read: it had a fault, or counted more than it showed.
    is_in_trouble = models.BooleanField(default=False)
    # When its pictures were last read; null before the first time.
    read_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_reason = models.CharField(max_length=200, blank=True)

    objects = AlbumQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "imgur_id"], name="album_once_per_account")]
        indexes = [
            models.Index(fields=["account", "-created_at", "-id"], name="album_newest"),
            models.Index(fields=["account", "seen_at"], name="album_by_sight"),
            models.Index(fields=["account", "read_at"], condition=models.Q(gone_at__isnull=True), name="album_audit"),
            models.Index(fields=["account", "id"], condition=models.Q(is_stale=True), name="album_stale"),
        ]

    def __str__(self) -> str:
        return self.title or f"Album {self.imgur_id}"

    def get_absolute_url(self) -> str:
        return reverse("portal:album", args=[self.pk])


class AlbumImage(models.Model):
    """A picture's place in an album; the order is Imgur's."""

    album = models.ForeignKey(Album, on_delete=models.CASCADE, related_name="places")
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="places")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["album", "image"], name="album_image_once")]

    def __str__(self) -> str:
        return f"{self.image} at {self.position} in {self.album}"
