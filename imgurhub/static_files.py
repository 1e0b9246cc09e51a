"""Collecting the static files, when there is something new to collect."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_if_changed() -> bool:
    """Bring STATIC_ROOT up to date; whether that was necessary. Looking costs a few hundredths of a second."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    found = _fingerprint()
    if stamp.is_file() and stamp.read_text() == found:
        return False
    # --clear, so that what was removed from the sources is not served any longer.
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(found)
    return True


def _fingerprint() -> str:
    """Of every file's place, size and time; a changed storage class collects anew, too."""
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list(None), key=lambda found: found[0]):
            status = Path(storage.path(name)).stat()
            digest.update(
                f"{getattr(storage, 'prefix', '')}\0{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode()
            )
    return digest.hexdigest()
