"""An album: AL1, AL4, AL5, AL6, AL8, AL11. Its images are in album_images.py."""

from typing import Any

from sandbox import clock
from sandbox.api.album_order import own_images, remove_from_album, set_images
from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import permission_denied, unauthorized
from sandbox.api.lookup import find_album
from sandbox.api.payloads.album import album_payload
from sandbox.api.payloads.ties import Ties
from sandbox.api.routes import endpoint
from sandbox.api.texts import description_of, title_of
from sandbox.database import write
from sandbox.identifiers import new_deletehash, new_imgur_id
from sandbox.models import Album, Image

TITLE_LENGTH = 255


@endpoint("AL1", "GET", "album/{handle}")
def show(call: Call, handle: str) -> Answer:
    found = find_album(call, handle)
    images = list(found.row.images_in_order())
    ties = Ties(call.account, [found.row, *images])
    return Answer(album_payload(found.row, ties, is_owner=found.is_owner, images=images))


@endpoint("AL4", "POST", "album")
def create(call: Call) -> Answer:
    """Make an album, as private as the account's setting says unless told otherwise; without an account hidden.

    Images that are not the caller's are ignored without a word.
    """
    privacy = call.account.album_privacy if call.account else Album.Privacy.HIDDEN
    with write():
        album = Album.objects.create(
            imgur_id=new_imgur_id(),
            deletehash=new_deletehash(),
            account=call.account,
            created_at=clock.now_seconds(),
            **{"privacy": privacy, **_fields(call)},
        )
        set_images(album, own_images(call) or [])
    return Answer({"id": album.imgur_id, "deletehash": album.deletehash})


@endpoint("AL5 AL8", "PUT POST", "album/{handle}")
def update(call: Call, handle: str) -> Answer:
    """Change what is given. Images, when given, replace the album's; with POST that is all older clients send."""
    found = find_album(call, handle)
    if not found.is_owner:
        raise permission_denied()
    with write():
        images = own_images(call)
        if images is not None:
            set_images(found.row, images)
        if fields := _fields(call):
            Album.objects.filter(pk=found.row.pk).update(**fields)
    return Answer(True)


@endpoint("AL6 AL11", "DELETE", "album/{handle}")
def delete(call: Call, handle: str) -> Answer:
    """Delete the album, or with `ids` only take these images out of it. The images themselves stay either way."""
    found = find_album(call, handle)
    if not found.is_owner:
        raise unauthorized()
    ids = call.parameters.members("ids")
    with write():
        if ids is None:
            found.row.delete()
        else:
            remove_from_album(found.row, ids)
    return Answer(True)


def _fields(call: Call) -> dict[str, Any]:
    """The columns that the call sets. A privacy, layout or cover that is none is ignored."""
    given = call.parameters
    fields: dict[str, Any] = {}
    if given.has("title"):
        fields["title"] = title_of(given, length=TITLE_LENGTH)
    if given.has("description"):
        fields["description"] = description_of(given)
    if (privacy := given.text("privacy")) in Album.Privacy.values:
        fields["privacy"] = privacy
    if (layout := given.text("layout")) in Album.Layout.values:
        fields["layout"] = layout
    cover = given.text("cover")
    if cover and (image := Image.objects.present().filter(imgur_id=cover).first()):
        fields["cover"] = image
    return fields
