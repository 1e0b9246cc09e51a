"""Favorites: IM6, AL7, AC5 to AC7, AC45."""

from django.db.models import Q, QuerySet

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError, not_found
from sandbox.api.favorites import drop_favorite, shown_favorites, toggle_favorite
from sandbox.api.lookup import find_account, find_album, find_image, own_account
from sandbox.api.paging import gallery_page
from sandbox.api.payloads.gallery import favorite_list
from sandbox.api.routes import Needs, endpoint
from sandbox.models import Account, Album, Favorite, FavoriteFolder, Post

SORTS = "[/{page:int}][/{sort:newest|oldest}]"


@endpoint("IM6", "POST", "image/{handle}/favorite", needs=Needs.ACCOUNT)
def favorite_image(call: Call, handle: str) -> Answer:
    if handle == "0":
        # As recorded, though it makes no sense.
        raise ApiError(400, "No image data was sent to the upload api")
    return _toggled(toggle_favorite(call.identity.require_account(), find_image(call, handle).row))


@endpoint("IM6", "DELETE", "image/{handle}/favorite", needs=Needs.ACCOUNT)
def unfavorite_image(call: Call, handle: str) -> Answer:
    """Let go of it; that is no error when it is not kept."""
    drop_favorite(call.identity.require_account(), find_image(call, handle).row)
    return _toggled(False)


@endpoint("AL7", "POST", "album/{handle}/favorite", needs=Needs.ACCOUNT)
def favorite_album(call: Call, handle: str) -> Answer:
    return _toggled(toggle_favorite(call.identity.require_account(), find_album(call, handle).row))


@endpoint("AC5", "GET", "account/{username}/gallery_favorites" + SORTS)
def gallery_favorites(call: Call, username: str, page: int | None = None, sort: str = "newest") -> Answer:
    """What an account keeps of the gallery; everybody may look."""
    account = find_account(call, username)
    return _listed(call, _in_gallery(_of(call, account)), page, sort)


@endpoint("AC6", "GET", "account/{username}/favorites" + SORTS, needs=Needs.ACCOUNT)
def favorites(call: Call, username: str, page: int | None = None, sort: str = "newest") -> Answer:
    """All that the caller keeps, in the gallery or not."""
    return _listed(call, _of(call, own_account(call, username)), page, sort)


@endpoint("AC7", "GET", "account/{username}/likes" + SORTS)
def likes(call: Call, username: str, page: int | None = None, sort: str = "newest") -> Answer:
    """The old name: all for the owner, and what is in the gallery for others."""
    return _listed(call, _for_reader(call, find_account(call, username)), page, sort)


@endpoint("AC45", "GET", "account/{username}/folders/{folder_id:int}/favorites" + SORTS)
def folder(call: Call, username: str, folder_id: int, page: int | None = None, sort: str = "newest") -> Answer:
    account = find_account(call, username)
    found = FavoriteFolder.objects.filter(account=account, pk=folder_id).first()
    if found is None:
        raise not_found("folder", str(folder_id))
    return _listed(call, _for_reader(call, account).filter(folders=found), page, call.parameters.text("sort") or sort)


def _toggled(is_kept: bool) -> Answer:
    return Answer("favorited" if is_kept else "unfavorited")


def _of(call: Call, account: Account) -> QuerySet[Favorite]:
    """What the account keeps, without albums that others keep secret."""
    readable = Album.objects.readable_by(call.account)
    return shown_favorites().filter(Q(album=None) | Q(album__in=readable), account=account)


def _for_reader(call: Call, account: Account) -> QuerySet[Favorite]:
    kept = _of(call, account)
    return kept if account == call.account else _in_gallery(kept)


def _in_gallery(favorites: QuerySet[Favorite]) -> QuerySet[Favorite]:
    posts = Post.objects.present()
    return favorites.filter(Q(image__post__in=posts) | Q(album__post__in=posts))


def _listed(call: Call, favorites: QuerySet[Favorite], page: int | None, sort: str) -> Answer:
    order = ["created_at", "pk"] if sort == "oldest" else ["-created_at", "-pk"]
    rows = gallery_page(favorites.order_by(*order), call.parameters, page)
    return Answer(favorite_list([favorite.picture for favorite in rows], call.account))
