"""Images and albums."""

from typing import Self

from django.db import models

from sandbox.models.people import Account


class ImageQuerySet(models.QuerySet["Image"]):
    def present(self) -> Self:
        """Images that were not deleted. One that an upload has only a ticket for is not there before it is ready."""
        # Not at the top: the clock reads a table of these models.
        from sandbox import clock

        awaited = UploadTicket.objects.filter(image__ready_at__gt=clock.now()).values("image")
        return self.filter(deleted_at=None).exclude(pk__in=awaited)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class Image(models.Model):
    """A picture, animation or video.

    A deleted one stays as a row without a file: Imgur answers differently for what was deleted (a page of HTML) and for
    what never was (JSON).
    """

    imgur_id = models.CharField(max_length=7, unique=True)
    deletehash = models.CharField(max_length=15, unique=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="images")
    title = models.CharField(max_length=128, null=True)
    description = models.TextField(null=True)
    name = models.CharField(max_length=255, blank=True, help_text="file name as sent")
    created_at = models.BigIntegerField(help_text="epoch seconds")
    deleted_at = models.BigIntegerField(null=True, help_text="epoch seconds")

    # Path below SANDBOX_DIR: world/... for the demo world, stock/... for large accounts, uploads/... for what was sent;
    # empty when the file was taken from the host while the image stayed.
    file = models.CharField(max_length=80)
    type = models.CharField(max_length=40, help_text="media type, read from the bytes")
    width = models.IntegerField()
    height = models.IntegerField()
    size_bytes = models.BigIntegerField()
    is_animated = models.BooleanField(default=False)
    has_sound = models.BooleanField(default=False)
    is_edited = models.BooleanField(default=False)
    views = models.BigIntegerField(default=0)
    nsfw = models.BooleanField(null=True)
    # A video counts as `pending` until then; None: ready from the beginning.
    ready_at = models.FloatField(null=True, help_text="epoch seconds")

    objects = ImageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "-created_at", "-id"], name="image_by_account")]


class AlbumQuerySet(models.QuerySet["Album"]):
    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def complete(self) -> Self:
        """With what every answer shows of other rows."""
        return self.select_related("account", "cover")

    def readable_by(self, reader: Account | None) -> Self:
        """All but the secret albums of others. In the gallery, an album's own privacy does not count."""
        is_open = ~models.Q(privacy=Album.Privacy.SECRET) | models.Q(post__isnull=False, post__removed_at=None)
        return self.filter(is_open if reader is None else is_open | models.Q(account=reader))

    def listed_for(self, reader: Account | None, owner: Account) -> Self:
        """The albums of ``owner`` that ``reader`` sees in a list: all of one's own, else the public ones."""
        albums = self.filter(account=owner)
        return albums if reader == owner else albums.filter(privacy=Album.Privacy.PUBLIC)


class Album(models.Model):
    """An ordered set of images; an image may be in several."""

    class Privacy(models.TextChoices):
        PUBLIC = "public"
        HIDDEN = "hidden"
        SECRET = "secret"  # noqa: S105  a word of the API

    class Layout(models.TextChoices):
        BLOG = "blog"
        GRID = "grid"
        HORIZONTAL = "horizontal"
        VERTICAL = "vertical"

    imgur_id = models.CharField(max_length=7, unique=True)
    deletehash = models.CharField(max_length=15, unique=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="albums")
    title = models.CharField(max_length=255, null=True)
    description = models.TextField(null=True)
    cover = models.ForeignKey(Image, null=True, on_delete=models.SET_NULL, related_name="+")
    privacy = models.CharField(max_length=6, choices=Privacy.choices, default=Privacy.HIDDEN)
    layout = models.CharField(max_length=10, choices=Layout.choices, default=Layout.BLOG)
    created_at = models.BigIntegerField(help_text="epoch seconds")
    views = models.BigIntegerField(default=0)
    nsfw = models.BooleanField(null=True)
    images: "models.ManyToManyField[Image, AlbumImage]" = models.ManyToManyField(
        Image, through="AlbumImage", related_name="albums"
    )

    objects = AlbumQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "-created_at", "-id"], name="album_by_account")]

    def images_in_order(self) -> ImageQuerySet:
        """The images that are still there, in the order of the album."""
        return Image.objects.present().filter(places__album=self).order_by("places__position", "places__pk")


class AlbumImage(models.Model):
    """The place of an image in an album."""

    album = models.ForeignKey(Album, on_delete=models.CASCADE, related_name="places")
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="places")
    position = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["album", "image"], name="image_once_per_album")]


class UploadTicket(models.Model):
    """What an upload of a video is answered with while it is worked on; the image is shown once it is ready."""

    ticket = models.CharField(max_length=8, unique=True)
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="tickets")


class Favorite(models.Model):
    """An image or album that somebody keeps, whether it is in the gallery or not."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="favorites")
    image = models.ForeignKey(Image, null=True, on_delete=models.CASCADE, related_name="favorites")
    album = models.ForeignKey(Album, null=True, on_delete=models.CASCADE, related_name="favorites")
    created_at = models.BigIntegerField(help_text="epoch seconds")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(image=None, album__isnull=False) | models.Q(image__isnull=False, album=None),
                name="favorite_is_image_or_album",
            ),
            models.UniqueConstraint(fields=["account", "image"], name="favorite_image_once"),
            models.UniqueConstraint(fields=["account", "album"], name="favorite_album_once"),
        ]

    @property
    def picture(self) -> Image | Album:
        """The image or album that is kept."""
        picture = self.album or self.image
        assert picture is not None  # the database sees to it
        return picture


class FavoriteFolder(models.Model):
    """A named part of somebody's favorites; the primary key is the folder id of the API."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="folders")
    name = models.CharField(max_length=80)
    favorites = models.ManyToManyField(Favorite, related_name="folders")
