"""Who follows, blocks and keeps what, galleries of one's own, and trophies."""

from collections import defaultdict
from datetime import UTC, datetime

from sandbox.models import (
    Account,
    Block,
    CustomGallery,
    Favorite,
    FavoriteFolder,
    Tag,
    TagFollow,
    Trophy,
    UserFollow,
)
from sandbox.world import chance, sheet
from sandbox.world.community.moments import DAY, Calendar
from sandbox.world.community.posts import Made
from sandbox.world.settlers import WORLD_ENDS

# Who blocks whom.
BLOCKS = (("trailwiki", "grumpy_heron"), ("kilnside", "grumpy_heron"))
KEEPERS_PERCENT = {"window_seat": 35, "lanternfall": 18, "atlas_of_small": 15}
OTHERS_PERCENT = 5
FIRST_TROPHY = 20_629_432
FRONT_PAGE_HEAT = 9
FRONT_PAGE = "FrontPage"


def make(now: Calendar, accounts: dict[str, Account], made: list[Made]) -> None:
    tags = {tag.name: tag for tag in Tag.objects.all()}
    for row in sheet.rows("follows"):
        follower = accounts[row["account"]]
        UserFollow.objects.bulk_create(
            UserFollow(follower=follower, followed=accounts[name]) for name in sheet.parts(row["people"])
        )
        TagFollow.objects.bulk_create(TagFollow(account=follower, tag=tags[name]) for name in sheet.parts(row["tags"]))
    Block.objects.bulk_create(Block(blocker=accounts[one], blocked=accounts[other]) for one, other in BLOCKS)
    for row in sheet.rows("galleries"):
        gallery = CustomGallery.objects.create(
            account=accounts[row["account"]],
            handle=row["handle"],
            name=row["name"],
            created_at=now.days_ago(60 + chance.number(f"gallery {row['account']} {row['handle']}", 200)),
        )
        gallery.tags.set([tags[name] for name in sheet.parts(row["tags"])])
    _keep(now, accounts, made)
    _award(accounts, made)


def _keep(now: Calendar, accounts: dict[str, Account], made: list[Made]) -> None:
    """Favorites, and those that are in a folder, all within the figures of the posts."""
    folders: dict[str, list[tuple[str, list[str]]]] = defaultdict(list)
    for row in sheet.rows("folders"):
        folders[row["account"]].append((row["folder"], sheet.parts(row["posts"], ";")))
    for username, account in accounts.items():
        wanted = {key for _, keys in folders[username] for key in keys}
        percent = KEEPERS_PERCENT.get(username, OTHERS_PERCENT)
        kept = {
            one.plan.key: Favorite(
                account=account,
                image=one.post.image,
                album=one.post.album,
                created_at=now.after(one.post.posted_at, f"kept {one.plan.key} {username}", within=9 * DAY),
            )
            for one in made
            if one.plan.key in wanted
            or (
                one.plan.by != username
                and now.was_here(account, one.post.posted_at)
                and chance.happens(f"keeps {one.plan.key} {username}", percent)
            )
        }
        Favorite.objects.bulk_create(sorted(kept.values(), key=lambda favorite: favorite.created_at))
        for name, keys in folders[username]:
            folder = FavoriteFolder.objects.create(account=account, name=name)
            folder.favorites.set([kept[key] for key in keys if key in kept])
    for one in made:
        rows = one.post.image.favorites if one.post.image else one.post.album.favorites  # type: ignore[union-attr]
        if (count := rows.count()) > one.post.favorite_count:
            one.post.favorite_count = count
            one.post.save(update_fields=["favorite_count"])


def _award(accounts: dict[str, Account], made: list[Made]) -> None:
    trophies = []
    for account in accounts.values():
        came = datetime.fromtimestamp(account.created_at, UTC)
        years = WORLD_ENDS.year - came.year - ((WORLD_ENDS.month, WORLD_ENDS.day) < (came.month, came.day))
        for year in (1, 5, 10):
            if year <= years:
                trophies.append(_years(account, came, year))
    for one in made:
        if one.plan.heat == FRONT_PAGE_HEAT:
            trophies.append(_front_page(one))
    trophies.sort(key=lambda trophy: trophy.created_at)
    for number, trophy in enumerate(trophies):
        trophy.pk = FIRST_TROPHY + number
    Trophy.objects.bulk_create(trophies)


def _years(account: Account, came: datetime, years: int) -> Trophy:
    word = "year" if years == 1 else "years"
    return Trophy(
        account=account,
        name=f"{years} {word.title()}",
        name_clean=f"{years}Years",
        description=f"Be here for {years} {word}.",
        created_at=int(came.replace(year=came.year + years).timestamp()),
    )


def _front_page(one: Made) -> Trophy:
    return Trophy(
        account=one.post.account,
        name="Front Page",
        name_clean=FRONT_PAGE,
        description="A post that nearly everybody here has seen.",
        data=one.post.imgur_id,
        data_link=f"/gallery/{one.post.imgur_id}",
        created_at=one.post.viral_at or one.post.posted_at,
    )
