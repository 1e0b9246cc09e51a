"""Albums that are new, or of which the list tells something new: each is read, one call an album."""

from datetime import timedelta

from django.utils import timezone

from imgur import ImgurError
from media_sync.models import Album
from media_sync.sync.faults import leave_out, require_lasting, was_shown
from media_sync.sync.pictures.albums import mark_gone
from media_sync.sync.pictures.read_album import ask_for_album, keep_contents
from media_sync.sync.steps import Step
from media_sync.sync.work import Work

# A new album may not be readable for a second or two.
_FRESH = timedelta(minutes=1)


class ContentsStep(Step):
    """Cursor: ``after``, the last album that was dealt with; ``faults``, how many of the last ones were left to
    the next look.
    """

    name = "contents"
    title = "Reading albums"

    def go(self, work: Work) -> bool:
        stale = Album.objects.at_imgur().filter(account=work.account, is_stale=True, pk__gt=work.cursor.get("after", 0))
        album = stale.order_by("pk").first()
        if album is None:
            return False
        try:
            found = ask_for_album(work.imgur, album.imgur_id)
        except ImgurError as failure:
            require_lasting(work, failure, is_known=album.is_in_trouble)
            with work.keeping():
                work.cursor["after"] = album.pk
                Album.objects.filter(pk=album.pk).update(is_in_trouble=True)
                leave_out(work)
            return True
        with work.keeping():
            work.cursor["after"] = album.pk
            was_shown(work)
            if found is not None:
                keep_contents(work, album, *found)
            elif timezone.now() - album.created_at > _FRESH:
                mark_gone(work, [album])
        return True
