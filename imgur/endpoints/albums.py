"""Albums: creating, reading, filling, ordering, deleting. Deleting an album leaves its images."""

from __future__ import annotations

from collections.abc import Sequence

from imgur.call import Call
from imgur.endpoints.arguments import a_change, a_comma_list, a_list, a_word, a_word_or_none
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.payload import a_list_of, an_object, given, is_favorited
from imgur.endpoints.words import Layout, PostOrDelete, Privacy, PutOrPost
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
        privacy: Privacy | None = None,
        cover: str | None = None,
        layout: Layout | None = None,
    ) -> AlbumCreated:
        """Create an album of images in the given order; 1 credit. May not be readable for a second or two.

        Imgur has been saying good-bye to ``privacy`` and ``layout``. Never repeated by itself.

        POST /3/album, see https://apidocs.imgur.com/#album-creation
        """
        form = [
            *_images("/3/album", image_ids, deletehashes),
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
        privacy: Privacy | None = None,
        cover: str | None = None,
        layout: Layout | None = None,
        method: PutOrPost = "PUT",
    ) -> None:
        """Set what is given; 1 credit. None leaves as it is, "" clears. ``cover`` is an image id.

        BadRequestError, nothing sent, when nothing is given. ``method`` may be "POST", as clients sent it until 2017,
        should PUT be refused.

        PUT /3/album/{id}, see https://apidocs.imgur.com/#update-album
        """
        route = "/3/album/{id}"
        facts = _facts(route, title, description, privacy, cover, layout)
        self._change(method, album_id, a_change(route, facts))

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

    def remove_images(self, album_id: str, image_ids: Sequence[str], *, method: PostOrDelete = "POST") -> None:
        """Take images out of the album, not off Imgur; 1 credit. Has been seen to say yes and do nothing: look after.

        ``method`` may be "DELETE", as in Imgur's documents until about 2020, should POST be refused: the images are
        then named in the query.

        POST /3/album/{id}/remove_images, see https://apidocs.imgur.com/#remove-images-from-an-album
        """
        route = "/3/album/{id}/remove_images"
        form = _some_images(route, image_ids, ())
        if a_word(route, method, PostOrDelete) == "DELETE":
            params = {"ids": _in_query(route, image_ids)}
            self._send(Call.to("DELETE", route, ids={"id": album_id}, params=params))
        else:
            self._send(Call.to("POST", route, ids={"id": album_id}, form=form, is_idempotent=True))

    def remove_images_by_delete(self, album_id: str, image_ids: Sequence[str]) -> None:
        """Take images out of the album, or DELETE THE WHOLE ALBUM where a server does not know ``ids`` here; 1 credit.

        The way of 2012. ``remove_images``, also by DELETE, cannot do that harm: use this only where both are refused,
        and on an album that may be lost. Never repeated by itself.

        DELETE /3/album/{id}?ids={image_ids}. Without ids the same call deletes the album, so none is refused unsent.
        """
        route = "/3/album/{id}"
        params = {"ids": _in_query(route, image_ids)}
        self._send(Call.to("DELETE", route, ids={"id": album_id}, params=params, is_idempotent=False))

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
    privacy: Privacy | None,
    cover: str | None,
    layout: Layout | None,
) -> list[tuple[str, str]]:
    return given(
        title=title,
        description=description,
        privacy=a_word_or_none(route, privacy, Privacy),
        cover=cover,
        layout=a_word_or_none(route, layout, Layout),
    )


def _images(route: str, image_ids: Sequence[str], deletehashes: Sequence[str]) -> list[tuple[str, str]]:
    ids = [("ids[]", image_id) for image_id in a_list(route, image_ids)]
    return ids + [("deletehashes[]", deletehash) for deletehash in a_list(route, deletehashes)]


def _in_query(route: str, image_ids: Sequence[str]) -> str:
    return a_comma_list(route, [fill("{image_id}", {"image_id": image_id}) for image_id in a_list(route, image_ids)])


def _some_images(route: str, image_ids: Sequence[str], deletehashes: Sequence[str]) -> list[tuple[str, str]]:
    if not image_ids and not deletehashes:
        raise BadRequestError("No image was named. Nothing was sent.", call_route=route)
    return _images(route, image_ids, deletehashes)
