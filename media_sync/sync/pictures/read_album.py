"""Reading one album: its images, their order, its cover, and how they differ from what is known."""

from collections.abc import Sequence

from django.utils import timezone

from imgur import Album as ImgurAlbum
from imgur import Image as ImgurImage
from imgur import ImgurClient, NotFoundError
from media_sync.models import Album, AlbumImage, Image
from media_sync.services.mirror import columns
from media_sync.services.sending import on_the_way
from media_sync.sync.pictures.keep_images import keep_images
from media_sync.sync.pictures.news import Kind, News
from media_sync.sync.work import Work

_AT_ONCE = 500


def ask_for_album(imgur: ImgurClient, imgur_id: str) -> tuple[ImgurAlbum, Sequence[ImgurImage]] | None:
    """The album with all its images; 1 credit, and one more if the answer lacks some. None if it is gone."""
    try:
        album = imgur.albums.get(imgur_id)
        images: Sequence[ImgurImage] = album.images or ()
        if len(images) < (album.images_count or 0):
            images = max(images, imgur.albums.images(imgur_id), key=len)
    except NotFoundError:
        return None
    return album, images


def keep_contents(work: Work, row: Album, album: ImgurAlbum, images: Sequence[ImgurImage]) -> None:
    """Write down what an album holds now. Call it while keeping.

    One that own operations are changing, or have changed since Imgur answered, is read again by the next look; so is
    one of which Imgur counts all images that are known and does not show some: these stay where they are. Where it goes
    on like that, the audit sees to it.
    """
    own, row = on_the_way.of_account(work.account), Album.objects.select_for_update(no_key=True).get(pk=row.pk)
    if row.pk in own.albums or work.is_older_than(row):
        row.is_stale = True
        row.save(update_fields=["is_stale"])
        return
    news = News(work)
    before = list(row.places.order_by("position", "pk").values_list("image_id", "image__imgur_id", "position"))
    owner_id = work.account.imgur_account_id or album.account_id
    kept = keep_images(work, images, news, owner_id=owner_id)
    rows = kept.rows
    # The order of the answer; an image stands in an album once.
    after = [rows[imgur_id] for imgur_id in dict.fromkeys(image.id for image in images) if imgur_id in rows]
    unshown = _unshown(row, after, album.images_count or 0)
    if unshown:
        stayed = [place.image for place in row.places.select_related("image").order_by("position", "pk")]
        after = list(dict.fromkeys([*stayed, *after]))
        rows |= {image.imgur_id: image for image in stayed}
    if row.read_at is not None or before:
        _note_contents(row, [imgur_id for _, imgur_id, _ in before], [image.imgur_id for image in after], news)
    _keep_places(row, {pk: position for pk, _, position in before}, after)
    row.views = max(row.views, columns.album_columns(album)["views"])
    row.details = columns.album_details(album, row.details)
    row.image_count = max(album.images_count or 0, len(after))
    row.cover_image = rows.get(row.cover_imgur_id) or (after[0] if after else None)
    row.is_stale, row.is_in_trouble = kept.left > 0 or (unshown and not row.is_in_trouble), unshown
    row.read_at = row.seen_at = timezone.now()
    row.save(
        update_fields=[
            "views", "details", "image_count", "cover_image", "is_stale", "is_in_trouble", "read_at", "seen_at",
        ]
    )  # fmt: skip
    news.write()


def _unshown(row: Album, shown: Sequence[Image], counted: int) -> bool:
    """Whether Imgur counts all images of ``row`` that are known to be there, and has not shown some."""
    there = set(row.places.filter(image__gone_at=None).values_list("image", flat=True))
    here = {image.pk for image in shown}
    return not there <= here and len(there | here) <= counted


def _note_contents(row: Album, before: list[str], after: list[str], news: News) -> None:
    there, here = set(before), set(after)
    came = [imgur_id for imgur_id in after if imgur_id not in there]
    went = [imgur_id for imgur_id in before if imgur_id not in here]
    stayed = [imgur_id for imgur_id in before if imgur_id in here]
    order = [imgur_id for imgur_id in after if imgur_id in there]
    if came:
        news.album(row, Kind.IMAGES_IN, None, came)
    if went:
        news.album(row, Kind.IMAGES_OUT, went, [place for place, imgur_id in enumerate(before) if imgur_id not in here])
    if stayed != order:
        news.album(row, Kind.ORDER, stayed, order)


def _keep_places(row: Album, before: dict[int, int], after: Sequence[Image]) -> None:
    """Only what is different is written."""
    places = {image.pk: position for position, image in enumerate(after)}
    left = [pk for pk in before if pk not in places]
    for start in range(0, len(left), _AT_ONCE):
        row.places.filter(image__in=left[start : start + _AT_ONCE]).delete()
    moved = [
        AlbumImage(album=row, image_id=pk, position=position)
        for pk, position in places.items()
        if before.get(pk) != position
    ]
    AlbumImage.objects.bulk_create(
        moved, batch_size=_AT_ONCE, update_conflicts=True, unique_fields=["album", "image"], update_fields=["position"]
    )
