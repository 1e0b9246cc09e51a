"""Words and templates: tags, topics, memes."""

from sandbox.models import Meme, Tag, Topic
from sandbox.world import sheet
from sandbox.world.community.moments import YEAR, Calendar
from sandbox.world.community.posts import Made
from sandbox.world.community.rows import Draft
from sandbox.world.notation import picture
from sandbox.world.people import Picture


def make_words() -> None:
    """Tags and topics, without their pictures, which come from posts."""
    Tag.objects.bulk_create(
        Tag(
            name=row["name"],
            display_name=row["display name"],
            description=row["description"],
            accent=row["accent"],
            is_whitelisted=row["listed"] == "yes",
            outside_followers=int(row["followers"]),
        )
        for row in sheet.rows("tags")
    )
    Topic.objects.bulk_create(
        Topic(
            pk=int(row["id"]),
            name=row["name"],
            description=row["description"],
            is_ephemeral=row["ephemeral"] == "yes",
        )
        for row in sheet.rows("topics")
    )


def hang_pictures(made: list[Made]) -> None:
    """Give tags and topics the picture of the post that their sheets name."""
    first_images = {one.plan.key: one.first_image for one in made}
    for row in sheet.rows("tags"):
        Tag.objects.filter(name=row["name"]).update(background=first_images.get(row["background"]))
    for row in sheet.rows("topics"):
        Topic.objects.filter(pk=int(row["id"])).update(hero=first_images.get(row["hero"]))


def meme_drafts() -> list[Draft]:
    """The pictures that memes are made from; their titles are the memes' names."""
    found = []
    for row in sheet.rows("memes"):
        plain = picture(row["picture"])
        found.append(Draft(f"meme {row['name']}", Picture(plain.recipe, row["name"])))
    return found


def make_memes(now: Calendar) -> dict[str, Meme]:
    """The templates, by their names."""
    memes = {}
    for number, draft in enumerate(meme_drafts()):
        image = draft.row(account_id=None, created_at=now.today - YEAR - number * 86_400, views=0)
        image.save()
        memes[str(image.title)] = Meme.objects.create(image=image)
    return memes
