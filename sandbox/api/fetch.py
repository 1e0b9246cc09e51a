"""Fetching the picture of a URL upload, from this computer only.

The sandbox has no business on any network: a host that is not a loopback address is refused before anything is sent,
and so is a redirect to one.
"""

import time
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
from django.conf import settings

from sandbox.api.errors import ApiError
from sandbox.loopback import LOOPBACK_HOSTS

CONNECT_SECONDS, READ_SECONDS, TOTAL_SECONDS = 3, 10, 60
REDIRECTS = 3


def fetch(url: str, path: Path) -> None:
    """Write what ``url`` serves to ``path``. Raises ApiError: 400 for a foreign address, 500 when nothing comes."""
    with requests.Session() as session:
        session.trust_env = False  # no proxy may stand in for a loopback address
        address = url
        for _ in range(REDIRECTS + 1):
            _require_loopback(address, url)
            try:
                with session.get(
                    address, stream=True, allow_redirects=False, timeout=(CONNECT_SECONDS, READ_SECONDS)
                ) as response:
                    if response.is_redirect:
                        address = urljoin(address, response.headers["Location"])
                        continue
                    response.raise_for_status()
                    return _save(response, path)
            except requests.RequestException:
                raise _no_picture() from None
    raise _no_picture()


def _require_loopback(address: str, shown: str) -> None:
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    if host not in LOOPBACK_HOSTS:
        raise ApiError(400, f'Invalid URL ("{shown[:200]}")')


def _save(response: requests.Response, path: Path) -> None:
    give_up_at = time.monotonic() + TOTAL_SECONDS
    size = 0
    with path.open("wb") as target:
        for chunk in response.iter_content(64 * 1024):
            size += len(chunk)
            if size > settings.SANDBOX_VIDEO_BYTES:
                raise ApiError(400, "File is over the size limit")
            if time.monotonic() > give_up_at:
                raise _no_picture()
            target.write(chunk)


def _no_picture() -> ApiError:
    return ApiError(500, "Could not process upload!")
