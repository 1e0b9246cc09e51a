"""Searching the gallery."""

from typing import Any

import pytest

from tests.fixtures.sandbox import Person, Sandbox
from tests.fixtures.sandbox_gallery import Gallery

Posts = dict[str, str]


@pytest.fixture
def posts(gallery: Gallery, owner: Person, stranger: Person) -> Posts:
    """Posts by a short name; all of them have the word zyx, which nothing else has."""
    gallery.sandbox.api(
        "PUT", f"image/{(wheel := gallery.image(owner))}", headers=owner.bearer, data={"description": "oak"}
    )
    return {
        "wheel": gallery.share(owner, wheel, title="zyx Water wheel", tags="Old Mill"),
        "stone": gallery.share(stranger, gallery.image(stranger, form="JPEG"), title="zyx mill stone"),
        "gif": gallery.share(owner, gallery.image(owner, form="GIF", size=(600, 10)), title="zyx 100% stone"),
        "album": gallery.share(owner, gallery.album(owner), title="zyx album of wheels", tags="wheels"),
    }


def found(gallery: Gallery, posts: Posts, **query: Any) -> set[str]:
    names = {post: name for name, post in posts.items()}
    return {names[post] for post in gallery.ids("gallery/search/time/all", **query) if post in names}


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("zyx", {"wheel", "stone", "gif", "album"}),
        ("ZYX wheel", {"wheel", "album"}),
        ("zyx AND wheel AND water", {"wheel"}),
        ("water OR album zyx", {"wheel", "album"}),
        ("zyx NOT wheel", {"stone", "gif"}),
        ("zyx AND NOT wheel NOT mill", {"gif"}),
        ("zyx -wheel", {"stone", "gif"}),
        ('"mill stone"', {"stone"}),
        ('zyx "old mill"', {"wheel"}),
        ("zyx oak", {"wheel"}),
        ("tag:old_mill", {"wheel"}),
        ('tag:"Old Mill"', {"wheel"}),
        ("zyx NOT tag:old_mill", {"stone", "gif", "album"}),
        ("zyx user:TRAILWIKI", {"stone"}),
        ("zyx user:trail", set()),
        ("zyx user:lanternfall", {"wheel", "gif", "album"}),
        ("title:zyx title:mill", {"stone"}),
        ("zyx ext:jpeg", {"stone"}),
        ("zyx ext:.png", {"wheel", "album"}),
        ("album:zyx", {"album"}),
        ("zyx 100%", {"gif"}),
        ("zyx 1_0%", set()),
        ("zyx meme:zyx", set()),
        ("zyx subreddit:pics", set()),
        ("NOT", set()),
    ],
)
def test_it_finds_by_the_language_of_searches(gallery: Gallery, posts: Posts, q: str, names: set[str]) -> None:
    assert found(gallery, posts, q=q) == names


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"q_all": "zyx wheel"}, {"wheel", "album"}),
        ({"q_all": "zyx", "q_any": "water album"}, {"wheel", "album"}),
        ({"q_exactly": "mill stone"}, {"stone"}),
        ({"q_all": "zyx", "q_not": "wheel 100%"}, {"stone"}),
        ({"q_all": "zyx", "q_type": "jpg"}, {"stone"}),
        ({"q_all": "zyx", "q_type": "gif"}, {"gif"}),
        ({"q_all": "zyx", "q_type": "anigif"}, set()),
        ({"q_all": "zyx", "q_type": "album"}, {"album"}),
        ({"q_all": "zyx", "q_size_px": "small"}, {"wheel", "stone"}),
        ({"q_all": "zyx", "q_size_px": "med"}, {"gif"}),
        ({"q_all": "zyx", "q_size_px": "huge"}, set()),
        ({"q_all": "stone", "q": "wheel"}, {"stone", "gif"}),
    ],
)
def test_it_finds_by_the_advanced_fields(
    gallery: Gallery, posts: Posts, fields: dict[str, str], names: set[str]
) -> None:
    assert found(gallery, posts, **fields) == names


def test_it_finds_posts_by_section_and_meme(gallery: Gallery, posts: Posts) -> None:
    template = gallery.run(
        "INSERT INTO sandbox_meme (image_id) VALUES (?)", gallery.key("image", imgur_id=posts["gif"])
    )
    gallery.run("UPDATE sandbox_image SET title = 'Grumpy mill' WHERE imgur_id = ?", posts["gif"])
    stone = gallery.key("image", imgur_id=posts["stone"])
    gallery.run("UPDATE sandbox_post SET meme_id = ?, section = 'Pics' WHERE image_id = ?", template, stone)

    assert found(gallery, posts, q="meme:grumpy") == {"stone"}
    assert found(gallery, posts, q="zyx subreddit:pics") == {"stone"}


def test_it_sorts_and_cuts(gallery: Gallery, owner: Person, sandbox: Sandbox, posts: Posts) -> None:
    gallery.vote(posts["stone"], "up", owner)
    sandbox.move_clock(8 * 86_400)
    new = gallery.share(owner, title="zyx new")

    assert gallery.ids("gallery/search", q="zyx")[0] == new
    assert gallery.ids("gallery/search/top", q="zyx")[0] == posts["stone"]
    assert gallery.ids("gallery/search/top/week/0", q="zyx") == [new]
    assert gallery.ids("gallery/search/viral", q="zyx")[:2] == [new, posts["stone"]]
    assert gallery.ids("gallery/search/1", q="zyx") == []


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "No query was sent to the search api"),
        ({"q": " "}, "No query was sent to the search api"),
        ({"q_type": "heic"}, "Invalid q_type, heic"),
        ({"q_size_px": "vast"}, "Invalid q_size_px, vast"),
    ],
)
def test_it_refuses_what_it_cannot_search_for(gallery: Gallery, fields: dict[str, str], text: str) -> None:
    assert gallery.refusal("GET", "gallery/search", **fields) == (400, text)


def test_it_bears_long_and_strange_queries(gallery: Gallery, posts: Posts) -> None:
    for query in ("a OR " * 5_000, "-" * 3_000, '"', "tag:", "NOT " * 900, "OR OR AND", "\x00", "(zyx"):
        assert gallery.sandbox.api("GET", "gallery/search", data={"q": query}).ok, query[:20]
