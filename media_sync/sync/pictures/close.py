"""Last of all: what Imgur counts and is not known here, or the other way round."""

from django.db.models import Count, F, Sum

from media_sync.models import Album, Image, Operation
from media_sync.services.sending.batches import CREATE_ALBUM, UPLOAD
from media_sync.sync.steps import Step
from media_sync.sync.work import Work


class CloseStep(Step):
    name = "close"
    title = "Comparing with Imgur’s counts"

    def go(self, work: Work) -> bool:
        gap = {"albums": missing_albums(work), "images": missing_images(work)}
        lacking = _lacking_in_albums(work)
        with work.keeping():
            work.run.gap |= gap | ({"in_albums": lacking} if lacking else {})
        return False


def known_albums(work: Work) -> int:
    return Album.objects.at_imgur().filter(account=work.account).count()


def missing_albums(work: Work) -> int:
    """How many albums Imgur counts more than are known here."""
    counted: int = work.run.counted["albums"] + _made_here(work, CREATE_ALBUM)
    return counted - known_albums(work)


def missing_images(work: Work) -> int:
    """How many images Imgur counts more than are known here."""
    counted: int = work.run.counted["images"] + _made_here(work, UPLOAD)
    return counted - Image.objects.at_imgur().filter(account=work.account, is_own=True).count()


def _made_here(work: Work, kind: str) -> int:
    """What has been made from here since Imgur counted. An upload whose picture was here already sent nothing."""
    done = Operation.objects.filter(account=work.account, kind=kind, state=Operation.State.DONE)
    done = done.filter(sending_at__isnull=False)
    return done.filter(finished_at__gte=work.run.started_at).count()


def _lacking_in_albums(work: Work) -> int:
    """Images that albums say they have and that Imgur has not shown."""
    albums = Album.objects.at_imgur().filter(account=work.account).order_by()
    lacking = albums.annotate(known=Count("places")).filter(image_count__gt=F("known"))
    return lacking.aggregate(lacking=Sum(F("image_count") - F("known")))["lacking"] or 0
