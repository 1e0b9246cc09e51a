"""Images of subreddits."""

import pytest

from tests.fixtures.sandbox import Person
from tests.fixtures.sandbox_gallery import Gallery

DAY = 86_400


@pytest.fixture
def items(gallery: Gallery, owner: Person) -> list[str]:
    """Images of r/Mills: the newest first, the older ones more popular, the last one mature."""
    now = int(gallery.sandbox.state()["clock"])
    images = [gallery.image(owner) for _ in range(4)]
    for number, image in enumerate(images):
        gallery.run(
            "INSERT INTO sandbox_subreddititem (image_id, subreddit, title, score, posted_at, is_mature,"
            " reddit_comments) VALUES (?, 'mills', ?, ?, ?, ?, ?)",
            gallery.key("image", imgur_id=image),
            f"Mill {number}",
            10 * number,
            now - 5 * DAY * number,
            number == 3,
            "/r/mills/comments/1" if number == 1 else "",
        )
    return images


@pytest.mark.parametrize(
    ("path", "order"),
    [
        ("", [0, 1, 2]),
        ("/time/0", [0, 1, 2]),
        ("/new", [0, 1, 2]),
        ("/hot", [0, 1, 2]),
        ("/top", [1, 0]),
        ("/top/month", [2, 1, 0]),
        ("/0", [0, 1, 2]),
        ("/1", []),
    ],
)
def test_it_lists_a_subreddit(gallery: Gallery, items: list[str], path: str, order: list[int]) -> None:
    assert gallery.ids(f"gallery/r/Mills{path}") == [items[number] for number in order]


def test_it_shows_subreddit_items_without_votes_and_account(gallery: Gallery, items: list[str]) -> None:
    first, second, _ = gallery.get("gallery/r/mills")

    assert (first["title"], first["section"], first["score"], first["nsfw"]) == ("Mill 0", "mills", 0, False)
    nulls = ("vote", "account_url", "account_id", "comment_count", "favorite_count", "ups", "downs", "points")
    assert {first[name] for name in nulls} == {None}
    assert {"topic", "topic_id", "deletehash", "reddit_comments"}.isdisjoint(first)
    assert (first["is_album"], second["reddit_comments"]) == (False, "/r/mills/comments/1")


def test_it_shows_one_item(gallery: Gallery, items: list[str]) -> None:
    shown = gallery.get(f"gallery/r/mills/{items[3]}")

    assert (shown["title"], shown["nsfw"]) == ("Mill 3", True)
    assert "ad_config" in shown
    assert gallery.refusal("GET", f"gallery/r/other/{items[3]}")[0] == 404


def test_it_shows_mature_items_when_asked_to(gallery: Gallery, items: list[str]) -> None:
    assert gallery.ids("gallery/r/mills", mature="true") == items


def test_it_answers_with_nothing_for_an_unknown_subreddit(gallery: Gallery) -> None:
    assert gallery.ids("gallery/r/nothing_here") == []


def test_it_leaves_deleted_images_out(gallery: Gallery, owner: Person, items: list[str]) -> None:
    gallery.sandbox.api("DELETE", f"image/{items[0]}", headers=owner.bearer)

    assert gallery.ids("gallery/r/mills") == items[1:3]
