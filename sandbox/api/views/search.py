"""Searching the gallery: GA15."""

from django.db.models import Q

from sandbox.api import search_query
from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import ApiError
from sandbox.api.paging import gallery_page
from sandbox.api.parameters import Parameters
from sandbox.api.payloads.gallery import post_list
from sandbox.api.post_order import PAGE, WINDOW, in_order
from sandbox.api.posts import listed_posts
from sandbox.api.routes import endpoint

# What is longer is cut.
LENGTH = 500
TYPES = {
    "jpg": Q(image__type="image/jpeg"),
    "png": Q(image__type="image/png"),
    "gif": Q(image__type="image/gif"),
    "anigif": Q(image__type="image/gif", image__is_animated=True),
    "album": Q(album__isnull=False),
}
# By the longer side, in pixels: more than the first, up to the second.
SIZES = {"small": (0, 500), "med": (500, 2_000), "big": (2_000, 5_000), "lrg": (5_000, 10_000), "huge": (10_000, 10**9)}


@endpoint("GA15", "GET", "gallery/search[/{sort:time|viral|top}]" + WINDOW + PAGE)
def search(call: Call, sort: str = "time", window: str = "all", page: int | None = None) -> Answer:
    """Posts that fulfil `q`, or all of the advanced fields; any of those puts `q` out of force."""
    wanted = _advanced(call.parameters)
    if wanted is None:
        query = call.parameters.text("q")
        if not query or not query.strip():
            raise ApiError(400, "No query was sent to the search api")
        wanted = search_query.condition(query[:LENGTH])
    found = in_order(listed_posts(call).filter(wanted), sort, window)
    return Answer(post_list(gallery_page(found, call.parameters, page), call.account))


def _advanced(given: Parameters) -> Q | None:
    """What the advanced fields ask for together; None when there are none."""
    fields = {
        name: (given.text(f"q_{name}") or "")[:LENGTH] for name in ("all", "any", "exactly", "not", "type", "size_px")
    }
    if not any(text.strip() for text in fields.values()):
        return None
    wanted = Q()
    for word in _words(fields["all"]):
        wanted &= search_query.text(word)
    if words := _words(fields["any"]):
        wanted &= search_query.any_of(search_query.text(word) for word in words)
    if phrase := fields["exactly"].strip():
        wanted &= search_query.text(phrase)
    for word in _words(fields["not"]):
        wanted &= ~search_query.text(word)
    if kind := fields["type"].strip():
        wanted &= _known(TYPES.get(kind), "q_type", kind)
    if size := fields["size_px"].strip():
        wanted &= _known(_of_size(size), "q_size_px", size)
    return wanted


def _words(text: str) -> list[str]:
    return text.split()[: search_query.TERMS]


def _known(condition: Q | None, field: str, value: str) -> Q:
    if condition is None:
        raise ApiError(400, f"Invalid {field}, {value}")
    return condition


def _of_size(name: str) -> Q | None:
    """Images whose longer side is in the range; albums have no size."""
    if name not in SIZES:
        return None
    above, most = SIZES[name]
    is_larger = Q(image__width__gt=above) | Q(image__height__gt=above)
    return is_larger & Q(image__width__lte=most, image__height__lte=most)
