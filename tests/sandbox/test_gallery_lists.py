"""Lists of the gallery: sections, sorts, windows, pages, and what they leave out."""

import pytest

from tests.fixtures.sandbox import Person, Sandbox
from tests.fixtures.sandbox_gallery import Gallery

HOUR, DAY = 3_600, 86_400


@pytest.fixture
def people(sandbox: Sandbox) -> list[Person]:
    return list(sandbox.people.values())


def test_it_shows_viral_posts_as_hot_and_all_posts_as_those_of_users(gallery: Gallery, owner: Person) -> None:
    viral, other = gallery.share(owner), gallery.share(owner)
    gallery.make_viral(viral)

    assert gallery.ids("gallery") == gallery.ids("gallery/hot") == [viral]
    assert set(gallery.ids("gallery/user")) == {viral, other}
    assert gallery.ids("gallery/user", showViral="false") == [other]
    assert set(gallery.ids("gallery/top")) == {viral, other}
    assert [item["in_most_viral"] for item in gallery.get("gallery/user/top")] == [True, False]


@pytest.mark.parametrize(
    "path",
    [
        "gallery/user/time",
        "gallery/user/time/0",
        "gallery/user/time/day/0",
        "gallery/user/time/day",
        "gallery/user/time/",
    ],
)
def test_it_reads_segments_by_their_values(gallery: Gallery, owner: Person, sandbox: Sandbox, path: str) -> None:
    first = gallery.share(owner)
    sandbox.move_clock(HOUR)
    second = gallery.share(owner)

    assert gallery.ids(path) == [second, first]


@pytest.mark.parametrize("path", ["gallery/user/1", "gallery/user/viral/1", "gallery/1", "gallery/top/week/1"])
def test_it_takes_a_page_after_any_segment(gallery: Gallery, owner: Person, path: str) -> None:
    gallery.make_viral(gallery.share(owner))

    assert gallery.ids(path) == []
    assert len(gallery.ids(path.removesuffix("/1"))) == 1


def test_it_sorts_by_day_and_popularity_by_points_by_time_and_by_speed(
    gallery: Gallery, owner: Person, sandbox: Sandbox, people: list[Person]
) -> None:
    old_best, old = gallery.share(owner), gallery.share(owner)
    gallery.vote(old_best, "up", *people[:4])
    gallery.vote(old, "up", *people[:3])
    sandbox.move_clock(2 * DAY)
    new, newer = gallery.share(owner), gallery.share(owner)
    gallery.vote(new, "up", *people[:2])

    assert gallery.ids("gallery/user/viral") == [new, newer, old_best, old]
    assert gallery.ids("gallery/user/top") == [old_best, old, new, newer]
    assert gallery.ids("gallery/user/time") == [newer, new, old, old_best]
    assert gallery.ids("gallery/user/rising") == [new, old_best, old, newer]


def test_it_cuts_the_section_top_to_the_window(gallery: Gallery, owner: Person, sandbox: Sandbox) -> None:
    posts = [gallery.share(owner)]
    for days in (300, 27, 6, 2):
        sandbox.move_clock(days * DAY)
        posts.append(gallery.share(owner))

    lengths = {
        window: len(gallery.ids(f"gallery/top/viral/{window}")) for window in ("day", "week", "month", "year", "all")
    }

    assert lengths == {"day": 1, "week": 2, "month": 3, "year": 5, "all": 5}
    assert gallery.ids("gallery/top") == posts[-1:]


def test_it_shows_mature_posts_to_who_wants_them(gallery: Gallery, owner: Person, stranger: Person) -> None:
    mild, mature = gallery.share(owner, tags="both"), gallery.share(owner, mature="true", tags="both")
    both = {mild, mature}

    assert gallery.ids("gallery/user") == gallery.ids("gallery/user", stranger, mature="true") == [mild]
    assert set(gallery.ids("gallery/user", mature="true")) == both
    assert [item["id"] for item in gallery.get("gallery/t/both")["items"]] == [mild]
    assert gallery.get(f"gallery/{mature}")["nsfw"] is True
    gallery.run("UPDATE sandbox_account SET show_mature = 1 WHERE id = ?", stranger.account_id)
    assert set(gallery.ids("gallery/user", stranger)) == both


def test_it_adds_images_to_albums_when_asked_to(gallery: Gallery, owner: Person) -> None:
    gallery.share(owner, gallery.album(owner, length=4))

    assert "images" not in gallery.get("gallery/user")[0]
    assert len(gallery.get("gallery/user", album_previews="1")[0]["images"]) == 3
    assert gallery.get("gallery/user")[0]["images_count"] == 4


def test_it_gives_sixty_a_page_whatever_is_asked(gallery: Gallery, owner: Person) -> None:
    account = owner.account_id
    for number in range(63):
        image = gallery.run(
            "INSERT INTO sandbox_image (imgur_id, deletehash, account_id, name, created_at, file, type, width, height,"
            " size_bytes, is_animated, has_sound, is_edited, views)"
            " VALUES (?, ?, ?, '', 0, '', 'image/png', 1, 1, 1, 0, 0, 0, 0)",
            f"bulk{number:03}",
            f"bulk{number:011}",
            account,
        )
        gallery.run(
            "INSERT INTO sandbox_post (image_id, account_id, title, posted_at, is_mature, section, ups, downs,"
            " favorite_count, meme_top, meme_bottom) VALUES (?, ?, '', ?, 0, '', 0, 0, 0, '', '')",
            image,
            account,
            number,
        )

    pages = [gallery.ids(f"gallery/user/time/{page}?perPage=10") for page in range(3)]

    assert [len(page) for page in pages] == [60, 3, 0]
    assert pages[0][0] == "bulk062"
    assert gallery.ids("gallery/user/time", page=1) == pages[1]
    assert len(gallery.ids("account/lanternfall/submissions")) == 60
    assert len(gallery.ids("gallery/random/1")) == 3
    assert gallery.ids("gallery/random/random/51") == []


def test_it_mixes_the_random_posts_anew_every_hour(gallery: Gallery, owner: Person, sandbox: Sandbox) -> None:
    posts = {gallery.share(owner) for _ in range(8)}

    # To the beginning of an hour, so that none ends in between.
    sandbox.move_clock(HOUR - sandbox.state()["clock"] % HOUR)

    before = gallery.ids("gallery/random/random")

    assert set(before) == posts
    assert before == gallery.ids("gallery/random/random/0") == gallery.ids("gallery/random", owner)
    sandbox.move_clock(HOUR - 60)
    assert gallery.ids("gallery/random/random") == before
    sandbox.move_clock(60)
    assert gallery.ids("gallery/random/random") != before


@pytest.mark.parametrize(
    ("path", "shows"), [("gallery", False), ("gallery/r/pics", False), ("tags", False), ("gallery/search?q=x", True)]
)
def test_it_shows_no_limits_where_a_cache_answers(sandbox: Sandbox, path: str, shows: bool) -> None:
    answer = sandbox.api("GET", path)

    assert ("X-RateLimit-ClientLimit" in answer.headers) is shows


def test_it_lets_tags_be_cached_and_nothing_else(sandbox: Sandbox) -> None:
    tags, gallery = (sandbox.api("GET", path).headers["Cache-Control"] for path in ("tags", "gallery"))

    assert tags == "max-age=600, stale-while-revalidate=600, stale-if-error=86400, public"
    assert gallery.startswith("no-store")
