"""What is gone takes along what hung on it: notifications, posts, votes and favorites."""

import pytest

from tests.fixtures.sandbox import Person, Sandbox
from tests.fixtures.sandbox_gallery import Gallery


def say(gallery: Gallery, post: str, person: Person) -> int:
    answer = gallery.sandbox.api(
        "POST", f"gallery/{post}/comment", headers=person.bearer, data={"comment": "Words"}
    ).json()
    number: int = answer["data"]["id"]
    return number


def told(gallery: Gallery, person: Person) -> list[int]:
    return [row["id"] for row in gallery.get("notification", person, new="false")["replies"]]


def test_it_tells_of_no_comment_on_a_post_that_left_the_gallery(
    gallery: Gallery, owner: Person, stranger: Person
) -> None:
    post = gallery.share(owner)
    say(gallery, post, stranger)
    (number,) = told(gallery, owner)

    gallery.sandbox.api("DELETE", f"gallery/{post}", headers=owner.bearer)

    assert told(gallery, owner) == []
    assert gallery.get("account/me/notifications/replies", owner, new="false") == []
    assert gallery.refusal("GET", f"notification/{number}", owner)[0] == 404
    gallery.share(owner, post)
    assert told(gallery, owner) == [number]
    assert gallery.get(f"notification/{number}", owner)["id"] == number


def test_it_tells_of_no_comment_on_a_deleted_image(gallery: Gallery, owner: Person, stranger: Person) -> None:
    post = gallery.share(owner)
    say(gallery, post, stranger)

    gallery.sandbox.api("DELETE", f"image/{post}", headers=owner.bearer)

    assert told(gallery, owner) == []


@pytest.mark.parametrize("empty", ["image/{image}", "album/{album}/remove_images?ids={image}"])
def test_an_album_leaves_the_gallery_with_its_last_picture(
    gallery: Gallery, owner: Person, stranger: Person, empty: str
) -> None:
    album = gallery.share(owner, gallery.album(owner, length=2))
    comment = say(gallery, album, stranger)
    gallery.sandbox.api("POST", f"album/{album}/favorite", headers=stranger.bearer)
    first, second = [image["id"] for image in gallery.get(f"album/{album}/images", owner)]

    gallery.sandbox.api("DELETE", empty.format(album=album, image=first), headers=owner.bearer)
    assert gallery.ids("gallery/user") == [album]
    assert gallery.get("account/trailwiki/gallery_profile")["total_gallery_favorites"] == 1
    gallery.sandbox.api("DELETE", empty.format(album=album, image=second), headers=owner.bearer)

    assert gallery.ids("gallery/user") == []
    assert gallery.refusal("GET", f"gallery/{album}")[0] == 404
    assert gallery.ids("account/trailwiki/gallery_favorites") == []
    assert isinstance(gallery.get(f"comment/{comment}"), str)
    profile = gallery.get("account/trailwiki/gallery_profile")
    assert (profile["total_gallery_comments"], profile["total_gallery_favorites"]) == (0, 0)
    assert gallery.get(f"album/{album}", owner)["in_gallery"] is False


def test_votes_and_favorites_go_with_their_account(
    gallery: Gallery, owner: Person, stranger: Person, sandbox: Sandbox
) -> None:
    liked, disliked = gallery.share(owner, tags="mills"), gallery.share(owner, gallery.album(owner))
    comment = say(gallery, liked, owner)
    gallery.vote(liked, "up", stranger, sandbox.people["nova_quill"])
    gallery.vote(disliked, "down", stranger)
    for path in (
        f"comment/{comment}/vote/down",
        f"gallery/{liked}/vote/tag/mills/down",
        f"image/{liked}/favorite",
        f"album/{disliked}/favorite",
    ):
        assert sandbox.api("POST", path, headers=stranger.bearer).ok
    sandbox.api("POST", f"image/{liked}/favorite", headers=sandbox.people["nova_quill"].bearer)

    assert sandbox.api("DELETE", "account/me", headers=stranger.bearer).ok

    posts = {post["id"]: (post["ups"], post["downs"], post["favorite_count"]) for post in gallery.get("gallery/user")}
    assert posts == {liked: (1, 0, 1), disliked: (0, 0, 0)}
    left = gallery.get(f"comment/{comment}")
    assert (left["ups"], left["downs"]) == (1, 0)
    (tag,) = gallery.get(f"gallery/{liked}/tags")["tags"]
    assert (tag["ups"], tag["downs"]) == (1, 0)
