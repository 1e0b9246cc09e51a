"""Editing albums and images. All set known values, so sending twice does no more than once."""

from imgur import ImgurClient
from media_sync.kinds.base import Kind, Result, register
from media_sync.models import Album, Image, Operation
from media_sync.services.sending import edits


@register
class EditAlbumKind(Kind):
    """Payload: ``album``, our row; ``facts``, what is set by the names of Imgur's parameters. Result: ``facts``."""

    name = edits.EDIT_ALBUM
    action = "edited an album"
    is_post = False  # a PUT
    is_idempotent = True

    def send(self, operation: Operation, imgur: ImgurClient) -> Result:
        facts = operation.payload["facts"]
        imgur.albums.update(_album(operation).imgur_id, **facts)
        return {"facts": facts}

    def keep(self, operation: Operation, result: Result) -> None:
        edits.keep_album(_album(operation), result["facts"])

    def subject(self, operation: Operation) -> str:
        return str(_album(operation))


@register
class SetImagesKind(Kind):
    """The album holds exactly these images, in this order. Payload and result: ``images``; payload: ``album``."""

    name = edits.SET_IMAGES
    action = "changed the images of an album"
    is_post = False  # a PUT
    is_idempotent = True

    def send(self, operation: Operation, imgur: ImgurClient) -> Result:
        ids = operation.payload["images"]
        imgur.albums.set_images(_album(operation).imgur_id, ids)
        return {"images": ids}

    def keep(self, operation: Operation, result: Result) -> None:
        edits.keep_images(_album(operation), result["images"])

    def subject(self, operation: Operation) -> str:
        return str(_album(operation))


@register
class EditImageKind(Kind):
    """Payload: ``image``, our row; ``facts``, what is set. Result: ``facts``."""

    name = edits.EDIT_IMAGE
    action = "edited an image"
    is_idempotent = True

    def send(self, operation: Operation, imgur: ImgurClient) -> Result:
        facts = operation.payload["facts"]
        imgur.images.update(_image(operation).imgur_id, **facts)
        return {"facts": facts}

    def keep(self, operation: Operation, result: Result) -> None:
        edits.keep_image(_image(operation), result["facts"])

    def subject(self, operation: Operation) -> str:
        return str(_image(operation))


def _album(operation: Operation) -> Album:
    return Album.objects.select_related("account").get(pk=operation.payload["album"])


def _image(operation: Operation) -> Image:
    return Image.objects.get(pk=operation.payload["image"])
