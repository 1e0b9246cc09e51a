"""Topics."""

import pytest

from tests.fixtures.sandbox import Person
from tests.fixtures.sandbox_gallery import Gallery

KEYS = ["id", "name", "description", "css", "ephemeral", "readonly", "topPost", "heroImage", "isHero"]


@pytest.fixture(autouse=True)
def topics(gallery: Gallery) -> None:
    for key, name in ((902, "Old Mills"), (911, "Empty"), (29, "No Topic")):
        gallery.run("INSERT INTO sandbox_topic (id, name, description, is_ephemeral) VALUES (?, ?, 'D', 0)", key, name)


def test_it_lists_topics_with_their_best_posts(gallery: Gallery, owner: Person, stranger: Person) -> None:
    gallery.share(owner, topic="902")
    best, hero = gallery.share(owner, topic="old_mills"), gallery.image(owner)
    gallery.vote(best, "up", stranger)
    untopical = gallery.share(owner)
    gallery.run(
        "UPDATE sandbox_topic SET hero_id = (SELECT id FROM sandbox_image WHERE imgur_id = ?) WHERE id = 902", hero
    )

    shown = {topic["id"]: topic for topic in gallery.get("topics/defaults")}

    assert list(shown[902]) == KEYS
    assert (shown[902]["name"], shown[902]["topPost"]["id"]) == ("Old Mills", best)
    assert (shown[902]["heroImage"]["id"], shown[902]["isHero"]) == (hero, True)
    assert (shown[911]["topPost"], shown[911]["heroImage"], shown[911]["isHero"]) == (None, None, False)
    assert shown[29]["topPost"]["id"] == untopical


@pytest.mark.parametrize("name", ["902", "Old_Mills", "old mills"])
def test_it_lists_the_posts_of_a_topic(gallery: Gallery, owner: Person, stranger: Person, name: str) -> None:
    first, second = gallery.share(owner, topic="902"), gallery.share(owner, topic="902")
    gallery.share(owner)
    gallery.vote(first, "up", stranger)

    assert gallery.ids(f"topics/{name}") == gallery.ids(f"topics/{name}/top/week/0") == [first, second]
    assert gallery.ids(f"topics/{name}/time") == [second, first]
    assert gallery.ids(f"topics/{name}/1") == []
    assert gallery.get(f"topics/{name}/{second}")["topic_id"] == 902


def test_it_leaves_out_blocked_tags(gallery: Gallery, owner: Person, stranger: Person) -> None:
    blocked, other = gallery.share(owner, topic="902", tags="slugs"), gallery.share(owner, topic="902")
    gallery.sandbox.api("POST", "g/block_tag", headers=stranger.bearer, data={"tag": "slugs"})

    assert gallery.ids("topics/902", stranger) == [other]
    assert gallery.ids("topics/902/time", owner) == [other, blocked]


def test_it_counts_posts_without_a_topic_as_of_no_topic(gallery: Gallery, owner: Person) -> None:
    post = gallery.share(owner)

    assert gallery.ids("topics/29") == [post]
    assert gallery.refusal("GET", f"topics/902/{post}")[0] == 404


def test_it_says_so_when_there_is_no_such_topic(gallery: Gallery) -> None:
    for name in ("99", "Nothing", "9" * 30):
        assert gallery.refusal("GET", f"topics/{name}") == (404, f"Unable to find a topic with the id, {name}")
