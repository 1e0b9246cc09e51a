"""Tags: of the gallery and of posts."""

import pytest

from tests.fixtures.sandbox import Person, Sandbox
from tests.fixtures.sandbox_gallery import Gallery


def test_it_shows_a_tag_with_its_posts(gallery: Gallery, owner: Person, stranger: Person) -> None:
    first, second = gallery.share(owner, tags="Old Mill"), gallery.share(owner, gallery.album(owner), tags="old_mill")
    gallery.share(owner, tags="other")
    gallery.vote(first, "up", stranger)

    shown = gallery.get("gallery/t/old_mill/top/all/0")

    items = shown.pop("items")
    assert [item["id"] for item in items] == [first, second]
    assert (shown["name"], shown["display_name"], shown["total_items"]) == ("old_mill", "Old Mill", 2)
    assert shown["background_hash"] == first
    assert gallery.get("gallery/tag_info/Old_Mill") == shown
    assert [item["id"] for item in gallery.get("gallery/t/old_mill/time")["items"]] == [second, first]
    assert gallery.get("gallery/t/old_mill/1")["items"] == []
    assert gallery.get(f"gallery/t/old_mill/{second}")["is_album"] is True
    assert gallery.refusal("GET", f"gallery/t/other/{second}")[0] == 404


def test_it_leaves_old_posts_out_of_the_best_of_the_week(gallery: Gallery, owner: Person, sandbox: Sandbox) -> None:
    post = gallery.share(owner, tags="mill")
    sandbox.move_clock(8 * 86_400)

    assert gallery.get("gallery/t/mill/top")["items"] == []
    assert [item["id"] for item in gallery.get("gallery/t/mill/top/month")["items"]] == [post]
    assert [item["id"] for item in gallery.get("gallery/t/mill")["items"]] == [post]


def test_it_knows_who_follows_a_tag(gallery: Gallery, owner: Person, stranger: Person) -> None:
    post = gallery.share(owner, tags="mill")
    tag = gallery.key("tag", name="mill")
    gallery.run("INSERT INTO sandbox_tagfollow (account_id, tag_id) VALUES (?, ?)", stranger.account_id, tag)

    def following(person: Person) -> tuple[bool, int]:
        shown = gallery.get(f"gallery/{post}", person)["tags"][0]
        return shown["following"], shown["followers"]

    assert following(stranger) == (True, 1)
    assert following(owner) == (False, 1)


@pytest.mark.parametrize("path", ["gallery/t/nothing", "gallery/t/nothing/abcdefg", "gallery/tag_info/nothing"])
def test_it_says_so_when_there_is_no_such_tag(gallery: Gallery, path: str) -> None:
    assert gallery.refusal("GET", path) == (404, "Tag does not exist")


def test_it_offers_tags_and_the_parts_of_the_gallery(gallery: Gallery, owner: Person) -> None:
    post = gallery.share(owner, tags="mill,wheel")
    gallery.share(owner, tags="wheel")
    gallery.make_viral(post)
    gallery.run("UPDATE sandbox_tag SET is_whitelisted = (name = 'mill')")

    shown = gallery.get("tags")

    names = [tag["name"] for tag in shown["tags"]]
    assert shown["featured"] == names[0] == "mill"
    assert "wheel" in names
    assert [(part["id"], part["name"]) for part in shown["galleries"]] == [
        (0, "Most Viral"),
        (1, "User Submitted"),
        (2, "Random"),
        (3, "Staff Picks"),
    ]
    assert all(part["topPost"]["in_gallery"] for part in shown["galleries"])
    assert shown["galleries"][0]["topPost"]["in_most_viral"] is True


def test_it_offers_nothing_when_the_gallery_is_empty(gallery: Gallery) -> None:

    assert [part["topPost"] for part in gallery.get("tags")["galleries"]] == [None] * 4
    assert gallery.ids("gallery/random/random") == []


def test_it_replaces_the_tags_of_ones_own_post(gallery: Gallery, owner: Person, stranger: Person) -> None:
    post = gallery.share(owner, tags="mill,wheel")
    gallery.sandbox.api("POST", f"gallery/{post}/vote/tag/wheel/up", headers=stranger.bearer)

    refusal = gallery.refusal("POST", f"gallery/tags/{post}", stranger, tags="theirs")
    gallery.sandbox.api("POST", f"gallery/tags/{post}", headers=owner.bearer, data={"tags[]": ["wheel", "stone"]})

    assert refusal == (403, "Unauthorized")
    assert gallery.get(f"gallery/{post}/tags") == {
        "tags": [
            {"name": "wheel", "ups": 2, "downs": 0, "author": "lanternfall"},
            {"name": "stone", "ups": 1, "downs": 0, "author": "lanternfall"},
        ]
    }
    assert gallery.get("gallery/t/mill")["total_items"] == 0


def test_it_takes_a_vote_on_a_tag_back_when_it_is_sent_again(gallery: Gallery, owner: Person, stranger: Person) -> None:
    post = gallery.share(owner, tags="mill")

    def after(vote: str, person: Person) -> tuple[int, int]:
        answer = gallery.sandbox.api("POST", f"gallery/{post}/vote/tag/mill/{vote}", headers=person.bearer)
        assert answer.json()["data"] is True
        (tag,) = gallery.get(f"gallery/{post}/tags")["tags"]
        return tag["ups"], tag["downs"]

    assert [after(vote, stranger) for vote in ("up", "up", "down", "up")] == [(2, 0), (1, 0), (1, 1), (2, 0)]
    assert after("up", owner) == (1, 0)


def test_it_takes_no_votes_on_tags_that_the_post_has_not(gallery: Gallery, owner: Person) -> None:
    post = gallery.share(owner, tags="mill")
    gallery.share(owner, tags="wheel")

    assert gallery.refusal("POST", f"gallery/{post}/vote/tag/wheel/up", owner) == (404, "Tag does not exist")
    assert gallery.refusal("POST", f"gallery/{post}/vote/tag/mill/veto", owner) == (400, "Invalid vote, veto")
    assert gallery.refusal("POST", f"gallery/{post}/vote/tag/mill/up") == (403, "Unauthorized")
