"""The albums of an account: AC18 to AC22. Others see the public ones."""

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import not_found
from sandbox.api.lookup import find_account, find_album, own_account
from sandbox.api.paging import page_of
from sandbox.api.payloads.album import album_list
from sandbox.api.routes import Needs, endpoint
from sandbox.api.views import album as album_views
from sandbox.api.views import album_images as album_image_views
from sandbox.api.views import favorites as favorite_views
from sandbox.models import Account, Album
from sandbox.models.pictures import AlbumQuerySet

ALBUM = "account/{username}/album/{handle}"


@endpoint("AC18", "GET", "account/{username}/albums[/{page:int}]")
def albums(call: Call, username: str, page: int | None = None) -> Answer:
    account = find_account(call, username)
    rows = page_of(_listed(call, account).complete(), call.parameters, page)
    return Answer(album_list(rows, call.account, is_owner=account == call.account))


@endpoint("AC20", "GET", "account/{username}/albums/ids[/{page:int}]")
def album_ids(call: Call, username: str, page: int | None = None) -> Answer:
    rows = page_of(_listed(call, find_account(call, username)), call.parameters, page)
    return Answer([album.imgur_id for album in rows])


@endpoint("AC21", "GET", "account/{username}/albums/count")
def albums_count(call: Call, username: str) -> Answer:
    return Answer(_listed(call, find_account(call, username)).count())


@endpoint("AC22", "DELETE", ALBUM, needs=Needs.ACCOUNT)
def delete(call: Call, username: str, handle: str) -> Answer:
    """As without the account. An album that is not there fails with HTTP 200 (quirk Q1)."""
    if not Album.objects.filter(account=own_account(call, username), imgur_id=handle).exists():
        return call.successful_failure("Album not found")
    return album_views.delete(call, handle)


@endpoint("AC19", "GET", ALBUM)
def show(call: Call, username: str, handle: str) -> Answer:
    _require_in_account(call, username, handle)
    return album_views.show(call, handle)


@endpoint("AC19", "PUT POST", ALBUM)
def update(call: Call, username: str, handle: str) -> Answer:
    _require_in_account(call, username, handle)
    return album_views.update(call, handle)


@endpoint("AC19", "GET", f"{ALBUM}/images")
def images(call: Call, username: str, handle: str) -> Answer:
    _require_in_account(call, username, handle)
    return album_image_views.images(call, handle)


@endpoint("AC19", "GET", f"{ALBUM}/image/{{image_id}}")
def image(call: Call, username: str, handle: str, image_id: str) -> Answer:
    _require_in_account(call, username, handle)
    return album_image_views.image(call, handle, image_id)


@endpoint("AC19", "POST", f"{ALBUM}/add")
def add(call: Call, username: str, handle: str) -> Answer:
    _require_in_account(call, username, handle)
    return album_image_views.add(call, handle)


@endpoint("AC19", "POST DELETE", f"{ALBUM}/remove_images")
def remove(call: Call, username: str, handle: str) -> Answer:
    _require_in_account(call, username, handle)
    return album_image_views.remove(call, handle)


@endpoint("AC19", "POST", f"{ALBUM}/favorite", needs=Needs.ACCOUNT)
def favorite(call: Call, username: str, handle: str) -> Answer:
    _require_in_account(call, username, handle)
    return favorite_views.favorite_album(call, handle)


def _listed(call: Call, account: Account) -> AlbumQuerySet:
    return Album.objects.listed_for(call.account, account).newest_first()


def _require_in_account(call: Call, username: str, handle: str) -> None:
    """Raises 404 for an album of somebody else: below an account there are only its own."""
    account = find_account(call, username)
    if find_album(call, handle).row.account_id != account.pk:
        raise not_found("album", handle)
