"""The gallery as lists: GA1, GA16."""

import hashlib

from sandbox import clock
from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.paging import PER_GALLERY_PAGE, gallery_page, page_number
from sandbox.api.payloads.gallery import post_list
from sandbox.api.post_order import PAGE, WINDOW, in_order, most_viral, within
from sandbox.api.posts import browsed_posts
from sandbox.api.routes import endpoint
from sandbox.models import Post
from sandbox.models.gallery import PostQuerySet

RANDOM_SECONDS = 3600
LAST_RANDOM_PAGE = 50


@endpoint(
    "GA1",
    "GET",
    "gallery[/{section:hot|top|user}][/{sort:viral|top|time|rising}]" + WINDOW + PAGE,
    shows_limits=False,
)
def gallery(
    call: Call, section: str = "hot", sort: str = "viral", window: str = "day", page: int | None = None
) -> Answer:
    """A section of the gallery. ``window`` counts for the section `top`; `rising` is a sort of the section `user`."""
    posts = browsed_posts(call)
    if section == "user":
        ordered = in_order(_of_users(call, posts), sort)
    elif section == "top":
        ordered = in_order(within(posts, window), "top" if sort == "viral" else _not_rising(sort))
    elif sort == "time":
        ordered = most_viral(posts)
    else:
        ordered = in_order(posts.filter(viral_at__isnull=False), _not_rising(sort))
    shown = gallery_page(ordered, call.parameters, page)
    return Answer(post_list(shown, call.account, has_previews=call.parameters.flag("album_previews")))


@endpoint("GA16", "GET", "gallery/random[/{again:random}]" + PAGE)
def random(call: Call, again: str = "", page: int | None = None) -> Answer:
    """Any posts, in an order that stays the same for an hour; nothing after page 50."""
    number = page_number(call.parameters, page)
    posts = browsed_posts(call)
    order = sorted(posts.values_list("pk", flat=True), key=_place_in_this_hour) if number <= LAST_RANDOM_PAGE else []
    keys = order[number * PER_GALLERY_PAGE : (number + 1) * PER_GALLERY_PAGE]
    shown = {post.pk: post for post in posts.filter(pk__in=keys)}
    return Answer(post_list([shown[key] for key in keys], call.account))


def random_post(posts: PostQuerySet) -> Post | None:
    """The first of this hour's random order."""
    keys = list(posts.values_list("pk", flat=True))
    return posts.get(pk=min(keys, key=_place_in_this_hour)) if keys else None


def _of_users(call: Call, posts: PostQuerySet) -> PostQuerySet:
    """All posts, or with `showViral=false` only those that are not among the most viral."""
    hides_viral = call.parameters.has("showViral") and not call.parameters.flag("showViral")
    return posts.filter(viral_at=None) if hides_viral else posts


def _not_rising(sort: str) -> str:
    return "viral" if sort == "rising" else sort


def _place_in_this_hour(key: int) -> bytes:
    hour = clock.now_seconds() // RANDOM_SECONDS
    return hashlib.sha256(f"{hour} {key}".encode()).digest()
