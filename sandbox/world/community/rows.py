"""Pictures of the community, on their way to becoming files and rows."""

from dataclasses import dataclass

from sandbox.identifiers import DELETEHASH_LENGTH, IMGUR_ID_LENGTH
from sandbox.media.store import WORLD
from sandbox.models import Image
from sandbox.world import chance
from sandbox.world.files import Order
from sandbox.world.image_rows import image_row
from sandbox.world.people import Picture


@dataclass(frozen=True)
class Draft:
    """A picture whose ids follow from ``key``."""

    key: str
    picture: Picture

    @property
    def imgur_id(self) -> str:
        return chance.letters(f"community image {self.key}", IMGUR_ID_LENGTH)

    @property
    def file(self) -> str:
        return f"{WORLD}/{self.imgur_id}.{self.picture.recipe.form}"

    @property
    def order(self) -> Order:
        return self.file, self.picture.recipe

    def row(self, *, account_id: int | None, created_at: int, views: int, is_mature: bool = False) -> Image:
        """The row; the file has to be there."""
        return image_row(
            self.file,
            self.picture,
            imgur_id=self.imgur_id,
            deletehash=chance.letters(f"community deletehash {self.key}", DELETEHASH_LENGTH),
            account_id=account_id,
            name=f"{self.picture.recipe.source}.{self.picture.recipe.form}",
            created_at=created_at,
            views=views,
            nsfw=is_mature,
        )
