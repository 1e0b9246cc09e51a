"""The words `sort` and `window` of lists of posts."""

from django.db.models import F, FloatField, IntegerField, Value
from django.db.models.expressions import Combinable, ExpressionWrapper
from django.db.models.functions import Cast, Coalesce, Greatest

from sandbox import clock
from sandbox.models.gallery import PostQuerySet

# For paths: `gallery/t/{tag}[/{sort:viral|top|time}][/{window:day|...}][/{page:int}]`.
SORT = "[/{sort:viral|top|time}]"
WINDOW = "[/{window:day|week|month|year|all}]"
PAGE = "[/{page:int}]"

DAY = 86_400
WINDOW_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}

POINTS = ExpressionWrapper(F("ups") - F("downs"), output_field=IntegerField())
# As `Post.score` has it.
SCORE = ExpressionWrapper(F("ups") - (F("downs") + 3) / 4, output_field=IntegerField())


def in_order(posts: PostQuerySet, sort: str, window: str = "all") -> PostQuerySet:
    """The posts by `viral` (day by day, the most popular of each day first), `top`, `time` or `rising`.

    ``window`` counts for `top` only.
    """
    match sort:
        case "time":
            return posts.order_by("-posted_at", "-pk")
        case "top":
            return within(posts, window).order_by(POINTS.desc(), "-posted_at", "-pk")
        case "rising":
            return posts.order_by(_speed().desc(), "-pk")
        case _:
            return posts.order_by(_day(Coalesce("viral_at", "posted_at")).desc(), SCORE.desc(), "-pk")


def most_viral(posts: PostQuerySet) -> PostQuerySet:
    """The posts that came among the most viral, latest first."""
    return posts.filter(viral_at__isnull=False).order_by("-viral_at", "-pk")


def within(posts: PostQuerySet, window: str) -> PostQuerySet:
    """The posts of the last day, week, month (30 days) or year, or `all`."""
    return posts if window == "all" else posts.filter(posted_at__gte=since(window))


def since(window: str) -> int:
    """When the window begins, in epoch seconds."""
    return 0 if window == "all" else clock.now_seconds() - WINDOW_DAYS[window] * DAY


def _day(moment: Combinable) -> ExpressionWrapper:
    return ExpressionWrapper(moment / DAY, output_field=IntegerField())


def _speed() -> ExpressionWrapper:
    """Points an hour since it was posted; the first two hours count as begun."""
    age = Greatest(clock.now_seconds() - F("posted_at"), Value(0)) + 2 * 3600
    return ExpressionWrapper(Cast(POINTS, FloatField()) / Cast(age, FloatField()), output_field=FloatField())
