"""Images that somebody linked to in a subreddit: GA6, GA7."""

from django.db.models import F

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.errors import not_found
from sandbox.api.paging import gallery_page
from sandbox.api.payloads.subreddit import subreddit_list, subreddit_payload
from sandbox.api.post_order import DAY, PAGE, WINDOW, since
from sandbox.api.posts import wants_mature
from sandbox.api.routes import endpoint
from sandbox.models import SubredditItem


@endpoint("GA6", "GET", "gallery/r/{subreddit}[/{sort:time|top|hot|new}]" + WINDOW + PAGE, shows_limits=False)
def subreddit(call: Call, subreddit: str, sort: str = "time", window: str = "week", page: int | None = None) -> Answer:
    """The images of a subreddit; none of one that nobody linked in. `hot` and `new` are the words of 2012."""
    items = SubredditItem.objects.filter(subreddit=subreddit.lower(), image__deleted_at=None).select_related("image")
    if not wants_mature(call):
        items = items.filter(is_mature=False)
    match sort:
        case "top":
            items = items.filter(posted_at__gte=since(window)).order_by("-score", "-posted_at", "-pk")
        case "hot":
            items = items.order_by((F("posted_at") / DAY).desc(), "-score", "-pk")
        case _:
            items = items.order_by("-posted_at", "-pk")
    return Answer(subreddit_list(list(gallery_page(items, call.parameters, page)), call.account))


@endpoint("GA7", "GET", "gallery/r/{subreddit}/{handle}", shows_limits=False)
def subreddit_image(call: Call, subreddit: str, handle: str) -> Answer:
    items = SubredditItem.objects.filter(subreddit=subreddit.lower(), image__deleted_at=None).select_related("image")
    item = items.filter(image__imgur_id=handle).first()
    if item is None:
        raise not_found("image", handle)
    return Answer(subreddit_payload(item, call.account))
