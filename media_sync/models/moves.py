"""Where a picture that was gone from Imgur is now."""

from __future__ import annotations

from django.db import models

from accounts.models import LinkedAccount
from accounts.permissions import TeamScopedQuerySet
from media_sync.models.albums import Album
from media_sync.models.batches import Batch
from media_sync.models.images import Image


class LinkMoveQuerySet(TeamScopedQuerySet["LinkMove"]):
    team_path = "account__team"


class LinkMove(models.Model):
    """An image or album that was restored: its old id at Imgur leads to the new one."""

    account = models.ForeignKey(LinkedAccount, on_delete=models.CASCADE, related_name="link_moves")
    batch = models.ForeignKey(Batch, on_delete=models.SET_NULL, null=True, related_name="link_moves")
    is_album = models.BooleanField()
    old_imgur_id = models.CharField(max_length=16)
    new_imgur_id = models.CharField(max_length=16)
    old_link = models.URLField(max_length=300)
    new_link = models.URLField(max_length=300)
    new_image = models.ForeignKey(Image, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    new_album = models.ForeignKey(Album, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    moved_at = models.DateTimeField(auto_now_add=True)

    objects = LinkMoveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "is_album", "old_imgur_id"], name="link_move_once"),
        ]
        indexes = [models.Index(fields=["old_imgur_id"], name="link_move_by_old_id")]

    def __str__(self) -> str:
        return f"{self.old_imgur_id} is now {self.new_imgur_id}"
