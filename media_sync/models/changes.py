"""History: what others, or Imgur itself, have changed at Imgur."""

from __future__ import annotations

from django.db import models

from accounts.models import LinkedAccount
from accounts.permissions import TeamScopedQuerySet
from media_sync.models.albums import Album
from media_sync.models.images import Image
from media_sync.models.operations import Operation
from media_sync.models.sync import SyncRun


class ChangeQuerySet(TeamScopedQuerySet["Change"]):
    team_path = "account__team"

    def newest(self) -> ChangeQuerySet:
        return self.select_related("account", "album", "image", "undo").order_by("-pk")


class Change(models.Model):
    """One thing about an album or an image that was different when it was looked at again.

    ``before`` and ``after`` are JSON values: a text, a flag, or lists. ``order``: Imgur's ids of the images that were
    and are in the album, in their old and their new order. ``images_in``: nothing, and the ids that came.
    ``images_out``: the ids that went, and the places (from 0) that each had. What a team does here itself is no
    change: it is written into the mirror as it is done.
    """

    class Kind(models.TextChoices):
        ADDED = "added", "new at Imgur"
        TITLE = "title", "title"
        DESCRIPTION = "description", "description"
        PRIVACY = "privacy", "privacy"
        LAYOUT = "layout", "layout"
        COVER = "cover", "cover"
        ORDER = "order", "order of the images"
        IMAGES_IN = "images_in", "images added to the album"
        IMAGES_OUT = "images_out", "images taken out of the album"
        IN_GALLERY = "in_gallery", "shown in the gallery"
        FAVORITE = "favorite", "favorite"
        GONE = "gone", "gone from Imgur"
        BACK = "back", "back at Imgur"

    account = models.ForeignKey(LinkedAccount, on_delete=models.CASCADE, related_name="changes")
    run = models.ForeignKey(SyncRun, on_delete=models.SET_NULL, null=True, related_name="changes")
    album = models.ForeignKey(Album, on_delete=models.CASCADE, null=True, blank=True, related_name="changes")
    image = models.ForeignKey(Image, on_delete=models.CASCADE, null=True, blank=True, related_name="changes")
    kind = models.CharField(max_length=12, choices=Kind)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    seen_at = models.DateTimeField(auto_now_add=True)
    # The operation that puts it back as it was.
    undo = models.ForeignKey(Operation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="change_of_album_or_image",
                condition=models.Q(album__isnull=False, image__isnull=True)
                | models.Q(album__isnull=True, image__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="change_newest"),
            models.Index(fields=["album", "-id"], name="change_of_album"),
            models.Index(fields=["image", "-id"], name="change_of_image"),
        ]

    def __str__(self) -> str:
        return f"{self.album or self.image}: {self.get_kind_display()}"
