"""What comes back from Imgur's authorize page: the address to which a person's browser was sent.

A code is in the address's query. A token is in its fragment, which browsers do not send to servers: a page's script, or
the person who pastes the address, has to bring it. ``state`` is in the query either way.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from imgur.errors import BadRequestError
from imgur.models import Token

_LONGEST_ADDRESS = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """One of the three is set: a ``code`` for ``OAuthClient.exchange_code``, a ``token``, or Imgur's ``error``."""

    code: str | None = field(default=None, repr=False)
    token: Token | None = None
    error: str | None = None

    @property
    def is_denied(self) -> bool:
        """True when the person said no."""
        return self.error == "access_denied"


def read_callback(address: str, *, state: str, now: datetime) -> Callback:
    """Read the whole ``address`` that Imgur sent a browser to at ``now`` (aware).

    ``state`` is what ``authorize_url`` was given. Raises BadRequestError when it did not come back, which means that
    somebody else began this, and when the address holds neither code, token nor error.
    """
    query, fragment = _parts_of(address)
    returned = query.get("state", "")
    if not state or not hmac.compare_digest(_bytes(returned), _bytes(state)):
        raise BadRequestError("This address does not belong to the consent that was asked for here. Begin again.")
    error = query.get("error") or fragment.get("error")
    if error:
        return Callback(error=error[:100])
    if fragment.get("access_token"):
        return Callback(token=Token.from_json(fragment, now))
    if query.get("code"):
        return Callback(code=query["code"])
    raise BadRequestError("This address holds no access to Imgur. Copy it whole, up to its very end.")


def _parts_of(address: str) -> tuple[dict[str, str], dict[str, str]]:
    """The values of the query and of the fragment; a name that comes twice has none, since nobody can tell which."""
    if len(address) > _LONGEST_ADDRESS:
        raise BadRequestError("This address is longer than any of Imgur's.")
    try:
        parts = urlsplit(address.strip())
        return _values(parts.query), _values(parts.fragment)
    except ValueError:
        raise BadRequestError("This is not an address.") from None


def _values(text: str) -> dict[str, str]:
    values = parse_qs(text, keep_blank_values=True, max_num_fields=50, errors="replace")
    return {name: found[0] for name, found in values.items() if len(found) == 1}


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
