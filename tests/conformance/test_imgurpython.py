"""imgurpython 1.1.7, the client that Imgur published itself, against the sandbox.

It was last changed in 2017. Where it parts from today's Imgur, as our reference has it, a test says so and shows what
happens.
"""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import imgurpython.client
import pytest
import requests
from imgurpython import ImgurClient
from imgurpython.helpers.error import ImgurClientError, ImgurClientRateLimitError

from tests.conformance.others import LogIn, ids
from tests.conformance.trial import OWNER, STRANGER, picture
from tests.fixtures.sandbox import Sandbox

# As on the owner's slides, "front page": all that a person has to write.
SLIDE = """
from imgurpython import ImgurClient

client = ImgurClient(client_id, client_secret)

# Example request (front page)
items = client.gallery()
for item in items:
    print(item.link)
"""


def test_it_prints_the_front_page_as_the_slides_show(imgur: Sandbox) -> None:
    printed = io.StringIO()

    with contextlib.redirect_stdout(printed):
        exec(SLIDE, {"client_id": imgur.client_id, "client_secret": imgur.client_secret})  # noqa: S102

    lines = printed.getvalue().splitlines()
    links = [item["link"] for item in imgur.api("GET", "gallery/hot/viral/0").json()["data"]]
    assert lines == links
    assert len(lines) > 20
    # One address a line; the slides have http, which Imgur gave until about 2017, and images beside albums.
    image, album = f"{re.escape(imgur.media_url)}/\\w{{5,7}}\\.\\w+", f"{re.escape(imgur.url)}/a/\\w{{5,7}}"
    assert all(re.fullmatch(f"{image}|{album}", line) for line in lines)
    assert any(re.fullmatch(image, line) for line in lines)
    assert any(re.fullmatch(album, line) for line in lines)


def test_it_reads_an_account(anybody: ImgurClient, imgur: Sandbox) -> None:
    account = anybody.get_account(STRANGER)

    shown = imgur.api("GET", f"account/{STRANGER}").json()["data"]
    assert vars(account) == {name: shown[name] for name in vars(account)}
    assert ids(anybody.get_account_albums(STRANGER)) == anybody.get_account_album_ids(STRANGER)
    assert anybody.get_account_album_count(STRANGER) == len(anybody.get_account_albums(STRANGER))
    assert ids(anybody.get_account_comments(STRANGER)) == anybody.get_account_comment_ids(STRANGER)
    assert anybody.get_account_comment_count(STRANGER) >= len(anybody.get_account_comments(STRANGER)) > 0
    assert anybody.get_account_submissions(STRANGER)
    assert anybody.get_gallery_favorites(STRANGER)


def test_it_reads_and_changes_its_own_account(log_in: LogIn) -> None:
    client = log_in()

    assert client.get_account("me").url == OWNER
    assert ids(client.get_account_images("me")) == client.get_account_image_ids("me")
    assert client.get_account_images_count("me") >= len(client.get_account_images("me")) > 0
    assert client.get_account_favorites("me")
    assert client.get_email_verification_status("me") is True
    assert client.change_account_settings("me", {"bio": "By lamplight"}) is True
    assert client.get_account("me").bio == "By lamplight"
    # It wants `high_quality` among the settings, which Imgur dropped in 2016.
    with pytest.raises(KeyError, match="high_quality"):
        client.get_account_settings("me")


def test_it_verifies_an_address_once(log_in: LogIn) -> None:
    client = log_in("nova_quill")

    assert client.send_verification_email("me") is True
    with pytest.raises(ImgurClientError, match="User Previously Verified"):
        client.send_verification_email("me")


@pytest.mark.parametrize("name", [None, OWNER])
def test_it_uploads_from_a_path(name: str | None, anybody: ImgurClient, log_in: LogIn, file: Path) -> None:
    client = log_in(name) if name else anybody

    image = client.upload_from_path(str(file), {"title": "A teal field", "name": "teal.png"}, anon=name is None)

    assert (image["title"], image["width"], image["height"]) == ("A teal field", 40, 30)
    assert image["account_url"] == name
    assert client.get_image(image["id"]).title == "A teal field"
    assert requests.get(image["link"], timeout=10).content == picture()


@pytest.mark.parametrize("name", [None, OWNER])
def test_it_uploads_from_an_address(name: str | None, anybody: ImgurClient, log_in: LogIn, file: Path) -> None:
    client = log_in(name) if name else anybody
    first = client.upload_from_path(str(file), anon=True)

    second = client.upload_from_url(first["link"], {"description": "Once more"}, anon=name is None)

    assert second["id"] != first["id"]
    assert client.get_image(second["id"]).description == "Once more"
    # A stranger takes the deletehash, the owner may take the id.
    assert client.delete_image(second["id"] if name else second["deletehash"]) is True
    # Imgur answers with a page then, which it cannot read.
    with pytest.raises(ImgurClientError, match="JSON decoding of response failed"):
        client.get_image(second["id"])


def test_it_keeps_an_image_among_the_favorites(log_in: LogIn, file: Path) -> None:
    client = log_in()
    image = log_in(STRANGER).upload_from_path(str(file), anon=False)

    assert client.favorite_image(image["id"]) == "favorited"
    assert client.get_account_favorites("me")[0].id == image["id"]
    assert client.favorite_image(image["id"]) == "unfavorited"


def test_it_makes_and_changes_albums(log_in: LogIn, file: Path) -> None:
    client = log_in()
    first, second, third = (client.upload_from_path(str(file), anon=False)["id"] for _ in range(3))

    # A list of ids goes out as `ids=a&ids=b` here, and as `ids=a,b` everywhere else.
    album = client.create_album({"title": "Of late", "ids": [first, second]})

    assert client.get_album(album["id"]).title == "Of late"
    assert ids(client.get_album_images(album["id"])) == [first, second]
    assert client.album_add_images(album["id"], [third]) is True
    assert ids(client.get_album_images(album["id"])) == [first, second, third]
    assert client.album_set_images(album["id"], [third, first]) is True
    assert ids(client.get_album_images(album["id"])) == [third, first]
    # By DELETE, which Imgur documents no longer and still took in 2020.
    assert client.album_remove_images(album["id"], [third]) is True
    assert ids(client.get_album_images(album["id"])) == [first]
    assert client.update_album(album["id"], {"title": "Anew", "ids": [second]}) is True
    assert ids(client.get_album_images(album["id"])) == [second]
    assert client.album_favorite(album["id"]) == "favorited"
    assert client.album_delete(album["id"]) is True
    with pytest.raises(ImgurClientError, match="Unable to find an album"):
        client.get_album(album["id"])


def test_it_cannot_change_an_album_without_naming_images(log_in: LogIn) -> None:
    client = log_in()
    album = client.create_album({"title": "Of late"})

    # A fault of its own: it looks for `ids` whether they were given or not.
    with pytest.raises(KeyError, match="ids"):
        client.update_album(album["id"], {"title": "Anew"})


def test_it_reads_the_gallery(anybody: ImgurClient) -> None:
    hot = anybody.gallery()

    assert {type(item).__name__ for item in hot} == {"GalleryImage", "GalleryAlbum"}
    assert anybody.gallery_item(hot[0].id).title == hot[0].title
    top = [item.points for item in anybody.gallery("top", "top", 0, "all")]
    assert top == sorted(top, reverse=True)
    assert anybody.gallery("user", "time", show_viral=False)
    assert anybody.gallery_random()
    assert [item.section for item in anybody.subreddit_gallery("handmaps", "top", "all")][:1] == ["handmaps"]
    tag = anybody.gallery_tag("sea")
    assert tag.name == "sea"
    assert anybody.gallery_tag_image("sea", tag.items[0].id).id == tag.items[0].id
    assert "sea" in [vote.name for vote in anybody.gallery_item_tags(tag.items[0].id)]
    meme = anybody.memes_subgallery("top", 0, "all")[0]
    assert anybody.memes_subgallery_image(meme.id).id == meme.id
    assert "Confident gull" in [picture.title for picture in anybody.default_memes()]


def test_it_searches(anybody: ImgurClient) -> None:
    free = anybody.gallery_search("map", sort="top", window="all")

    assert free
    narrow = anybody.gallery_search("", advanced={"q_all": "map", "q_type": "album"}, sort="top", window="all")
    assert set(ids(narrow)) == {item.id for item in free if item.is_album}


def test_it_reads_credits(anybody: ImgurClient, file: Path) -> None:
    before = anybody.get_credits()

    anybody.upload_from_path(str(file))

    # From the headers, as text; what has none, such as the gallery, leaves it without figures.
    assert anybody.credits["ClientRemaining"] == str(before["ClientRemaining"] - 10)
    assert anybody.get_credits()["ClientRemaining"] == before["ClientRemaining"] - 10
    anybody.gallery()
    assert anybody.credits["ClientRemaining"] is None


def test_it_asks_the_commercial_gateway(imgur: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    # Mashape is gone, so here is the sandbox again; Imgur's own address would fail.
    monkeypatch.setattr(imgurpython.client, "MASHAPE_URL", f"{imgur.url}/")
    monkeypatch.setattr(imgurpython.client, "API_URL", "http://127.0.0.1:1/")

    client = ImgurClient(imgur.client_id, imgur.client_secret, mashape_key="key")

    assert client.prepare_headers()["X-Mashape-Key"] == "key"
    assert client.get_account(OWNER).url == OWNER


def test_it_says_only_that_a_limit_is_reached(anybody: ImgurClient, imgur: Sandbox) -> None:
    imgur.set_limits(user_hour=0)

    with pytest.raises(ImgurClientRateLimitError):
        anybody.get_account(OWNER)


def test_it_renews_a_dead_token_and_forgets_the_new_refresh_token(log_in: LogIn, imgur: Sandbox) -> None:
    client = log_in()
    refresh_token = client.auth.get_refresh_token()
    imgur.control("revoke", {"username": OWNER, "only": "access"})

    assert client.get_account_images_count("me") > 0

    assert client.auth.get_current_access_token() != imgur.people[OWNER].access_token
    # It keeps the old one, so with an Imgur that changes it the next renewal but one fails.
    assert client.auth.get_refresh_token() == refresh_token
    imgur.move_clock(61)
    imgur.control("revoke", {"username": OWNER, "only": "access"})
    with pytest.raises(ImgurClientError, match="Error refreshing access token"):
        client.get_account_images_count("me")
