"""Where the original of a picture lies at Imgur's file host.

The address is always made here, from the host that the settings name and the picture's id: a link that comes with an
answer is somebody else's word, and of it only the extension counts.
"""

import re
from urllib.parse import urlsplit

from django.conf import settings

from media_sync.files.media_types import BY_CONTENT_TYPE, GIF

# Of a larger GIF the link shows a still (https://apidocs.imgur.com); the host has the animation under its own name, and
# as a film.
_GIF_LINK_BYTES = 20 * 1024 * 1024
_IMGUR_ID = re.compile(r"[A-Za-z0-9]{1,16}")
_EXTENSION = re.compile(r"\.([a-z0-9]{1,5})$")
# Pages that play the film, not the film.
_PAGES = {"gifv": "mp4", "html": "jpg", "htm": "jpg"}
_UNKNOWN = "jpg"


class NoAddressError(ValueError):
    """What should be a picture's id is none."""


def addresses_of(imgur_id: str, *, content_type: str, link: str, size_bytes: int) -> list[str]:
    """The addresses to ask for the original, the best first. Raises NoAddressError.

    The host tells its files by their id and sends the real type whatever the extension says.
    """
    if not _IMGUR_ID.fullmatch(imgur_id):
        raise NoAddressError(f"{imgur_id!r} is not an id of Imgur’s.")
    extensions = [_extension(content_type, link)]
    if content_type == GIF.content_type and size_bytes > _GIF_LINK_BYTES:
        extensions.append("mp4")
    return [f"{settings.IMGUR_MEDIA_URL}/{imgur_id}.{extension}" for extension in extensions]


def removed_address() -> str:
    """Where Imgur's "removed" picture lies."""
    return f"{settings.IMGUR_MEDIA_URL}/removed.png"


def _extension(content_type: str, link: str) -> str:
    if content_type in BY_CONTENT_TYPE:
        return BY_CONTENT_TYPE[content_type].extension
    try:
        found = _EXTENSION.search(urlsplit(link).path.lower())
    except ValueError:  # not an address at all
        return _UNKNOWN
    extension = found.group(1) if found else _UNKNOWN
    return _PAGES.get(extension, extension)
