"""Originals that are still at Imgur only: each a download that waits, runs, or has ended."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models import Team
from media_sync.models.images import Image
from media_sync.models.originals import Original
from media_sync.models.sources import BoardPicture


class OriginalFetchQuerySet(models.QuerySet["OriginalFetch"]):
    def due(self, now: datetime) -> OriginalFetchQuerySet:
        """Waiting for nothing but a worker, the ones that are to come first in front."""
        return self.filter(Q(not_before=None) | Q(not_before__lte=now), state=OriginalFetch.State.WAITING).order_by(
            "priority", "pk"
        )

    def abandoned(self, now: datetime) -> OriginalFetchQuerySet:
        """Claimed by a worker that has stopped renewing its lease."""
        return self.filter(state=OriginalFetch.State.RUNNING, lease_until__lt=now)

    def unfinished(self) -> OriginalFetchQuerySet:
        return self.filter(state__in=OriginalFetch.OPEN_STATES)

    def without_original(self) -> OriginalFetchQuerySet:
        """Ended, and nothing was kept."""
        return self.filter(state__in=OriginalFetch.WITHOUT_ORIGINAL)

    def doubtful(self) -> OriginalFetchQuerySet:
        """Whose file Imgur has removed, while the picture itself is not known to be gone: for the sync to look at."""
        return self.filter(state=OriginalFetch.State.REMOVED, image__isnull=False, image__gone_at=None)

    def of_team(self, team: Team) -> OriginalFetchQuerySet:
        """Those of the team's images, and of the pictures on its boards."""
        return self.filter(Q(image__account__team=team) | Q(picture__item__board__team=team))


class OriginalFetch(models.Model):
    """The download of one picture's original: waiting -> running -> kept, or back to waiting and on from the byte where
    it stopped; removed (Imgur has only its "removed" picture left), refused (too large, no picture), or failed.

    Pages reach it through its image or its board's picture; its team is noted so that teams take turns without a look
    at every row. Downloads cost no credits.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits"
        RUNNING = "running", "Under way"
        KEPT = "kept", "Kept"
        REMOVED = "removed", "Removed at Imgur"
        REFUSED = "refused", "Not taken"
        FAILED = "failed", "Failed"

    OPEN_STATES = (State.WAITING, State.RUNNING)
    WITHOUT_ORIGINAL = (State.REMOVED, State.REFUSED, State.FAILED)

    image = models.OneToOneField(Image, on_delete=models.CASCADE, null=True, blank=True, related_name="fetch")
    # Of the image, or of the picture's board.
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+", db_index=False)
    picture = models.OneToOneField(BoardPicture, on_delete=models.CASCADE, null=True, blank=True, related_name="fetch")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # Lower comes first: somebody waits (10), a schedule's (20), healing (30).
    priority = models.PositiveSmallIntegerField(default=20)
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    # What the bytes that have arrived belong to, so that the rest of the same file is asked for.
    etag = models.CharField(max_length=200, blank=True)
    received_bytes = models.PositiveBigIntegerField(default=0)
    total_bytes = models.PositiveBigIntegerField(null=True, blank=True)
    lease_token = models.CharField(max_length=32, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = OriginalFetchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "original fetches"
        constraints = [
            models.CheckConstraint(
                name="original_fetch_of_one_picture",
                condition=Q(image__isnull=False, picture__isnull=True) | Q(image__isnull=True, picture__isnull=False),
            ),
            models.CheckConstraint(
                name="original_fetch_running_has_lease",
                condition=~Q(state="running") | (Q(lease_until__isnull=False) & ~Q(lease_token="")),
            ),
        ]
        indexes = [
            models.Index(fields=["team", "priority", "id"], condition=Q(state="waiting"), name="original_fetch_turn"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="original_fetch_lease"),
            models.Index(fields=["finished_at"], condition=Q(state="kept"), name="original_fetch_kept"),
            models.Index(
                fields=["-finished_at", "-id"],
                condition=Q(state__in=["removed", "refused", "failed"]),
                name="original_fetch_without",
            ),
        ]

    def __str__(self) -> str:
        return f"Original of {self.image or self.picture}"

    @property
    def subject(self) -> Image | BoardPicture:
        """The picture whose original it is."""
        found = self.image or self.picture
        assert found is not None
        return found

    @property
    def shown(self) -> Original | None:
        """What the picture has: nothing yet, or an original that is damaged."""
        return self.subject.original
