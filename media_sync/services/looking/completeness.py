"""Proof of completeness: what Imgur counts, what is known here, and which originals are kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from accounts.models import LinkedAccount
from media_sync.models import Album, Image, Original, OriginalFetch

Fetch = OriginalFetch.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Of one account: albums and images that are at Imgur as far as is known here, those that are gone from it and kept
    here, and originals: ``kept``, ``waiting`` to be fetched, and those that cannot be.
    """

    albums: int = 0
    images: int = 0
    gone_albums: int = 0
    gone_images: int = 0
    kept: int = 0
    waiting: int = 0
    removed: int = 0
    refused: int = 0
    failed: int = 0


def holdings_of(accounts: Iterable[LinkedAccount]) -> dict[int, Holdings]:
    """By the accounts' primary keys. Three queries, however many accounts there are."""
    pks = [account.pk for account in accounts]
    gone = Q(gone_at__isnull=False)
    albums = Album.objects.filter(account__in=pks).order_by().values_list("account")
    images = Image.objects.filter(account__in=pks).order_by().values_list("account")
    fetches = OriginalFetch.objects.filter(image__account__in=pks).order_by().values_list("image__account", "state")
    of_albums = {
        pk: (there, lost)
        for pk, there, lost in albums.annotate(there=Count("pk", filter=~gone), lost=Count("pk", filter=gone))
    }
    of_images = {
        pk: (there, lost, kept)
        for pk, there, lost, kept in images.annotate(
            there=Count("pk", filter=~gone & Q(is_own=True)), lost=Count("pk", filter=gone), kept=Count("original")
        )
    }
    of_fetches: dict[int, dict[str, int]] = {}
    for pk, state, count in fetches.annotate(count=Count("pk")):
        of_fetches.setdefault(pk, {})[state] = count
    return {
        pk: _holdings(of_albums.get(pk, (0, 0)), of_images.get(pk, (0, 0, 0)), of_fetches.get(pk, {})) for pk in pks
    }


def bytes_kept(account: LinkedAccount) -> int:
    """Of the account's originals, each content once."""
    originals = Original.objects.filter(pk__in=Image.objects.filter(account=account).values("original"))
    return originals.aggregate(bytes=Sum("size_bytes"))["bytes"] or 0


def _holdings(albums: tuple[int, int], images: tuple[int, int, int], fetches: dict[str, int]) -> Holdings:
    return Holdings(
        albums=albums[0],
        gone_albums=albums[1],
        images=images[0],
        gone_images=images[1],
        kept=images[2],
        waiting=fetches.get(Fetch.WAITING, 0) + fetches.get(Fetch.RUNNING, 0),
        removed=fetches.get(Fetch.REMOVED, 0),
        refused=fetches.get(Fetch.REFUSED, 0),
        failed=fetches.get(Fetch.FAILED, 0),
    )
