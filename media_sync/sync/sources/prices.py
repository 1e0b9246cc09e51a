"""What a look at a source costs at most. The steps keep to it."""

from typing import NamedTuple

from media_sync.models import WatchedSource

# Imgur shows 60 posts a page, about half of them albums, few of which show all their images in the list. What is more
# than this is read with the next looks.
ALBUMS_A_PAGE = 30
CHECKS_A_LOOK = 5


class LookPrice(NamedTuple):
    """Calls of one look, at 1 credit each, at most: list pages, albums that are new or changed, posts long unseen."""

    pages: int
    albums: int
    checks: int

    @property
    def credits(self) -> int:
        return self.pages + self.albums + self.checks


def price_of_look(kind: str, depth_pages: int) -> LookPrice:
    """A single post is one call, and a second one when it has been taken out of the gallery."""
    if kind == WatchedSource.Kind.ALBUM:
        return LookPrice(pages=2, albums=0, checks=0)
    return LookPrice(pages=depth_pages, albums=most_albums(depth_pages), checks=CHECKS_A_LOOK)


def most_albums(depth_pages: int) -> int:
    return ALBUMS_A_PAGE * depth_pages
