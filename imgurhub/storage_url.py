"""Where originals are kept, from one address: a folder of this computer, or a bucket of an object store."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from imgurhub.env import SettingError

_HOW = "Write s3://KEY:SECRET@HOST/BUCKET, file:///FOLDER, or leave it unset."
_OPTIONS = {"region", "tls"}
_MOST_IN_MEMORY_BYTES = 4 * 1024 * 1024


def storage_from(url: str, *, folder: Path) -> dict[str, Any]:
    """The entry for Django's STORAGES; ``folder`` is used where ``url`` is empty. Raises SettingError, which never
    repeats the address: there is a secret in it.
    """
    if not url:
        return _in(folder)
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (raises for one that is no number)
    except ValueError as error:
        raise SettingError(f"STORAGE_URL cannot be read as an address. {_HOW}") from error
    if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
        return _in(Path(unquote(parts.path)))
    if parts.scheme == "s3":
        return _bucket(parts)
    raise SettingError(f"STORAGE_URL names neither a bucket nor a folder. {_HOW}")


def _in(folder: Path) -> dict[str, Any]:
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}


def _bucket(parts: SplitResult) -> dict[str, Any]:
    bucket, _, prefix = unquote(parts.path).strip("/").partition("/")
    options = parse_qs(parts.query)
    if not parts.hostname or not bucket:
        raise SettingError(f"STORAGE_URL lacks the host or the bucket. {_HOW}")
    if unknown := sorted(set(options) - _OPTIONS):
        raise SettingError(
            f"STORAGE_URL has options that are not known: {', '.join(unknown)}. Known are region and tls."
        )
    if bool(parts.username) != bool(parts.password):
        raise SettingError(f"STORAGE_URL has only one of key and secret. {_HOW}")
    has_tls = options.get("tls", ["1"])[-1] != "0"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return {
        "BACKEND": "imgurhub.object_store.ObjectStore",
        "OPTIONS": {
            "backend": "storages.backends.s3.S3Storage",
            # Without them: from where the store's own tools find them, such as the role of the machine.
            "access_key": unquote(parts.username) if parts.username else None,
            "secret_key": unquote(parts.password) if parts.password else None,
            "bucket_name": bucket,
            "location": prefix,
            "endpoint_url": f"{'https' if has_tls else 'http'}://{host}{f':{parts.port}' if parts.port else ''}",
            "region_name": options.get("region", [None])[-1],
            "addressing_style": "virtual" if parts.hostname.endswith(".amazonaws.com") else "path",
            "signature_version": "s3v4",
            # A name stands for one content, so writing it again changes nothing.
            "file_overwrite": True,
            "default_acl": None,
            # What is read lies on the disk beyond this, and not in memory.
            "max_memory_size": _MOST_IN_MEMORY_BYTES,
        },
    }
