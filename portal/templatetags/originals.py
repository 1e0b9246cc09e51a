"""What a page says of a picture whose original is not kept."""

from dataclasses import dataclass

from django import template

from media_sync.models import Image, OriginalFetch
from portal.templatetags.words import at

register = template.Library()

State = OriginalFetch.State


@dataclass(frozen=True)
class Lack:
    """``short`` stands on a tile, ``sentence`` on the picture's own page."""

    icon: str
    short: str
    sentence: str

    @property
    def badge(self) -> str:
        return self.short[:1].upper() + self.short[1:]


@register.filter
def lack(image: Image) -> Lack:
    """Why the original of ``image`` is not here. Its ``fetch`` should be selected along with it."""
    fetch: OriginalFetch | None = getattr(image, "fetch", None)
    if fetch is None or fetch.state == State.KEPT:
        if image.gone_at:
            return Lack("ghost", "not kept in time", "It was gone at Imgur before our copy was made.")
        return Lack("cloud", "original still to fetch", "Our copy of this picture is not here yet. The next sync asks "
                    "for it.")  # fmt: skip
    return _of(fetch)


def _of(fetch: OriginalFetch) -> Lack:
    match fetch.state:
        case State.RUNNING:
            return Lack("download", "being fetched", "Our copy of this picture is on its way from Imgur.")
        case State.REMOVED:
            return Lack("ghost", "removed at Imgur", "Imgur had removed the file before our copy was made. Who still "
                        "has it can upload it once more.")  # fmt: skip
        case State.REFUSED:
            return Lack("warn", "not taken", f"Our copy could not be made. {fetch.last_error}")
        case State.FAILED:
            return Lack("warn", "could not be fetched", f"Our copy could not be made. {fetch.last_error} An editor can "
                        "try again on the page Archive.")  # fmt: skip
        case _:
            when = f" It is tried again {at(fetch.not_before)}." if fetch.not_before and fetch.reason else ""
            return Lack("clock", "waits to be fetched", f"Our copy of this picture waits to be fetched from Imgur. "
                        f"{fetch.reason}{when}".strip())  # fmt: skip
