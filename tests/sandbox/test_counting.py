"""Figures are right however many call at once."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from tests.fixtures.sandbox import Person, Sandbox
from tests.fixtures.sandbox_gallery import Gallery


def at_once(calls: Iterable[Callable[[], requests.Response]]) -> list[requests.Response]:
    """Make the calls together and answer what they are answered, in their order."""
    listed = list(calls)
    with ThreadPoolExecutor(len(listed)) as pool:
        return list(pool.map(lambda call: call(), listed))


def post(sandbox: Sandbox, person: Person, path: str, **fields: Any) -> Callable[[], requests.Response]:
    return lambda: sandbox.api("POST", path, headers=person.bearer, **fields)


def test_it_counts_votes_of_many(gallery: Gallery, sandbox: Sandbox, owner: Person) -> None:
    shared, people = gallery.share(owner), list(sandbox.people.values())

    answers = at_once(post(sandbox, person, f"gallery/{shared}/vote/up") for person in people for _ in range(3))

    assert all(answer.ok for answer in answers)
    assert gallery.get(f"gallery/{shared}/votes") == {"ups": 6, "downs": 0}
    at_once(post(sandbox, person, f"gallery/{shared}/vote/down") for person in people for _ in range(3))
    assert gallery.get(f"gallery/{shared}/votes") == {"ups": 0, "downs": 6}


def test_it_counts_favorites_of_many(gallery: Gallery, sandbox: Sandbox, owner: Person) -> None:
    shared, people = gallery.share(owner), list(sandbox.people.values())

    # An odd number of times each, so that everybody keeps it in the end.
    answers = at_once(post(sandbox, person, f"image/{shared}/favorite") for person in people for _ in range(3))

    told = [answer.json()["data"] for answer in answers]
    assert (told.count("favorited"), told.count("unfavorited")) == (12, 6)
    assert gallery.get(f"gallery/{shared}")["favorite_count"] == 6
    assert all(gallery.ids("account/me/favorites", person) == [shared] for person in people)


def test_it_numbers_uploads_into_one_album(
    gallery: Gallery, sandbox: Sandbox, owner: Person, picture: Callable[..., bytes], sql: Callable[..., list[Any]]
) -> None:
    album = sandbox.api("POST", "album", headers=owner.bearer).json()["data"]["id"]

    answers = at_once(
        post(sandbox, owner, "image", files={"image": picture()}, data={"album": album}) for _ in range(10)
    )

    sent = {answer.json()["data"]["id"] for answer in answers}
    shown = gallery.get(f"album/{album}", owner)
    assert shown["images_count"] == 10
    assert {image["id"] for image in shown["images"]} == sent
    joined = "sandbox_albumimage JOIN sandbox_album album ON album.id = album_id"
    places = sql(f"SELECT position, image_id FROM {joined} WHERE album.imgur_id = ? ORDER BY position", album)
    assert [position for position, _ in places] == list(range(10))
    assert [image for _, image in places] == sorted(image for _, image in places)


def test_it_begins_one_conversation_for_two(sandbox: Sandbox, owner: Person, stranger: Person) -> None:
    pairs = [(owner, stranger), (stranger, owner)] * 5

    answers = at_once(
        post(sandbox, one, f"conversations/{other.username}", data={"body": f"No. {number}"})
        for number, (one, other) in enumerate(pairs)
    )

    assert all(answer.ok for answer in answers)
    for person in (owner, stranger):
        (conversation,) = sandbox.api("GET", "conversations", headers=person.bearer).json()["data"]
        assert conversation["message_count"] == 10
        told = sandbox.api("GET", "notification", headers=person.bearer).json()["data"]["messages"]
        assert len(told) == 5
    # All go on with the one that came first.
    thread = sandbox.api("GET", "messages", headers=owner.bearer).json()["data"]
    assert len(thread) == 1
