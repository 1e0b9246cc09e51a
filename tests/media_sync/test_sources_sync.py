"""Looking at watched sources: lists, albums, posts that are gone, originals."""

from datetime import timedelta

import pytest
from django.utils import timezone

from imgur import ForbiddenError, NotFoundError
from media_sync.models import BoardItem, OriginalFetch, SyncRun, WatchedSource
from media_sync.services.watching import sources
from tests.media_sync.source_looks import look, titles

pytestmark = pytest.mark.django_db
Kind = WatchedSource.Kind


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("https://imgur.com/gallery/hot", "/3/gallery/{section}/{sort}/{window}/{page}"),
        ("r/lakes", "/3/gallery/r/{subreddit}/{sort}/{window}/{page}"),
        ("#lakes", "/3/gallery/t/{tag}/{sort}/{window}/{page}"),
        ("blue lakes", "/3/gallery/search/{sort}/{window}/{page}"),
        ("https://imgur.com/search?q_all=blue&q_type=gif", "/3/gallery/search/{sort}/{window}/{page}"),
        ("@maker", "/3/account/{username}/submissions/{page}/{sort}"),
    ],
)
def test_it_brings_the_posts_of_every_kind_of_list(text, route, watch, board, public):
    for number in range(3):
        public.put_image(f"post{number}")

    run = look(watch(text))

    assert run.state == SyncRun.State.DONE, run.last_error
    assert public.routes() == [route]
    assert titles(board) == ["Post post2", "Post post1", "Post post0"]
    assert (run.added, run.changed, run.gone, run.calls, run.credits) == (3, 0, 0, 1, 1)


def test_it_keeps_what_imgur_tells_of_a_post(watch, board, public):
    public.put_image("post1", description="Cold", nsfw=True, score=99, deletehash="secret", oddity={"a": 1})

    look(watch())

    item = board.items.get()
    assert (item.author, item.points, item.comment_count, item.is_nsfw) == ("maker", 10, 3, True)
    assert item.link.endswith("/r/lakes/post1")
    assert (item.details["score"], item.details["oddity"]) == (99, {"a": 1})
    assert "secret" not in str(item.details)
    picture = item.pictures.get()
    assert (picture.imgur_id, picture.width, picture.content_type) == ("post1", 8, "image/png")


def test_it_takes_no_harm_from_what_does_not_fit(watch, board, public):
    public.put_image("post1", account_url="x" * 500, width=10**12, points=-(10**12), link="javascript:alert(1)")
    public.put_image("x" * 40)
    public.put_image("../../3/credits")

    run = look(watch())

    assert run.state == SyncRun.State.DONE
    item = board.items.get()
    assert len(item.author) == 64
    assert item.pictures.get().link == ""


def test_an_unchanged_list_brings_nothing_twice(watch, board, public):
    public.put_image("post1")
    public.put_album("album1", 2)
    source = watch()
    look(source)
    public.posts[0] |= {"points": 500, "views": 9000, "tags": [{"name": "lakes", "followers": 7, "following": True}]}

    run = look(source)

    assert (run.added, run.changed, run.gone, run.credits) == (0, 0, 0, 1)
    assert board.items.count() == 2
    assert board.items.get(imgur_id="album1").points == 500
    assert board.items.get(imgur_id=public.posts[0]["id"]).details["tags"] == ["lakes"]


def test_it_sees_changes(watch, board, public):
    public.put_image("post1")
    source = watch()
    look(source)
    public.posts[0] |= {"title": "Another title", "nsfw": True}

    run = look(source)

    assert (run.added, run.changed) == (0, 1)
    item = board.items.get()
    assert (item.title, item.is_nsfw) == ("Another title", True)


def test_what_a_list_does_not_tell_is_not_taken_back(watch, board, public):
    public.put_image("post1", nsfw=True)
    source = watch()
    look(source)
    public.posts[0] |= {"points": None, "comment_count": None, "nsfw": None, "account_url": None}

    run = look(source)

    item = board.items.get()
    assert (item.points, item.comment_count, item.is_nsfw, item.author) == (10, 3, True, "maker")
    assert run.changed == 0


def test_it_stops_at_the_first_page_without_news(watch, public):
    public.page_size = 2
    for number in range(10):
        public.put_image(f"post{number}")
    source = watch(depth_pages=4)

    first, second = look(source), look(source)
    public.put_image("newer")
    third = look(source)

    assert (first.added, first.calls) == (8, 4)
    assert (second.added, second.calls) == (0, 1)
    assert (third.added, third.calls) == (1, 2)


def test_it_reads_a_list_by_score_to_its_depth(watch, public):
    public.page_size = 2
    for number in range(8):
        public.put_image(f"post{number}")
    source = watch("https://imgur.com/r/lakes/top/week", depth_pages=3)
    look(source)

    assert look(source).calls == 3


def test_it_reads_further_down_once_it_is_told_to(watch, owner, public):
    public.page_size = 2
    for number in range(8):
        public.put_image(f"post{number}")
    source = watch(depth_pages=1)
    look(source)

    plan = sources.Plan(
        options=source.options, depth_pages=3, keeps_originals=False, chosen_seconds=None, credits_per_day=1000
    )
    sources.change(source, plan, by=owner)
    run = look(source)

    assert (run.added, run.calls) == (4, 3)
    assert look(source).calls == 1


@pytest.mark.parametrize("is_short", [True, False])
def test_it_finds_the_end_of_a_list(is_short, watch, public):
    public.put_image("post1")
    public.ignores_page = not is_short

    run = look(watch(depth_pages=50))

    assert (run.state, run.added, run.calls) == (SyncRun.State.DONE, 1, 2)


def test_it_shows_the_posts_of_a_look_in_the_order_of_the_list(watch, board, public):
    public.page_size = 2
    for number in range(6):
        public.put_image(f"post{number}")

    look(watch(depth_pages=3))

    assert titles(board) == [f"Post post{number}" for number in (5, 4, 3, 2, 1, 0)]


def test_it_reads_an_album_only_when_the_list_does_not_show_all_of_it(watch, board, public):
    public.put_album("small", 3)
    public.put_album("large", 5)
    source = watch()

    first, second = look(source), look(source)

    assert public.routes().count("/3/album/{id}") == 1
    assert [p.imgur_id for p in board.items.get(imgur_id="large").pictures.all()] == [f"largei{n}" for n in range(5)]
    assert board.items.get(imgur_id="small").pictures.count() == 3
    assert first.tallies["images"]["added"] == 8
    assert (first.added, second.added) == (10, 0)


def test_it_reads_an_album_again_when_it_has_become_another(watch, board, public):
    album = public.put_album("large", 5)
    source = watch()
    look(source)
    album["images"].append({**album["images"][0], "id": "newest"})
    album["images"].pop(1)
    album["images"].append({**album["images"][0], "id": "newest2"})

    run = look(source)

    assert run.tallies["images"] == {"added": 2, "changed": 0, "gone": 1}
    gone = board.items.get().pictures.get(imgur_id="largei1")
    assert gone.gone_at
    assert not board.items.get().wants_pictures


def test_it_leaves_albums_to_the_next_look_that_would_cost_more_than_was_told(watch, board, public, monkeypatch):
    monkeypatch.setattr("media_sync.sync.sources.prices.ALBUMS_A_PAGE", 2)
    for number in range(5):
        public.put_album(f"album{number}", 4)
    source = watch()

    first, second, third = look(source), look(source), look(source)

    assert [run.credits for run in (first, second, third)] == [3, 3, 2]
    assert not board.items.filter(wants_pictures=True).exists()


def test_a_post_that_has_left_the_list_is_not_gone(watch, board, public):
    public.put_image("post1")
    source = watch()
    look(source)
    public.outside, public.posts = public.posts, []

    run = look(source)

    assert run.gone == 0
    assert board.items.get().gone_at is None


def test_it_asks_after_a_few_posts_long_unseen(watch, board, public):
    for number in range(8):
        public.put_image(f"post{number}")
    source = watch()
    look(source)
    public.outside, public.posts = public.posts, []
    public.take_down("post3")
    long_ago = timezone.now() - timedelta(days=3)
    for item in board.items.all():
        BoardItem.objects.filter(pk=item.pk).update(seen_at=long_ago + timedelta(minutes=item.pk))

    first, second, third = look(source), look(source), look(source)

    assert [(run.calls, run.audit_calls) for run in (first, second, third)] == [(1, 5), (1, 3), (1, 0)]
    assert first.gone + second.gone == 1
    item = board.items.get(gone_at__isnull=False)
    assert (item.imgur_id, item.gone_reason) == ("post3", "Imgur does not have it, or no longer.")
    assert item.pictures.exists()


def test_a_post_that_is_shown_again_is_back(watch, board, public):
    post = public.put_image("post1")
    source = watch()
    look(source)
    public.take_down("post1")
    board.items.update(seen_at=timezone.now() - timedelta(days=3))
    assert look(source).gone == 1
    public.posts = [post]

    run = look(source)

    assert run.changed == 1
    assert board.items.get().gone_at is None


def test_it_mirrors_a_public_album(watch, board, public):
    album = public.put_album("AbCdE12", 4)
    source = watch("https://imgur.com/a/AbCdE12")
    first = look(source)
    album["title"] = "Renamed"
    album["images"] = [album["images"][2], album["images"][0], {**album["images"][1], "id": "added1"}]

    second = look(source)

    assert public.routes() == ["/3/album/{id}"] * 2
    assert (first.added, first.tallies["images"]["added"]) == (5, 4)
    assert second.tallies["images"] == {"added": 1, "changed": 0, "gone": 2}
    item = board.items.get()
    assert (item.title, item.link[-10:]) == ("Renamed", "/a/AbCdE12")
    source.refresh_from_db()
    assert source.title == "Renamed"
    album["title"] = " "
    look(source)
    source.refresh_from_db()
    assert source.title == ""
    there = item.pictures.filter(gone_at=None)
    assert [picture.imgur_id for picture in there] == ["AbCdE12i2", "AbCdE12i0", "added1"]
    assert item.pictures.count() == 5


def test_a_picture_that_is_put_back_is_marked_no_longer(watch, board, public):
    album = public.put_album("AbCdE12", 2)
    source = watch("https://imgur.com/a/AbCdE12")
    look(source)
    taken_out = album["images"].pop()
    assert look(source).gone == 1
    album["images"].append(taken_out)

    run = look(source)

    assert run.tallies["images"]["changed"] == 1
    assert not board.items.get().pictures.exclude(gone_at=None).exists()


def test_pictures_that_an_album_counts_and_does_not_show_are_not_gone(watch, board, public, monkeypatch):
    public.put_album("AbCdE12", 4)
    source = watch("https://imgur.com/a/AbCdE12")
    look(source)
    whole = public._whole
    monkeypatch.setattr(public, "_whole", lambda post: whole(post) | {"images": post["images"][:1]})

    run = look(source)

    assert (run.state, run.gone) == ("done", 0)
    assert not board.items.get().pictures.exclude(gone_at=None).exists()


def test_pictures_of_a_post_that_its_album_counts_and_does_not_show_are_not_gone(watch, board, public, monkeypatch):
    album = public.put_album("large", 5)
    source = watch()
    look(source)
    album["images"].append({**album["images"][0], "id": "newest"})
    whole = public._whole
    monkeypatch.setattr(public, "_whole", lambda post: whole(post) | {"images": []})

    run = look(source)

    assert (run.state, run.gone) == ("done", 0)
    assert not board.items.get().pictures.exclude(gone_at=None).exists()


def test_it_says_that_an_album_is_not_there_and_keeps_what_it_has(watch, board, public):
    album = public.put_album("AbCdE12", 4)
    source = watch("https://imgur.com/a/AbCdE12")
    look(source)
    public.take_down("AbCdE12")

    run = look(source)

    assert (run.state, run.gone) == (SyncRun.State.DONE, 1)
    assert (source.missing_reason, bool(source.missing_since)) == ("Imgur does not have it, or no longer.", True)
    item = board.items.get()
    assert item.gone_at
    assert item.pictures.filter(gone_at=None).count() == 4
    assert look(source).gone == 0
    public.posts = [album]
    assert look(source).changed == 1
    assert (source.missing_reason, source.missing_since) == ("", None)


def test_it_finds_a_post_that_was_taken_out_of_the_gallery(watch, board, public):
    public.put_album("AbCdE12", 2)
    source = watch("https://imgur.com/gallery/AbCdE12")
    look(source)
    public.withdrawn = {"AbCdE12"}

    run = look(source)

    assert public.routes() == ["/3/gallery/{id}", "/3/gallery/{id}", "/3/album/{id}"]
    assert (run.gone, run.credits, source.missing_since) == (0, 2, None)
    assert board.items.get().gone_at is None


def test_it_watches_a_post_that_is_one_image(watch, board, public):
    public.put_image("AbCdE12", description="Deep")

    look(watch("https://imgur.com/gallery/AbCdE12"))

    item = board.items.get()
    assert (item.is_album, item.description, item.pictures.count()) == (False, "Deep", 1)


def test_a_user_who_is_not_there_is_said_and_takes_nothing_along(watch, board, public):
    public.put_image("post1")
    source = watch("@maker")
    look(source)
    public.fails = [NotFoundError("gone", status=404, was_sent=True)]

    run = look(source)

    assert (run.state, run.gone) == (SyncRun.State.DONE, 0)
    assert source.missing_since
    assert board.items.get().gone_at is None


def test_it_says_that_an_album_is_not_shown_to_the_public(watch, public):
    public.fails = [ForbiddenError("private", status=403, was_sent=True)]

    source = watch("https://imgur.com/a/AbCdE12")
    look(source)

    assert source.missing_reason == "Imgur does not show it to the public, or no longer."


def test_two_sources_bring_a_post_once(watch, board, public):
    public.put_image("post1", title="One")
    first, second = watch("r/lakes"), watch("#lakes")
    look(first)
    public.posts[0]["title"] = "Two"

    run = look(second)

    assert (run.added, run.changed) == (0, 0)
    item = board.items.get()
    assert (item.source, item.title) == (first, "One")


def test_an_album_that_is_watched_by_itself_brings_its_pictures_to_a_post_of_a_list(watch, board, public):
    album = public.put_album("AbCdE12", 2)
    look(watch("r/lakes"))
    album["images"].append({**album["images"][0], "id": "added1"})

    run = look(watch("https://imgur.com/a/AbCdE12"))

    assert run.tallies["images"]["added"] == 1
    assert board.items.get().pictures.count() == 3


def test_a_post_without_a_source_becomes_the_next_ones(watch, board, owner, public):
    public.put_image("post1")
    first, second = watch("r/lakes"), watch("#lakes")
    look(first)

    sources.remove(first, by=owner)
    look(second)

    assert board.items.get().source == second


def test_it_asks_for_originals_where_the_source_keeps_them(watch, board, public):
    public.put_image("post1")
    public.put_album("large", 5)
    look(watch("r/lakes"))
    assert not OriginalFetch.objects.exists()

    look(watch("#lakes", keeps_originals=True))

    assert OriginalFetch.objects.count() == 6


def test_it_asks_for_originals_once_a_person_wants_them(watch, owner, public):
    public.put_image("post1")
    source = watch()
    look(source)

    plan = sources.Plan(
        options=source.options, depth_pages=1, keeps_originals=True, chosen_seconds=3600, credits_per_day=10
    )
    sources.change(source, plan, by=owner)

    assert OriginalFetch.objects.count() == 1


def test_it_needs_few_questions_for_a_full_page(watch, public, django_assert_max_num_queries):
    for number in range(30):
        public.put_image(f"post{number}")
        public.put_album(f"album{number}", 3)
    source = watch()
    look(source)

    with django_assert_max_num_queries(60):
        look(source)
