"""What an account likes, in the gallery and outside of it."""

from __future__ import annotations

from typing import Self

from django.db import models

from accounts.models import LinkedAccount
from accounts.permissions import TeamScopedQuerySet
from media_sync.models.posts import PostFacts


class FavoriteQuerySet(TeamScopedQuerySet["Favorite"]):
    team_path = "account__team"

    def newest(self) -> Self:
        """In Imgur's order. Page by ``ordered_at``."""
        return self.select_related("account").order_by("-ordered_at", "-pk")

    def at_imgur(self) -> Self:
        """Without those that the account has let go, or Imgur has no longer."""
        return self.filter(gone_at=None)


class Favorite(PostFacts):
    """A post, or a picture outside the gallery, that the account has among its favorites."""

    account = models.ForeignKey(LinkedAccount, on_delete=models.PROTECT, related_name="favorites")
    # Imgur tells the order, not the moments: the look that brought it, less a microsecond for each one in front.
    ordered_at = models.DateTimeField()

    objects = FavoriteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "imgur_id"], name="favorite_once_per_account")]
        indexes = [
            models.Index(fields=["account", "-ordered_at", "-id"], name="favorite_newest"),
            models.Index(fields=["account", "seen_at"], name="favorite_by_sight"),
        ]
