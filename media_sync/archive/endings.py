"""What becomes of a download, written into its row: each only if the row is still this worker's."""

import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone

from media_sync.archive.claims import ATTEMPTS_BEFORE_FAILING
from media_sync.files import incoming
from media_sync.files.file_answers import Progress
from media_sync.models import Album, BoardPicture, Image, Original, OriginalFetch
from media_sync.services.archive import originals
from media_sync.services.archive.originals import Stored

logger = logging.getLogger(__name__)

State = OriginalFetch.State
# Half a minute, then longer, at most an hour.
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 30, 3600
_REMOVED = "Imgur has removed this file."


@dataclass(frozen=True, slots=True)
class Come:
    """A download whose file is whole and here, at ``path``, and not yet in storage."""

    fetch: OriginalFetch
    stored: Stored
    path: Path


def keep(come: Sequence[Come]) -> None:
    """Store what has come of one claim and write it down: contents, whose they are, and that their downloads are done.
    All together: it costs hardly more than one. Raises OSError, and nothing is kept then.
    """
    originals.store_all({one.stored: one.path for one in come})
    with transaction.atomic():
        rows = originals.write_rows([one.stored for one in come])
        gone = [one for one in come if not originals.is_stored(one.stored)]
        for one in gone:
            # Taken away at this moment as something that nobody shows; rare enough to fetch it again.
            put_back(one.fetch, "Its place in storage was being tidied.")
        pks = [one.fetch.pk for one in come if one not in gone]
        mine = OriginalFetch.objects.filter(pk__in=pks, state=State.RUNNING, lease_token=come[0].fetch.lease_token)
        ours = set(mine.select_for_update().values_list("pk", flat=True))
        mine.update(**_ended(State.KEPT), last_error="")
        _show({one.fetch: rows[one.stored.sha256] for one in come if one.fetch.pk in ours})


def settle(fetch: OriginalFetch) -> None:
    """There is nothing to fetch any more: the picture has its original."""
    _mine(fetch).update(**_ended(State.KEPT), last_error="")


def tell(fetch: OriginalFetch, progress: Progress) -> bool:
    """Write down how far it is, for whoever goes on, and looks. False if it is no longer this worker's."""
    return bool(_mine(fetch).update(**_progress(progress)))


def put_back(
    fetch: OriginalFetch,
    reason: str,
    *,
    until: datetime | None = None,
    is_attempt: bool = False,
    progress: Progress | None = None,
) -> None:
    """Let it wait until a moment, or as long as its attempts tell; failed when there were enough of them."""
    attempts = fetch.attempts + is_attempt
    if attempts >= ATTEMPTS_BEFORE_FAILING:
        fail(fetch, reason)
        return
    _wait(fetch, reason, until or _later(attempts), attempts, progress)


def put_back_for_host(
    fetch: OriginalFetch, reason: str, *, until: datetime, was_refused: bool, progress: Progress | None = None
) -> None:
    """Let it wait for the host. A refusal lets it wait longer each time, so that others are tried before it, but never
    fails it.
    """
    attempts = min(fetch.attempts + was_refused, max(fetch.attempts, ATTEMPTS_BEFORE_FAILING - 2))
    _wait(fetch, reason, max(until, _later(attempts)) if was_refused else until, attempts, progress)


def _wait(fetch: OriginalFetch, reason: str, until: datetime, attempts: int, progress: Progress | None) -> None:
    _mine(fetch).update(
        state=State.WAITING,
        not_before=until,
        reason=reason[:300],
        attempts=attempts,
        lease_token="",
        lease_until=None,
        **(_progress(progress) if progress else {}),
    )


def fail(fetch: OriginalFetch, sentence: str) -> None:
    _mine(fetch).update(**_ended(State.FAILED), last_error=sentence[:500], attempts=fetch.attempts + 1)


def refuse(fetch: OriginalFetch, sentence: str) -> None:
    """Imgur has a file, but none that we take."""
    incoming.path_of_fetch(fetch.pk).unlink(missing_ok=True)
    _mine(fetch).update(**_ended(State.REFUSED), last_error=sentence[:500])


def remove(fetch: OriginalFetch) -> None:
    """Imgur has only its "removed" picture left. What we have of it stays; that the picture is gone is for the sync to
    find out, which reads its albums again; once, for the file is asked for week after week.
    """
    incoming.path_of_fetch(fetch.pk).unlink(missing_ok=True)
    is_news = fetch.last_error != _REMOVED
    if _mine(fetch).update(**_ended(State.REMOVED), last_error=_REMOVED) and is_news and fetch.image_id:
        Album.objects.at_imgur().filter(places__image=fetch.image_id).update(is_stale=True)


def _show(found: Mapping[OriginalFetch, Original]) -> None:
    """The pictures show what has come, unless somebody has given one something else in the meantime."""
    for model in (Image, BoardPicture):
        new = {fetch.subject.pk: original for fetch, original in found.items() if isinstance(fetch.subject, model)}
        cases = [When(pk=pk, then=Value(original.pk)) for pk, original in new.items()]
        if cases:
            model._default_manager.filter(pk__in=new, original=None).update(original=Case(*cases))
    for fetch, original in found.items():
        _replace_damaged(fetch, original)


def _replace_damaged(fetch: OriginalFetch, original: Original) -> None:
    before = fetch.shown
    if before is None or before.pk == original.pk:
        return
    logger.warning("%s was damaged, and Imgur has other bytes now: %s is kept in its place.", before, original)
    subject = fetch.subject
    type(subject)._default_manager.filter(pk=subject.pk, original=before).update(original=original)


def _mine(fetch: OriginalFetch) -> QuerySet[OriginalFetch]:
    return OriginalFetch.objects.filter(pk=fetch.pk, state=State.RUNNING, lease_token=fetch.lease_token)


def _ended(state: OriginalFetch.State) -> dict[str, Any]:
    return {
        "state": state, "finished_at": timezone.now(), "lease_token": "", "lease_until": None, "not_before": None,
        "reason": "", "etag": "",
    }  # fmt: skip


def _progress(progress: Progress) -> dict[str, Any]:
    return {
        "etag": progress.validator,
        "received_bytes": progress.received_bytes if progress.validator else 0,
        "total_bytes": progress.total_bytes,
    }


def _later(attempts: int) -> datetime:
    seconds = min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2 ** max(0, attempts - 1))
    return timezone.now() + timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311
