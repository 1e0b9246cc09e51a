"""Putting pictures into the gallery and taking them out."""

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox
from tests.fixtures.sandbox_gallery import Gallery


def test_it_shares_with_all_that_is_given(gallery: Gallery, owner: Person) -> None:
    gallery.run("INSERT INTO sandbox_topic (id, name, description, is_ephemeral) VALUES (2, 'Funny', '', 0)")

    post = gallery.share(owner, title="x" * 200, topic="Funny", mature="1", tags="Star Wars, cats")

    shown = gallery.get(f"gallery/{post}")
    assert (shown["title"], shown["topic"], shown["topic_id"], shown["nsfw"]) == ("x" * 128, "Funny", 2, True)
    assert [(tag["name"], tag["display_name"]) for tag in shown["tags"]] == [
        ("star_wars", "Star Wars"),
        ("cats", "cats"),
    ]
    assert shown["ad_config"]["unsafeFlags"] == ["sixth_mod_unsafe", "mature"]


@pytest.mark.parametrize(
    ("fields", "status", "text"),
    [
        ({}, 400, "A title is required."),
        ({"title": " "}, 400, "A title is required."),
        ({"title": "T", "topic": "Nothing_here"}, 404, "Unable to find a topic with the id, Nothing_here"),
        ({"title": "T", "tags": "a/b"}, 400, "Invalid tag, a/b"),
        ({"title": "T", "tags": ",".join(map(str, range(21)))}, 400, "A post can have 20 tags at most"),
    ],
    ids=["no title", "blank title", "topic", "tag", "tags"],
)
def test_it_refuses_to_share_what_makes_no_sense(
    gallery: Gallery, owner: Person, fields: dict[str, str], status: int, text: str
) -> None:
    image = gallery.image(owner)

    assert gallery.refusal("POST", f"gallery/{image}", owner, **fields) == (status, text)
    assert gallery.refusal("GET", f"gallery/{image}")[0] == 404


@pytest.mark.parametrize("body", [r'{"title": "\ud800"}', "[" * 5_000], ids=["half a pair", "endless nesting"])
def test_it_refuses_a_body_that_is_no_text(gallery: Gallery, owner: Person, body: str) -> None:
    headers = owner.bearer | {"Content-Type": "application/json"}

    answer = gallery.sandbox.api("POST", f"gallery/{gallery.image(owner)}", headers=headers, data=body)

    assert (answer.status_code, answer.json()["data"]["error"]) == (400, "Bad Request")


def test_it_shares_only_ones_own(gallery: Gallery, owner: Person, stranger: Person) -> None:
    image, album = gallery.image(owner), gallery.album(owner)
    deletehash = gallery.get(f"image/{image}", owner)["deletehash"]

    for picture in (image, album):
        assert gallery.refusal("POST", f"gallery/{picture}", stranger, title="T") == (403, "Unauthorized")
        assert gallery.refusal("POST", f"gallery/{picture}", title="T") == (403, "Unauthorized")
    assert gallery.refusal("POST", f"gallery/{deletehash}", owner, title="T")[0] == 404
    assert gallery.refusal("POST", "gallery/unknown", owner, title="T")[0] == 404
    assert gallery.refusal("POST", "gallery/image", owner, title="T") == (400, "An ID is required.")


def test_it_shares_no_empty_album(sandbox: Sandbox, gallery: Gallery, owner: Person) -> None:
    album = sandbox.api("POST", "album", headers=owner.bearer).json()["data"]["id"]

    assert gallery.refusal("POST", f"gallery/{album}", owner, title="T") == (400, "The album has no images")


def test_it_shares_once(gallery: Gallery, owner: Person) -> None:
    post = gallery.share(owner, title="First")

    again = gallery.refusal("POST", f"gallery/{post}", owner, title="Second")

    assert again == (400, "This item is already in the gallery")
    assert gallery.get(f"gallery/{post}")["title"] == "First"


def test_it_wants_the_terms_accepted_once(gallery: Gallery, owner: Person) -> None:
    gallery.run("UPDATE sandbox_account SET accepted_gallery_terms = 0 WHERE id = ?", owner.account_id)
    image = gallery.image(owner)

    refusal = gallery.refusal("POST", f"gallery/{image}", owner, title="T")

    assert refusal == (403, "You must accept the gallery terms to share to the gallery")
    gallery.share(owner, image, terms="1")
    gallery.share(owner)


def test_it_wants_a_verified_email_address(gallery: Gallery, owner: Person) -> None:
    gallery.run("UPDATE sandbox_account SET is_email_verified = 0 WHERE id = ?", owner.account_id)

    refusal = gallery.refusal("POST", f"gallery/{gallery.image(owner)}", owner, title="T", terms="1")

    assert refusal == (403, "You must verify your email address to share to the gallery")


def test_it_opens_a_secret_album_while_it_is_shared(gallery: Gallery, owner: Person) -> None:
    album = gallery.album(owner, privacy="secret")
    assert gallery.refusal("GET", f"album/{album}")[0] == 403

    gallery.share(owner, album)

    assert gallery.get(f"album/{album}")["privacy"] == "hidden"
    assert requests.get(f"{gallery.sandbox.url}/a/{album}", timeout=10).ok
    gallery.sandbox.api("DELETE", f"gallery/{album}", headers=owner.bearer)
    assert gallery.refusal("GET", f"album/{album}")[0] == 403
    assert requests.get(f"{gallery.sandbox.url}/a/{album}", timeout=10).status_code == 404


def test_it_takes_ones_own_post_out_and_back_with_its_votes(gallery: Gallery, owner: Person, stranger: Person) -> None:
    post = gallery.share(owner, tags="back")
    gallery.vote(post, "up", stranger)

    assert gallery.refusal("DELETE", f"gallery/{post}", stranger) == (403, "Unauthorized")
    gallery.sandbox.api("DELETE", f"gallery/{post}", headers=owner.bearer)

    assert gallery.refusal("GET", f"gallery/{post}")[0] == 404
    assert gallery.get("gallery/t/back")["items"] == []
    assert gallery.get(f"image/{post}")["in_gallery"] is False
    gallery.share(owner, post, tags="back")
    assert gallery.get(f"gallery/{post}/votes") == {"ups": 1, "downs": 0}
    assert gallery.get("gallery/t/back")["items"][0]["id"] == post
