"""Files that we keep, byte for byte."""

from django.db import models
from django.db.models import Q


class Original(models.Model):
    """One content, stored once however many pictures show it. Nobody asks for it directly: pages go through an Image
    or a BatchFile, which know whose they are."""

    class Damage(models.TextChoices):
        MISSING = "missing", "Not in storage"
        ALTERED = "altered", "Other bytes than were kept"

    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.PositiveBigIntegerField()
    # From the bytes, never from the name.
    content_type = models.CharField(max_length=60)
    extension = models.CharField(max_length=8)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    is_animated = models.BooleanField(default=False)
    has_sound = models.BooleanField(default=False)
    duration_seconds = models.FloatField(null=True, blank=True)
    # Mean colour, "#rrggbb": the ground of the tile until the picture is there.
    tint = models.CharField(max_length=7, blank=True)
    storage_name = models.CharField(max_length=200)
    kept_at = models.DateTimeField(auto_now_add=True)
    # When its bytes were last read and found to be what its name says.
    verified_at = models.DateTimeField(null=True, blank=True)
    damage = models.CharField(max_length=10, choices=Damage, blank=True)
    damaged_at = models.DateTimeField(null=True, blank=True)
    # Nothing shows it any more; it is removed a grace time after this.
    unused_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="original_is_not_empty", condition=Q(size_bytes__gt=0)),
            models.CheckConstraint(
                name="original_damage_has_time", condition=Q(damage="", damaged_at=None) | ~Q(damage="")
            ),
        ]
        indexes = [
            models.Index(fields=["verified_at", "id"], name="original_verification"),
            models.Index(fields=["damaged_at"], condition=~Q(damage=""), name="original_damaged"),
            models.Index(fields=["unused_since"], condition=Q(unused_since__isnull=False), name="original_unused"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} ({self.content_type}, {self.size_bytes} bytes)"

    @property
    def is_video(self) -> bool:
        return self.content_type.startswith("video/")

    @property
    def ratio(self) -> float:
        """Width over height, for laying out before the picture is there."""
        return self.width / self.height if self.width and self.height else 1.0
