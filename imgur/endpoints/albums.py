"""Albums: creating, reading, filling, ordering, deleting. Deleting an album leaves its images."""

from __future__ import annotations

from collections.abc import Sequence

from imgur.call import Call, Transport
from imgur.endpoints.payload import a_list_of, an_object, given
from imgur.errors import BadRequestError
from imgur.models import Album, AlbumCreated, Image


class AlbumsEndpoint:
    """``client.albums``. For anonymous albums the deletehash takes the id's place, and images go by deletehashes.

    Ids that are not one's own are refused as a whole by ``add_images`` and silently left out by the others.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(
        self,
        *,
        image_ids: Sequence[str] = (),
        deletehashes: Sequence[str] = (),
        title: str | None = None,
        description: str | None = None,
        privacy: str | None = None,
        cover: str | None = None,
    ) -> AlbumCreated:
        """Create an album of images in the given order; 1 credit. May not be readable for a second or two.

        ``privacy`` is "public", "hidden" or "secret". Never repeated by itself.

        POST /3/album, see https://apidocs.imgur.com/#album-creation
        """
        form = [
            *_images(image_ids, deletehashes),
            *given(title=title, description=description, privacy=privacy, cover=cover),
        ]
        call = Call.to("POST", "/3/album", form=form)
        return AlbumCreated.from_json(an_object(call, self._transport.send(call), "id"))

    def get(self, album_id: str) -> Album:
        """One album with all its images; 1 credit.

        GET /3/album/{id}, see https://apidocs.imgur.com/#album
        """
        call = Call.to("GET", "/3/album/{id}", ids={"id": album_id})
        return Album.from_json(an_object(call, self._transport.send(call), "id"))

    def images(self, album_id: str) -> list[Image]:
        """All images of an album, in its order; 1 credit.

        GET /3/album/{id}/images, see https://apidocs.imgur.com/#album-images
        """
        call = Call.to("GET", "/3/album/{id}/images", ids={"id": album_id})
        return a_list_of(Image.from_json, call, self._transport.send(call))

    def update(
        self,
        album_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        privacy: str | None = None,
        cover: str | None = None,
    ) -> None:
        """Set what is given; 1 credit. None leaves as it is, "" clears. ``cover`` is an image id.

        PUT /3/album/{id}, see https://apidocs.imgur.com/#update-album
        """
        form = given(title=title, description=description, privacy=privacy, cover=cover)
        self._transport.send(Call.to("PUT", "/3/album/{id}", ids={"id": album_id}, form=form))

    def set_images(self, album_id: str, image_ids: Sequence[str] = (), *, deletehashes: Sequence[str] = ()) -> None:
        """Make the album hold exactly these images, in this order; 1 credit.

        By PUT, because Imgur's POST for the same purpose has been broken at times. An empty list is refused here (as a
        BadRequestError, nothing sent): Imgur would read it as "no change".

        PUT /3/album/{id}, see https://apidocs.imgur.com/#update-album
        """
        form = _some_images("/3/album/{id}", image_ids, deletehashes)
        self._transport.send(Call.to("PUT", "/3/album/{id}", ids={"id": album_id}, form=form))

    def add_images(self, album_id: str, image_ids: Sequence[str] = (), *, deletehashes: Sequence[str] = ()) -> None:
        """Add images at the end; 1 credit. ForbiddenError unless all are one's own. Twice is taken to be as once.

        POST /3/album/{id}/add, see https://apidocs.imgur.com/#add-images-to-an-album
        """
        route = "/3/album/{id}/add"
        form = _some_images(route, image_ids, deletehashes)
        self._transport.send(Call.to("POST", route, ids={"id": album_id}, form=form, is_idempotent=True))

    def remove_images(self, album_id: str, image_ids: Sequence[str]) -> None:
        """Take images out of the album, not off Imgur; 1 credit. Has been seen to say yes and do nothing: look after.

        POST /3/album/{id}/remove_images, see https://apidocs.imgur.com/#remove-images-from-an-album
        """
        route = "/3/album/{id}/remove_images"
        form = _some_images(route, image_ids, ())
        self._transport.send(Call.to("POST", route, ids={"id": album_id}, form=form, is_idempotent=True))

    def delete(self, album_id: str) -> None:
        """Delete the album; its images stay; 1 credit. NotFoundError when it is gone already.

        DELETE /3/album/{id}, see https://apidocs.imgur.com/#album-deletion
        """
        self._transport.send(Call.to("DELETE", "/3/album/{id}", ids={"id": album_id}))


def _images(image_ids: Sequence[str], deletehashes: Sequence[str]) -> list[tuple[str, str]]:
    ids = [("ids[]", image_id) for image_id in image_ids]
    return ids + [("deletehashes[]", deletehash) for deletehash in deletehashes]


def _some_images(route: str, image_ids: Sequence[str], deletehashes: Sequence[str]) -> list[tuple[str, str]]:
    if not image_ids and not deletehashes:
        raise BadRequestError("No image was named. Nothing was sent.", call_route=route)
    return _images(image_ids, deletehashes)
