"""What the gallery and the reader have to do with the pictures of one answer."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from sandbox.api.favorites import shown_favorites
from sandbox.api.payloads.tag import tag_payloads
from sandbox.models import Account, Album, Image, Post, PostVote

Picture = Image | Album


class Ties:
    """Posts, votes, favorites and tags of some images and albums, as ``reader`` sees them.

    All is read at once, in a number of queries that does not grow with the number of pictures. Without pictures it
    knows nothing, and a picture it does not know has no ties.
    """

    def __init__(self, reader: Account | None, pictures: Iterable[Picture] = ()) -> None:
        self._posts: dict[Picture, Post] = {}
        self._votes: dict[int, str] = {}
        self._favorites: set[Picture] = set()
        self._tags: dict[int, dict[str, Any]] = {}
        known = list(pictures)
        if known:
            named = _any_of(known)
            self._read_posts(named, reader)
            if reader is not None:
                self._read_favorites(named, reader)

    def post_of(self, picture: Picture) -> Post | None:
        """The post that puts the picture into the gallery, if it is there now."""
        return self._posts.get(picture)

    def vote_on(self, picture: Picture) -> str | None:
        post = self._posts.get(picture)
        return self._votes.get(post.pk) if post else None

    def is_favorite(self, picture: Picture) -> bool:
        return picture in self._favorites

    def tags_of(self, picture: Picture) -> list[dict[str, Any]]:
        post = self._posts.get(picture)
        return [self._tags[post_tag.tag_id] for post_tag in post.post_tags.all()] if post else []

    def _read_posts(self, named: Q, reader: Account | None) -> None:
        # Most pictures never were in the gallery, and this is asked far more quickly than the rest.
        if not Post.objects.filter(named).exists():
            return
        posts = list(Post.objects.present().filter(named).complete())
        self._posts = {post.picture: post for post in posts}
        self._tags = tag_payloads((post_tag.tag for post in posts for post_tag in post.post_tags.all()), reader)
        if reader is not None and posts:
            self._votes = dict(PostVote.objects.filter(account=reader, post__in=posts).values_list("post", "vote"))

    def _read_favorites(self, named: Q, reader: Account) -> None:
        kept = shown_favorites().filter(named, account=reader)
        self._favorites = {favorite.picture for favorite in kept}


def _any_of(pictures: list[Picture]) -> Q:
    """What finds the rows that point at one of ``pictures``."""
    images = [picture.pk for picture in pictures if isinstance(picture, Image)]
    albums = [picture.pk for picture in pictures if isinstance(picture, Album)]
    if not albums:
        return Q(image__in=images)
    return Q(image__in=images) | Q(album__in=albums) if images else Q(album__in=albums)
