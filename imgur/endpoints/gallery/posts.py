"""One post: reading it, voting on it, reporting it."""

from __future__ import annotations

from imgur.call import Call
from imgur.endpoints.arguments import a_reason, a_word
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.payload import a_list_of, an_object, an_object_with
from imgur.endpoints.words import Vote
from imgur.models import GalleryAlbum, GalleryImage, GalleryItem, Image, Votes, gallery_item


class GalleryPosts(EndpointGroup):
    """The part of ``client.gallery`` that is about one post."""

    def get(self, post_id: str) -> GalleryItem:
        """A post, whether image or album; 1 credit.

        GET /3/gallery/{id}, see https://apidocs.imgur.com/#gallery
        """
        return gallery_item(an_object(*self._get("/3/gallery/{id}", id=post_id), "id"))

    def image(self, image_id: str) -> GalleryImage:
        """A post that is known to be an image; 1 credit.

        GET /3/gallery/image/{id}, see https://apidocs.imgur.com/#gallery-image
        """
        return GalleryImage.from_json(an_object(*self._get("/3/gallery/image/{id}", id=image_id), "id"))

    def album(self, album_id: str) -> GalleryAlbum:
        """A post that is known to be an album, with all its images; 1 credit.

        GET /3/gallery/album/{id}, see https://apidocs.imgur.com/#gallery-album
        """
        return GalleryAlbum.from_json(an_object(*self._get("/3/gallery/album/{id}", id=album_id), "id"))

    def images(self, post_id: str) -> list[Image]:
        """The images of a post; 1 credit. Not in Imgur's documents; clients use it.

        GET /3/gallery/{id}/images
        """
        return a_list_of(Image.from_json, *self._get("/3/gallery/{id}/images", id=post_id))

    def votes(self, post_id: str) -> Votes:
        """How many voted a post up and down; 1 credit.

        GET /3/gallery/{id}/votes, see https://apidocs.imgur.com/#album-image-votes
        """
        return Votes.from_json(an_object_with(*self._get("/3/gallery/{id}/votes", id=post_id), "ups", "downs"))

    def vote(self, post_id: str, vote: Vote) -> None:
        """Vote a post up or down, or take the vote back ("veto"); 1 credit.

        Never repeated by itself, since the same vote twice has been a way to take it back: after OutcomeUnknownError
        read the post's ``vote``.

        POST /3/gallery/{id}/vote/{vote}, see https://apidocs.imgur.com/#album-image-voting
        """
        route = "/3/gallery/{id}/vote/{vote}"
        self._send(Call.to("POST", route, ids={"id": post_id, "vote": a_word(route, vote, Vote)}))

    def report(self, post_id: str, reason: int) -> None:
        """Report a post for one of ``ReportReason``; 1 credit. Never repeated by itself.

        POST /3/gallery/{id}/report, see https://apidocs.imgur.com/#album-image-reporting
        """
        route = "/3/gallery/{id}/report"
        self._send(Call.to("POST", route, ids={"id": post_id}, form=[("reason", a_reason(route, reason))]))
