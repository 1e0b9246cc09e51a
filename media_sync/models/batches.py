"""Files that a person sends together, and the album they become."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse

from accounts.models import LinkedAccount, Team, User
from accounts.permissions import Role, TeamScopedQuerySet
from media_sync.models.albums import Album
from media_sync.models.images import Image
from media_sync.models.operations import Operation
from media_sync.models.originals import Original

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class BatchQuerySet(TeamScopedQuerySet["Batch"]):
    def _for_role(self, user: User | AnonymousUser, least: Role) -> Self:
        """As everywhere, but without other people's drafts: what is not sent yet is nobody else's business."""
        own_or_sent = ~models.Q(state=Batch.State.DRAFT) | models.Q(created_by=user.pk)
        return super()._for_role(user, least).filter(own_or_sent)

    def drafts_of(self, user: User, team: Team) -> BatchQuerySet:
        """What ``user`` has laid together in ``team`` and not sent yet."""
        return self.filter(team=team, created_by=user, state=Batch.State.DRAFT)


class Batch(models.Model):
    """Files into one album: draft -> sent -> done, or cancelled. Done means that nothing of it is under way any more;
    single files may have failed and can be sent again, which opens the batch again."""

    class State(models.TextChoices):
        DRAFT = "draft", "Not sent yet"
        SENT = "sent", "On its way"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="batches")
    account = models.ForeignKey(LinkedAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="batches")
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="batches")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    # Empty: the pictures stay loose, without an album.
    album_title = models.CharField(max_length=128, blank=True)
    privacy = models.CharField(max_length=10, choices=Album.Privacy, default=Album.Privacy.HIDDEN)
    album = models.ForeignKey(Album, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # The album that was gone from Imgur and is made again by this batch.
    restores_album = models.ForeignKey(Album, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # What was told when it was sent; the moments are null where nobody could know.
    forecast_credits = models.PositiveIntegerField(null=True)
    forecast_made_at = models.DateTimeField(null=True)
    forecast_likely_at = models.DateTimeField(null=True)
    forecast_latest_at = models.DateTimeField(null=True)
    # How much later than likely it was done, when it was done for the first time.
    forecast_error_seconds = models.IntegerField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "created_by"], condition=models.Q(state="draft"), name="batch_one_draft_each"
            ),
            models.CheckConstraint(
                name="batch_sent_has_account", condition=models.Q(state="draft") | ~models.Q(account=None)
            ),
            models.CheckConstraint(
                name="batch_forecast_error_has_forecast",
                condition=models.Q(forecast_error_seconds=None)
                | models.Q(
                    forecast_made_at__isnull=False, forecast_likely_at__isnull=False, forecast_latest_at__isnull=False
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["team", "state", "-id"], name="batch_by_state"),
            models.Index(
                fields=["team", "-finished_at"],
                condition=models.Q(forecast_error_seconds__isnull=False),
                name="batch_forecast_judged",
            ),
        ]

    def __str__(self) -> str:
        return self.album_title or f"Batch {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("portal:batch", args=[self.pk])


class BatchFileQuerySet(TeamScopedQuerySet["BatchFile"]):
    team_path = "batch__team"

    def _for_role(self, user: User | AnonymousUser, least: Role) -> Self:
        """As everywhere, but without the files of other people's drafts."""
        own_or_sent = ~models.Q(batch__state=Batch.State.DRAFT) | models.Q(batch__created_by=user.pk)
        return super()._for_role(user, least).filter(own_or_sent)


class BatchFile(models.Model):
    """One file of a batch: receiving -> ready (safe with us) or refused. Its way to Imgur is its operation's."""

    class State(models.TextChoices):
        RECEIVING = "receiving", "On its way to us"
        READY = "ready", "Safe with us"
        REFUSED = "refused", "Not taken"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="files")
    # The browser's own name for the file: asking twice for a place (a reload, a lost answer) gives the same row.
    client_key = models.CharField(max_length=64)
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    title = models.CharField(max_length=128, blank=True)
    description = models.TextField(blank=True)
    size_bytes = models.PositiveBigIntegerField()
    received_bytes = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVING)
    refusal = models.CharField(max_length=300, blank=True)
    original = models.ForeignKey(Original, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # Equal files of a batch share one operation: they go up once.
    operation = models.ForeignKey(Operation, on_delete=models.SET_NULL, null=True, blank=True, related_name="files")
    # Set when it is at Imgur, at once for a picture that the account has there already.
    image = models.ForeignKey(Image, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_duplicate = models.BooleanField(default=False)
    # The picture that was gone from Imgur and goes up again as this file.
    restores = models.ForeignKey(Image, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BatchFileQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "client_key"], name="batch_file_once"),
            models.CheckConstraint(
                name="batch_file_ready_has_original", condition=~models.Q(state="ready") | ~models.Q(original=None)
            ),
            models.CheckConstraint(
                name="batch_file_refused_says_why", condition=~models.Q(state="refused") | ~models.Q(refusal="")
            ),
        ]

    def __str__(self) -> str:
        return self.name
