"""Under which name each picture of a selection lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from media_sync.export.names import TakenNames, safe_part
from media_sync.export.selection import Place, Selection
from media_sync.export.template import NameTemplate
from media_sync.models import Image, Original

DEFAULT_TEMPLATE = "{album}/{position:03} {title|name|id}.{ext}"
# Of a team with several accounts.
TEAM_TEMPLATE = "{account}/" + DEFAULT_TEMPLATE
PICTURES = "pictures"
_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture at one of its places. ``path`` is None if its original is not kept; ``is_new`` is False where another
    picture with the same bytes has brought the file already.
    """

    image: Image
    path: str | None
    is_new: bool


@dataclass
class Layout:
    """Names for a selection. With ``copies`` a picture lies in each of its albums, else in the first.

    Pictures with the same bytes share one file.
    """

    selection: Selection
    template: NameTemplate
    copies: bool = False
    _album_names: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, selection: Selection, template: str | None = None, *, copies: bool = False) -> Layout:
        """With the usual names unless ``template`` says otherwise. Raises TemplateError."""
        usual = TEAM_TEMPLATE if len(selection.accounts) > 1 else DEFAULT_TEMPLATE
        return cls(selection, NameTemplate.parse(template or usual), copies)

    def pictures(self) -> Iterator[Wanted]:
        """All pictures in the order of the selection, each with the rows that are needed; a picture comes once, or
        with ``copies`` once for each place.
        """
        self._name_albums()
        names = TakenNames()
        seen: set[int] = set()
        lies: dict[tuple[int, int], str] = {}
        for places in _in_chunks(self.selection.places()):
            images = Image.objects.select_related("original", "account").in_bulk([place.image_pk for place in places])
            for place in places:
                image = images.get(place.image_pk)
                is_known = place.image_pk in seen
                if image is None or (is_known and not self.copies):
                    continue
                seen.add(place.image_pk)
                original = image.original
                folder = place.album.pk if place.album and self.copies else 0
                if original is None:
                    yield Wanted(image, None, is_new=False)
                    continue
                is_new = (original.pk, folder) not in lies
                if is_new:
                    lies[original.pk, folder] = self._path(names, image, original, place)
                yield Wanted(image, lies[original.pk, folder], is_new)

    def _path(self, names: TakenNames, image: Image, original: Original, place: Place) -> str:
        extension = original.extension.lstrip(".")
        album_name = self._album_names[place.album.pk] if place.album else ""
        path = self.template.render(image, place, album_name=album_name, extension=extension)
        return names.take(f"{PICTURES}/{path}", extension=extension)

    def _name_albums(self) -> None:
        """Two albums of an account never share a folder, whatever their titles."""
        taken = TakenNames()
        for album in self.selection.albums:
            path = taken.take(f"{album.account_id}/{safe_part(album.title or f'Album {album.imgur_id}')}")
            self._album_names[album.pk] = path.partition("/")[2]


def _in_chunks(places: Iterator[Place]) -> Iterable[list[Place]]:
    while chunk := list(islice(places, _CHUNK)):
        yield chunk
