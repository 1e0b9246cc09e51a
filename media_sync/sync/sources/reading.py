"""The calls that read a source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from imgur import (
    Album,
    ClientRejectedError,
    ForbiddenError,
    GalleryItem,
    Image,
    ImgurClient,
    ImgurRefusedError,
    NotFoundError,
    SearchQuery,
)
from media_sync.models import BoardItem, WatchedSource

Kind = WatchedSource.Kind
Post = GalleryItem | Album


def read_page(imgur: ImgurClient, source: WatchedSource, page: int) -> Sequence[GalleryItem]:
    """The posts on page ``page`` (from 0) of the source's list, in Imgur's order; 1 credit. None beyond the end."""
    # The words of the options are checked by the client, which refuses wrong ones unsent.
    order: dict[str, Any] = {name: source.options[name] for name in ("sort", "window") if name in source.options}
    address: Any = source.address
    match Kind(source.kind):
        case Kind.SECTION:
            return imgur.gallery.page(page, section=address, album_previews=True, **order)
        case Kind.SUBREDDIT:
            return imgur.gallery.subreddit_page(address, page, **order)
        case Kind.TAG:
            return imgur.tags.page(address, page, **order).items
        case Kind.SEARCH:
            fields = source.options.get("fields")
            query = SearchQuery(**fields) if fields else SearchQuery(address)
            return imgur.gallery.search_page(query, page, **order)
        case Kind.USER:
            return imgur.account.submissions_page(page, username=address, album_previews=True, **order)
        case Kind.ALBUM:
            raise ValueError("An album is no list of posts.")


def read_post(imgur: ImgurClient, post_id: str, *, in_gallery: bool) -> Post:
    """One album, or one post of the gallery of whatever kind, with all its images; 1 credit."""
    return imgur.gallery.get(post_id) if in_gallery else imgur.albums.get(post_id)


def read_item(imgur: ImgurClient, item: BoardItem) -> Album | Image:
    """What a post consists of, whether it is in the gallery or not; 1 credit."""
    return imgur.albums.get(item.imgur_id) if item.is_album else imgur.images.get(item.imgur_id)


def shows_all(album: Album) -> bool:
    """Whether an album that was read by itself shows as many images as it counts."""
    return album.images is not None and len(album.images) >= (album.images_count or 0)


def why_absent(refusal: ImgurRefusedError) -> str:
    """Why something cannot be seen, as a sentence. Raises ``refusal`` where that says nothing about the thing."""
    match refusal:
        case ClientRejectedError():
            raise refusal
        case NotFoundError():
            return "Imgur does not have it, or no longer."
        case ForbiddenError():
            return "Imgur does not show it to the public, or no longer."
    raise refusal
