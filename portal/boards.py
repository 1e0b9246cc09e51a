"""Boards and their posts as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery

from media_sync.models import Board, BoardItem, BoardPicture
from portal.sources import name_of_source

# The cover of a board is looked for among its newest posts only: older ones may be many, and without a picture.
_COVER_AMONG = 24


@dataclass(frozen=True)
class BoardCard:
    board: Board
    cover: BoardPicture | None
    names: list[str]


@dataclass(frozen=True)
class ItemCard:
    item: BoardItem
    cover: BoardPicture | None

    @property
    def source_name(self) -> str:
        return source_name(self.item)


def source_name(item: BoardItem) -> str:
    """Where it came from; "" when its source was removed."""
    return name_of_source(item.source) if item.source else ""


def with_covers(items: QuerySet[BoardItem]) -> QuerySet[BoardItem]:
    """The items, each with ``cover_pk``: its first picture whose original we have."""
    kept = BoardPicture.objects.filter(item=OuterRef("pk"), original__isnull=False).order_by(
        F("gone_at").asc(nulls_first=True), "position", "pk"
    )
    return items.select_related("source").annotate(cover_pk=Subquery(kept.values("pk")[:1]))


def item_cards(items: Sequence[BoardItem]) -> list[ItemCard]:
    """Of items that came ``with_covers``."""
    covers = _covers([item.cover_pk for item in items])  # type: ignore[attr-defined]
    return [ItemCard(item, covers.get(item.cover_pk)) for item in items]  # type: ignore[attr-defined]


def boards_with_covers(boards: QuerySet[Board]) -> QuerySet[Board]:
    """The boards, each with ``cover_pk``: a picture of one of its newest posts that is fit for everybody's eyes."""
    newest = BoardItem.objects.filter(board=OuterRef(OuterRef("pk"))).newest().values("pk")[:_COVER_AMONG]
    kept = (
        BoardPicture.objects.filter(item__in=newest, original__isnull=False)
        .exclude(item__is_nsfw=True)
        .order_by("-item__found_at", "-item_id", "position", "pk")
    )
    return boards.prefetch_related("sources").annotate(cover_pk=Subquery(kept.values("pk")[:1]))


def board_cards(boards: Sequence[Board]) -> list[BoardCard]:
    """Of boards that came ``boards_with_covers``."""
    covers = _covers([board.cover_pk for board in boards])  # type: ignore[attr-defined]
    return [
        BoardCard(
            board,
            covers.get(board.cover_pk),  # type: ignore[attr-defined]
            [name_of_source(source) for source in board.sources.all()],
        )
        for board in boards
    ]


def _covers(pks: Sequence[int | None]) -> dict[int | None, BoardPicture]:
    found = BoardPicture.objects.filter(pk__in=[pk for pk in pks if pk]).select_related("original")
    return {picture.pk: picture for picture in found}
