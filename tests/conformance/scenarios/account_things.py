"""What an account holds: its albums, comments and images, AC18 to AC32."""

from __future__ import annotations

import pytest

from imgur import NotFoundError
from tests.conformance.scenarios import conforms
from tests.conformance.trial import OWNER, STRANGER, Trial


@conforms("AC18", "account.albums_page", "account.albums")
def lists_albums(trial: Trial) -> None:
    pages = (0,) if trial.name.endswith("page") else ()
    album_id = trial.album()

    own = trial.call(*pages)

    assert own[0].id == album_id
    assert {album.privacy for album in own} == {"public", "hidden", "secret"}
    shown = trial.call(*pages, username=OWNER, by=STRANGER)
    # What is in the gallery is called hidden, and yet shown.
    everybodys = [album.id for album in own if album.privacy == "public" or album.in_gallery]
    assert [album.id for album in shown] == everybodys
    assert len(own) == trial.imgur().account.album_count()
    assert trial.call(*pages, per_page=2)[:2] == own[:2]


@conforms("AC19", "account.album")
def reads_an_album_below_its_account(trial: Trial) -> None:
    image = trial.image()
    album_id = trial.album(image)

    album = trial.call(album_id)

    assert [member.id for member in album.images] == [image.id]
    assert album == trial.imgur().albums.get(album_id)


@conforms("AC20", "account.album_ids_page", "account.album_ids")
def lists_ids_of_albums(trial: Trial) -> None:
    pages = (0,) if trial.name.endswith("page") else ()

    assert trial.call(*pages) == [album.id for album in trial.imgur().account.albums()]


@conforms("AC21", "account.album_count")
def counts_albums(trial: Trial) -> None:
    before = trial.call()
    trial.album()

    assert trial.call() == before + 1
    assert trial.call(OWNER, by=None) < before


@conforms("AC22", "account.delete_album")
def deletes_an_album_below_its_account(trial: Trial) -> None:
    image = trial.image()
    album_id = trial.album(image)

    trial.call(album_id)

    with pytest.raises(NotFoundError):
        trial.imgur().albums.get(album_id)
    assert trial.imgur().images.get(image.id).id == image.id
    with pytest.raises(NotFoundError):
        trial.imgur().account.delete_album(album_id)


@conforms("AC23", "account.comments_page", "account.comments")
def lists_comments(trial: Trial) -> None:
    pages = (0,) if trial.name.endswith("page") else ()
    comment_id = trial.imgur().comments.create(trial.front_page().id, "Seen today.")

    newest = trial.call(*pages)

    assert newest[0].id == comment_id
    best = trial.call(*pages, sort="best", username=OWNER, by=None)
    assert [comment.points for comment in best] == sorted((comment.points for comment in best), reverse=True)
    if not pages:
        assert len(newest) == len(best) == trial.imgur().account.comment_count()


@conforms("AC24", "account.comment")
def reads_a_comment_below_its_account(trial: Trial) -> None:
    comment_id = trial.imgur().comments.create(trial.front_page().id, "Seen today.")

    comment = trial.call(comment_id, username=OWNER, by=STRANGER)

    assert (comment.comment, comment.author) == ("Seen today.", OWNER)


@conforms("AC25", "account.comment_ids_page", "account.comment_ids")
def lists_ids_of_comments(trial: Trial) -> None:
    pages = (0,) if trial.name.endswith("page") else ()
    listed = trial.imgur().account.comments_page(0, "oldest")

    assert trial.call(*pages, sort="oldest", username=OWNER, by=None) == [comment.id for comment in listed]


@conforms("AC26", "account.comment_count")
def counts_comments(trial: Trial) -> None:
    before = trial.call()
    trial.imgur().comments.create(trial.front_page().id, "One more.")

    assert trial.call(OWNER, by=None) == before + 1


@conforms("AC27", "account.delete_comment")
def deletes_a_comment_below_its_account(trial: Trial) -> None:
    comment_id = trial.imgur().comments.create(trial.front_page().id, "Never mind.")

    trial.call(comment_id)

    assert comment_id not in trial.imgur().account.comment_ids_page(0)
    with pytest.raises(NotFoundError):
        trial.imgur().account.delete_comment(comment_id)


@conforms("AC28", "account.images_page", "account.images")
def lists_images(trial: Trial) -> None:
    pages = (0,) if trial.name.endswith("page") else ()
    image = trial.image(title="The newest")

    images = trial.call(*pages)

    assert images[0].id == image.id
    assert images[0].deletehash == image.deletehash
    assert len(images) == trial.imgur().account.image_count()
    assert trial.call(*pages, per_page=10)[:10] == images[:10]


@conforms("AC29", "account.image")
def reads_an_image_below_its_account(trial: Trial) -> None:
    image = trial.image(title="Mine")

    assert trial.call(image.id) == trial.imgur().images.get(image.id)


@conforms("AC30", "account.image_ids_page", "account.image_ids")
def lists_ids_of_images(trial: Trial) -> None:
    pages = (0,) if trial.name.endswith("page") else ()
    image = trial.image()

    ids = trial.call(*pages)

    assert ids[0] == image.id
    assert ids == [image.id for image in trial.imgur().account.images_page(0)]


@conforms("AC31", "account.image_count")
def counts_images(trial: Trial) -> None:
    before = trial.call()
    trial.image()

    assert trial.call() == before + 1


@conforms("AC32", "account.delete_image")
def deletes_an_image_by_its_deletehash(trial: Trial) -> None:
    image = trial.image()

    trial.call(image.deletehash)

    assert image.id not in trial.imgur().account.image_ids_page(0)
    with pytest.raises(NotFoundError):
        trial.imgur().images.get(image.id)
