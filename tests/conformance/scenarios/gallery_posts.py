"""A post of the gallery, sharing, votes and reports: GA2 to GA5, GA17 to GA24."""

from __future__ import annotations

import pytest

from imgur import BadRequestError, ForbiddenError, GalleryAlbum, GalleryImage, NotFoundError, ReportReason
from tests.conformance.scenarios import conforms
from tests.conformance.trial import OWNER, STRANGER, Trial


def shared_album(trial: Trial) -> str:
    album_id = trial.album(trial.image(), trial.image())
    trial.imgur().gallery.share_album(album_id, "Two of a kind")
    return album_id


@conforms("GA2", "gallery.get")
def reads_a_post_of_either_kind(trial: Trial) -> None:
    image, album = trial.call(trial.post(), by=None), trial.call(shared_album(trial), by=None)

    assert isinstance(image, GalleryImage)
    assert (image.title, image.account_url, image.in_gallery) == ("Fresh", OWNER, True)
    assert isinstance(album, GalleryAlbum)
    assert (album.title, album.images_count) == ("Two of a kind", 2)


@conforms("GA3", "gallery.image")
def reads_a_post_that_is_an_image(trial: Trial) -> None:
    post = trial.post()

    assert trial.call(post) == trial.imgur().gallery.get(post)
    with pytest.raises(NotFoundError):
        trial.imgur().gallery.image(shared_album(trial))


@conforms("GA4", "gallery.album")
def reads_a_post_that_is_an_album(trial: Trial) -> None:
    post = shared_album(trial)

    album = trial.call(post)

    assert album == trial.imgur().gallery.get(post)
    assert [image.id for image in album.images] == [image.id for image in trial.imgur().albums.images(post)]


@conforms("GA5", "gallery.images")
def lists_the_images_of_a_post(trial: Trial) -> None:
    image, album = trial.post(), shared_album(trial)

    assert [found.id for found in trial.call(image, by=None)] == [image]
    assert [found.id for found in trial.call(album, by=None)] == [
        found.id for found in trial.imgur().albums.images(album)
    ]


@conforms("GA17", "gallery.share_image")
def shares_an_image(trial: Trial) -> None:
    image = trial.image()

    trial.call(image.id, "Look", topic="Funny", tags=["sea", "sky"], mature=False)

    is_shared(trial, image.id)
    assert trial.imgur().images.get(image.id).in_gallery


@conforms("GA18", "gallery.share_album")
def shares_an_album(trial: Trial) -> None:
    album_id = trial.album()

    trial.call(album_id, "Look", topic="Funny", tags=["sea", "sky"])

    is_shared(trial, album_id)
    assert trial.imgur().albums.get(album_id).in_gallery


@conforms("GA19", "gallery.share")
def shares_either(trial: Trial) -> None:
    for post in (trial.image().id, trial.album()):
        trial.call(post, "Look", topic=2, tags=["sea", "sky"])

        is_shared(trial, post)


def is_shared(trial: Trial, post_id: str) -> None:
    newest = trial.imgur(None).gallery.page(section="user", sort="time")[0]
    assert (newest.id, newest.title, newest.topic) == (post_id, "Look", "Funny")
    assert {tag.name for tag in newest.tags} == {"sea", "sky"}
    assert trial.imgur().account.submissions_page(0)[0].id == post_id


@conforms("GA20", "gallery.share_image")
def shares_an_image_only_with_its_id(trial: Trial) -> None:
    """The address without an id is a mistake: the sandbox refuses it, and the client always has one."""
    image = trial.image("nova_quill")
    headers = trial.sandbox.people["nova_quill"].bearer

    answer = trial.sandbox.api("POST", "gallery/image", headers=headers, data={"title": "Look"})

    assert (answer.status_code, answer.json()["data"]["error"]) == (400, "An ID is required.")
    with pytest.raises(BadRequestError):
        trial.imgur().gallery.share_image("", "Look")
    with pytest.raises(ForbiddenError):
        trial.imgur("nova_quill").gallery.share_image(image.id, "Look")
    trial.imgur("nova_quill").account.send_verification_email()
    trial.call(image.id, "Look", accept_terms=True, by="nova_quill")
    assert trial.imgur("nova_quill").account.settings().accepted_gallery_terms


@conforms("GA21", "gallery.remove")
def takes_a_post_out_of_the_gallery(trial: Trial) -> None:
    post = trial.post()

    trial.call(post)

    with pytest.raises(NotFoundError):
        trial.imgur().gallery.get(post)
    assert not trial.imgur().images.get(post).in_gallery


@conforms("GA22", "gallery.votes")
def counts_votes(trial: Trial) -> None:
    post = trial.post()
    trial.imgur(STRANGER).gallery.vote(post, "down")
    trial.imgur("kilnside").gallery.vote(post, "up")
    trial.imgur("slowbuild").gallery.vote(post, "up")

    votes = trial.call(post, by=None)

    found = trial.imgur().gallery.get(post)
    assert (votes.ups, votes.downs) == (found.ups, found.downs) == (2, 1)


@conforms("GA23", "gallery.vote")
def votes_on_a_post(trial: Trial) -> None:
    post = trial.post()

    def standing() -> tuple[int | None, int | None, int | None, str | None]:
        found = trial.imgur(STRANGER).gallery.get(post)
        return found.ups, found.downs, found.points, found.vote

    trial.call(post, "up", by=STRANGER)
    assert standing() == (1, 0, 1, "up")
    trial.call(post, "down", by=STRANGER)
    assert standing() == (0, 1, -1, "down")
    trial.call(post, "veto", by=STRANGER)
    assert standing() == (0, 0, 0, None)


@conforms("GA24", "gallery.report")
def reports_a_post(trial: Trial) -> None:
    post = trial.post()

    trial.call(post, ReportReason.ABUSIVE, by=STRANGER)

    assert trial.value("SELECT reason FROM sandbox_postreport ORDER BY id DESC LIMIT 1") == 3
    assert trial.imgur(None).gallery.get(post).id == post
