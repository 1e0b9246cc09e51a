"""What sending a batch costs."""

from collections.abc import Sequence
from typing import NamedTuple

from accounts.models import LinkedAccount
from media_sync.models import Batch, BatchFile
from media_sync.services.credits import forecasts

UPLOAD_CREDITS = 10


class Price(NamedTuple):
    """What sending a batch costs, in Imgur's credits: ``uploads`` at 10, the album at 1, what is there already at 0."""

    credits: int
    uploads: int
    duplicates: int
    album_credits: int
    upload_bytes: int = 0

    @property
    def asked(self) -> forecasts.Asked:
        return forecasts.Asked(uploads=self.uploads, upload_bytes=self.upload_bytes, with_album=self.album_credits > 0)


def price(batch: Batch, *, account: LinkedAccount | None, with_album: bool) -> Price:
    """Of the files that are safe with us now."""
    ready = batch.files.filter(state=BatchFile.State.READY).exclude(original=None)
    files = list(ready.values_list("original_id", "size_bytes"))
    return of_originals(files, account=account, with_album=with_album and bool(files))


def of_originals(files: Sequence[tuple[int | None, int]], *, account: LinkedAccount | None, with_album: bool) -> Price:
    """Of files that are kept: numbers of their originals, and bytes."""
    sizes = dict(files)
    there: set[int | None] = set()
    if account:
        own = account.images.own_at_imgur().filter(original_id__in=list(sizes))
        there = set(own.values_list("original_id", flat=True))
    wanted = sizes.keys() - there
    album = 1 if with_album else 0
    return Price(
        credits=UPLOAD_CREDITS * len(wanted) + album,
        uploads=len(wanted),
        duplicates=len(files) - len(wanted),
        album_credits=album,
        upload_bytes=sum(sizes[original] for original in wanted),
    )
