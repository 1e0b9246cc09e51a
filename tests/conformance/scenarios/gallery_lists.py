"""Lists of the gallery: GA1, GA6, GA7, GA15, GA16."""

from __future__ import annotations

from imgur import GalleryAlbum, SearchQuery
from tests.conformance.scenarios import conforms
from tests.conformance.trial import STRANGER, Trial


@conforms("GA1", "gallery.page", "gallery.posts")
def lists_a_section(trial: Trial) -> None:
    post = trial.post(STRANGER)

    newest = trial.call(section="user", sort="time", by=None)

    assert newest[0].id == post
    assert all(item.in_most_viral for item in trial.call(by=None))
    assert not any(item.in_most_viral for item in trial.call(section="user", show_viral=False, by=None))
    top = [item.points for item in trial.call(section="top", sort="top", window="all", by=None)]
    assert top == sorted(top, reverse=True)
    with_previews = trial.call(section="user", album_previews=True, mature=True, by=None)
    assert all(item.images for item in with_previews if isinstance(item, GalleryAlbum))
    assert len(trial.call(section="user", sort="rising", by=None)) > 20


@conforms("GA6", "gallery.subreddit_page", "gallery.subreddit")
def lists_a_subreddit(trial: Trial) -> None:
    top = trial.call("handmaps", sort="top", window="all", by=None)

    assert [item.score for item in top] == sorted((item.score for item in top), reverse=True)
    assert {item.section for item in top} == {"handmaps"}
    assert all(item.ups is None and item.account_url is None for item in top)
    assert trial.call("no_such_place", by=None) == []


@conforms("GA7", "gallery.subreddit_image")
def reads_an_image_of_a_subreddit(trial: Trial) -> None:
    listed = trial.imgur(None).gallery.subreddit_page("handmaps", sort="top", window="all")[0]

    item = trial.call("handmaps", listed.id, by=None)

    assert (item.id, item.title, item.score) == (listed.id, listed.title, listed.score)


@conforms("GA15", "gallery.search_page", "gallery.search")
def searches(trial: Trial) -> None:
    image, album_id = trial.image(), trial.album(trial.image(), trial.image())
    trial.imgur().gallery.share_image(image.id, "Quinces in a blue bowl")
    trial.imgur().gallery.share_album(album_id, "Quinces, all of them", tags=["garden"])

    assert [post.id for post in trial.call("quinces", by=None)] == [album_id, image.id]
    assert [post.id for post in trial.call("quinces NOT bowl", by=None)] == [album_id]
    assert [post.id for post in trial.call("tag:garden quinces", by=None)] == [album_id]
    for query, found in {
        SearchQuery(q_all="quinces bowl"): [image.id],
        SearchQuery(q_any="quinces quinceless"): [album_id, image.id],
        SearchQuery(q_exactly="all of them", q_type="album"): [album_id],
        SearchQuery(q_all="quinces", q_not="bowl"): [album_id],
        SearchQuery(q_all="quinces", q_type="png"): [image.id],
        SearchQuery(q_all="quinces", q_type="png", q_size_px="huge"): [],
    }.items():
        assert [post.id for post in trial.call(query, by=None)] == found, query


@conforms("GA16", "gallery.random_page", "gallery.random")
def lists_posts_at_random(trial: Trial) -> None:
    posts = trial.call(by=None)

    assert posts == trial.call(by=None)
    assert [post.id for post in posts] != [post.id for post in trial.imgur(None).gallery.page(section="user")]
    # The registry's note: both spellings are the same.
    shorter = trial.sandbox.api("GET", "gallery/random/0").json()["data"]
    assert [post["id"] for post in shorter] == [post.id for post in posts[:60]]
