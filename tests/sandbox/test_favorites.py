"""Favorites: of images and albums, in the gallery or not."""

import pytest

from tests.fixtures.sandbox import Person, Sandbox
from tests.fixtures.sandbox_gallery import Gallery

NULLS = ["account_id", "privacy", "layout", "score", "nsfw", "section", "comment_count", "topic", "topic_id"]


def toggle(gallery: Gallery, path: str, person: Person, method: str = "POST") -> str:
    data: str = gallery.sandbox.api(method, f"{path}/favorite", headers=person.bearer).json()["data"]
    return data


@pytest.mark.parametrize("kind", ["image", "album"])
def test_it_toggles(gallery: Gallery, owner: Person, stranger: Person, kind: str) -> None:
    picture = gallery.album(owner) if kind == "album" else gallery.image(owner)
    gallery.share(owner, picture)
    path = f"{kind}/{picture}"

    def kept() -> tuple[bool, bool, int]:
        post = gallery.get(f"gallery/{picture}", stranger)
        return gallery.get(path, stranger)["favorite"], post["favorite"], post["favorite_count"]

    assert toggle(gallery, path, stranger) == "favorited"
    assert kept() == (True, True, 1)
    assert gallery.get(path)["favorite"] is gallery.get(path, owner)["favorite"] is False
    assert toggle(gallery, path, stranger) == "unfavorited"
    assert kept() == (False, False, 0)


def test_it_toggles_below_the_account_too(gallery: Gallery, owner: Person, stranger: Person) -> None:
    album, image = gallery.album(owner), gallery.image(owner)

    assert toggle(gallery, f"account/me/album/{album}", owner) == "favorited"
    assert toggle(gallery, f"account/me/image/{image}", owner) == "favorited"
    assert gallery.ids("account/me/favorites", owner) == [image, album]
    assert toggle(gallery, f"account/me/album/{album}", owner) == "unfavorited"
    assert toggle(gallery, f"account/me/image/{image}", owner, "DELETE") == "unfavorited"
    assert gallery.ids("account/me/favorites", owner) == []
    for path in (f"album/{album}", f"image/{image}"):
        assert gallery.refusal("POST", f"account/me/{path}/favorite", stranger)[0] == 404


def test_it_shows_favorites_among_the_images_of_albums(gallery: Gallery, owner: Person, stranger: Person) -> None:
    album = gallery.share(owner, gallery.album(owner, length=2), tags="mill")
    toggle(gallery, f"image/{gallery.get(f'album/{album}')['images'][1]['id']}", stranger)

    shown = [gallery.get(f"{path}/{album}", stranger) for path in ("album", "gallery", "gallery/t/mill")]
    shown += gallery.get("gallery/t/mill", stranger)["items"]

    assert [[image["favorite"] for image in one["images"]] for one in shown] == [[False, True]] * 4


def test_it_lets_go_of_an_image(gallery: Gallery, owner: Person, stranger: Person) -> None:
    image = gallery.image(owner)
    toggle(gallery, f"image/{image}", stranger)

    for _ in range(2):
        assert toggle(gallery, f"image/{image}", stranger, "DELETE") == "unfavorited"
        assert gallery.get(f"image/{image}", stranger)["favorite"] is False


def test_it_lists_newest_first_with_many_nulls(
    gallery: Gallery, owner: Person, stranger: Person, sandbox: Sandbox
) -> None:
    post, album, image = (
        gallery.share(owner),
        gallery.share(owner, gallery.album(owner, length=4)),
        gallery.image(owner),
    )
    for path in (f"image/{post}", f"album/{album}", f"image/{image}"):
        toggle(gallery, path, stranger)
        sandbox.move_clock(60)

    shown = gallery.get("account/me/favorites", stranger)

    assert [item["id"] for item in shown] == [image, album, post]
    assert [item["in_gallery"] for item in shown] == [False, True, True]
    assert {shown[1][name] for name in NULLS} == {None}
    assert [item["is_album"] for item in shown] == [False, True, False]
    assert all(item["favorite"] for item in shown)
    assert (len(shown[1]["images"]), shown[1]["images_count"]) == (3, 4)
    assert (shown[0]["ups"], shown[1]["ups"]) == (None, 0)
    assert gallery.ids("account/me/favorites/0/oldest", stranger) == [post, album, image]
    assert gallery.ids("account/me/favorites/1", stranger) == []
    assert gallery.ids("account/me/likes", stranger) == [image, album, post]
    assert gallery.ids("account/trailwiki/likes") == [album, post]
    assert gallery.ids("account/trailwiki/gallery_favorites") == [album, post]
    assert gallery.ids("account/trailwiki/gallery_favorites/0/oldest", owner) == [post, album]


def test_it_shows_all_favorites_to_their_owner_only(gallery: Gallery, owner: Person) -> None:
    assert gallery.refusal("GET", "account/trailwiki/favorites", owner) == (403, "Unauthorized")
    assert gallery.refusal("GET", "account/trailwiki/favorites") == (403, "Unauthorized")


def test_it_leaves_out_what_was_deleted_or_taken_out(gallery: Gallery, owner: Person, stranger: Person) -> None:
    deleted, removed = gallery.share(owner), gallery.share(owner)
    for post in (deleted, removed):
        toggle(gallery, f"image/{post}", stranger)
    gallery.sandbox.api("DELETE", f"image/{deleted}", headers=owner.bearer)
    gallery.sandbox.api("DELETE", f"gallery/{removed}", headers=owner.bearer)

    assert gallery.ids("account/me/favorites", stranger) == [removed]
    assert gallery.ids("account/me/gallery_favorites", stranger) == []


def test_it_counts_what_was_kept_before_and_after_sharing(gallery: Gallery, owner: Person, stranger: Person) -> None:
    image = gallery.image(owner)
    toggle(gallery, f"image/{image}", stranger)
    gallery.share(owner, image)
    gallery.sandbox.api("DELETE", f"gallery/{image}", headers=owner.bearer)
    toggle(gallery, f"image/{image}", owner)

    gallery.share(owner, image)

    assert gallery.get(f"gallery/{image}")["favorite_count"] == 2


def test_it_loses_favorite_images_when_told_to(
    gallery: Gallery, owner: Person, stranger: Person, sandbox: Sandbox
) -> None:
    image, album = gallery.share(owner), gallery.share(owner, gallery.album(owner))
    sandbox.set_limits(image_favorites_vanish=True)

    assert toggle(gallery, f"image/{image}", stranger) == toggle(gallery, f"album/{album}", stranger) == "favorited"

    assert gallery.get(f"image/{image}", stranger)["favorite"] is False
    assert gallery.ids("account/me/favorites", stranger) == [album]
    assert toggle(gallery, f"image/{image}", stranger) == "unfavorited"


def test_it_keeps_no_secret_album_of_somebody_else(gallery: Gallery, owner: Person, stranger: Person) -> None:
    secret = gallery.album(owner, privacy="secret")

    assert gallery.refusal("POST", f"album/{secret}/favorite", stranger) == (403, "Unauthorized")


def test_it_hides_an_album_that_became_secret(gallery: Gallery, owner: Person, stranger: Person) -> None:
    album = gallery.album(owner)
    toggle(gallery, f"album/{album}", stranger)
    toggle(gallery, f"album/{album}", owner)

    gallery.sandbox.api("PUT", f"album/{album}", headers=owner.bearer, data={"privacy": "secret"})

    assert gallery.ids("account/me/favorites", stranger) == []
    assert gallery.ids("account/me/favorites", owner) == [album]


def test_it_refuses_what_is_not_there(gallery: Gallery, owner: Person) -> None:
    assert gallery.refusal("POST", "image/0/favorite", owner) == (400, "No image data was sent to the upload api")
    assert gallery.refusal("POST", "image/unknown/favorite", owner)[0] == 404
    assert gallery.refusal("POST", f"image/{gallery.image(owner)}/favorite") == (403, "Unauthorized")


def test_it_lists_a_folder(gallery: Gallery, owner: Person, stranger: Person) -> None:
    post, image, loose = gallery.share(owner), gallery.image(owner), gallery.image(owner)
    folder = gallery.run(
        "INSERT INTO sandbox_favoritefolder (account_id, name) VALUES (?, 'Mills')", stranger.account_id
    )
    for picture in (post, image, loose):
        toggle(gallery, f"image/{picture}", stranger)
    gallery.run(
        "INSERT INTO sandbox_favoritefolder_favorites (favoritefolder_id, favorite_id) SELECT ?, f.id FROM"
        " sandbox_favorite f JOIN sandbox_image i ON i.id = f.image_id WHERE i.imgur_id IN (?, ?)",
        folder,
        post,
        image,
    )

    path = f"account/trailwiki/folders/{folder}/favorites"

    assert gallery.ids(path, stranger, sort="oldest") == [post, image]
    assert gallery.ids(path) == [post]
    assert gallery.ids(path, stranger, page=1) == []
    assert gallery.refusal("GET", f"account/lanternfall/folders/{folder}/favorites") == (
        404,
        f"Unable to find a folder with the id, {folder}",
    )
