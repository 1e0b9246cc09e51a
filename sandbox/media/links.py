"""Addresses of files and pages. Nothing points at imgur.com."""

from django.conf import settings

from sandbox.media import store
from sandbox.media.types import EXTENSIONS
from sandbox.models import Album, Image

# Of a larger GIF, the link shows the still thumbnail, as documented.
GIF_LINK_BYTES = 20 * 1024 * 1024


def image_link(image: Image, *, jpeg: str = "jpg") -> str:
    """The direct link. ``jpeg`` is the extension of a JPEG, which differs in answers to uploads."""
    if image.type == "image/gif" and image.size_bytes > GIF_LINK_BYTES:
        return file_link(f"{image.imgur_id}h.gif")
    return file_link(f"{image.imgur_id}.{jpeg if image.type == 'image/jpeg' else EXTENSIONS[image.type]}")


def file_link(name: str) -> str:
    return f"{settings.SANDBOX_MEDIA_URL}/{name}"


def album_link(album: Album) -> str:
    return f"{settings.SANDBOX_WEB_URL}/a/{album.imgur_id}"


def mp4_cache_name(imgur_id: str) -> str:
    return f"{imgur_id}.mp4"


def mp4_size_bytes(image: Image) -> int:
    """The size of the MP4 of an animation; 0 until it is made."""
    if image.type == "video/mp4":
        return image.size_bytes
    return store.cached_size_bytes(mp4_cache_name(image.imgur_id))
