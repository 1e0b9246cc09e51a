"""Finding what a path names, and whether the caller may touch it.

Images and albums have two handles: the id, which everybody knows, and the deletehash, which stands for ownership.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sandbox import clock, switches
from sandbox.api.call import Call
from sandbox.api.errors import SimplePageError, not_found, unauthorized
from sandbox.models import Account, Album, Image

Noun = TypeVar("Noun", Image, Album)


@dataclass(frozen=True)
class Found(Generic[Noun]):
    """A row, and whether the caller owns it: by token, or by having named its deletehash."""

    row: Noun
    is_owner: bool


def find_image(call: Call, handle: str) -> Found[Image]:
    """The image of that id or deletehash. Raises: 404 as JSON when there never was one, as HTML when it was deleted."""
    image = Image.objects.filter(imgur_id=handle).first() or Image.objects.filter(deletehash=handle).first()
    if image is None or _is_too_fresh(image):
        raise not_found("image", handle)
    if image.deleted_at is not None:
        raise SimplePageError
    return Found(image, _owns(call.account, image.account_id) or image.deletehash == handle)


def find_album(call: Call, handle: str) -> Found[Album]:
    """The album of that id or deletehash. Raises: 404 when there is none, 403 for somebody else's secret album."""
    albums = Album.objects.complete()
    album = albums.filter(imgur_id=handle).first() or albums.filter(deletehash=handle).first()
    if album is None or _is_too_fresh(album):
        raise not_found("album", handle)
    is_owner = _owns(call.account, album.account_id) or album.deletehash == handle
    if not is_owner and not albums.readable_by(call.account).filter(pk=album.pk).exists():
        raise unauthorized()
    return Found(album, is_owner)


def find_account(call: Call, username: str) -> Account:
    """The account of that name; `me` is the caller's own. Raises 403 for `me` without a token, 404 when unknown."""
    if username == "me":
        return call.identity.require_account()
    account = Account.named(username)
    if account is None:
        raise not_found("account", username)
    return account


def own_account(call: Call, username: str) -> Account:
    """The same where only the owner may look. Raises 403 for everybody else."""
    account = find_account(call, username)
    if account != call.account:
        raise unauthorized()
    return account


def _owns(account: Account | None, owner_id: int | None) -> bool:
    return account is not None and account.pk == owner_id


def _is_too_fresh(row: Image | Album) -> bool:
    """Whether it was made so recently that Imgur would not find it yet."""
    delay = switches.current().fresh_seconds
    return delay > 0 and clock.now() < row.created_at + delay
