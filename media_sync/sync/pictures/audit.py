"""A few albums a day are read although the list says nothing new of them: a new order, or one image for another, shows
in no list. In a fortnight it is every album's turn.
"""

from datetime import datetime, timedelta
from math import ceil

from django.db.models import Case, F, When
from django.utils import timezone

from imgur import ImgurError
from media_sync.models import Album, SyncSchedule
from media_sync.sync.faults import leave_out, require_lasting, was_shown
from media_sync.sync.pictures.albums import mark_gone
from media_sync.sync.pictures.close import known_albums
from media_sync.sync.pictures.read_album import ask_for_album, keep_contents
from media_sync.sync.steps import Step
from media_sync.sync.work import Work

CYCLE_DAYS = 14
# What was read in the last day is not read again for the audit's sake.
_LATELY = timedelta(days=1)
# So that fourteen fourteenths make a whole.
_ROUNDING = 1e-6


class AuditStep(Step):
    """Cursor: ``share``, the albums that a day may audit at most, once the allowance has grown; ``faults``, how many
    of the last ones could not be read and are left to the next look.
    """

    name = "audit"
    title = "Reading some albums again"

    def go(self, work: Work) -> bool:
        schedule, now = work.run.schedule, timezone.now()
        if "share" not in work.cursor:
            with work.keeping():
                work.cursor["share"] = _grow(schedule, known_albums(work), now)
            return True
        schedule.refresh_from_db(fields=["audit_allowance", "audited_on", "audited_albums"])
        is_spent = schedule.audit_allowance + _ROUNDING < 1 or schedule.audited_today(now) >= work.cursor["share"]
        album = None if is_spent else _read_longest_ago(work, now)
        if album is None:
            return False
        try:
            found = ask_for_album(work.auditing, album.imgur_id)
        except ImgurError as failure:
            require_lasting(work, failure, is_known=album.is_in_trouble)
            with work.keeping():
                Album.objects.filter(pk=album.pk).update(is_stale=True, is_in_trouble=True)
                leave_out(work)
                _take_one(schedule, now)
            return True
        with work.keeping():
            was_shown(work)
            if found is None:
                mark_gone(work, [album])
            else:
                keep_contents(work, album, *found)
            _take_one(schedule, now)
        return True


def _grow(schedule: SyncSchedule, albums: int, now: datetime) -> int:
    """Let the allowance grow by a fourteenth of the albums a day. Returns what one day may use of it."""
    share = ceil(albums / CYCLE_DAYS)
    schedule.refresh_from_db(fields=["audit_allowance", "audit_grown_at"])
    since = now - schedule.audit_grown_at if schedule.audit_grown_at else timedelta()
    grown = schedule.audit_allowance + albums / CYCLE_DAYS * (since / timedelta(days=1))
    # What a day could not use is carried over, to the next day only: a look that comes a second early loses nothing,
    # and one that comes after a month finds no month's work.
    schedule.audit_allowance, schedule.audit_grown_at = min(grown, 2 * share), now
    schedule.save(update_fields=["audit_allowance", "audit_grown_at"])
    return share


def _take_one(schedule: SyncSchedule, now: datetime) -> None:
    today = now.date()
    SyncSchedule.objects.filter(pk=schedule.pk).update(
        audit_allowance=F("audit_allowance") - 1,
        audited_albums=Case(When(audited_on=today, then=F("audited_albums") + 1), default=1),
        audited_on=today,
    )


def _read_longest_ago(work: Work, now: datetime) -> Album | None:
    albums = Album.objects.at_imgur().filter(account=work.account, is_stale=False, read_at__lt=now - _LATELY)
    return albums.order_by("read_at", "pk").first()
