"""Galleries of one's own, what is filtered out, and memes: CG1 to CG15."""

from __future__ import annotations

import pytest

from imgur import CustomGallery, NotFoundError
from tests.conformance.scenarios import conforms
from tests.conformance.trial import Trial


def ids(trial: Trial, tag: str) -> set[str]:
    return {post.id for post in trial.imgur().tags.posts(tag)}


@conforms("CG1", "custom_gallery.page", "custom_gallery.posts")
def reads_the_own_gallery(trial: Trial) -> None:
    posts = trial.call(sort="time")

    if isinstance(posts, CustomGallery):
        assert set(posts.tags) == {"gamedev", "pixel_art", "indie_games"}
        assert (posts.account_url, posts.item_count) == ("lanternfall", len(posts.items))
        posts = posts.items
    assert {post.id for post in posts} == ids(trial, "gamedev") | ids(trial, "pixel_art") | ids(trial, "indie_games")


@conforms("CG2", "custom_gallery.item")
def reads_a_post_of_the_own_gallery(trial: Trial) -> None:
    listed = trial.imgur().custom_gallery.page().items[0]

    assert trial.call(listed.id) == trial.imgur().gallery.get(listed.id)
    with pytest.raises(NotFoundError):
        trial.imgur().custom_gallery.item(trial.image().id)


@conforms("CG3", "custom_gallery.add_tags")
def adds_tags_to_the_own_gallery(trial: Trial) -> None:
    trial.call(["sea", "sky"])

    gallery = trial.imgur().custom_gallery.page()
    assert {"sea", "sky", "gamedev"} <= set(gallery.tags)
    assert ids(trial, "sea") <= {post.id for post in trial.imgur().custom_gallery.posts()}


@conforms("CG4", "custom_gallery.remove_tags")
def removes_tags_from_the_own_gallery(trial: Trial) -> None:
    trial.call(["gamedev", "indie_games"])

    assert trial.imgur().custom_gallery.page().tags == ("pixel_art",)


@conforms("CG5", "custom_gallery.filtered_page", "custom_gallery.filtered_posts")
@conforms("CG12", "custom_gallery.filtered_out_page", "custom_gallery.filtered_out_posts")
def reads_what_is_filtered_out(trial: Trial) -> None:
    posts = trial.call()

    if isinstance(posts, CustomGallery):
        assert (posts.id, posts.name, posts.tags) == ("filtered", "Filtered Out", ("space",))
        posts = posts.items
    assert posts
    assert {post.id for post in posts} == ids(trial, "space")


@conforms("CG6", "custom_gallery.block_tag")
def filters_a_tag_out(trial: Trial) -> None:
    tag = trial.imgur().gallery.page()[0].tags[0].name

    trial.call(tag)

    assert set(trial.imgur().custom_gallery.filtered_page().tags) == {"space", tag}
    shown = trial.imgur().gallery.posts()
    assert tag not in {name.name for post in shown for name in post.tags}


@conforms("CG7", "custom_gallery.unblock_tag")
def filters_a_tag_out_no_longer(trial: Trial) -> None:
    trial.call("space")

    assert trial.imgur().custom_gallery.filtered_page().tags == ()


@conforms("CG8", "custom_gallery.older.all")
def lists_galleries_of_2014(trial: Trial) -> None:
    created = trial.imgur().custom_gallery.older.create("By the water", ["sea"])

    assert [gallery.name for gallery in trial.call()] == ["Paper and ink", "By the water"]
    assert trial.call()[1].id == created.id


@conforms("CG9", "custom_gallery.older.create")
def creates_a_gallery_of_2014(trial: Trial) -> None:
    created = trial.call("By the water", ["sky", "sea"])

    found = trial.imgur().custom_gallery.older.page(created.id)
    assert (found.name, found.tags, found.account_url) == ("By the water", ("sea", "sky"), "lanternfall")
    assert found.created_at == created.created_at


@conforms("CG10", "custom_gallery.older.page", "custom_gallery.older.posts")
def reads_a_gallery_of_2014(trial: Trial) -> None:
    posts = trial.call("mXq2d", sort="top", window="all")

    if isinstance(posts, CustomGallery):
        assert (posts.id, posts.name) == ("mXq2d", "Paper and ink")
        posts = posts.items
    expected = ids(trial, "printmaking") | ids(trial, "linocut") | ids(trial, "cartography")
    assert {post.id for post in posts} == expected


@conforms("CG10", "custom_gallery.older.rename")
def renames_a_gallery_of_2014(trial: Trial) -> None:
    trial.call("mXq2d", "Ink and paper")

    assert trial.imgur().custom_gallery.older.page("mXq2d").name == "Ink and paper"


@conforms("CG10", "custom_gallery.older.delete")
def deletes_a_gallery_of_2014(trial: Trial) -> None:
    trial.call("mXq2d")

    assert trial.imgur().custom_gallery.older.all() == []


@conforms("CG11", "custom_gallery.older.add_tags")
def adds_tags_to_a_gallery_of_2014(trial: Trial) -> None:
    trial.call("mXq2d", ["sea", "sky"])

    tags = trial.imgur().custom_gallery.older.page("mXq2d").tags
    assert set(tags) == {"printmaking", "linocut", "cartography", "sea", "sky"}


@conforms("CG11", "custom_gallery.older.remove_tags")
def removes_tags_from_a_gallery_of_2014(trial: Trial) -> None:
    trial.call("mXq2d", ["linocut", "cartography"])

    assert trial.imgur().custom_gallery.older.page("mXq2d").tags == ("printmaking",)


@conforms("CG13", "memes.page", "memes.posts")
def lists_memes(trial: Trial) -> None:
    posts = trial.call(sort="top", window="all", by=None)

    assert posts
    names = {meme.title for meme in trial.imgur(None).memes.defaults()}
    for post in posts:
        meme = trial.imgur(None).memes.get(post.id).meme
        assert meme is not None
        assert meme.meme_name in names


@conforms("CG14", "memes.get")
def reads_a_meme(trial: Trial) -> None:
    listed = trial.imgur(None).memes.page(sort="top", window="all")[0]

    meme = trial.call(listed.id, by=None)

    assert meme == trial.imgur(None).gallery.image(listed.id)
    assert meme.meme.top_text or meme.meme.bottom_text


@conforms("CG15", "memes.defaults")
def lists_pictures_to_make_memes_of(trial: Trial) -> None:
    pictures = trial.call(by=None)

    assert "Confident gull" in {picture.title for picture in pictures}
    assert trial.imgur(None).images.get(pictures[0].id).link == pictures[0].link
