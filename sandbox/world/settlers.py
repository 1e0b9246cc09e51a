"""Files and rows of people with their albums. Ids, texts, times and figures are the same each time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sandbox.identifiers import DELETEHASH_LENGTH, IMGUR_ID_LENGTH
from sandbox.media.store import WORLD
from sandbox.models import Account, Album, AlbumImage, Image
from sandbox.world import chance
from sandbox.world.files import Order
from sandbox.world.image_rows import image_row
from sandbox.world.people import AlbumPlan, Person, Picture

# The last of these pictures was taken before this day; people spread theirs evenly over the time since they came.
WORLD_ENDS = datetime(2026, 6, 1, tzinfo=UTC)


def orders_of(people: Iterable[Person]) -> list[Order]:
    """The files that these people's pictures need."""
    return [(draft.file, draft.picture.recipe) for person in people for draft in _drafts(person)]


def settle(people: Iterable[Person]) -> None:
    """The rows of these people; their files have to be there."""
    for person in people:
        _settle(person, list(_drafts(person)))


def imgur_id_of(username: str, number: int) -> str:
    """The id of the picture ``number`` (from 0) of somebody's."""
    return chance.letters(f"image {username}/{number}", IMGUR_ID_LENGTH)


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
        return imgur_id_of(self.owner.username, self.number)

    @property
    def file(self) -> str:
        return f"{WORLD}/{self.imgur_id}.{self.picture.recipe.form}"

    def row(self) -> Image:
        recipe = self.picture.recipe
        return image_row(
            self.file,
            self.picture,
            imgur_id=self.imgur_id,
            deletehash=chance.letters(f"image deletehash {self.key}", DELETEHASH_LENGTH),
            account_id=self.owner.account_id,
            name=f"{recipe.source}{'-detail' if recipe.crop else ''}.{recipe.form}",
            created_at=int(self.taken_at.timestamp()),
            views=chance.number(f"views {self.key}", 4_000),
            nsfw=False if self.number % 3 else None,
        )


def _drafts(person: Person) -> Iterator[_Draft]:
    placed = [(album, picture) for album in person.albums for picture in album.pictures]
    everything: list[tuple[AlbumPlan | None, Picture]] = [*placed, *((None, picture) for picture in person.loose)]
    began = datetime.fromisoformat(person.since).replace(tzinfo=UTC)
    step = (WORLD_ENDS - began) / (len(everything) + 1)
    for number, (album, picture) in enumerate(everything):
        jitter = timedelta(seconds=chance.number(f"time {person.username}/{number}", 20 * 3600))
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
            imgur_id=chance.letters(f"album {key}", IMGUR_ID_LENGTH),
            deletehash=chance.letters(f"album deletehash {key}", DELETEHASH_LENGTH),
            account_id=person.account_id,
            title=plan.title,
            description=plan.description,
            cover=members[0] if members and plan.has_cover else None,
            privacy=plan.privacy,
            created_at=created_at,
            views=chance.number(f"album views {key}", 9_000),
            nsfw=False,
        )
        AlbumImage.objects.bulk_create(
            AlbumImage(album=album, image=image, position=position) for position, image in enumerate(members)
        )
