"""What is in the gallery: posts with their pictures."""

from dataclasses import dataclass

from sandbox.identifiers import DELETEHASH_LENGTH, IMGUR_ID_LENGTH
from sandbox.models import Account, Album, AlbumImage, Image, Meme, Post, Topic
from sandbox.world import chance
from sandbox.world.community.moments import HOUR, Calendar
from sandbox.world.community.plans import PostPlan, post_plans
from sandbox.world.community.rows import Draft
from sandbox.world.settlers import imgur_id_of

# Upvotes of a post of each heat, about.
UPS = (0, 3, 9, 24, 60, 150, 390, 910, 2_150, 4_700)
VIRAL_HEAT = 5
# By the subjects of the posts: where else people found them.
SUBREDDITS = {"maps": "handmaps", "pixels": "pixelcorner", "pottery": "wheelthrown", "trails": "quietpaths"}
FOUND_PERCENT = 30


@dataclass(frozen=True)
class Made:
    """A post that was made, and its plan."""

    plan: PostPlan
    post: Post
    first_image: Image


@dataclass(frozen=True)
class _Reception:
    """How a post was received, as figures."""

    ups: int
    downs: int
    favorites: int

    @classmethod
    def of(cls, plan: PostPlan, age_seconds: int) -> "_Reception":
        seed = f"reception {plan.key}"
        # What is only hours old has not been seen by all yet.
        seen = min(1.0, 0.08 + age_seconds / (40 * HOUR))
        ups = 1 + int(UPS[plan.heat] * (70 + chance.number(f"{seed} ups", 60)) / 100 * seen)
        grumble = 2 + chance.number(f"{seed} downs", 6) + (90 if plan.heat == 1 else 0)
        return cls(ups, ups * grumble // 100, ups * (3 + chance.number(f"{seed} kept", 9)) // 100)


def drafts() -> list[Draft]:
    """The pictures that come with posts."""
    return [draft for plan in post_plans() for draft in _drafts(plan)]


def album_ids() -> list[str]:
    """The ids of the albums that posts with several pictures come with."""
    return [_album_id(plan) for plan in post_plans()]


def make(now: Calendar, accounts: dict[str, Account], memes: dict[str, Meme]) -> list[Made]:
    """All posts, oldest first. One whose album or image somebody has deleted is left out."""
    plans = post_plans()
    newest_first = chance.shuffled("order of posts", plans)
    made = []
    for place in range(len(plans) - 1, -1, -1):
        plan = newest_first[place]
        subject = _picture_of(plan, accounts[plan.by], now.of(place, len(plans), plan.key))
        if subject is not None:
            made.append(_post(now, plan, accounts[plan.by], memes, *subject))
    return made


def _drafts(plan: PostPlan) -> list[Draft]:
    return [Draft(f"{plan.key}/{number}", picture) for number, picture in enumerate(plan.pictures)]


def _picture_of(plan: PostPlan, poster: Account, moment: int) -> tuple[Image | Album, Image, int] | None:
    """The image or album to post, its first image, and when it was posted; None when it is not there any more."""
    if plan.own_album is not None:
        album = Album.objects.filter(account=poster, title=plan.own_album).first()
        first = album.images_in_order().first() if album else None
        return (album, first, max(moment, album.created_at + HOUR)) if album and first else None
    if plan.own_image is not None:
        image = Image.objects.present().filter(imgur_id=imgur_id_of(plan.by, plan.own_image)).first()
        return (image, image, max(moment, image.created_at + HOUR)) if image else None
    images = _new_images(plan, poster, moment)
    return (images[0] if len(images) == 1 else _new_album(plan, poster, images, moment), images[0], moment)


def _new_images(plan: PostPlan, poster: Account, moment: int) -> list[Image]:
    found = _drafts(plan)
    return Image.objects.bulk_create(
        draft.row(
            account_id=poster.pk,
            created_at=moment - HOUR // 2 - 40 * (len(found) - number),
            views=UPS[plan.heat] * (9 + chance.number(f"views {draft.key}", 20)),
            is_mature=plan.is_mature,
        )
        for number, draft in enumerate(found)
    )


def _new_album(plan: PostPlan, poster: Account, images: list[Image], moment: int) -> Album:
    album = Album.objects.create(
        imgur_id=_album_id(plan),
        deletehash=chance.letters(f"community album deletehash {plan.key}", DELETEHASH_LENGTH),
        account=poster,
        title=plan.title,
        cover=images[0],
        privacy=Album.Privacy.HIDDEN,
        created_at=moment - HOUR // 3,
        views=UPS[plan.heat] * (20 + chance.number(f"views {plan.key}", 30)),
        nsfw=plan.is_mature,
    )
    AlbumImage.objects.bulk_create(
        AlbumImage(album=album, image=image, position=position) for position, image in enumerate(images)
    )
    return album


def _section(plan: PostPlan) -> str:
    """The subreddit in which the post was found, for a few of the subjects that one is about."""
    found = plan.subject in SUBREDDITS and chance.happens(f"section {plan.key}", FOUND_PERCENT)
    return SUBREDDITS[plan.subject] if found else ""


def _album_id(plan: PostPlan) -> str:
    return chance.letters(f"community album {plan.key}", IMGUR_ID_LENGTH)


def _post(
    now: Calendar,
    plan: PostPlan,
    poster: Account,
    memes: dict[str, Meme],
    subject: Image | Album,
    first: Image,
    posted_at: int,
) -> Made:
    reception = _Reception.of(plan, now.today - posted_at)
    viral_at = posted_at + HOUR + chance.number(f"viral {plan.key}", 4 * HOUR)
    name, top, bottom = plan.meme or ("", "", "")
    post = Post.objects.create(
        image=subject if isinstance(subject, Image) else None,
        album=subject if isinstance(subject, Album) else None,
        account=poster,
        title=plan.title,
        description=plan.description,
        topic=Topic.objects.get(name=plan.topic),
        posted_at=posted_at,
        viral_at=viral_at if plan.heat >= VIRAL_HEAT and viral_at < now.today else None,
        is_mature=plan.is_mature,
        section=_section(plan),
        ups=reception.ups,
        downs=reception.downs,
        favorite_count=reception.favorites,
        meme=memes.get(name),
        meme_top=top,
        meme_bottom=bottom,
    )
    return Made(plan, post, first)
