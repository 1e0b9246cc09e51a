"""Tags, topics and the feed they make: GA8 to GA14, TO1 to TO3, FE1."""

from __future__ import annotations

import pytest

from imgur import NotFoundError, TagGallery
from tests.conformance.scenarios import conforms
from tests.conformance.trial import OWNER, STRANGER, Trial


@conforms("GA8", "tags.page", "tags.posts")
def lists_the_posts_of_a_tag(trial: Trial) -> None:
    post = trial.post(tags=["sea"])

    # Somebody who sees what is marked as mature, as the total counts it.
    posts = trial.call("sea", sort="time", by="window_seat")

    if isinstance(posts, TagGallery):
        assert (posts.name, posts.display_name, posts.total_items) == ("sea", "Sea", len(posts.items))
        posts = posts.items
    assert posts[0].id == post
    assert all("sea" in {tag.name for tag in item.tags} for item in posts)


@conforms("GA9", "tags.post")
def reads_a_post_of_a_tag(trial: Trial) -> None:
    post = trial.post(tags=["sea"])

    assert trial.call("sea", post) == trial.imgur().gallery.get(post)
    with pytest.raises(NotFoundError):
        trial.imgur().tags.post("sky", post)


@conforms("GA10", "tags.info")
def reads_a_tag(trial: Trial) -> None:
    tag = trial.call("gamedev")

    assert (tag.display_name, tag.accent, tag.following) == ("Game Development", "4a3b86", True)
    assert tag.total_items == trial.imgur().tags.page("gamedev").total_items


@conforms("GA11", "tags.of_post")
def lists_the_tags_of_a_post(trial: Trial) -> None:
    post = trial.post(tags=["sea", "sky"])

    assert [(tag.name, tag.author) for tag in trial.call(post, by=None)] == [("sea", OWNER), ("sky", OWNER)]


@conforms("GA12", "tags.set_on_post")
def sets_the_tags_of_a_post(trial: Trial) -> None:
    post = trial.post(tags=["sea", "sky"])

    trial.call(post, ["sky", "night"])

    assert {tag.name for tag in trial.imgur().tags.of_post(post)} == {"sky", "night"}
    assert {tag.name for tag in trial.imgur().gallery.get(post).tags} == {"sky", "night"}


@conforms("GA13", "tags.vote")
def votes_on_a_tag_of_a_post(trial: Trial) -> None:
    post = trial.post(tags=["sea"])

    def standing() -> tuple[int, int]:
        (tag,) = trial.imgur().tags.of_post(post)
        return tag.ups, tag.downs

    ups, downs = standing()
    trial.call(post, "sea", "down", by=STRANGER)
    assert standing() == (ups, downs + 1)
    trial.call(post, "sea", "down", by=STRANGER)
    assert standing() == (ups, downs)


@conforms("GA14", "tags.defaults")
def lists_the_tags_on_offer(trial: Trial) -> None:
    offered = trial.call()

    assert offered.featured in {tag.name for tag in offered.tags}
    assert {tag.name for tag in offered.tags if tag.following} >= {"gamedev", "pixel_art"}
    assert [gallery.name for gallery in offered.galleries] == ["Most Viral", "User Submitted", "Random", "Staff Picks"]
    assert offered.galleries[0].top_post.id == trial.front_page().id


@conforms("TO1", "topics.defaults")
def lists_topics(trial: Trial) -> None:
    topics = trial.call(by=None)

    assert {topic.id: topic.name for topic in topics}[29] == "No Topic"
    for topic in topics:
        listed = {post.id for post in trial.imgur(None).topics.posts(topic.id, sort="top", window="all")}
        assert topic.top_post is None or topic.top_post.id in listed


@conforms("TO2", "topics.page", "topics.posts")
def lists_the_posts_of_a_topic(trial: Trial) -> None:
    post = trial.post(topic="The More You Know")

    by_name = trial.call("The More You Know", sort="time", by=None)

    assert by_name[0].id == post
    assert {item.topic_id for item in by_name} == {11}
    assert trial.call(11, sort="time", by=None) == by_name


@conforms("TO3", "topics.post")
def reads_a_post_of_a_topic(trial: Trial) -> None:
    post = trial.post(topic=2)

    assert trial.call("Funny", post) == trial.imgur().gallery.get(post)
    with pytest.raises(NotFoundError):
        trial.imgur().topics.post(11, post)


@conforms("FE1", "feed.get")
def reads_the_feed(trial: Trial) -> None:
    followed, by_tag, neither = trial.post(STRANGER), trial.post("kilnside", tags=["gamedev"]), trial.post("kilnside")

    feed = trial.call()

    posts = [item.post.id for item in feed]
    assert set(posts[:2]) == {by_tag, followed}
    assert neither not in posts
    assert {item.post.id: item.extra["user"] for item in feed}[followed] == STRANGER
    assert {item.post.id: item.extra["tags"] for item in feed}[by_tag] == ["gamedev"]
