"""What an account posted, all that it has, and what it follows."""

import pytest

from tests.fixtures.sandbox import Person, Sandbox
from tests.fixtures.sandbox_gallery import Gallery


def test_it_lists_submissions_in_four_orders(
    gallery: Gallery, owner: Person, stranger: Person, sandbox: Sandbox
) -> None:
    first = gallery.share(owner)
    sandbox.move_clock(60)
    second = gallery.share(owner, gallery.album(owner))
    sandbox.move_clock(60)
    third = gallery.share(owner)
    gallery.share(stranger)
    gallery.vote(second, "up", stranger)
    gallery.vote(third, "down", stranger)

    def order(path: str) -> list[str]:
        return gallery.ids(f"account/lanternfall/submissions{path}")

    assert order("") == order("/0") == order("/newest") == order("/0/newest") == [third, second, first]
    assert order("/oldest") == [first, second, third]
    assert order("/0/best") == [second, first, third]
    assert order("/worst") == [third, first, second]
    assert order("/1") == []
    assert gallery.ids("account/me/submissions", owner) == [third, second, first]
    shown = gallery.get("account/lanternfall/submissions", album_previews=1)
    assert ["images" in item for item in shown] == [False, True, False]
    assert "images" not in gallery.get("account/lanternfall/submissions")[1]


def test_it_shows_mature_submissions_to_who_posted_them(gallery: Gallery, owner: Person) -> None:
    post = gallery.share(owner, mature="1")

    assert post in gallery.ids("account/me/submissions", owner)
    assert post not in gallery.ids("account/lanternfall/submissions")


def test_it_lists_all_albums_and_loose_images_of_ones_own(gallery: Gallery, owner: Person) -> None:
    new = gallery.image(owner)

    pages = [gallery.get(f"account/me/items/newest/{page}", owner) for page in (0, 1)]

    items = [item for page in pages for item in page]
    assert {item["id"] for item in items if item["is_album"]} == set(gallery.get("account/me/albums/ids", owner))
    loose = {item["id"] for item in items if not item["is_album"]}
    in_albums = {
        image["id"] for item in items if item["is_album"] for image in gallery.get(f"album/{item['id']}/images", owner)
    }
    assert loose == set(gallery.get("account/me/images/ids", owner)) - in_albums
    assert new in loose
    times = [item["datetime"] for item in items]
    assert times == sorted(times, reverse=True)
    assert [item["id"] for item in gallery.get("account/me/items/oldest/0", owner)] == [
        item["id"] for item in items[::-1]
    ]
    assert all(item["deletehash"] for item in items)
    assert gallery.refusal("GET", "account/trailwiki/items/newest/0", owner) == (403, "Unauthorized")


@pytest.mark.parametrize("page", [0, 1])
def test_it_feeds_what_is_new_among_followed_tags_and_people(
    gallery: Gallery, owner: Person, stranger: Person, sandbox: Sandbox, page: int
) -> None:
    press = sandbox.people["lanternfall_press"]
    of_tag = gallery.share(owner, gallery.album(owner), tags="mill,wheel")
    gallery.share(owner, tags="wheel")
    of_user = gallery.share(press)
    gallery.run(
        "INSERT INTO sandbox_tagfollow (account_id, tag_id) VALUES (?, ?)",
        stranger.account_id,
        gallery.key("tag", name="mill"),
    )
    gallery.run(
        "INSERT INTO sandbox_userfollow (follower_id, followed_id) VALUES (?, ?)", stranger.account_id, press.account_id
    )

    feed = gallery.get("feed", stranger, page=page)

    expected = [(of_user, [], "lanternfall_press"), (of_tag, ["mill"], None)]
    assert [(item["id"], item["tags"], item["user"]) for item in feed] == ([] if page else expected)
    assert page or len(feed[1]["post"]["images"]) == 1
    assert gallery.get("feed", owner) == []
    assert gallery.refusal("GET", "feed") == (403, "Unauthorized")
