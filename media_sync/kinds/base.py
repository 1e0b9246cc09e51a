"""What every kind of operation brings, and the list of kinds."""

from typing import Any, ClassVar

from imgur import ImgurClient
from media_sync.models import Operation

Result = dict[str, Any]


class TwinUnderWayError(Exception):
    """Another operation is just doing the same; the message is a sentence for a person."""


class Kind:
    """One kind of write to Imgur.

    ``send`` makes the one call that counts and returns what it brought, as JSON that ``keep`` understands. It may
    run again after any failure before its bytes went out. ``probe`` is asked when they did and no answer came: it
    looks at Imgur and returns what ``send`` would have, or None if nothing happened there. ``keep`` writes a result
    into the mirror, inside the transaction that ends the operation, and enqueues what is to be done next. ``ended``
    follows any other end.
    """

    name: ClassVar[str]
    # Credits of the one call that counts.
    cost: ClassVar[int] = 1
    # Which of Imgur's hourly ceilings the call counts against besides credits.
    is_post: ClassVar[bool] = True
    is_upload: ClassVar[bool] = False
    # Sending twice does no more than once: an unknown outcome needs no probe.
    is_idempotent: ClassVar[bool] = False
    # For the audit: what was done, in a few words.
    action: ClassVar[str]

    def send(self, operation: Operation, imgur: ImgurClient) -> Result:
        raise NotImplementedError

    def find_here(self, operation: Operation) -> Result | None:
        """What ``send`` would bring, if we have it already: another operation was quicker. Asks nobody. Raises
        TwinUnderWayError while another may bring it at any moment.
        """
        return None

    def keep_late(self, operation: Operation, result: Result) -> None:
        """A second result of a done operation: something that is at Imgur and should be known here."""

    def probe(self, operation: Operation, imgur: ImgurClient) -> Result | None:
        raise NotImplementedError

    def keep(self, operation: Operation, result: Result) -> None:
        raise NotImplementedError

    def ended(self, operation: Operation) -> None:
        """The operation failed or was cancelled."""

    def subject(self, operation: Operation) -> str:
        """What it is about, for the audit."""
        raise NotImplementedError


_KINDS: dict[str, Kind] = {}


def register(kind: type[Kind]) -> type[Kind]:
    _KINDS[kind.name] = kind()
    return kind


def kind_of(operation: Operation) -> Kind:
    return _KINDS[operation.kind]


def kind_named(name: str) -> Kind:
    return _KINDS[name]


def all_kinds() -> list[Kind]:
    return list(_KINDS.values())
