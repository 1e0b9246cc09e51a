"""Reading the albums of which the list did not show all images."""

from typing import ClassVar

from media_sync.models import WatchedSource
from media_sync.sync.sources.again import look_at
from media_sync.sync.sources.prices import most_albums
from media_sync.sync.steps import Step
from media_sync.sync.work import Work


class ReadAlbums(Step):
    """One call each, the newest first, no more than the look may cost; the rest is left to the next looks."""

    name: ClassVar[str] = "albums"
    title: ClassVar[str] = "reading new albums"

    def go(self, work: Work) -> bool:
        source, read = work.source, work.cursor.get("read", 0)
        if source.kind == WatchedSource.Kind.ALBUM or read >= most_albums(source.depth_pages):
            return False
        item = source.items.filter(wants_pictures=True, gone_at=None).order_by("-found_at", "-pk").first()
        if item is None:
            return False
        look_at(work, work.imgur, item, counter="read")
        return True
