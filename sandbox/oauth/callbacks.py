"""Where a person may be sent back to: the registered callbacks of an application, and nothing else."""

from urllib.parse import SplitResult, quote, urlencode, urlsplit, urlunsplit

from django.conf import settings

from sandbox.loopback import LOOPBACK_HOSTS
from sandbox.models import Client

DEFAULT_PORTS = {"http": 80, "https": 443}


class WrongCallbackError(Exception):
    """The address is not a registered callback of the application."""


def callback_for(client: Client, asked: str) -> str:
    """The address to return to. Without an ``asked`` one the first that is registered. Raises WrongCallbackError.

    An application registered without a callback ends on the front page of Imgur, which here is the sandbox's.
    """
    if asked:
        if not any(_same(asked, registered) for registered in client.callbacks):
            raise WrongCallbackError
        return asked
    return client.callbacks[0] if client.callbacks else f"{settings.SANDBOX_WEB_URL}/"


def with_query(address: str, values: dict[str, str]) -> str:
    """``address`` with ``values`` added to its query."""
    parts = urlsplit(address)
    query = "&".join(filter(None, [parts.query, urlencode(values)]))
    return urlunsplit(parts._replace(query=query))


def with_fragment(address: str, values: dict[str, str]) -> str:
    """``address`` with ``values`` as its fragment."""
    return urlunsplit(urlsplit(address)._replace(fragment=urlencode(values, quote_via=quote)))


def _same(asked: str, registered: str) -> bool:
    """Whether the two are the same address; the names of this computer count as one host."""
    try:
        return _comparable(urlsplit(asked)) == _comparable(urlsplit(registered))
    except ValueError:
        return False


def _comparable(parts: SplitResult) -> tuple[object, ...]:
    host = parts.hostname or ""
    port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    # A fragment or a user name in the address makes it another one.
    return (
        parts.scheme,
        "loopback" if host in LOOPBACK_HOSTS else host,
        port,
        parts.path or "/",
        parts.query,
        parts.fragment,
        parts.username,
    )
