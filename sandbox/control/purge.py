"""What Imgur deletes without being asked, as it did to many people's pictures in 2023."""

from sandbox import clock
from sandbox.database import write
from sandbox.media import store
from sandbox.models import Album, Image


def purge_pictures(image_ids: list[str], album_ids: list[str]) -> dict[str, int]:
    """Delete images and albums, whoever's they are; images of the albums stay. Answers how many of each were there."""
    with write():
        images = list(Image.objects.filter(imgur_id__in=image_ids, deleted_at=None))
        albums = Album.objects.filter(imgur_id__in=album_ids)
        album_count = albums.count()
        Image.objects.filter(pk__in=[image.pk for image in images]).update(deleted_at=clock.now_seconds())
        albums.delete()
    for image in images:
        store.forget(image)
    return {"images": len(images), "albums": album_count}


def purge_files(image_ids: list[str]) -> dict[str, int]:
    """Take only the files off the host: the API still tells of the images, and their links lead to removed.png."""
    with write():
        images = list(Image.objects.filter(imgur_id__in=image_ids, deleted_at=None).exclude(file=""))
        Image.objects.filter(pk__in=[image.pk for image in images]).update(file="")
    for image in images:
        store.forget(image)
    return {"files": len(images)}
