"""One image: IM1, IM4, IM5. Uploads are in upload.py."""

from sandbox import clock
from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError, permission_denied, unauthorized
from sandbox.api.lookup import find_image
from sandbox.api.payloads.image import image_payload
from sandbox.api.payloads.ties import Ties
from sandbox.api.routes import endpoint
from sandbox.api.texts import description_of, title_of
from sandbox.database import write
from sandbox.media import store
from sandbox.models import Image


@endpoint("IM1", "GET", "image/{handle}")
def show(call: Call, handle: str) -> Answer:
    found = find_image(call, handle)
    return Answer(image_payload(found.row, Ties(call.account, [found.row]), is_owner=found.is_owner, is_single=True))


@endpoint("IM5", "POST PUT", "image/{handle}")
def update(call: Call, handle: str) -> Answer:
    """Change title and description; what is not given stays, what is empty is cleared."""
    found = find_image(call, handle)
    if not found.is_owner:
        raise permission_denied()
    changes: dict[str, str | None] = {}
    if call.parameters.has("title"):
        changes["title"] = title_of(call.parameters)
    if call.parameters.has("description"):
        changes["description"] = description_of(call.parameters)
    if changes:
        with write():
            Image.objects.filter(pk=found.row.pk).update(**changes)
    return Answer(True)


@endpoint("IM4", "DELETE", "image/{handle}")
def delete(call: Call, handle: str) -> Answer:
    found = find_image(call, handle)
    if not found.is_owner:
        raise unauthorized()
    delete_image(found.row)
    return Answer(True)


@endpoint("IM4", "DELETE", "image")
def delete_nothing(call: Call) -> Answer:
    raise ApiError(400, "An ID is required.")


def delete_image(image: Image) -> None:
    """Take the image out of all lists and its file off the host. The row stays, to be answered with the HTML page."""
    with write():
        Image.objects.filter(pk=image.pk, deleted_at=None).update(deleted_at=clock.now_seconds())
    store.forget(image)
