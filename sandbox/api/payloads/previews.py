"""The first images of albums, for lists."""

from collections.abc import Iterable

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from sandbox.models import Album, AlbumImage, Image

# As recorded in 2020: of nine images, three were listed.
PREVIEWS = 3


def previews_of(albums: Iterable[Album]) -> dict[int, list[Image]]:
    """The first images of each album, in its order, by the album's primary key. One query."""
    place = Window(RowNumber(), partition_by=F("album"), order_by=[F("position"), F("pk")])
    places = AlbumImage.objects.filter(album__in=list(albums), image__deleted_at=None).annotate(place=place)
    found: dict[int, list[Image]] = {}
    for row in places.filter(place__lte=PREVIEWS).select_related("image").order_by("album", "place"):
        found.setdefault(row.album_id, []).append(row.image)
    return found
