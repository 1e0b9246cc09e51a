from __future__ import annotations

from typing import Any, get_args

import pytest

from imgur import (
    AccountStats,
    AccountV1,
    AvailableAvatars,
    AvailableCovers,
    Avatar,
    BlockedUsersPage,
    CustomGallery,
    DefaultTags,
    GalleryAlbum,
    GalleryImage,
    GalleryItem,
    GalleryProfile,
    MemeMetadata,
    Tag,
    TagGallery,
    Topic,
    Votes,
    gallery_item,
    models,
)
from tests.imgur.models import MODELS
from tests.imgur.payloads import recorded

POST, PICTURE = recorded("gallery_album")["data"], recorded("gallery_image")["data"]


def test_it_reads_a_post_that_is_an_album() -> None:
    post = gallery_item(POST)

    assert isinstance(post, GalleryAlbum)
    assert (post.ups, post.downs, post.points, post.score) == (3635, 42, 3593, 3624)
    assert (post.comment_count, post.favorite_count) == (165, 333)
    assert (post.topic, post.topic_id, post.in_most_viral) == ("No Topic", 29, True)
    assert post.images is not None
    assert [image.id for image in post.images] == ["VVxiyte"]
    assert set(post.extra) == {"is_ad", "ad_type", "ad_url", "include_album_ads"}


def test_it_reads_a_post_that_is_an_image() -> None:
    post = gallery_item(PICTURE)

    assert isinstance(post, GalleryImage)
    assert (post.type, post.mp4_size, post.processing) == ("image/gif", 2013900, "completed")
    assert [(tag.name, tag.followers) for tag in post.tags] == [("photography", 95)]
    assert (post.account_url, post.score) == ("carol_demo", 1348)
    assert post.meme is None
    assert set(post.extra) == {"is_ad", "ad_type", "ad_url"}


def test_what_a_subreddit_does_not_tell_is_not_zero() -> None:
    post = gallery_item(PICTURE | {"ups": None, "downs": None, "points": None, "comment_count": None, "vote": None})

    assert (post.ups, post.downs, post.points, post.comment_count, post.vote) == (None,) * 5


def test_it_reads_a_favourite_with_all_its_nulls() -> None:
    nulls = dict.fromkeys(
        [
            "account_id",
            "privacy",
            "layout",
            "score",
            "nsfw",
            "section",
            "comment_count",
            "topic",
            "topic_id",
            "favorite",
        ]
    )

    post = gallery_item(POST | nulls)

    assert isinstance(post, GalleryAlbum)
    assert (post.privacy, post.score, post.nsfw, post.topic_id, post.favorite) == (None,) * 5


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ({"id": "a", "is_album": True, "type": "image/png"}, GalleryAlbum),
        ({"id": "a", "is_album": "1"}, GalleryAlbum),
        ({"id": "a", "is_album": False, "images": []}, GalleryImage),
        ({"id": "a", "images_count": 3}, GalleryAlbum),
        ({"id": "a", "is_album": None, "cover": "b"}, GalleryAlbum),
        ({"id": "a", "type": "image/png", "width": 3}, GalleryImage),
        ({"id": "a"}, GalleryImage),
        (None, GalleryImage),
    ],
)
def test_it_tells_an_album_from_an_image(payload: Any, expected: type[GalleryItem]) -> None:
    post = gallery_item(payload)

    assert type(post) is expected
    assert post.is_album is (expected is GalleryAlbum)


def test_it_reads_a_meme() -> None:
    post = GalleryImage.from_json(PICTURE | {"meme_metadata": recorded("meme_metadata")})

    assert post.meme == MemeMetadata(
        meme_name="10 Guy", top_text="first line", bottom_text="second line", bg_image="LaENqOV"
    )


def test_a_post_keeps_the_key_to_itself() -> None:
    post = gallery_item(PICTURE | {"deletehash": "abcdefghijklmno"})

    assert "abcdefghijklmno" not in repr(post)
    assert post in {post}


def test_it_reads_a_tag_in_its_long_and_its_short_form() -> None:
    payload = recorded("tag")["data"]

    tag = TagGallery.from_json(payload | {"items": [POST, PICTURE, "x"]})
    short = Tag.from_json({"name": "star wars", "followers": "5"})

    assert (tag.name, tag.total_items, tag.is_whitelisted, tag.accent) == ("cats", 12751, True, "276860")
    assert [post.id for post in tag.items] == ["YIAhvya", "q6TxQKy"]
    assert set(tag.extra) == {"description_annotations"}
    assert (short.display_name, short.followers, short.is_whitelisted) == ("star wars", 5, None)


def test_it_reads_the_default_tags() -> None:
    defaults = DefaultTags.from_json(recorded("default_tags")["data"])

    assert [tag.display_name for tag in defaults.tags] == ["Halloween"]
    assert defaults.featured == "halloween"
    [gallery] = defaults.galleries
    assert gallery.top_post is not None
    assert (gallery.name, gallery.top_post.id) == ("Most Viral", "YIAhvya")


def test_it_reads_topics_with_and_without_their_pictures() -> None:
    payload = recorded("topic")["data"]

    bare, full = Topic.from_json(payload), Topic.from_json(payload | {"topPost": POST, "heroImage": PICTURE})

    assert (bare.id, bare.name, bare.top_post, bare.hero_image) == (2, "Funny", None, None)
    assert full.top_post is not None
    assert full.hero_image is not None
    assert (full.top_post.id, full.hero_image.id) == ("YIAhvya", "q6TxQKy")


def test_it_reads_a_custom_gallery() -> None:
    gallery = CustomGallery.from_json(recorded("custom_gallery")["data"])

    assert (gallery.id, gallery.name, gallery.tags, gallery.items) == ("filtered", "Filtered Out", ("food",), ())
    assert CustomGallery.from_json({"items": [POST]}).id == ""


def test_it_reads_a_profile_and_its_trophies() -> None:
    profile = GalleryProfile.from_json(recorded("gallery_profile")["data"])

    assert (profile.total_gallery_comments, profile.total_gallery_favorites) == (1470, 3068)
    [trophy] = profile.trophies
    assert (trophy.id, trophy.name, trophy.name_clean, trophy.data) == (20629432, "1 Year", "1Years", None)
    assert GalleryProfile.from_json({"total_gallery_likes": 3}).total_gallery_favorites == 3
    assert profile.extra == {}


def test_it_reads_the_small_models_of_an_account() -> None:
    avatars = AvailableAvatars.from_json(recorded("available_avatars")["data"])
    covers = AvailableCovers.from_json(recorded("available_covers")["data"])
    stats = AccountStats.from_json(recorded("account_stats")["data"] | {"top_images": [PICTURE], "top_albums": [POST]})

    assert [picture.name for picture in avatars.avatars] == ["flavor/3D"]
    assert (avatars.count, avatars.avatars_are_default) == (1, False)
    assert [picture.name for picture in covers.covers] == ["default/1-space"]
    assert Avatar.from_json(recorded("avatar")["data"]).avatar_name == "default/A"
    assert (stats.disk_used, stats.bandwidth_used) == ("8.92 MB", "5.73 GB")
    assert [album.id for album in stats.top_albums] == ["YIAhvya"]
    assert BlockedUsersPage.from_json(recorded("blocked_users")["data"]).usernames == ("mallory_demo",)
    assert Votes.from_json(recorded("votes")["data"]) == Votes(ups=10408, downs=71)


def test_it_reads_an_account_of_the_unversioned_api_under_either_name() -> None:
    new = AccountV1.from_json(
        {"id": 7, "username": "bob", "reputation_count": 12, "created_at": "2013-01-02T03:04:05Z"}
    )
    old = AccountV1.from_json({"id": "7", "url": "bob", "reputation": 12, "created": 1357095845, "new": 1})

    assert (new.id, new.username, new.reputation, new.created_at) == (7, "bob", 12, old.created_at)
    assert (old.id, old.username, old.extra) == (7, "bob", {"new": 1})


def test_every_model_is_in_the_list_that_robustness_is_tested_with() -> None:
    unlisted = {"GalleryItem"}  # a union; gallery_item reads it
    named = {name for name in models.__all__ if name not in unlisted}

    assert set(get_args(GalleryItem)) == {GalleryAlbum, GalleryImage}
    assert len(MODELS) == len(named)
