"""The work of one worker: download after download on one connection, until nothing is due or its time is over."""

import errno
import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence

from django.db import DatabaseError
from django.utils import timezone

from media_sync.archive import claims, endings, looking, pauses
from media_sync.archive.endings import Come
from media_sync.archive.looking import DoubtfulError, NoPictureError, Told
from media_sync.files import downloads, incoming
from media_sync.files.addresses import NoAddressError, addresses_of
from media_sync.files.download_errors import (
    BrokenOffError,
    DownloadError,
    HostAwayError,
    RemovedError,
    TooLargeError,
    WrongAnswerError,
)
from media_sync.files.downloads import Arrived
from media_sync.files.file_answers import Progress
from media_sync.files.inspection import Measures
from media_sync.files.removed import is_removed_picture
from media_sync.models import OriginalFetch
from media_sync.services import leases
from media_sync.services.archive import originals
from media_sync.services.archive.originals import Stored
from media_sync.services.leases import LeaseLostError

logger = logging.getLogger(__name__)

Tell = Callable[[Progress], None]

# As long as a task should last, so that what is more urgent gets its turn.
SHIFT_SECONDS = 50.0
# A file that breaks off is gone on with at once so often, while it gets on; then it waits.
_GO_ON_AT_ONCE = 4
# Bytes that are no picture, or damaged, are believed when they have come so often.
_ASKED_BEFORE_BELIEVED = 3
_DISK_PAUSE_SECONDS = 60
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
_NO_ROOM = "There is no room for it on this computer’s disk."
_OUR_FAULT = "Something broke on our side. Logged as {}."
_stopping = threading.Event()


class _StoppingError(Exception):
    """This process is asked to end; what has come stays for whoever goes on."""


def work(seconds: float = SHIFT_SECONDS) -> int:
    """Fetch originals until none is due, or for ``seconds``. Returns how many downloads have ended, well or not."""
    ends_at = time.monotonic() + seconds
    ended = 0
    while time.monotonic() < ends_at and not _stopping.is_set() and pauses.paused_until() is None:
        claimed = claims.claim_some()
        if not claimed:
            break
        ended += _work_through(claimed)
    return ended


def fetch_now(fetch: OriginalFetch) -> None:
    """Fetch this one, whether it is due or not; nothing if a worker is at it."""
    claimed = claims.claim_one(fetch.pk)
    if claimed:
        _work_through([claimed])


def stop() -> None:
    """Let this process's downloads end soon: it is asked to stop."""
    _stopping.set()


def _work_through(claimed: list[OriginalFetch]) -> int:
    left = list(claimed)
    basket = _Basket()
    try:
        with leases.kept(claimed[0]):
            try:
                while left and not _stopping.is_set() and not pauses.is_paused_here():
                    _fetch(left[0], basket)
                    left.pop(0)
            finally:
                basket.empty()
    finally:
        claims.release(left)
    return len(claimed) - len(left)


class _Basket:
    """What has come of a claim and is not kept yet: they are kept together, but none waits for a slow one."""

    def __init__(self) -> None:
        self._come: list[Come] = []

    def put(self, one: Come) -> None:
        self._come.append(one)

    def empty(self) -> None:
        come, self._come = self._come, []
        if not come:
            return
        try:
            endings.keep(come)
        except PermissionError as error:  # of one folder, perhaps, which is no reason to wait for all of storage
            for one in come:
                _our_fault(one.fetch, error, Progress())
        except OSError as error:
            _storage_away([one.fetch for one in come], error)
        finally:
            for one in come:
                one.path.unlink(missing_ok=True)


def _fetch(fetch: OriginalFetch, basket: _Basket) -> None:
    """Fetch one file into the basket; or write into its row why not."""
    if fetch.shown and not fetch.shown.damage:  # a person has uploaded it meanwhile
        endings.settle(fetch)
        return
    progress = Progress(fetch.etag, fetch.received_bytes, fetch.total_bytes)

    def tell(so_far: Progress) -> None:
        basket.empty()
        if not endings.tell(fetch, so_far):
            raise LeaseLostError
        if _stopping.is_set():
            raise _StoppingError

    try:
        arrived, measures = _bring(fetch, progress, tell)
        stored = Stored(arrived.sha256, arrived.size_bytes, measures, originals.name_of(arrived.sha256, measures))
        basket.put(Come(fetch, stored, arrived.path))
    except LeaseLostError:
        logger.info("%s was taken up by another worker.", fetch)
    except _StoppingError:
        endings.put_back(fetch, "", until=timezone.now(), progress=progress)
    except RemovedError:
        endings.remove(fetch)
    except (TooLargeError, NoAddressError) as error:
        endings.refuse(fetch, str(error))
    except NoPictureError as error:
        if fetch.attempts + 1 >= _ASKED_BEFORE_BELIEVED:
            endings.refuse(fetch, str(error))
        else:
            endings.put_back(fetch, str(error), is_attempt=True)
    except HostAwayError as error:
        until = pauses.pause(error.seconds)
        endings.put_back_for_host(fetch, str(error), until=until, was_refused=error.was_answered, progress=progress)
    except (BrokenOffError, WrongAnswerError, DoubtfulError) as error:
        endings.put_back(fetch, str(error), is_attempt=True, progress=progress)
    except DatabaseError:
        raise
    except Exception as error:
        _our_fault(fetch, error, progress)


def _bring(fetch: OriginalFetch, progress: Progress, tell: Tell) -> tuple[Arrived, Measures]:
    """The file, from the first of its addresses that has it. Raises DownloadError, NoAddressError, NoPictureError,
    DoubtfulError, LeaseLostError, OSError.
    """
    picture = fetch.subject
    told = Told.of(picture)
    addresses = addresses_of(
        picture.imgur_id, content_type=picture.content_type, link=picture.link, size_bytes=picture.size_bytes
    )
    for address in addresses[:-1]:
        try:
            arrived, measures = _bring_from(address, fetch, progress, told, tell)
        except (WrongAnswerError, NoPictureError) as error:
            logger.info("%s: %s", address, error)
            continue
        if measures.is_animated:
            return arrived, measures
        arrived.path.unlink(missing_ok=True)
    return _bring_from(addresses[-1], fetch, progress, told, tell)


def _bring_from(
    address: str, fetch: OriginalFetch, progress: Progress, told: Told, tell: Tell
) -> tuple[Arrived, Measures]:
    arrived = _download(address, fetch, progress, tell)
    try:
        if is_removed_picture(arrived.path, arrived.size_bytes):
            raise RemovedError("Imgur has removed this file.")
        # Where nobody tells how long a file is, it may have been cut off as often as it was asked for.
        is_final = fetch.attempts + 1 >= _ASKED_BEFORE_BELIEVED and progress.total_bytes is not None
        return arrived, looking.look_at(arrived.path, told, is_final=is_final)
    except (DownloadError, DoubtfulError, NoPictureError):
        arrived.path.unlink(missing_ok=True)
        progress.validator = ""
        raise


def _download(address: str, fetch: OriginalFetch, progress: Progress, tell: Tell) -> Arrived:
    tries = 0
    while True:
        tries += 1
        try:
            return downloads.download(address, incoming.path_of_fetch(fetch.pk), progress=progress, tell=tell)
        except BrokenOffError as error:
            # A connection that was kept open may have been closed at the other end just now: that is no attempt.
            if tries > (_GO_ON_AT_ONCE if error.progressed and progress.validator else 1):
                raise


def _storage_away(fetches: Sequence[OriginalFetch], error: OSError) -> None:
    """All wait for storage, and none ever fails by it. Those that it has refused come later each time, so that others
    are tried before them.
    """
    logger.error("Originals cannot be stored: %s", error)
    is_full = error.errno in _FULL
    reason = _NO_ROOM if is_full else "Storage does not take it at the moment."
    until = pauses.pause(_DISK_PAUSE_SECONDS)
    for fetch in fetches:
        endings.put_back_for_host(fetch, reason, until=until, was_refused=not is_full)


def _our_fault(fetch: OriginalFetch, error: Exception, progress: Progress) -> None:
    if isinstance(error, OSError) and error.errno in _FULL:
        _storage_away([fetch], error)
        return
    number = secrets.token_hex(4)
    logger.error("The download %s (%s) broke on our side, number %s", fetch.pk, fetch, number, exc_info=error)
    endings.put_back(fetch, _OUR_FAULT.format(number), is_attempt=True, progress=progress)
