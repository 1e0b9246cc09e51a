"""Topics: TO1 to TO3."""

from sandbox.api.call import Call
from sandbox.api.envelope import Answer
from sandbox.api.paging import gallery_page
from sandbox.api.payloads.gallery import post_list, post_payload
from sandbox.api.payloads.topic import posts_in, topic_list
from sandbox.api.post_order import PAGE, SORT, WINDOW, in_order
from sandbox.api.posts import browsed_posts, find_post, find_topic, listed_posts
from sandbox.api.routes import endpoint
from sandbox.models import Post


@endpoint("TO1", "GET", "topics/defaults")
def topics(call: Call) -> Answer:
    return Answer(topic_list(call.account, listed_posts(call)))


@endpoint("TO2", "GET", "topics/{topic}" + SORT + WINDOW + PAGE)
def topic(call: Call, topic: str, sort: str = "viral", window: str = "week", page: int | None = None) -> Answer:
    posts = in_order(posts_in(find_topic(topic), browsed_posts(call)), sort, window)
    return Answer(post_list(gallery_page(posts, call.parameters, page), call.account))


@endpoint("TO3", "GET", "topics/{topic}/{handle}")
def topic_post(call: Call, topic: str, handle: str) -> Answer:
    post = find_post(call, handle, among=posts_in(find_topic(topic), Post.objects.all()))
    return Answer(post_payload(post, call.account))
