"""All that an account has: its albums, and the images that are in none of them."""

from typing import Any

from django.db.models import CharField, Value

from sandbox.models import Account, Album, AlbumImage, Image

PER_PAGE = 50


def own_pictures(account: Account, sort: str, page: int) -> list[Image | Album]:
    """One page (the first is 0) of them, by the sorts `newest` and `oldest`."""
    keys = list(_keys(account, sort)[page * PER_PAGE : (page + 1) * PER_PAGE])
    albums = Album.objects.complete().in_bulk([pk for _, kind, pk in keys if kind == "album"])
    images = Image.objects.select_related("account").in_bulk([pk for _, kind, pk in keys if kind == "image"])
    return [albums[pk] if kind == "album" else images[pk] for _, kind, pk in keys]


def _keys(account: Account, sort: str) -> Any:
    """Moment, kind and primary key of everything, in order; a query yet to be cut."""
    columns = ["created_at", "kind", "pk"]
    albums = Album.objects.filter(account=account).annotate(kind=Value("album", CharField()))
    # A list that is read once. Without it, SQLite would look through all albums again for every image.
    placed = AlbumImage.objects.filter(album__account=account).values("image")
    loose = Image.objects.present().filter(account=account).exclude(pk__in=placed)
    images = loose.annotate(kind=Value("image", CharField()))
    both = albums.order_by().values_list(*columns).union(images.order_by().values_list(*columns), all=True)
    return (
        both.order_by("created_at", "kind", "pk") if sort == "oldest" else both.order_by("-created_at", "kind", "-pk")
    )
