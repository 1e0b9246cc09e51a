"""What is new among the tags and people that the caller follows: FE1."""

from django.db.models import Q

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.paging import gallery_page
from sandbox.api.payloads.gallery import post_list
from sandbox.api.post_order import in_order
from sandbox.api.posts import browsed_posts
from sandbox.api.routes import Needs, endpoint
from sandbox.models import PostTag, UserFollow


@endpoint("FE1", "GET", "feed", needs=Needs.ACCOUNT)
def feed(call: Call) -> Answer:
    """Posts, newest first, each with the reasons for which it is here; 60 a page, by the query's `page`."""
    account = call.identity.require_account()
    people = set(UserFollow.objects.filter(follower=account).values_list("followed", flat=True))
    tagged = PostTag.objects.filter(tag__follows__account=account)
    followed = browsed_posts(call).filter(Q(account__in=people) | Q(pk__in=tagged.values("post")))
    posts = list(gallery_page(in_order(followed, "time"), call.parameters, None))
    tags: dict[int, list[str]] = {}
    for post_tag in tagged.filter(post__in=posts).select_related("tag").order_by("pk"):
        tags.setdefault(post_tag.post_id, []).append(post_tag.tag.name)
    shown = post_list(posts, account)
    return Answer(
        [
            {
                "id": payload["id"],
                "datetime": payload["datetime"],
                "tags": tags.get(post.pk, []),
                "user": payload["account_url"] if post.account_id in people else None,
                "post": payload,
            }
            for post, payload in zip(posts, shown, strict=True)
        ]
    )
