"""What people keep, whether it is in the gallery or not."""

from django.db.models import F, Q, QuerySet

from sandbox import clock, switches
from sandbox.api.errors import not_found
from sandbox.database import write
from sandbox.models import Account, Album, Favorite, Image, Post


def shown_favorites() -> QuerySet[Favorite]:
    """The favorites that answers show: of pictures that are still there, and without images while those vanish."""
    favorites = Favorite.objects.exclude(image__deleted_at__isnull=False).select_related(
        "image", "album__account", "album__cover"
    )
    return favorites.filter(image=None) if switches.current().image_favorites_vanish else favorites


def toggle_favorite(account: Account, picture: Image | Album) -> bool:
    """Keep the picture, or let go of it if it is kept already. Answers whether it is kept now.

    Raises 404 when it has been deleted since it was found.
    """
    with write():
        _require_there(picture)
        if drop_favorite(account, picture):
            return False
        Favorite.objects.create(account=account, created_at=clock.now_seconds(), **_named(picture))
        _count(picture, 1)
    return True


def drop_favorite(account: Account, picture: Image | Album) -> bool:
    """Let go of the picture. Answers whether it was kept."""
    with write():
        dropped, _ = Favorite.objects.filter(account=account, **_named(picture)).delete()
        if dropped:
            _count(picture, -1)
    return dropped > 0


def drop_all_favorites(account: Account) -> None:
    """Let go of everything that ``account`` keeps. Callers hold the write transaction."""
    kept = Post.objects.filter(Q(image__favorites__account=account) | Q(album__favorites__account=account))
    kept.update(favorite_count=F("favorite_count") - 1)
    Favorite.objects.filter(account=account).delete()


def _require_there(picture: Image | Album) -> None:
    if isinstance(picture, Image):
        is_there, noun = Image.objects.present().filter(pk=picture.pk).exists(), "image"
    else:
        is_there, noun = Album.objects.filter(pk=picture.pk).exists(), "album"
    if not is_there:
        raise not_found(noun, picture.imgur_id)


def _count(picture: Image | Album, change: int) -> None:
    # Of a post that is out of the gallery, too: it may return.
    Post.objects.filter(**_named(picture)).update(favorite_count=F("favorite_count") + change)


def _named(picture: Image | Album) -> dict[str, Image | Album]:
    return {"image": picture} if isinstance(picture, Image) else {"album": picture}
