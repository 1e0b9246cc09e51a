"""Files and rows of the demo world, into an empty database. Ids, texts, times and figures are the same each time."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings

from sandbox.database import write
from sandbox.identifiers import ALPHANUMERICS, DELETEHASH_LENGTH, IMGUR_ID_LENGTH
from sandbox.media.store import WORLD
from sandbox.media.types import inspect
from sandbox.models import Account, Album, AlbumImage, Image
from sandbox.world.people import AlbumPlan, Person, Picture
from sandbox.world.population import PEOPLE

# The last of the pictures was taken before this day; people spread theirs evenly over the time since they came.
WORLD_ENDS = datetime(2026, 6, 1, tzinfo=UTC)


def is_built() -> bool:
    return Account.objects.exists()


def build() -> None:
    """Make the world. All rows in one transaction: a build that is killed leaves only files, to be overwritten."""
    drafts = [(person, list(_drafts(person))) for person in PEOPLE]
    for _, pictures in drafts:
        for draft in pictures:
            draft.picture.recipe.make(settings.SANDBOX_DIR / draft.file)
    with write():
        for person, pictures in drafts:
            _settle(person, pictures)


@dataclass(frozen=True)
class _Draft:
    """A picture on its way into the world."""

    owner: Person
    number: int
    picture: Picture
    album: AlbumPlan | None
    taken_at: datetime

    @property
    def key(self) -> str:
        return f"{self.owner.username}/{self.number}"

    @property
    def imgur_id(self) -> str:
        return _letters(f"image {self.key}", IMGUR_ID_LENGTH)

    @property
    def file(self) -> str:
        return f"{WORLD}/{self.imgur_id}.{self.picture.recipe.form}"

    def row(self) -> Image:
        recipe = self.picture.recipe
        path = settings.SANDBOX_DIR / self.file
        facts = inspect(path)
        return Image(
            imgur_id=self.imgur_id,
            deletehash=_letters(f"image deletehash {self.key}", DELETEHASH_LENGTH),
            account_id=self.owner.account_id,
            title=self.picture.title,
            description=self.picture.description,
            name=f"{recipe.source}{'-detail' if recipe.crop else ''}.{recipe.form}",
            created_at=int(self.taken_at.timestamp()),
            file=self.file,
            type=facts.type,
            width=facts.width,
            height=facts.height,
            size_bytes=path.stat().st_size,
            is_animated=facts.is_animated,
            has_sound=facts.has_sound,
            views=_number(f"views {self.key}", 4_000),
            nsfw=False if self.number % 3 else None,
        )


def _drafts(person: Person) -> Iterator[_Draft]:
    placed = [(album, picture) for album in person.albums for picture in album.pictures]
    everything: list[tuple[AlbumPlan | None, Picture]] = [*placed, *((None, picture) for picture in person.loose)]
    began = datetime.fromisoformat(person.since).replace(tzinfo=UTC)
    step = (WORLD_ENDS - began) / (len(everything) + 1)
    for number, (album, picture) in enumerate(everything):
        jitter = timedelta(seconds=_number(f"time {person.username}/{number}", 20 * 3600))
        yield _Draft(person, number, picture, album, began + step * (number + 1) + jitter)


def _settle(person: Person, drafts: list[_Draft]) -> None:
    """The rows of one person."""
    began = datetime.fromisoformat(person.since).replace(tzinfo=UTC)
    Account.objects.create(
        pk=person.account_id,
        username=person.username,
        password=person.password,
        bio=person.bio,
        avatar=drafts[person.avatar].imgur_id if person.avatar is not None else None,
        reputation=person.reputation,
        created_at=int(began.timestamp()),
    )
    images = Image.objects.bulk_create([draft.row() for draft in drafts])
    for number, plan in enumerate(person.albums):
        members = [image for image, draft in zip(images, drafts, strict=True) if draft.album is plan]
        key = f"{person.username}/{number}"
        # An album is made when its first picture is; an empty one lately.
        created_at = members[0].created_at - 60 if members else int(WORLD_ENDS.timestamp()) - 86_400
        album = Album.objects.create(
            imgur_id=_letters(f"album {key}", IMGUR_ID_LENGTH),
            deletehash=_letters(f"album deletehash {key}", DELETEHASH_LENGTH),
            account_id=person.account_id,
            title=plan.title,
            description=plan.description,
            cover=members[0] if members and plan.has_cover else None,
            privacy=plan.privacy,
            created_at=created_at,
            views=_number(f"album views {key}", 9_000),
            nsfw=False,
        )
        AlbumImage.objects.bulk_create(
            AlbumImage(album=album, image=image, position=position) for position, image in enumerate(members)
        )


def _digest(seed: str) -> int:
    return int.from_bytes(hashlib.sha256(seed.encode()).digest())


def _letters(seed: str, length: int) -> str:
    """``length`` alphanumerics that follow from ``seed``."""
    number = _digest(seed)
    letters = []
    for _ in range(length):
        number, place = divmod(number, len(ALPHANUMERICS))
        letters.append(ALPHANUMERICS[place])
    return "".join(letters)


def _number(seed: str, below: int) -> int:
    return _digest(seed) % below
