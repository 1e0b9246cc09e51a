"""Old to new: where a picture or album that was gone is now, over any number of restorations."""

from collections.abc import Collection, Iterator

from django.utils import timezone

from media_sync.models import Album, Batch, Image, LinkMove

# A chain that is longer is a mistake.
_LONGEST_CHAIN = 50
# So many ids are asked for at a time.
CHUNK = 500


def keep_image(old: Image, new: Image, *, batch: Batch | None) -> None:
    """``old``, if it is gone, is now ``new``. Call it in the transaction that writes ``new``."""
    if old.gone_at and old.pk != new.pk:
        _keep(old, new, batch, new_image=new)


def keep_album(old: Album, new: Album, *, batch: Batch | None) -> None:
    """The same of an album."""
    if old.gone_at and old.pk != new.pk:
        _keep(old, new, batch, new_album=new)


def _keep(old: Image | Album, new: Image | Album, batch: Batch | None, **where: Image | Album) -> None:
    LinkMove.objects.update_or_create(
        account=old.account,
        is_album=isinstance(old, Album),
        old_imgur_id=old.imgur_id,
        defaults={
            "batch": batch, "new_imgur_id": new.imgur_id, "old_link": old.link, "new_link": new.link,
            "new_image": None, "new_album": None, "moved_at": timezone.now(), **where,
        },
    )  # fmt: skip


def ends(account_pks: Collection[int], imgur_ids: Collection[str], *, is_album: bool) -> dict[str, LinkMove]:
    """The last move of each id of those accounts that has moved, by that id; what it leads to may be gone again
    (``leads_to_life``).

    A move that leads to something living ends a chain, so a circle of restorations comes to an end, too.
    """
    moves: dict[str, LinkMove] = {}
    asked = set(imgur_ids)
    for _ in range(_LONGEST_CHAIN):
        further: set[str] = set()
        for move in _moves(account_pks, sorted(asked), is_album):
            known = moves.setdefault(move.old_imgur_id, move)
            if not leads_to_life(known):  # of the same id in two accounts, too
                moves[move.old_imgur_id] = move
                further.add(move.new_imgur_id)
        asked = further - moves.keys()
        if not asked:
            break
    return {imgur_id: _end(moves, imgur_id) for imgur_id in imgur_ids if imgur_id in moves}


def _end(moves: dict[str, LinkMove], imgur_id: str) -> LinkMove:
    move, visited = moves[imgur_id], {imgur_id}
    while not leads_to_life(move) and move.new_imgur_id in moves and move.new_imgur_id not in visited:
        visited.add(move.new_imgur_id)
        move = moves[move.new_imgur_id]
    return move


def _moves(account_pks: Collection[int], imgur_ids: list[str], is_album: bool) -> Iterator[LinkMove]:
    moves = LinkMove.objects.filter(account__in=account_pks, is_album=is_album)
    for start in range(0, len(imgur_ids), CHUNK):
        part = moves.filter(old_imgur_id__in=imgur_ids[start : start + CHUNK])
        yield from part.select_related("new_image", "new_album").order_by("pk")


def leads_to_life(move: LinkMove) -> bool:
    """Whether what it leads to is at Imgur, as far as we know."""
    new = move.new_album if move.is_album else move.new_image
    return new is not None and new.gone_at is None


def living_images(images: Collection[Image]) -> dict[int, Image]:
    """The copies that are at Imgur of ``images`` that are not, by the number of the old one."""
    gone = [image for image in images if image.gone_at]
    found: dict[int, Image] = {}
    for account in {image.account_id for image in gone}:
        of_account = {image.imgur_id: image.pk for image in gone if image.account_id == account}
        moves = ends([account], list(of_account), is_album=False)
        for imgur_id, move in moves.items():
            if move.new_image and leads_to_life(move):
                found[of_account[imgur_id]] = move.new_image
    return found


def living_albums(albums: Collection[Album]) -> dict[int, Album]:
    """The albums that stand in the place of those of ``albums`` that are gone, by the number of the old one."""
    gone = [album for album in albums if album.gone_at]
    found: dict[int, Album] = {}
    for account in {album.account_id for album in gone}:
        of_account = {album.imgur_id: album.pk for album in gone if album.account_id == account}
        moves = ends([account], list(of_account), is_album=True)
        for imgur_id, move in moves.items():
            if move.new_album and leads_to_life(move):
                found[of_account[imgur_id]] = move.new_album
    return found
