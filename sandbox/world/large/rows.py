"""The rows of a large account, in bulk. Ids, texts, times and figures follow from the seed."""

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError

from sandbox.database import write
from sandbox.identifiers import DELETEHASH_LENGTH, IMGUR_ID_LENGTH
from sandbox.models import Account, Album, AlbumImage, Image
from sandbox.oauth.tokens import log_in
from sandbox.world import chance
from sandbox.world.large.order import Order
from sandbox.world.large.originals import Original, make_originals
from sandbox.world.register import register_client

# 1 January 2020. Every picture is ten minutes younger than the one before, and an album a minute older than its first.
BEGAN_AT, STEP_SECONDS, ALBUM_LEAD_SECONDS = 1_577_836_800, 600, 60
PASSWORD = "large"  # noqa: S105  no secret: the log-in page shows it
# SQLite takes so many values in one statement that more rows at once would not be quicker.
BATCH = 500
PRIVACIES = (Album.Privacy.PUBLIC, Album.Privacy.HIDDEN, Album.Privacy.PUBLIC, Album.Privacy.SECRET)
LAYOUTS = tuple(Album.Layout)


def make_account(order: Order) -> dict[str, Any]:
    """Make the account with all it has, or nothing of it, and answer its name, tokens and ids, the ids in order.

    Raises ValueError (a sentence) when the name, or an id that follows from the seed, is taken.
    """
    originals = make_originals(order)
    client = register_client()
    try:
        with write():
            if Account.named(order.username):
                raise ValueError(f"There is an account {order.username} already.")
            account = Account.objects.create(
                username=order.username, password=PASSWORD, created_at=BEGAN_AT - 86_400, reputation=0
            )
            images = Image.objects.bulk_create(_images(order, account, originals), batch_size=BATCH)
            albums = Album.objects.bulk_create(_albums(order, account, images), batch_size=BATCH)
            AlbumImage.objects.bulk_create(_places(order, albums, images), batch_size=BATCH * 4)
            tokens = log_in(client, account)
    except IntegrityError:
        raise ValueError(f"Ids that follow from the seed {order.seed} are taken; choose another one.") from None
    ids = [image.imgur_id for image in images]
    return {
        "username": account.username,
        "password": account.password,
        "account_id": account.pk,
        "access_token": tokens.access_token,
        "refresh_token": tokens.refresh_token,
        "albums": [
            {"id": album.imgur_id, "images": ids[place * order.images_each : (place + 1) * order.images_each]}
            for place, album in enumerate(albums)
        ],
        "loose": ids[order.placed :],
    }


def _images(order: Order, account: Account, originals: list[Original]) -> Iterator[Image]:
    for number in range(order.images):
        original = originals[number % len(originals)]
        yield Image(
            imgur_id=chance.letters(f"large image {order.seed} {number}", IMGUR_ID_LENGTH),
            deletehash=chance.letters(f"large image deletehash {order.seed} {number}", DELETEHASH_LENGTH),
            account=account,
            title=f"Picture {number}" if number % 3 == 0 else None,
            description=f"The picture of number {number}" if number % 7 == 0 else None,
            name=f"{number:06}.{original.form}",
            created_at=BEGAN_AT + number * STEP_SECONDS,
            file=original.file,
            type=original.facts.type,
            width=original.facts.width,
            height=original.facts.height,
            size_bytes=original.size_bytes,
            is_animated=original.facts.is_animated,
            has_sound=original.facts.has_sound,
            views=number % 1_000,
            nsfw=False,
        )


def _albums(order: Order, account: Account, images: list[Image]) -> Iterator[Album]:
    for number in range(order.albums):
        first = images[number * order.images_each] if order.images_each else None
        began_at = BEGAN_AT + number * order.images_each * STEP_SECONDS
        yield Album(
            imgur_id=chance.letters(f"large album {order.seed} {number}", IMGUR_ID_LENGTH),
            deletehash=chance.letters(f"large album deletehash {order.seed} {number}", DELETEHASH_LENGTH),
            account=account,
            title=f"Album {number}",
            description=f"The album of number {number}" if number % 4 == 0 else None,
            cover=None if number % 10 == 9 else first,
            privacy=PRIVACIES[number % len(PRIVACIES)],
            layout=LAYOUTS[number % len(LAYOUTS)],
            created_at=began_at - ALBUM_LEAD_SECONDS,
            views=number % 1_000,
            nsfw=False,
        )


def _places(order: Order, albums: list[Album], images: list[Image]) -> Iterator[AlbumImage]:
    for number, image in enumerate(images[: order.placed]):
        place, position = divmod(number, order.images_each)
        yield AlbumImage(album=albums[place], image=image, position=position)
