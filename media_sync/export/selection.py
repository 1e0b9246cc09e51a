"""What an export is of: an album, an account, or all accounts of a team."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from accounts.models import LinkedAccount, Team
from media_sync.models import Album, AlbumImage, Image


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture stands. ``album`` is None for one that stands in no album of the selection; ``position`` begins
    with 1.
    """

    image_pk: int
    account: LinkedAccount
    album: Album | None = None
    position: int = 0


@dataclass(frozen=True)
class Selection:
    """Make one with ``of_album``, ``of_account`` or ``of_team``; who may have it is the caller's business."""

    # "album", "account" or "team"; with `name` what a person reads, with `key` what it is for ever.
    kind: str
    name: str
    key: str
    accounts: tuple[LinkedAccount, ...]
    only_album: Album | None = None

    @classmethod
    def of_album(cls, album: Album) -> Selection:
        return cls("album", str(album), f"album {album.imgur_id} of {album.account}", (album.account,), album)

    @classmethod
    def of_account(cls, account: LinkedAccount) -> Selection:
        return cls("account", str(account), f"account {account}", (account,))

    @classmethod
    def of_team(cls, team: Team) -> Selection:
        accounts = LinkedAccount.objects.filter(team=team).order_by("username", "pk")
        return cls("team", str(team), f"team {team.slug}", tuple(accounts))

    @cached_property
    def albums(self) -> list[Album]:
        """By account, oldest first, so that an album that is made later changes no name of those before it."""
        if self.only_album:
            return [self.only_album]
        albums: list[Album] = []
        for account in self.accounts:
            albums += Album.objects.filter(account=account).order_by("created_at", "pk")
        by_pk = {account.pk: account for account in self.accounts}
        for album in albums:
            album.account = by_pk[album.account_id]
        return albums

    def places(self) -> Iterator[Place]:
        """Every place of every picture: albums in their order, then the account's pictures that are in none."""
        for account in self.accounts:
            in_albums: set[int] = set()
            for album in (album for album in self.albums if album.account_id == account.pk):
                # Numbers only: a selection may hold a hundred thousand pictures.
                pks = AlbumImage.objects.filter(album=album).order_by("position", "pk").values_list("image", flat=True)
                for position, image_pk in enumerate(list(pks), start=1):
                    in_albums.add(image_pk)
                    yield Place(image_pk, account, album, position)
            if self.only_album is None:
                loose = Image.objects.filter(account=account).order_by("uploaded_at", "pk").values_list("pk", flat=True)
                yield from (Place(image_pk, account) for image_pk in list(loose) if image_pk not in in_albums)
