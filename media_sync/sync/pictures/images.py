"""The account's list of images, newest first: loose ones, and images that are gone.

Images of albums are known by now. What Imgur counts says whether anything is left to find, so mostly one page is read,
and in a first run without loose images none.
"""

from collections.abc import Sequence

from imgur import Image as ImgurImage
from imgur import ImgurError, NotFoundError
from media_sync.models import Change, Image
from media_sync.sync.faults import leave_out, require_lasting, was_shown
from media_sync.sync.pictures.albums import SAMPLE, mark_of
from media_sync.sync.pictures.close import missing_images
from media_sync.sync.pictures.keep_images import keep_images
from media_sync.sync.pictures.missing_images import Span, mark_gone, not_seen, not_seen_loose, not_seen_within
from media_sync.sync.pictures.news import Kind, News
from media_sync.sync.steps import Step
from media_sync.sync.work import Work

# As many as left their albums in this run are asked for one by one, instead of leafing through the list for them.
_MOST_LEFT = 10
# As many as the whole list has not shown are asked for one by one.
_MOST_ASKED = 20
_AT_ONCE = 100


class ImagesStep(Step):
    """Cursor: ``missing``, how many Imgur counts more than are known; ``page`` to read next; ``last`` page's mark;
    ``oldest``, the upload time that it ended with; ``is_sorted`` as long as newest came first; ``asked`` images;
    ``is_read`` when the list has ended; then how large the ``sample`` of those not seen is, ``found`` if
    one of it is there; ``are_gone`` if none is, and there are too many to ask for.
    """

    name = "images"
    title = "Looking for loose and deleted images"

    def go(self, work: Work) -> bool:
        cursor = work.cursor
        if "missing" not in cursor:
            missing = missing_images(work)
            with work.keeping():
                cursor.update(missing=missing, before=_missing_before(work), page=0, asked=[], is_sorted=True)
            return True
        if cursor["page"] == 0 and not (work.run.is_first and cursor["missing"] == 0):
            self._read_page(work)
            return True
        if cursor["missing"] == 0:
            return False
        image = self._that_left_its_album(work)
        if image:
            self._ask(work, image)
            return True
        if not cursor.get("is_read"):
            if cursor["missing"] == cursor["before"]:
                return False  # looked for before, in vain
            self._read_page(work)
            return True
        return self._look_for_missing(work)

    def _read_page(self, work: Work) -> None:
        cursor = work.cursor
        images = work.imgur.account.images_page(cursor["page"])
        mark = mark_of([image.id for image in images])
        is_end = not images or mark == cursor.get("last")
        with work.keeping():
            if not is_end:
                self._keep_page(work, images)
            cursor.update(page=cursor["page"] + 1, last=mark, is_read=is_end, is_complete=not images)

    def _keep_page(self, work: Work, images: Sequence[ImgurImage]) -> None:
        cursor, news = work.cursor, News(work)
        kept = keep_images(work, images, news, are_own=True)
        # What its operation keeps by itself is missing no longer, if Imgur has counted it.
        cursor["missing"] -= kept.more + max(0, min(kept.left, cursor["missing"] - kept.more))
        for image in kept.fresh:
            news.image(image, Kind.ADDED)
        span = Span.of(images, newer_than=cursor.get("oldest"))
        cursor["is_sorted"] = cursor["is_sorted"] and span is not None
        if span and cursor["is_sorted"]:
            cursor["oldest"] = span.oldest.isoformat()
            gone = not_seen_within(work, span, [image.id for image in images])
            # A page may have holes for other reasons: the count has to agree.
            if len(gone) <= -cursor["missing"]:
                mark_gone(work, gone, news)
                cursor["missing"] += len(gone)
        news.write()

    def _that_left_its_album(self, work: Work) -> Image | None:
        """The next image that was taken out of an album and may be deleted, if so few were that asking is cheaper."""
        if work.cursor["missing"] >= 0:
            return None
        left: set[str] = set()
        for ids in work.run.changes.filter(kind=Change.Kind.IMAGES_OUT).values_list("before", flat=True):
            left.update(ids or ())
        if len(left) > _MOST_LEFT:
            return None
        return not_seen(work).filter(imgur_id__in=left).exclude(pk__in=work.cursor["asked"]).first()

    def _ask(self, work: Work, image: Image) -> None:
        try:
            found = work.imgur.images.get(image.imgur_id)
        except NotFoundError:
            found = None
        except ImgurError as failure:
            require_lasting(work, failure)
            with work.keeping():
                work.cursor["asked"].append(image.pk)
                leave_out(work)
                if work.cursor["before"] is not None:
                    # Once more, and not look after look.
                    work.run.gap["unasked"] = True
            return
        with work.keeping():
            was_shown(work)
            news = News(work)
            work.cursor["asked"].append(image.pk)
            if "sample" in work.cursor:
                work.cursor["sample"] += 1
            if found is None:
                mark_gone(work, [image], news)
                work.cursor["missing"] += 1
            else:
                keep_images(work, [found], news)
                work.cursor["found"] = "sample" in work.cursor
            news.write()

    def _look_for_missing(self, work: Work) -> bool:
        """The list has been read to its end. What it has not shown is gone, if Imgur's own word or its count says so
        too: lists move while they are read.
        """
        cursor = work.cursor
        if cursor["missing"] >= 0 or not cursor["is_complete"]:
            return False
        if cursor.get("are_gone") or self._are_gone(work):
            images = list(not_seen_loose(work)[:_AT_ONCE])
            with work.keeping():
                news = News(work)
                cursor["are_gone"] = True
                mark_gone(work, images, news)
                news.write()
            return bool(images)
        unseen = (not_seen_loose(work), not_seen(work))
        image = next(filter(None, (rows.exclude(pk__in=cursor["asked"]).first() for rows in unseen)), None)
        if image is None or len(cursor["asked"]) >= _MOST_ASKED:
            return False
        cursor.setdefault("sample", 0)
        self._ask(work, image)
        return True

    def _are_gone(self, work: Work) -> bool:
        """Whether the list, the count and a sample agree that all loose images that were not seen are gone: too many to
        ask for.
        """
        cursor = work.cursor
        if cursor.get("sample", 0) < SAMPLE or cursor.get("found"):
            return False
        unseen = not_seen_loose(work).count()
        return unseen > _MOST_ASKED - SAMPLE and unseen <= -cursor["missing"]


def _missing_before(work: Work) -> int | None:
    """What was looked for in vain by the run before this one. It is looked for again when a person asks for a look,
    when that run has found some of what is gone (there may be more than it could ask for), and when it could not ask.
    """
    if work.run.requested_by_id or work.run.is_first:
        return None
    before = work.run.schedule.runs.filter(state="done", pk__lt=work.run.pk).first()
    if before is None or before.gap.get("unasked") or before.tallies.get("images", {}).get("gone"):
        return None
    return before.gap.get("images")
