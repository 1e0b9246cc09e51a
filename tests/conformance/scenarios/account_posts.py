"""The posts of an account and those it keeps: AC5 to AC8, AC44, AC45."""

from __future__ import annotations

from imgur import GalleryAlbum, GalleryItem
from tests.conformance.scenarios import conforms
from tests.conformance.trial import OWNER, STRANGER, Trial


def ids(posts: list[GalleryItem]) -> list[str]:
    return [post.id for post in posts]


@conforms("AC5", "account.gallery_favorites_page", "account.gallery_favorites")
def lists_favorites_of_the_gallery(trial: Trial) -> None:
    pages = (0,) if trial.name.endswith("page") else ()
    post = trial.post(STRANGER)
    outside = trial.image(STRANGER)
    trial.imgur().images.favorite(post)
    trial.imgur().images.favorite(outside.id)

    newest = trial.call(*pages, username=OWNER, by=None)

    assert newest[0].id == post
    assert outside.id not in ids(newest)
    assert ids(trial.call(*pages, sort="oldest")) == ids(newest)[::-1]


@conforms("AC6", "account.favorites_page", "account.favorites")
def lists_all_favorites(trial: Trial) -> None:
    pages = (0,) if trial.name.endswith("page") else ()
    outside, album_id = trial.image(STRANGER), trial.album(by=STRANGER)
    trial.imgur().images.favorite(outside.id)
    trial.imgur().albums.favorite(album_id)

    newest = trial.call(*pages)

    assert ids(newest)[:2] == [album_id, outside.id]
    assert isinstance(newest[0], GalleryAlbum)
    assert ids(trial.call(*pages, sort="oldest")) == ids(newest)[::-1]


@conforms("AC7", "account.likes_page", "account.likes")
def lists_favorites_by_their_old_name(trial: Trial) -> None:
    pages = (0,) if trial.name.endswith("page") else ()
    outside = trial.image(STRANGER)
    trial.imgur().images.favorite(outside.id)

    assert ids(trial.call(*pages)) == ids(trial.imgur().account.favorites_page(0))
    assert ids(trial.call(*pages, username=OWNER, by=None)) == ids(trial.imgur().account.gallery_favorites_page(0))


@conforms("AC8", "account.submissions_page", "account.submissions")
def lists_posts(trial: Trial) -> None:
    pages = (0,) if trial.name.endswith("page") else ()
    post = trial.post()

    newest = trial.call(*pages)

    assert newest[0].id == post
    best = trial.call(*pages, sort="best", username=OWNER, album_previews=True, by=None)
    assert [item.points for item in best] == sorted((item.points for item in best), reverse=True)
    assert all(item.images for item in best if isinstance(item, GalleryAlbum))
    assert all(item.images is None for item in newest if isinstance(item, GalleryAlbum))


@conforms("AC44", "account.items_page", "account.items")
def lists_all_that_somebody_has(trial: Trial) -> None:
    pages = (0,) if trial.name.endswith("page") else ()
    inside, loose = trial.image(), trial.image()
    album_id = trial.album(inside)

    newest = trial.call(*pages)

    assert ids(newest)[:2] in ([album_id, loose.id], [loose.id, album_id])
    assert inside.id not in ids(newest)
    assert {item.id for item in newest if isinstance(item, GalleryAlbum)} == set(
        trial.imgur().account.album_ids_page(0)
    )
    if not pages:
        assert set(ids(trial.call(sort="oldest"))) == set(ids(newest))


@conforms("AC45", "account.folder_favorites_page", "account.folder_favorites")
def lists_the_favorites_of_a_folder(trial: Trial) -> None:
    is_page = trial.name.endswith("page")
    folder_id = trial.value(
        "SELECT folder.id FROM sandbox_favoritefolder folder JOIN sandbox_account ON sandbox_account.id = account_id"
        " WHERE username = ? AND name = 'Reference, water'",
        OWNER,
    )

    posts = trial.call(folder_id, sort="oldest", username=OWNER, client_id=trial.sandbox.client_id, by=None)

    assert len(posts) == 4
    assert set(ids(posts)) <= set(ids(list(trial.imgur().account.favorites())))
    assert ids(trial.call(folder_id)) == ids(posts)[::-1]
    if is_page:
        assert trial.call(folder_id, 1) == []
