"""Tags as places: GA8, GA9, GA10, GA14."""

from django.db.models import Count

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.paging import gallery_page
from sandbox.api.payloads.gallery import post_list, post_payload
from sandbox.api.payloads.tag import tag_payload, tag_payloads
from sandbox.api.post_order import PAGE, SORT, WINDOW, in_order
from sandbox.api.posts import find_post, find_tag, listed_posts
from sandbox.api.routes import endpoint
from sandbox.api.views.gallery import random_post
from sandbox.models import Post, Tag

# As recorded; Imgur's CDN answers from its cache so long.
CACHE_CONTROL = "max-age=600, stale-while-revalidate=600, stale-if-error=86400, public"
DEFAULT_TAGS = 200


@endpoint("GA8", "GET", "gallery/t/{tag}" + SORT + WINDOW + PAGE, shows_limits=False)
def tag(call: Call, tag: str, sort: str = "viral", window: str = "week", page: int | None = None) -> Answer:
    found = find_tag(tag)
    shown = gallery_page(in_order(listed_posts(call).filter(tags=found), sort, window), call.parameters, page)
    return Answer(tag_payload(found, call.account) | {"items": post_list(shown, call.account)})


@endpoint("GA9", "GET", "gallery/t/{tag}/{handle}", shows_limits=False)
def tagged_post(call: Call, tag: str, handle: str) -> Answer:
    post = find_post(call, handle, among=Post.objects.filter(tags=find_tag(tag)))
    return Answer(post_payload(post, call.account))


@endpoint("GA10", "GET", "gallery/tag_info/{tag}", shows_limits=False)
def tag_info(call: Call, tag: str) -> Answer:
    return Answer(tag_payload(find_tag(tag), call.account))


@endpoint("GA14", "GET", "tags", shows_limits=False, cache_control=CACHE_CONTROL)
def tags(call: Call) -> Answer:
    """The tags that Imgur offers: those it put on its list, then those with the most posts."""
    tags = list(
        Tag.objects.select_related("background")
        .annotate(posts_count=Count("post_tags"))
        .order_by("-is_whitelisted", "-posts_count", "name")[:DEFAULT_TAGS]
    )
    payloads = tag_payloads(tags, call.account)
    return Answer(
        {
            "tags": [payloads[tag.pk] for tag in tags],
            "featured": tags[0].name if tags else None,
            "galleries": _galleries(call),
        }
    )


def _galleries(call: Call) -> list[dict[str, object]]:
    """The four parts of the gallery, each with the post that stands for it."""
    posts = listed_posts(call)
    chosen = [
        ("Most Viral", "Today's most popular posts", in_order(posts.filter(viral_at__isnull=False), "viral").first()),
        ("User Submitted", "What everybody posts, newest first", in_order(posts, "time").first()),
        ("Random", "Any posts, others every hour", random_post(posts)),
        ("Staff Picks", "The best posts there ever were", in_order(posts, "top").first()),
    ]
    tops = {post.pk: post for _, _, post in chosen if post}
    shown = dict(zip(tops, post_list(tops.values(), call.account), strict=True))
    return [
        {"id": number, "name": name, "description": text, "topPost": shown[post.pk] if post else None}
        for number, (name, text, post) in enumerate(chosen)
    ]
