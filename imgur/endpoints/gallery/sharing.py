"""Sharing one's own images and albums with the gallery, and taking them back."""

from __future__ import annotations

from collections.abc import Sequence

from imgur.call import Call
from imgur.endpoints.arguments import a_comma_list, a_flag, a_text
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.payload import given


class GallerySharing(EndpointGroup):
    """The part of ``client.gallery`` that shares. Imgur wants a confirmed e-mail address and accepted terms for it.

    ``accept_terms`` accepts the gallery's terms in the person's name, if the account has not yet; ask first.
    """

    def share_image(
        self,
        image_id: str,
        title: str,
        *,
        topic: str | int | None = None,
        tags: Sequence[str] = (),
        mature: bool | None = None,
        accept_terms: bool = False,
    ) -> None:
        """Share an image; 1 credit. Never repeated by itself.

        POST /3/gallery/image/{id}, see https://apidocs.imgur.com/#share-with-community-image
        """
        self._share("/3/gallery/image/{id}", image_id, title, topic, tags, mature, accept_terms)

    def share_album(
        self,
        album_id: str,
        title: str,
        *,
        topic: str | int | None = None,
        tags: Sequence[str] = (),
        mature: bool | None = None,
        accept_terms: bool = False,
    ) -> None:
        """Share an album; 1 credit. Never repeated by itself.

        POST /3/gallery/album/{id}, see https://apidocs.imgur.com/#share-with-community-album
        """
        self._share("/3/gallery/album/{id}", album_id, title, topic, tags, mature, accept_terms)

    def share(
        self,
        post_id: str,
        title: str,
        *,
        topic: str | int | None = None,
        tags: Sequence[str] = (),
        mature: bool | None = None,
        accept_terms: bool = False,
    ) -> None:
        """Share an image or album without saying which; 1 credit. Never repeated by itself.

        Of use where the kind is not known; Imgur's documents give the other two alone.

        POST /3/gallery/{id}
        """
        self._share("/3/gallery/{id}", post_id, title, topic, tags, mature, accept_terms)

    def remove(self, post_id: str) -> None:
        """Take an own post out of the gallery; its image or album stays; 1 credit.

        DELETE /3/gallery/{id}, see https://apidocs.imgur.com/#remove-from-gallery
        """
        self._send(Call.to("DELETE", "/3/gallery/{id}", ids={"id": post_id}))

    def _share(
        self,
        route: str,
        post_id: str,
        title: str,
        topic: str | int | None,
        tags: Sequence[str],
        mature: bool | None,
        accept_terms: bool,
    ) -> None:
        form = given(
            title=a_text(route, title, "title"),
            topic=None if topic is None else str(topic),
            terms="1" if accept_terms else None,
            mature=a_flag(mature),
            tags=a_comma_list(route, tags) if tags else None,
        )
        self._send(Call.to("POST", route, ids={"id": post_id}, form=form))
