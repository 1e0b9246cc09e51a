"""Reading originals again: are their bytes still what their names say. What is damaged is written down, and asked for
at Imgur where it is still to be had.
"""

import errno
import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from media_sync.models import Original
from media_sync.services.archive import fetches, originals

logger = logging.getLogger(__name__)

_BLOCK_BYTES = 1024 * 1024
# A round reads at least so much, so that a small archive is not read in slivers.
_LEAST_BYTES = 64 * 1024 * 1024
# More than its share, so that all are read in time although workers stop now and then.
_HASTE = 1.25
_MANY = 200


class StorageAwayError(Exception):
    """Storage as a whole is not there, so that nothing can be said of any one file; the message is a sentence."""


@dataclass
class Report:
    """``missing`` and ``altered`` are the SHA-256s of what was found damaged, ``unreadable`` those of what cannot be
    read at the moment; ``unwritten`` are the numbers of those that are whole and not yet noted as read.
    """

    checked: int = 0
    bytes: int = 0
    missing: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    unwritten: list[int] = field(default_factory=list)

    @property
    def damaged(self) -> list[str]:
        return [*self.missing, *self.altered]


def verify_some() -> Report:
    """Read those again that were read longest ago: so many bytes that all are read within ARCHIVE_VERIFY_DAYS when it
    is called every VERIFY_ROUND_SECONDS. Raises StorageAwayError.
    """
    period = timedelta(days=settings.ARCHIVE_VERIFY_DAYS)
    total_bytes = Original.objects.aggregate(total=Sum("size_bytes"))["total"] or 0
    rounds = period.total_seconds() / settings.VERIFY_ROUND_SECONDS
    may_read = max(_LEAST_BYTES, round(total_bytes * _HASTE / rounds))
    ends_at = timezone.now() + timedelta(seconds=settings.VERIFY_ROUND_SECONDS / 2)
    report = Report()
    for original in _longest_ago(timezone.now() - period / 2):
        if report.bytes >= may_read or timezone.now() > ends_at:
            break
        verify(original, report)
    write_down(report)
    return report


def verify(original: Original, report: Report, *, heals_again: bool = False) -> bool:
    """Read one again. False if it cannot be read, or is damaged, which is written down; what is damaged is asked for at
    Imgur when that is found, and each time with ``heals_again``. That others are whole is written down now and then:
    end with ``write_down``. Raises StorageAwayError.
    """
    report.checked += 1
    try:
        damage = _damage_of(original)
    except OSError as error:
        _require_storage()
        logger.error("The original %s cannot be read: %s", original, error)
        report.unreadable.append(original.sha256)
        return False
    report.bytes += original.size_bytes
    if not damage:
        if original.damage:
            Original.objects.filter(pk=original.pk).update(damage="", damaged_at=None)
        report.unwritten.append(original.pk)
        if len(report.unwritten) >= _MANY:
            write_down(report)
        return True
    # Waits for whoever is just removing it as unused, and finds no row then: files go first. What others have found out
    # since it was asked for stands: that it is mended, above all.
    row = Original.objects.filter(pk=original.pk)
    as_it_was = row.filter(damage=original.damage)
    is_ours_to_say = as_it_was.update(damage=damage, damaged_at=original.damaged_at or timezone.now())
    if not is_ours_to_say and not row.exclude(damage="").exists():
        return True
    (report.missing if damage == Original.Damage.MISSING else report.altered).append(original.sha256)
    if original.damage != damage:
        logger.error("The original %s is damaged: %s.", original, Original.Damage(damage).label)
    if heals_again or not original.damage:
        fetches.ask_for_healing(original)
    return False


def write_down(report: Report) -> None:
    """Note as read what is whole, many rows at once: a write for each would take longer than to read it. Not what
    somebody has found damaged since.
    """
    whole, report.unwritten = report.unwritten, []
    Original.objects.filter(pk__in=whole, damage="").update(verified_at=timezone.now())


def each(queryset: QuerySet[Original]) -> Iterator[Original]:
    """All of ``queryset`` in the order of their numbers, a few hundred rows at a time."""
    after = 0
    while rows := list(queryset.filter(pk__gt=after).order_by("pk")[:_MANY]):
        yield from rows
        after = rows[-1].pk


def strays() -> Iterator[str]:
    """Names of files in storage that no row knows: what a process left that was ended between file and row. They do no
    harm and are not removed. On a storage that cannot be listed, none.
    """
    for names in _batches(_stored_names()):
        known = set(Original.objects.filter(storage_name__in=names).values_list("storage_name", flat=True))
        yield from (name for name in names if name not in known)


def _longest_ago(before: datetime) -> Iterator[Original]:
    """Never read ones first, then by the moment; none that was read since ``before``. What is known as damaged is left
    to whoever restores it.
    """
    whole = Original.objects.filter(damage="")
    yield from each(whole.filter(verified_at=None))
    read = whole.filter(verified_at__lt=before).order_by("verified_at", "pk")
    further = read
    while rows := list(further[:_MANY]):
        yield from rows
        last = rows[-1]
        further = read.filter(Q(verified_at=last.verified_at, pk__gt=last.pk) | Q(verified_at__gt=last.verified_at))


def _damage_of(original: Original) -> str:
    digest, size = hashlib.sha256(), 0
    try:
        with originals.open_original(original) as file:
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
                size += len(block)
    except FileNotFoundError:
        _require_storage()
        return Original.Damage.MISSING
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        return Original.Damage.ALTERED  # the disk itself cannot read it
    if (digest.hexdigest(), size) != (original.sha256, original.size_bytes):
        return Original.Damage.ALTERED
    return ""


def _require_storage() -> None:
    """A disk that is not mounted must not look like the loss of everything."""
    try:
        folders, files = default_storage.listdir(originals.FOLDER)
    except NotImplementedError:
        return
    except FileNotFoundError as error:
        raise StorageAwayError("The folder of the originals is not there. Is its disk mounted?") from error
    except OSError as error:
        raise StorageAwayError(f"The folder of the originals cannot be read: {error}") from error
    if not folders and not files:
        raise StorageAwayError("The folder of the originals is empty. Is its disk mounted?")


def _stored_names() -> Iterator[str]:
    waiting = [originals.FOLDER]
    while waiting:
        folder = waiting.pop()
        try:
            folders, files = default_storage.listdir(folder)
        except (NotImplementedError, FileNotFoundError):
            continue
        waiting += [f"{folder}/{name}" for name in sorted(folders, reverse=True)]
        yield from (f"{folder}/{name}" for name in sorted(files) if not name.startswith("."))


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for name in names:
        batch.append(name)
        if len(batch) == _MANY:
            yield batch
            batch = []
    if batch:
        yield batch
