"""Sharing one's own images and albums with the gallery, and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Unpack

from imgur.call import Call
from imgur.endpoints.arguments import a_comma_list, a_flag, a_list, a_text
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.payload import given


class Sharing(TypedDict, total=False):
    """How something is shared. All of it may be left out.

    ``accept_terms`` accepts the gallery's terms in the person's name, if the account has not yet; ask first.
    """

    topic: str | int | None
    tags: Sequence[str]
    mature: bool | None
    accept_terms: bool


class GallerySharing(EndpointGroup):
    """The part of ``client.gallery`` that shares. Imgur wants a confirmed e-mail address and accepted terms for it."""

    def share_image(self, image_id: str, title: str, **sharing: Unpack[Sharing]) -> None:
        """Share an image; 1 credit. Never repeated by itself. Takes the arguments of ``Sharing``.

        POST /3/gallery/image/{id}, see https://apidocs.imgur.com/#share-with-community-image
        """
        self._share("/3/gallery/image/{id}", image_id, title, sharing)

    def share_album(self, album_id: str, title: str, **sharing: Unpack[Sharing]) -> None:
        """Share an album; 1 credit. Never repeated by itself. Takes the arguments of ``Sharing``.

        POST /3/gallery/album/{id}, see https://apidocs.imgur.com/#share-with-community-album
        """
        self._share("/3/gallery/album/{id}", album_id, title, sharing)

    def share(self, post_id: str, title: str, **sharing: Unpack[Sharing]) -> None:
        """Share an image or album without saying which; 1 credit. Never repeated by itself.

        Takes the arguments of ``Sharing``. Of use where the kind is not known; Imgur's documents give the other two
        alone.

        POST /3/gallery/{id}
        """
        self._share("/3/gallery/{id}", post_id, title, sharing)

    def remove(self, post_id: str) -> None:
        """Take an own post out of the gallery; its image or album stays; 1 credit.

        DELETE /3/gallery/{id}, see https://apidocs.imgur.com/#remove-from-gallery
        """
        self._send(Call.to("DELETE", "/3/gallery/{id}", ids={"id": post_id}))

    def _share(self, route: str, post_id: str, title: str, sharing: Sharing) -> None:
        unknown = sharing.keys() - Sharing.__annotations__.keys()
        if unknown:
            raise TypeError(f"Sharing takes no {', '.join(sorted(unknown))}.")
        topic, tags = sharing.get("topic"), a_list(route, sharing.get("tags", ()))
        form = given(
            title=a_text(route, title, "title"),
            topic=None if topic is None else str(topic),
            terms="1" if sharing.get("accept_terms") else None,
            mature=a_flag(sharing.get("mature")),
            tags=a_comma_list(route, tags) if tags else None,
        )
        self._send(Call.to("POST", route, ids={"id": post_id}, form=form))
