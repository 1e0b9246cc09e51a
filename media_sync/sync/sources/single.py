"""Reading a source that is one album, or one post of the gallery."""

from typing import ClassVar

from imgur import ImgurRefusedError
from media_sync.models import WatchedSource
from media_sync.sync.sources.lists import note_found, note_missing, note_title
from media_sync.sync.sources.posts import keep_posts, mark_gone
from media_sync.sync.sources.reading import read_post, why_absent
from media_sync.sync.steps import Step
from media_sync.sync.work import Work


class ReadPost(Step):
    """With all its images. A post that has been taken out of the gallery may still be there as an album."""

    name: ClassVar[str] = "post"
    title: ClassVar[str] = "reading the album"

    def go(self, work: Work) -> bool:
        source, cursor = work.source, work.cursor
        if source.kind != WatchedSource.Kind.ALBUM or cursor.get("is_read"):
            return False
        in_gallery = bool(source.options.get("in_gallery")) and not cursor.get("is_out")
        try:
            post = read_post(work.imgur, source.address, in_gallery=in_gallery)
        except ImgurRefusedError as refusal:
            reason = why_absent(refusal)
            with work.keeping():
                if in_gallery:
                    cursor["is_out"] = True
                else:
                    self._lose(work, reason)
            return in_gallery
        with work.keeping():
            note_found(source)
            note_title(source, post.title)
            keep_posts(work, [post], is_read_alone=True)
            cursor["is_read"] = True
        return False

    def _lose(self, work: Work, reason: str) -> None:
        note_missing(work.source, reason)
        # Whichever source brought it: this one looks at nothing else.
        item = work.source.board.items.filter(imgur_id=work.source.address, gone_at=None).first()
        if item:
            mark_gone(work, item, reason)
        work.cursor["is_read"] = True
