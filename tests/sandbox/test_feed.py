"""The feed leaves out what its reader does not want to see."""

from tests.fixtures.sandbox import Person
from tests.fixtures.sandbox_gallery import Gallery


def follow(gallery: Gallery, person: Person, tag: str) -> None:
    assert gallery.sandbox.api("POST", f"account/me/follow/tag/{tag}", headers=person.bearer).ok


def fed(gallery: Gallery, person: Person) -> list[str]:
    return [item["id"] for item in gallery.get("feed", person)]


def test_it_leaves_out_blocked_tags(gallery: Gallery, owner: Person, stranger: Person) -> None:
    blocked, mild = gallery.share(owner, tags="mill,slugs"), gallery.share(owner, tags="mill")
    follow(gallery, stranger, "mill")
    assert set(fed(gallery, stranger)) == {blocked, mild}

    gallery.sandbox.api("POST", "g/block_tag", headers=stranger.bearer, data={"tag": "slugs"})

    assert fed(gallery, stranger) == [mild]


def test_it_leaves_out_mature_posts(gallery: Gallery, owner: Person, stranger: Person) -> None:
    mature, mild = gallery.share(owner, tags="mill", mature="true"), gallery.share(owner, tags="mill")
    follow(gallery, stranger, "mill")

    assert fed(gallery, stranger) == [mild]
    # An account's setting counts, not what the call says.
    assert [item["id"] for item in gallery.get("feed", stranger, mature="true")] == [mild]
    gallery.sandbox.api("PUT", "account/me/settings", headers=stranger.bearer, data={"show_mature": "true"})
    assert set(fed(gallery, stranger)) == {mature, mild}


def test_it_leaves_out_what_left_the_gallery(gallery: Gallery, owner: Person, stranger: Person) -> None:
    gone = gallery.share(owner, tags="mill")
    follow(gallery, stranger, "mill")

    gallery.sandbox.api("DELETE", f"gallery/{gone}", headers=owner.bearer)

    assert fed(gallery, stranger) == []
