"""One post: how it is shown, voted on and reported."""

import pytest

from tests.fixtures.sandbox import Person, Sandbox
from tests.fixtures.sandbox_gallery import Gallery

# The members in the order in which the reference prints them.
IMAGE = (
    "id title description datetime type animated width height size views bandwidth vote favorite nsfw section"
    " account_url account_id is_ad in_most_viral has_sound tags ad_type ad_url edited in_gallery topic topic_id link"
)
MOTION = "mp4 gifv hls mp4_size looping processing"
FIGURES = "comment_count favorite_count ups downs points score"
ALBUM = (
    "id title description datetime cover cover_width cover_height account_url account_id privacy layout views link ups"
    " downs points score is_album vote favorite nsfw section comment_count favorite_count topic topic_id images_count"
    " in_gallery is_ad tags ad_type ad_url in_most_viral include_album_ads"
)
TAG = (
    "name display_name followers total_items following is_whitelisted background_hash thumbnail_hash accent"
    " background_is_animated thumbnail_is_animated is_promoted description logo_hash logo_destination_url"
    " description_annotations"
)


def test_it_shows_an_image_in_the_recorded_order(gallery: Gallery, owner: Person) -> None:
    post = gallery.share(owner, title="Shared", tags="new light")

    shown = gallery.get(f"gallery/{post}")

    assert " ".join(shown) == f"{IMAGE} {FIGURES} is_album ad_config"
    assert (shown["title"], shown["account_url"], shown["account_id"]) == ("Shared", "lanternfall", owner.account_id)
    assert (shown["in_gallery"], shown["is_album"], shown["in_most_viral"]) == (True, False, False)
    assert (shown["topic"], shown["topic_id"], shown["section"], shown["nsfw"]) == ("No Topic", 29, "", False)
    assert [shown[name] for name in FIGURES.split()] == [0, 0, 0, 0, 0, 0]
    assert " ".join(shown["tags"][0]) == TAG
    assert shown["ad_config"]["safeFlags"] == ["in_gallery", "gallery"]


def test_it_shows_a_moving_image_in_the_recorded_order(gallery: Gallery, owner: Person) -> None:
    moving = next(image for image in gallery.get("account/me/images", owner) if image["type"] == "image/gif")
    gallery.share(owner, moving["id"])

    shown = gallery.get(f"gallery/image/{moving['id']}")

    assert " ".join(shown) == f"{IMAGE} {MOTION} {FIGURES} is_album ad_config"


def test_it_shows_an_album_whole_and_in_lists_with_three_images(gallery: Gallery, owner: Person) -> None:
    post = gallery.share(owner, gallery.album(owner, length=5, description="D"), tags="five")

    alone = gallery.get(f"gallery/album/{post}")
    (listed,) = gallery.get("gallery/t/five")["items"]

    assert " ".join(alone) == f"{ALBUM} images ad_config"
    assert " ".join(listed) == f"{ALBUM} images"
    assert (alone["images_count"], len(alone["images"])) == (5, 5)
    assert listed["images_count"] == 5
    assert listed["images"] == alone["images"][:3]
    assert (alone["privacy"], alone["description"], alone["in_gallery"]) == ("hidden", "D", True)
    assert {alone["images"][0][name] for name in FIGURES.split()} == {None}
    assert "deletehash" not in alone["images"][0]


def test_it_hides_handles_of_ownership_from_everybody(gallery: Gallery, owner: Person) -> None:
    post = gallery.share(owner, gallery.album(owner))

    assert "deletehash" not in str(gallery.get(f"gallery/{post}", owner))


@pytest.mark.parametrize("spelling", ["gallery/{}", "gallery/{kind}/{}"])
@pytest.mark.parametrize("kind", ["image", "album"])
def test_it_knows_all_spellings(gallery: Gallery, owner: Person, spelling: str, kind: str) -> None:
    post = gallery.album(owner) if kind == "album" else gallery.image(owner)
    path = spelling.format(post, kind=kind)

    shared = gallery.sandbox.api("POST", path, headers=owner.bearer, data={"title": "T"})
    voted = gallery.sandbox.api("POST", f"{path}/vote/down", headers=owner.bearer)
    reported = gallery.sandbox.api("POST", f"{path}/report", headers=owner.bearer, data={"reason": 2})

    assert shared.json() == voted.json() == reported.json() == {"data": True, "success": True, "status": 200}
    assert gallery.get(f"{path}/votes") == {"ups": 0, "downs": 1}
    assert gallery.get(path)["is_album"] is (kind == "album")
    assert len(gallery.get(f"{path}/images")) == 1
    assert gallery.get(f"{path}/tags") == {"tags": []}
    assert gallery.sandbox.api("DELETE", path, headers=owner.bearer).json()["data"] is True
    assert gallery.refusal("GET", path)[0] == 404


def test_it_tells_images_from_albums(gallery: Gallery, owner: Person) -> None:
    album = gallery.share(owner, gallery.album(owner))

    assert gallery.refusal("GET", f"gallery/image/{album}") == (404, f"Unable to find an image with the id, {album}")
    assert gallery.refusal("GET", "gallery/album/unknown") == (404, "Unable to find an album with the id, unknown")


def test_it_answers_with_a_page_for_a_deleted_image(sandbox: Sandbox, gallery: Gallery, owner: Person) -> None:
    post = gallery.share(owner)
    sandbox.api("DELETE", f"image/{post}", headers=owner.bearer)

    answer = sandbox.api("GET", f"gallery/{post}")

    assert answer.status_code == 404
    assert "imgur: the simple 404 page" in answer.text


def test_it_counts_votes_once_a_person_and_takes_them_back(gallery: Gallery, owner: Person, stranger: Person) -> None:
    post = gallery.share(owner)

    def after(vote: str) -> tuple[dict[str, int], str | None]:
        gallery.vote(post, vote, stranger)
        return gallery.get(f"gallery/{post}/votes"), gallery.get(f"gallery/{post}", stranger)["vote"]

    assert after("up") == after("up") == ({"ups": 1, "downs": 0}, "up")
    assert after("down") == ({"ups": 0, "downs": 1}, "down")
    assert gallery.get(f"gallery/{post}", owner)["vote"] is None
    assert after("veto") == after("veto") == ({"ups": 0, "downs": 0}, None)


def test_it_tells_points_and_score(gallery: Gallery, owner: Person, stranger: Person) -> None:
    post = gallery.share(owner)
    gallery.run("UPDATE sandbox_post SET ups = 3635, downs = 42")

    shown = gallery.get(f"gallery/{post}")

    assert (shown["ups"], shown["downs"], shown["points"], shown["score"]) == (3635, 42, 3593, 3624)


@pytest.mark.parametrize(
    ("path", "fields", "text"),
    [("vote/sideways", {}, "Invalid vote, sideways"), ("report", {"reason": "6"}, "Invalid reason")],
)
def test_it_refuses_words_it_does_not_know(
    gallery: Gallery, owner: Person, path: str, fields: dict[str, str], text: str
) -> None:
    post = gallery.share(owner)

    assert gallery.refusal("POST", f"gallery/{post}/{path}", owner, **fields) == (400, text)
    assert gallery.refusal("POST", f"gallery/{post}/{path}", **fields) == (403, "Unauthorized")


def test_it_shows_the_gallery_in_reads_of_images_and_albums(gallery: Gallery, owner: Person, stranger: Person) -> None:
    image, album = gallery.share(owner, tags="cats"), gallery.share(owner, gallery.album(owner, privacy="public"))
    gallery.make_viral(image)
    gallery.vote(image, "down", stranger)

    shown = gallery.get(f"image/{image}", stranger)

    assert (shown["in_gallery"], shown["in_most_viral"], shown["vote"]) == (True, True, "down")
    assert [tag["name"] for tag in shown["tags"]] == ["cats"]
    assert shown["ad_config"]["safeFlags"] == ["in_gallery", "gallery"]
    shown = gallery.get(f"album/{album}")
    assert (shown["in_gallery"], shown["privacy"]) == (True, "hidden")
    assert [one["in_gallery"] for one in gallery.get("account/me/albums", owner) if one["id"] == album] == [True]
    assert [one["in_gallery"] for one in gallery.get("account/me/images", owner) if one["id"] == image] == [True]


def test_it_writes_posts_as_xml_and_jsonp(sandbox: Sandbox, gallery: Gallery, owner: Person) -> None:
    post = gallery.share(owner, title="Both", tags="cats")

    xml = sandbox.api("GET", f"gallery/{post}.xml").text
    jsonp = sandbox.api("GET", f"gallery/{post}?callback=show").text

    assert "<title>Both</title>" in xml
    assert "<tags><item><name>cats</name>" in xml
    assert jsonp.startswith('show({"data":{"id":"')
