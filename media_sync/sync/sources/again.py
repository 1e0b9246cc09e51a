"""Looking at one post of a board by itself."""

from django.utils import timezone

from imgur import Album, BadRequestError, ImgurClient, ImgurRefusedError, ImgurUnavailableError
from media_sync.models import BoardItem
from media_sync.sync.faults import leave_out, require_lasting, was_shown
from media_sync.sync.sources.pictures import Shown, ask_for_originals, keep_pictures
from media_sync.sync.sources.posts import mark_gone
from media_sync.sync.sources.reading import read_item, shows_all, why_absent
from media_sync.sync.work import Work


def look_at(work: Work, imgur: ImgurClient, item: BoardItem, *, counter: str) -> None:
    """See whether ``item`` is still there, and what images its album has; 1 credit. ``counter`` in the step's cursor
    counts it.

    Its title is left as it is: that of a post in the gallery is another than that of its album. One that Imgur cannot
    show is left until its list shows it otherwise, or it is its turn again.
    """
    try:
        found = read_item(imgur, item)
    except (ImgurUnavailableError, BadRequestError) as failure:
        require_lasting(work, failure)
        with work.keeping():
            item.wants_pictures, item.seen_at = False, timezone.now()
            item.save(update_fields=["wants_pictures", "seen_at"])
            leave_out(work)
            work.cursor[counter] = work.cursor.get(counter, 0) + 1
        return
    except ImgurRefusedError as refusal:
        reason = why_absent(refusal)
        with work.keeping():
            mark_gone(work, item, reason)
            work.cursor[counter] = work.cursor.get(counter, 0) + 1
        return
    with work.keeping():
        was_shown(work)
        now = timezone.now()
        if isinstance(found, Album) and found.images is not None:
            keep_pictures(work, [Shown(item, found.images, is_whole=shows_all(found))], now=now)
        item.wants_pictures, item.seen_at = False, now
        item.save(update_fields=["wants_pictures", "seen_at"])
        ask_for_originals(work, [item])
        work.cursor[counter] = work.cursor.get(counter, 0) + 1
