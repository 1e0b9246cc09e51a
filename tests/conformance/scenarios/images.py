"""Images: IM1 to IM7."""

from __future__ import annotations

import base64
from typing import Any

import pytest
import requests

from imgur import ForbiddenError, Image, NotFoundError, UploadTicket
from tests.conformance.scenarios import conforms
from tests.conformance.trial import STRANGER, Trial, picture

FACTS = {"title": "A teal field", "description": "Forty by thirty"}


@conforms("IM1", "images.get")
def reads_an_image(trial: Trial) -> None:
    uploaded = trial.image(**FACTS)

    image = trial.call(uploaded.id)

    assert (image.title, image.description) == ("A teal field", "Forty by thirty")
    assert (image.width, image.height, image.type) == (40, 30, "image/png")
    assert image.deletehash == uploaded.deletehash
    assert trial.call(uploaded.id, by=STRANGER).deletehash is None
    assert requests.get(image.link, timeout=10).content == picture()


@conforms("IM2 IM3", "images.upload")
def uploads_a_file(trial: Trial) -> None:
    album_id = trial.album()
    told: list[tuple[int, int]] = []

    image = trial.call(
        picture("navy"),
        name="navy.png",
        content_type="image/png",
        album=album_id,
        on_progress=lambda sent, size: told.append((sent, size)),
        **FACTS,
    )

    is_there(trial, image, picture("navy"))
    assert image.name == "navy.png"
    assert trial.imgur().albums.images(album_id)[-1].id == image.id
    assert told[-1] == (len(picture("navy")), len(picture("navy")))
    found = trial.imgur(None).albums.create()
    of_nobody = trial.call(picture("red"), name="red.png", content_type="image/png", album=found.deletehash, by=None)
    assert (of_nobody.account_id, of_nobody.account_url) == (0, None)
    assert [image.id for image in trial.imgur(None).albums.images(found.id)] == [of_nobody.id]


@conforms("IM2", "images.upload_base64")
def uploads_base64(trial: Trial) -> None:
    encoded = base64.b64encode(picture("navy")).decode()

    is_there(trial, trial.call(encoded, **FACTS), picture("navy"))


@conforms("IM2", "images.upload_url")
def uploads_from_an_address(trial: Trial) -> None:
    source = trial.image()

    is_there(trial, trial.call(source.link, **FACTS), picture())


def is_there(trial: Trial, image: Any, content: bytes) -> None:
    assert isinstance(image, Image)
    found = trial.imgur().account.images_page(0)[0]
    assert (found.id, found.title, found.description) == (image.id, "A teal field", "Forty by thirty")
    assert found.size == len(content)
    assert requests.get(found.link, timeout=10).content == content


@conforms("IM4", "images.delete")
def deletes_an_image(trial: Trial) -> None:
    mine, of_nobody = trial.image(), trial.image(None)

    trial.call(mine.id)
    trial.call(of_nobody.deletehash, by=None)

    for image in (mine, of_nobody):
        with pytest.raises(NotFoundError):
            trial.imgur().images.get(image.id)
    with pytest.raises(ForbiddenError):
        trial.imgur().images.delete(trial.image(STRANGER).id)


@conforms("IM5", "images.update")
def changes_an_image(trial: Trial) -> None:
    image = trial.image(**FACTS)

    trial.call(image.id, title="Another")

    changed = trial.imgur().images.get(image.id)
    assert (changed.title, changed.description) == ("Another", "Forty by thirty")
    trial.call(image.deletehash, description="", by=None)
    assert trial.imgur().images.get(image.id).description is None


@conforms("IM6", "images.favorite")
def toggles_an_image_among_the_favorites(trial: Trial) -> None:
    image = trial.image(STRANGER)

    assert trial.call(image.id) is True
    assert trial.imgur().images.get(image.id).favorite
    assert trial.imgur().account.favorites_page(0)[0].id == image.id
    assert trial.call(image.id) is False
    assert not trial.imgur().images.get(image.id).favorite


@conforms("IM7", "images.ticket_result")
def exchanges_the_ticket_of_a_video(trial: Trial) -> None:
    trial.sandbox.set_limits(video_mode="ticket", video_seconds=60)
    film = next(image for image in trial.imgur().account.images() if image.type == "video/mp4")
    content = requests.get(film.link, timeout=10).content
    ticket = trial.imgur().images.upload(content, name="film.mp4", content_type="video/mp4")
    assert isinstance(ticket, UploadTicket)
    assert trial.call(ticket.ticket) is None

    trial.sandbox.move_clock(61)

    image_id = trial.call(ticket.ticket)
    assert trial.imgur().images.get(image_id).type == "video/mp4"
