"""The JSON of an export, made piece by piece: it is never in memory as a whole."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from media_sync.export import facts
from media_sync.export.selection import Selection
from media_sync.export.targets import Problem
from media_sync.models import Album, AlbumImage, Image, LinkMove

_CHUNK = 200


@dataclass
class Lies:
    """What came of a picture: its files in the export, or why there is none."""

    files: list[str] = field(default_factory=list)
    problem: Problem = Problem.NONE


def images(lies: dict[int, Lies], selection: Selection) -> Iterator[dict[str, Any]]:
    """The entries of ``manifest.json``, in the order in which the pictures were laid out."""
    album_ids = {album.pk: album.imgur_id for album in selection.albums}
    for pks in chunks(list(lies)):
        rows = Image.objects.select_related("original", "account").in_bulk(pks)
        places = AlbumImage.objects.filter(image__in=pks, album__in=_within(selection)).order_by("album", "position")
        positions: dict[int, dict[str, int]] = {}
        for image_pk, album_pk, position in places.values_list("image", "album", "position"):
            if album_pk in album_ids:
                positions.setdefault(image_pk, {})[album_ids[album_pk]] = position + 1
        for pk in (pk for pk in pks if pk in rows):
            yield facts.of_image(
                rows[pk], positions=positions.get(pk, {}), files=lies[pk].files, problem=lies[pk].problem
            )


def albums(selection: Selection) -> Iterator[dict[str, Any]]:
    for album in selection.albums:
        yield facts.of_album(album, image_ids=_image_ids(album.pk))


def moves(selection: Selection) -> Iterator[dict[str, Any]]:
    for account in selection.accounts:
        for move in LinkMove.objects.filter(account=account).select_related("account").order_by("pk").iterator():
            yield facts.of_move(move)


def as_list(entries: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """A JSON list with one entry a line."""
    yield b"["
    for number, entry in enumerate(entries):
        yield (b",\n" if number else b"\n") + json.dumps(entry, ensure_ascii=False).encode()
    yield b"\n]\n"


def chunks(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(pks), _CHUNK):
        yield pks[start : start + _CHUNK]


def _within(selection: Selection) -> QuerySet[Album]:
    if selection.only_album:
        return Album.objects.filter(pk=selection.only_album.pk)
    return Album.objects.filter(account__in=selection.accounts)


def _image_ids(album_pk: int) -> list[str]:
    places = AlbumImage.objects.filter(album=album_pk).order_by("position", "pk")
    return list(places.values_list("image__imgur_id", flat=True))


def as_text(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
