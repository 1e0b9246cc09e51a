"""Albums: creating, reading, filling, ordering, deleting. Deleting an album leaves its images."""

from __future__ import annotations

from collections.abc import Sequence

from imgur.call import Call
from imgur.endpoints.arguments import a_comma_list, a_word, a_word_or_none
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.payload import a_list_of, an_object, given, is_favorited
from imgur.endpoints.words import Layout, Privacy, PutOrPost
from imgur.errors import BadRequestError
from imgur.models import Album, AlbumCreated, Image
from imgur.paths import fill


class AlbumsEndpoint(EndpointGroup):
    """``client.albums``. For anonymous albums the deletehash takes the id's place, and images go by deletehashes.

    Ids that are not one's own are refused as a whole by ``add_images`` and silently left out by the others.
    """

    def create(
        self,
        *,
        image_ids: Sequence[str] = (),
        deletehashes: Sequence[str] = (),
        title: str | None = None,
        description: str | None = None,
        privacy: str | None = None,
        cover: str | None = None,
        layout: str | None = None,
    ) -> AlbumCreated:
        """Create an album of images in the given order; 1 credit. May not be readable for a second or two.

        ``privacy`` is "public", "hidden" or "secret", ``layout`` "blog", "grid", "horizontal" or "vertical"; Imgur
        has been saying good-bye to both. Never repeated by itself.

        POST /3/album, see https://apidocs.imgur.com/#album-creation
        """
        form = [
            *_images(image_ids, deletehashes),
            *_facts("/3/album", title, description, privacy, cover, layout),
        ]
        return AlbumCreated.from_json(an_object(*self._send(Call.to("POST", "/3/album", form=form)), "id"))

    def get(self, album_id: str) -> Album:
        """One album with all its images; 1 credit.

        GET /3/album/{id}, see https://apidocs.imgur.com/#album
        """
        return Album.from_json(an_object(*self._get("/3/album/{id}", id=album_id), "id"))

    def images(self, album_id: str) -> list[Image]:
        """All images of an album, in its order; 1 credit.

        GET /3/album/{id}/images, see https://apidocs.imgur.com/#album-images
        """
        return a_list_of(Image.from_json, *self._get("/3/album/{id}/images", id=album_id))

    def image(self, album_id: str, image_id: str) -> Image:
        """One image of an album; 1 credit. NotFoundError when it is not in this album.

        GET /3/album/{id}/image/{image_id}, see https://apidocs.imgur.com/#album-image
        """
        found = self._get("/3/album/{id}/image/{image_id}", id=album_id, image_id=image_id)
        return Image.from_json(an_object(*found, "id"))

    def update(
        self,
        album_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        privacy: str | None = None,
        cover: str | None = None,
        layout: str | None = None,
        method: PutOrPost = "PUT",
    ) -> None:
        """Set what is given; 1 credit. None leaves as it is, "" clears. ``cover`` is an image id.

        ``method`` may be "POST", as clients sent it until 2017, should PUT be refused.

        PUT /3/album/{id}, see https://apidocs.imgur.com/#update-album
        """
        self._change(method, album_id, _facts("/3/album/{id}", title, description, privacy, cover, layout))

    def set_images(
        self,
        album_id: str,
        image_ids: Sequence[str] = (),
        *,
        deletehashes: Sequence[str] = (),
        method: PutOrPost = "PUT",
    ) -> None:
        """Make the album hold exactly these images, in this order; 1 credit.

        By PUT, because Imgur's POST for the same purpose has been broken at times; ``method`` may still be "POST". An
        empty list is refused here (as a BadRequestError, nothing sent): Imgur would read it as "no change".

        PUT /3/album/{id}, see https://apidocs.imgur.com/#update-album
        """
        self._change(method, album_id, _some_images("/3/album/{id}", image_ids, deletehashes))

    def add_images(self, album_id: str, image_ids: Sequence[str] = (), *, deletehashes: Sequence[str] = ()) -> None:
        """Add images at the end; 1 credit. ForbiddenError unless all are one's own. Twice is taken to be as once.

        POST /3/album/{id}/add, see https://apidocs.imgur.com/#add-images-to-an-album
        """
        route = "/3/album/{id}/add"
        form = _some_images(route, image_ids, deletehashes)
        self._send(Call.to("POST", route, ids={"id": album_id}, form=form, is_idempotent=True))

    def remove_images(self, album_id: str, image_ids: Sequence[str]) -> None:
        """Take images out of the album, not off Imgur; 1 credit. Has been seen to say yes and do nothing: look after.

        POST /3/album/{id}/remove_images, see https://apidocs.imgur.com/#remove-images-from-an-album
        """
        route = "/3/album/{id}/remove_images"
        form = _some_images(route, image_ids, ())
        self._send(Call.to("POST", route, ids={"id": album_id}, form=form, is_idempotent=True))

    def remove_images_by_delete(self, album_id: str, image_ids: Sequence[str]) -> None:
        """Take images out of the album in the way of 2012; 1 credit. Of use where ``remove_images`` is refused.

        DELETE /3/album/{id}?ids={image_ids}. Without ids the same call deletes the album, so none is refused unsent.
        """
        route = "/3/album/{id}"
        ids = a_comma_list(route, [fill("{image_id}", {"image_id": image_id}) for image_id in image_ids])
        self._send(Call.to("DELETE", route, ids={"id": album_id}, params={"ids": ids}))

    def favorite(self, album_id: str) -> bool:
        """Make an album a favourite, or no longer one; 1 credit. True when it is one now.

        It toggles, so it is never repeated by itself: after OutcomeUnknownError read the album's ``favorite``.

        POST /3/album/{id}/favorite, see https://apidocs.imgur.com/#favorite-album
        """
        return is_favorited(*self._send(Call.to("POST", "/3/album/{id}/favorite", ids={"id": album_id})))

    def delete(self, album_id: str) -> None:
        """Delete the album; its images stay; 1 credit. NotFoundError when it is gone already.

        DELETE /3/album/{id}, see https://apidocs.imgur.com/#album-deletion
        """
        self._send(Call.to("DELETE", "/3/album/{id}", ids={"id": album_id}))

    def _change(self, method: str, album_id: str, form: list[tuple[str, str]]) -> None:
        route = "/3/album/{id}"
        verb = a_word(route, method, PutOrPost)
        self._send(Call.to(verb, route, ids={"id": album_id}, form=form, is_idempotent=True))


def _facts(
    route: str,
    title: str | None,
    description: str | None,
    privacy: str | None,
    cover: str | None,
    layout: str | None,
) -> list[tuple[str, str]]:
    return given(
        title=title,
        description=description,
        privacy=a_word_or_none(route, privacy, Privacy),
        cover=cover,
        layout=a_word_or_none(route, layout, Layout),
    )


def _images(image_ids: Sequence[str], deletehashes: Sequence[str]) -> list[tuple[str, str]]:
    ids = [("ids[]", image_id) for image_id in image_ids]
    return ids + [("deletehashes[]", deletehash) for deletehash in deletehashes]


def _some_images(route: str, image_ids: Sequence[str], deletehashes: Sequence[str]) -> list[tuple[str, str]]:
    if not image_ids and not deletehashes:
        raise BadRequestError("No image was named. Nothing was sent.", call_route=route)
    return _images(image_ids, deletehashes)
