"""What the groups around the gallery refuse to send, and how far their lists go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from imgur import (
    BadRequestError,
    ImgurClient,
    ImgurUnavailableError,
    OutcomeUnknownError,
    ReportReason,
    SearchQuery,
)
from tests.imgur.fake_transport import client_for
from tests.imgur.payloads import recorded

POST, PICTURE = recorded("gallery_album")["data"], recorded("gallery_image")["data"]

REFUSED: dict[str, Callable[[Any], Any]] = {
    "a section": lambda client: client.gallery.page(section="best"),
    "an order": lambda client: client.gallery.page(sort="new"),
    "a rising top": lambda client: client.gallery.page(section="hot", sort="rising"),
    "a window": lambda client: client.gallery.page(window="decade"),
    "a page": lambda client: client.gallery.page(-1),
    "a far page": lambda client: client.gallery.page(10**7),
    "a random page": lambda client: client.gallery.random_page(51),
    "an order of a subreddit": lambda client: client.gallery.subreddit_page("aww", sort="viral"),
    "an order of a search": lambda client: client.gallery.search_page("cats", sort="newest"),
    "an order of a tag": lambda client: client.tags.page("cats", sort="rising"),
    "an order of a topic": lambda client: client.topics.page(2, sort=""),
    "an order of memes": lambda client: client.memes.page(sort="TOP"),
    "an order of a custom gallery": lambda client: client.custom_gallery.page(sort="best"),
    "an order of a filtered gallery": lambda client: client.custom_gallery.filtered_page(window="hour"),
    "an order of comments": lambda client: client.gallery.comments("a", "newest"),
    "an order of an account": lambda client: client.account.comments_page(0, "best/../.."),
    "an order of favourites": lambda client: client.account.favorites_page(0, "best"),
    "a vote": lambda client: client.gallery.vote("a", "sideways"),
    "a vote on a comment": lambda client: client.comments.vote(7, "UP"),
    "a vote on a tag": lambda client: client.tags.vote("a", "cats", "veto"),
    "a reason": lambda client: client.gallery.report("a", 6),
    "a reason for a comment": lambda client: client.comments.report(7, 0),
    "an empty comment": lambda client: client.gallery.add_comment("a", " \n"),
    "an empty reply": lambda client: client.comments.reply(7, "a", ""),
    "a title": lambda client: client.gallery.share("a", ""),
    "no tags": lambda client: client.tags.set_on_post("a", []),
    "a tag with a comma": lambda client: client.custom_gallery.add_tags(["cats, dogs"]),
    "a blank tag": lambda client: client.custom_gallery.block_tag(" "),
    "an id of a post": lambda client: client.comments.create("../a", "Nice"),
    "an id of a comment": lambda client: client.comments.get("7/replies"),
    "an id to take out": lambda client: client.albums.remove_images_by_delete("a", ["b", "c?d"]),
    "no id to take out": lambda client: client.albums.remove_images_by_delete("a", []),
    "a privacy": lambda client: client.albums.create(privacy="private"),
    "a layout": lambda client: client.albums.update("a", layout="masonry"),
    "a method": lambda client: client.images.update("a", title="x", method="DELETE"),
    "an upload's route": lambda client: client.images.upload(None, name="a", content_type="b/c", route="/3/album"),
    "half a character": lambda client: client.comments.create("a", "half \ud83d"),
    "half a character of a query": lambda client: client.gallery.search_page("\ude00"),
    "half a character of a name": lambda client: client.account.get("\ud83d"),
    "half a character of a file": lambda client: client.images.upload(b"", name="\ud83d", content_type="image/png"),
    "a header in a type": lambda client: client.images.upload(b"", name="a", content_type="image/png\r\nX: y"),
    "a section for an id": lambda client: client.gallery.get("hot"),
    "a gallery's name for an id": lambda client: client.custom_gallery.older.delete("custom"),
    "a file's name for a URL": lambda client: client.images.upload_url("/home/me/a.png"),
    "another kind of URL": lambda client: client.images.upload_url("ftp://x/Invalid refresh token"),
    "a sentence for a URL": lambda client: client.images.upload_url("uploading too fast. Please wait 168 more hours"),
    "a URL with blanks": lambda client: client.images.upload_url("https://example.com/over capacity.png"),
    "a URL without a host": lambda client: client.images.upload_url("https:///a.png"),
    "no change of an image": lambda client: client.images.update("a"),
    "no change of an album": lambda client: client.albums.update("a"),
    "no change of an album by POST": lambda client: client.albums.update("a", method="POST"),
    "a text for ids": lambda client: client.albums.add_images("a", "abc1234"),
    "a text for ids of a new album": lambda client: client.albums.create(image_ids="abc1234"),
    "a text for deletehashes": lambda client: client.albums.set_images("a", deletehashes="abc1234"),
    "a text for ids to take out": lambda client: client.albums.remove_images("a", "abc1234"),
    "a text for ids to take out by DELETE": lambda client: client.albums.remove_images_by_delete("a", "abc1234"),
    "a text for tags": lambda client: client.tags.set_on_post("a", "cats"),
    "a text for tags of a gallery": lambda client: client.custom_gallery.add_tags("cats"),
    "a text for tags to share with": lambda client: client.gallery.share("a", "Look", tags="cats"),
    "a text for no tags": lambda client: client.gallery.share("a", "Look", tags=""),
    "a text for notifications": lambda client: client.notifications.mark_several_viewed("4511"),
    "a text for reasons": lambda client: client.account.delete_me("x", client_id="y", reasons="bored"),
    "a page of none": lambda client: client.account.images_page(0, per_page=0),
    "a page of too many": lambda client: client.account.comment_ids_page(0, per_page=101),
    "a way to take out": lambda client: client.albums.remove_images("a", ["b"], method="PUT"),
    "no setting": lambda client: client.account.update_settings(),
    "a user name": lambda client: client.account.update_settings(new_username="al ice"),
    "a short user name": lambda client: client.account.update_settings(new_username="abc"),
    "no notification": lambda client: client.notifications.mark_several_viewed([]),
    "an empty message": lambda client: client.conversations.send("bob", " "),
    "a page of a conversation": lambda client: client.conversations.page(7, 0),
}


@pytest.mark.parametrize("attempt", REFUSED.values(), ids=REFUSED)
def test_it_refuses_before_anything_is_sent(attempt: Callable[[ImgurClient], Any]) -> None:
    client, transport = client_for()

    with pytest.raises(BadRequestError, match="Nothing was sent"):
        attempt(client)

    assert not transport.calls


BEGUN_WRONGLY: dict[str, Callable[[Any], Any]] = {
    "images": lambda client: client.account.images(per_page=1000),
    "ids of images": lambda client: client.account.image_ids(per_page=0),
    "albums": lambda client: client.account.albums(username=""),
    "comments": lambda client: client.account.comments("top"),
    "favourites": lambda client: client.account.favorites("best"),
    "submissions": lambda client: client.account.submissions("viral"),
    "a folder": lambda client: client.account.folder_favorites("a/b"),
    "posts": lambda client: client.gallery.posts(section="hot", sort="rising"),
    "a search": lambda client: client.gallery.search(" "),
    "a subreddit": lambda client: client.gallery.subreddit("..", sort="top"),
    "a tag": lambda client: client.tags.posts("cats", window="decade"),
    "a topic": lambda client: client.topics.posts("defaults"),
    "memes": lambda client: client.memes.posts(sort="new"),
    "a custom gallery": lambda client: client.custom_gallery.posts(sort="new"),
    "what is filtered": lambda client: client.custom_gallery.filtered_posts(window="x"),
    "what is filtered out": lambda client: client.custom_gallery.filtered_out_posts(window="x"),
    "an old gallery": lambda client: client.custom_gallery.older.posts("custom"),
    "comments of a post": lambda client: client.gallery.all_comments("hot"),
    "messages": lambda client: client.conversations.messages("x y"),
}


@pytest.mark.parametrize("begin", BEGUN_WRONGLY.values(), ids=BEGUN_WRONGLY)
def test_a_walk_is_refused_where_it_is_begun_and_not_at_its_first_step(begin: Callable[[ImgurClient], Any]) -> None:
    client, transport = client_for()

    with pytest.raises(BadRequestError, match="Nothing was sent"):
        begin(client)

    assert not transport.calls


@pytest.mark.parametrize(
    "mix_up",
    [
        lambda account: account.albums_page(0, 50),
        lambda account: account.images_page(0, "bob"),
        lambda account: account.images("bob"),
        lambda account: account.albums("bob"),
        lambda account: account.image_ids_page(0, 50, "bob"),
        lambda account: account.comments_page(0, "newest", "bob"),
        lambda account: account.favorites("newest", "bob"),
        lambda account: account.likes_page(0, "bob"),
        lambda account: account.folder_favorites_page(42, 0, "newest", "bob"),
        lambda account: account.album("z6B0jQx", "bob"),
    ],
)
def test_whose_list_and_how_long_its_pages_has_to_be_said_by_name(mix_up: Callable[[Any], Any]) -> None:
    client, transport = client_for()

    with pytest.raises(TypeError):
        mix_up(client.account)

    assert not transport.calls


def test_an_unknown_way_of_sharing_is_not_passed_over() -> None:
    client, transport = client_for()

    with pytest.raises(TypeError, match="takes no nsfw"):
        client.gallery.share_image("a", "Look", nsfw=True)  # type: ignore[call-arg]

    assert not transport.calls


def test_it_reads_a_page_with_both_kinds_of_posts() -> None:
    client, _ = client_for([POST, PICTURE, None, {"title": "no id"}])

    posts = client.gallery.page()

    assert [(post.id, post.is_album) for post in posts] == [("YIAhvya", True), ("q6TxQKy", False)]


def test_lists_without_an_end_are_read_as_far_as_asked() -> None:
    pages = [[{"id": f"p{number}", "is_album": False}] for number in range(60)]
    client, transport = client_for(*pages)

    assert len(list(client.gallery.posts(max_pages=2))) == 2
    assert len(list(client.gallery.search("cats"))) == 5
    assert len(list(client.gallery.random(max_pages=100))) == 51

    assert transport.calls[-1].path == "/3/gallery/random/random/50"


def test_a_tag_ends_where_its_page_has_no_items() -> None:
    tag = recorded("tag")["data"]
    client, transport = client_for(tag | {"items": [POST]}, tag | {"items": [PICTURE]}, tag)

    assert [post.id for post in client.tags.posts("cats", max_pages=9)] == ["YIAhvya", "q6TxQKy"]
    assert len(transport.calls) == 3


@pytest.mark.parametrize(
    "odd",
    [
        None,
        True,
        [],
        {"name": "cats"},
        {"name": "cats", "items": None},
        {"name": "cats", "items": "x"},
        {"items": [1, None]},
        {"items": [{"title": "x"}]},
    ],
)
def test_a_tag_without_its_items_never_looks_like_the_end(odd: Any) -> None:
    client, _ = client_for(odd)

    with pytest.raises(ImgurUnavailableError):
        list(client.tags.posts("cats"))


def test_a_free_search_and_an_advanced_one_send_what_was_given() -> None:
    assert SearchQuery(" cats ").params == {"q": "cats"}
    advanced = SearchQuery(q_all="a b", q_any="c", q_exactly="d e", q_not="f", q_type="anigif", q_size_px="huge")
    assert advanced.params == {
        "q_all": "a b",
        "q_any": "c",
        "q_exactly": "d e",
        "q_not": "f",
        "q_type": "anigif",
        "q_size_px": "huge",
    }


@pytest.mark.parametrize(
    "wrong", [{}, {"q": "  "}, {"q": "a", "q_not": "b"}, {"q_type": "webp"}, {"q_all": "a", "q_size_px": "small "}]
)
def test_a_search_that_imgur_would_misread_cannot_be_made(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadRequestError):
        SearchQuery(**wrong)


def test_terms_are_accepted_only_by_somebody_who_says_so() -> None:
    client, transport = client_for(True, True)

    client.gallery.share_image("a", "Look")
    client.gallery.share_image("a", "Look", accept_terms=True)

    assert list(transport.calls[0].form) == [("title", "Look")]
    assert list(transport.calls[1].form) == [("title", "Look"), ("terms", "1")]


@pytest.mark.parametrize("nothing", [None, True, [], "", 0])
def test_success_without_a_word_is_success(nothing: Any) -> None:
    client, transport = client_for(*[nothing] * 6)

    client.comments.report(7, ReportReason.SPAM)
    client.gallery.report("a", ReportReason.ABUSIVE)
    client.custom_gallery.add_tags(["cats"])
    client.custom_gallery.remove_tags(["cats"])
    client.custom_gallery.block_tag("cats")
    client.custom_gallery.unblock_tag("cats")

    assert len(transport.calls) == 6


@pytest.mark.parametrize(("answer", "expected"), [("favorited", True), ("unfavorited", False)])
def test_a_toggled_favourite_says_what_it_is_now(answer: str, expected: bool) -> None:
    client, _ = client_for(answer, answer)

    assert client.images.favorite("a") is expected
    assert client.albums.favorite("a") is expected


@pytest.mark.parametrize("odd", [True, None, "Favorited", {}])
def test_a_toggle_that_does_not_say_leaves_it_unknown(odd: Any) -> None:
    client, _ = client_for(odd)

    with pytest.raises(OutcomeUnknownError):
        client.images.favorite("a")


@pytest.mark.parametrize(
    "answer",
    [
        {"tags": [{"name": "cats", "ups": "2", "author": "bob_demo"}, {"name": ""}, None]},
        [{"name": "cats", "ups": 2, "author": "bob_demo"}],
    ],
)
def test_it_reads_the_tags_of_a_post_in_either_shape(answer: Any) -> None:
    client, _ = client_for(answer)

    [tag] = client.tags.of_post("a")

    assert (tag.name, tag.ups, tag.downs, tag.author) == ("cats", 2, 0, "bob_demo")


@pytest.mark.parametrize("odd", [None, True, {"tags": None}, {"x": 1}])
def test_tags_that_were_not_told_never_look_like_none(odd: Any) -> None:
    client, _ = client_for(odd)

    with pytest.raises(ImgurUnavailableError):
        client.tags.of_post("a")


def test_it_reads_a_feed_in_either_shape() -> None:
    client, _ = client_for([{"post": POST, "kind": "tag"}, {"post": None}], {"items": [{"post": PICTURE}]}, None)

    first, empty = client.feed.get()
    [other] = client.feed.get()

    assert first.post is not None
    assert (first.post.id, first.extra) == ("YIAhvya", {"kind": "tag"})
    assert empty.post is None
    assert other.post is not None
    assert other.post.id == "q6TxQKy"
    with pytest.raises(ImgurUnavailableError):
        client.feed.get()
