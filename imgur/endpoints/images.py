"""Images: uploading, reading, changing, deleting."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO, Literal

from imgur.call import Answer, Call, FilePart
from imgur.endpoints.arguments import a_change, a_web_address, a_word
from imgur.endpoints.group import EndpointGroup
from imgur.endpoints.payload import an_object, given, is_favorited, lacking
from imgur.endpoints.words import PutOrPost
from imgur.errors import BadRequestError
from imgur.models import Image, UploadTicket

UPLOAD_COST = 10
UploadRoute = Literal["/3/image", "/3/upload"]


class ImagesEndpoint(EndpointGroup):
    """``client.images``. An id names the account's own images; for anonymous ones the deletehash takes its place."""

    def upload(
        self,
        source: Path | BinaryIO | bytes,
        *,
        name: str,
        content_type: str,
        title: str | None = None,
        description: str | None = None,
        album: str | None = None,
        disable_audio: bool = False,
        on_progress: Callable[[int, int], None] | None = None,
        route: UploadRoute = "/3/image",
    ) -> Image | UploadTicket:
        """Upload a file, streamed; 10 credits. A video may answer with a ticket instead of an image.

        ``source`` is where it lies, the open file (rewound first), or its content.
        ``album`` is an own album's id or an anonymous album's deletehash. ``on_progress`` is told bytes sent and bytes
        in all. Never repeated by itself: after OutcomeUnknownError look at the account's newest images first. ``route``
        may be Imgur's second address for the same, should a proxy or a block stand before the first.

        POST /3/image, see https://apidocs.imgur.com/#image-upload
        """
        fields = given(type="file", name=name, title=title, description=description, album=album)
        part = FilePart(
            field="video" if content_type.startswith("video/") else "image",
            source=io.BytesIO(source) if isinstance(source, bytes) else source,
            name=name,
            content_type=content_type,
            on_progress=on_progress,
        )
        return self._upload([*fields, *_audio(disable_audio)], part, a_word(route, route, UploadRoute))

    def upload_base64(
        self,
        encoded: str,
        *,
        name: str | None = None,
        title: str | None = None,
        description: str | None = None,
        album: str | None = None,
    ) -> Image | UploadTicket:
        """Upload a small image given as base64 text, with or without a ``data:`` prefix; 10 credits.

        The text is in memory as a whole, and more than once: for files use ``upload``.

        POST /3/image, see https://apidocs.imgur.com/#image-upload
        """
        if encoded.startswith("data:"):
            encoded = encoded.partition(",")[2]  # Imgur is not known to take the prefix
        fields = given(image=encoded, type="base64", name=name, title=title, description=description, album=album)
        return self._upload(fields)

    def upload_url(
        self,
        url: str,
        *,
        name: str | None = None,
        title: str | None = None,
        description: str | None = None,
        album: str | None = None,
        disable_audio: bool = False,
    ) -> Image | UploadTicket:
        """Let Imgur fetch a public image or video from ``url``, an http or https address; 10 credits.

        POST /3/image, see https://apidocs.imgur.com/#image-upload
        """
        address = a_web_address("/3/image", url)
        fields = given(image=address, type="url", name=name, title=title, description=description, album=album)
        return self._upload([*fields, *_audio(disable_audio)])

    def get(self, image_id: str) -> Image:
        """One image; 1 credit.

        GET /3/image/{id}, see https://apidocs.imgur.com/#image
        """
        return Image.from_json(an_object(*self._get("/3/image/{id}", id=image_id), "id"))

    def update(
        self,
        image_id: str,
        *,
        title: str | None = None,
        description: str | None = None,
        method: PutOrPost = "POST",
    ) -> None:
        """Set title and description of an image (id or deletehash); 1 credit. None leaves as it is, "" clears.

        BadRequestError, nothing sent, when neither is given. Imgur cuts a title at 128 characters without a word.
        ``method`` may be "PUT", as in Imgur's list of 2012, should POST be refused.

        POST /3/image/{id}, see https://apidocs.imgur.com/#update-image-information
        """
        route = "/3/image/{id}"
        form = a_change(route, given(title=title, description=description))
        verb = a_word(route, method, PutOrPost)
        self._send(Call.to(verb, route, ids={"id": image_id}, form=form, is_idempotent=True))

    def favorite(self, image_id: str) -> bool:
        """Make an image a favourite, or no longer one; 1 credit. True when it is one now.

        It toggles, so it is never repeated by itself. Since about 2021 Imgur says yes and shows nothing of it.

        POST /3/image/{id}/favorite, see https://apidocs.imgur.com/#favorite-an-image
        """
        return is_favorited(*self._send(Call.to("POST", "/3/image/{id}/favorite", ids={"id": image_id})))

    def delete(self, id_or_deletehash: str) -> None:
        """Delete an image for good; 1 credit. NotFoundError when it is gone already.

        DELETE /3/image/{id}, see https://apidocs.imgur.com/#image-deletion-un-authed
        """
        self._send(Call.to("DELETE", "/3/image/{id}", ids={"id": id_or_deletehash}))

    def ticket_result(self, ticket: str) -> str | None:
        """The image id that a video ticket has become, or None while Imgur works on it. Costs nothing that is known.

        Not part of the API: imgur.com's own upload page asks here. GET https://imgur.com/upload/poll?tickets[]={ticket}
        """
        call = Call.to("GET", "/upload/poll", params={"tickets[]": ticket}, host="site", cost=0)
        _, answer = self._send(call)
        data = answer.data
        done = data.get("done") if isinstance(data, Mapping) else None
        image_id = done.get(ticket) if isinstance(done, Mapping) else None
        return image_id if isinstance(image_id, str) and image_id else None

    def _upload(
        self, form: list[tuple[str, str]], part: FilePart | None = None, route: str = "/3/image"
    ) -> Image | UploadTicket:
        call, answer = self._send(Call.to("POST", route, form=form, upload=part, cost=UPLOAD_COST, is_upload=True))
        payload = an_object(call, answer, "id", "ticket", "errorCode")
        if payload.get("id"):
            return Image.from_json(payload)
        return _ticket(call, answer)


def _ticket(call: Call, answer: Answer) -> UploadTicket:
    ticket = UploadTicket.from_json(answer.data)
    if ticket.error_code:
        raise BadRequestError(
            f"Imgur refused the video (its error {ticket.error_code}). The same again will be refused too.",
            status=answer.status,
            rate_limits=answer.rate_limits,
            call_route=call.route,
            was_sent=True,
        )
    if not ticket.ticket:
        raise lacking(call, answer)
    return ticket


def _audio(disable_audio: bool) -> list[tuple[str, str]]:
    return [("disable_audio", "1")] if disable_audio else []
