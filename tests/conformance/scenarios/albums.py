"""Albums: AL1 to AL11."""

from __future__ import annotations

import pytest

from imgur import AlbumCreated, ForbiddenError, NotFoundError
from tests.conformance.scenarios import conforms
from tests.conformance.trial import OWNER, STRANGER, Trial


def nobodys_album(trial: Trial) -> AlbumCreated:
    """A new album without an account, with one image."""
    deletehash = trial.image(None).deletehash or ""
    return trial.imgur(None).albums.create(deletehashes=[deletehash], title="Found")


def members(trial: Trial, album_id: str) -> list[str]:
    return [image.id for image in trial.imgur().albums.images(album_id)]


@conforms("AL1", "albums.get")
def reads_an_album(trial: Trial) -> None:
    first, second = trial.image(), trial.image()
    album_id = trial.album(second, first)

    album = trial.call(album_id)

    assert [image.id for image in album.images] == [second.id, first.id]
    assert (album.title, album.images_count, album.privacy) == ("Of late", 2, "public")
    assert album.deletehash
    shown = trial.call(album_id, by=STRANGER)
    assert shown.deletehash is None
    assert [image.id for image in shown.images] == [second.id, first.id]


@conforms("AL2", "albums.images")
def lists_the_images_of_an_album(trial: Trial) -> None:
    first, second = trial.image(), trial.image()
    album_id = trial.album(second, first)

    images = trial.call(album_id)

    assert [(image.id, image.deletehash) for image in images] == [
        (second.id, second.deletehash),
        (first.id, first.deletehash),
    ]


@conforms("AL3", "albums.image")
def reads_an_image_of_an_album(trial: Trial) -> None:
    inside, outside = trial.image(title="Inside"), trial.image()
    album_id = trial.album(inside)

    assert trial.call(album_id, inside.id).title == "Inside"
    with pytest.raises(NotFoundError):
        trial.imgur().albums.image(album_id, outside.id)


@conforms("AL4", "albums.create")
def creates_an_album(trial: Trial) -> None:
    first, second = trial.image(), trial.image()

    created = trial.call(
        image_ids=[second.id, first.id], title="Two", description="In this order", privacy="hidden", cover=first.id,
        layout="grid",
    )  # fmt: skip

    album = trial.imgur().albums.get(created.id)
    assert (album.deletehash, album.title, album.description) == (created.deletehash, "Two", "In this order")
    assert (album.privacy, album.cover, album.layout) == ("hidden", first.id, "grid")
    assert members(trial, created.id) == [second.id, first.id]
    one, other = trial.image(None), trial.image(None)
    of_nobody = trial.call(deletehashes=[one.deletehash, other.deletehash], by=None)
    assert members(trial, of_nobody.id) == [one.id, other.id]
    assert trial.imgur(None).albums.get(of_nobody.id).account_id in (None, 0)


@conforms("AL5 AL8", "albums.update")
def changes_an_album(trial: Trial) -> None:
    image = trial.image()
    album_id = trial.album(image)

    trial.call(album_id, title="Anew", description="Of yesterday", privacy="hidden", cover=image.id)

    album = trial.imgur().albums.get(album_id)
    assert (album.title, album.description, album.privacy) == ("Anew", "Of yesterday", "hidden")
    assert (album.cover, album.cover_width) == (image.id, image.width)
    assert members(trial, album_id) == [image.id]
    trial.call(album_id, description="")
    assert trial.imgur().albums.get(album_id).description is None
    of_nobody = nobodys_album(trial)
    trial.call(of_nobody.deletehash, title="Nobody's", by=None)
    assert trial.imgur().albums.get(of_nobody.id).title == "Nobody's"
    with pytest.raises(ForbiddenError):
        trial.imgur(None).albums.update(of_nobody.id, title="Somebody's")


@conforms("AL5 AL8", "albums.set_images")
def sets_the_images_of_an_album(trial: Trial) -> None:
    first, second, third = trial.image(), trial.image(), trial.image()
    album_id = trial.album(first)

    trial.call(album_id, [third.id, second.id])

    assert members(trial, album_id) == [third.id, second.id]
    assert trial.imgur().albums.get(album_id).title == "Of late"
    of_nobody, image = nobodys_album(trial), trial.image(None)
    trial.call(of_nobody.deletehash, deletehashes=[image.deletehash], by=None)
    assert members(trial, of_nobody.id) == [image.id]


@conforms("AL6", "albums.delete")
def deletes_an_album(trial: Trial) -> None:
    image = trial.image()
    album_id = trial.album(image)

    of_nobody = nobodys_album(trial)

    trial.call(album_id)
    trial.call(of_nobody.deletehash, by=None)

    for deleted in (album_id, of_nobody.id):
        with pytest.raises(NotFoundError):
            trial.imgur().albums.get(deleted)
    assert trial.imgur().images.get(image.id).id == image.id


@conforms("AL7", "albums.favorite")
def toggles_an_album_among_the_favorites(trial: Trial) -> None:
    album_id = trial.album(by=STRANGER)

    assert trial.call(album_id) is True
    assert trial.imgur().albums.get(album_id).favorite
    assert trial.imgur().account.favorites_page(0)[0].id == album_id
    assert trial.call(album_id) is False
    assert not trial.imgur().albums.get(album_id).favorite


@conforms("AL9", "albums.add_images")
def adds_images_to_an_album(trial: Trial) -> None:
    first, second, third = trial.image(), trial.image(), trial.image()
    album_id = trial.album(first)

    trial.call(album_id, [third.id, second.id])

    assert members(trial, album_id) == [first.id, third.id, second.id]
    with pytest.raises(ForbiddenError):
        trial.imgur().albums.add_images(album_id, [trial.image(STRANGER).id])
    of_nobody, image = nobodys_album(trial), trial.image(None)
    trial.call(of_nobody.deletehash, deletehashes=[image.deletehash], by=None)
    assert members(trial, of_nobody.id)[1:] == [image.id]


@conforms("AL10", "albums.remove_images")
def removes_images_from_an_album(trial: Trial) -> None:
    removes(trial)
    of_nobody = nobodys_album(trial)
    trial.call(of_nobody.deletehash, members(trial, of_nobody.id), by=None)
    assert members(trial, of_nobody.id) == []


@conforms("AL11", "albums.remove_images_by_delete")
def removes_images_from_an_album_in_the_oldest_way(trial: Trial) -> None:
    removes(trial)


def removes(trial: Trial) -> None:
    first, second, third = trial.image(), trial.image(), trial.image()
    album_id = trial.album(first, second, third)

    trial.call(album_id, [first.id, third.id])

    assert members(trial, album_id) == [second.id]
    assert trial.imgur().images.get(first.id).account_url in (None, OWNER)
