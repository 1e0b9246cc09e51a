"""The one session with which files are fetched from Imgur's file host: as a stranger, without anything of ours."""

import threading

import requests
from django.conf import settings
from requests.utils import get_environ_proxies
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError, ProxyError, SSLError

from imgur.session import new_session
from imgur.version import VERSION

# Connecting; the longest silence.
TIMEOUTS = (5.0, 20.0)
_of_this_thread = threading.local()


def session() -> requests.Session:
    """This thread's; its connection stays open from file to file."""
    found: requests.Session | None = getattr(_of_this_thread, "session", None)
    if found is None:
        found = _of_this_thread.session = _new()
    return found


def was_reached(error: requests.ConnectionError) -> bool:
    """Whether there was a connection that then broke, as against none."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, MaxRetryError):
        cause = cause.reason
    return not isinstance(cause, NewConnectionError | ConnectTimeoutError | ProxyError | SSLError)


def _new() -> requests.Session:
    found = new_session()
    # What the environment says is read once, not for every file; and no password file is looked into for the host.
    found.proxies = get_environ_proxies(settings.IMGUR_MEDIA_URL)
    found.verify = found.merge_environment_settings(settings.IMGUR_MEDIA_URL, {}, None, None, None)["verify"]
    found.trust_env = False
    found.headers.clear()
    found.headers.update(
        {
            # The host refuses what does not begin as browsers do.
            "User-Agent": f"Mozilla/5.0 (compatible; ImgurHub/{VERSION})",
            "Accept": "*/*",
            # The bytes themselves, so that their number and their parts are the file's.
            "Accept-Encoding": "identity",
        }
    )
    return found
