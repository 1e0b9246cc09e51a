"""Files that we keep, byte for byte."""

from django.db import models


class Original(models.Model):
    """One content, stored once however many pictures show it. Nobody asks for it directly: pages go through an Image
    or a BatchFile, which know whose they are."""

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

    class Meta:
        constraints = [
            models.CheckConstraint(name="original_is_not_empty", condition=models.Q(size_bytes__gt=0)),
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
