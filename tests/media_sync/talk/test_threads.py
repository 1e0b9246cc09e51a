"""Own posts, and what others write below them."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from imgur.models import Comment as ImgurComment
from media_sync.models import Comment, Post
from media_sync.services.talk import comments
from tests.fakes.talk import ME, comment, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted(imgur):
    """One post with a comment and an answer to it."""
    imgur.posts = [post("post001", comment_count=2)]
    imgur.threads = {"post001": [comment(1, comment(2, author=ME))]}
    return imgur


def _reads(imgur):
    return [path for path in imgur.asked() if path.startswith("/3/gallery/")]


def test_a_thread_is_kept_with_who_answers_whom(look, posted):
    look()

    top = Comment.objects.get(imgur_id=1)
    answer = Comment.objects.get(imgur_id=2)
    assert top.post == answer.post == Post.objects.get()
    assert list(Comment.objects.at_the_top()) == [top]
    assert list(Comment.objects.below(top)) == [answer]
    assert (top.is_own, answer.is_own) == (False, True)
    assert list(Comment.objects.received()) == [top]
    assert top.written_at == datetime.fromtimestamp(1599059373, tz=UTC)


def test_a_post_that_nobody_wrote_below_is_not_asked_about(look, imgur):
    imgur.posts = [post("post001", comment_count=0)]

    look()

    assert _reads(imgur) == []


def test_a_moved_count_reads_the_thread_again(look, posted):
    look()
    posted.posts[0] |= {"comment_count": 3}
    posted.threads["post001"].append(comment(3))

    run = look()

    assert _reads(posted) == ["/3/gallery/post001/comments/new"]
    assert run.tallies["comments"] == {"added": 1, "changed": 0, "gone": 0}
    look()
    assert _reads(posted) == []


def test_a_first_comment_is_read_too(look, imgur):
    imgur.posts, imgur.threads = [post("post001", comment_count=None)], {"post001": []}
    look()
    imgur.posts[0] |= {"comment_count": 1}
    imgur.threads = {"post001": [comment(1)]}

    look()

    assert Comment.objects.get().imgur_id == 1


def test_moved_votes_read_it_again_a_day_later(look, posted, time_passes):
    look()
    posted.posts[0] |= {"points": 99, "ups": 103}
    posted.threads["post001"][0] |= {"points": 50}
    look()
    assert _reads(posted) == []
    assert Post.objects.get().points == 99

    time_passes(days=1, minutes=1)
    run = look()

    assert Comment.objects.get(imgur_id=1).points == 50
    assert run.tallies["comments"] == {"added": 0, "changed": 0, "gone": 0}


def test_a_comment_that_is_gone_is_kept_and_marked(look, posted):
    look()
    posted.posts[0] |= {"comment_count": 1}
    posted.threads["post001"] = [comment(1)]

    run = look()

    gone = Comment.objects.get(imgur_id=2)
    assert gone.gone_at
    assert gone.text == "Words 2"
    assert run.tallies["comments"]["gone"] == 1


def test_a_comment_that_imgur_calls_deleted_keeps_its_words(look, posted):
    look()
    posted.posts[0] |= {"comment_count": 1}
    posted.threads["post001"][0] |= {"deleted": True, "comment": "", "author": None, "author_id": 0}

    run = look()

    gone = Comment.objects.get(imgur_id=1)
    assert (gone.text, gone.author, gone.author_imgur_id) == ("Words 1", "bob_demo", 1198054)
    assert gone.gone_reason == "Deleted at Imgur."
    assert run.tallies["comments"] == {"added": 0, "changed": 0, "gone": 1}


def test_a_deleted_comment_that_we_never_had_keeps_its_place(look, posted):
    posted.threads["post001"][0] |= {"deleted": True, "comment": "", "author": None, "author_id": 0}

    look()

    assert Comment.objects.get(imgur_id=1).gone_at
    assert list(Comment.objects.below(Comment.objects.get(imgur_id=1))) == [Comment.objects.get(imgur_id=2)]


def test_an_empty_thread_where_imgur_counts_comments_is_not_believed(look, posted):
    look()
    posted.posts[0] |= {"comment_count": 5}
    posted.threads["post001"] = []

    run = look()

    assert run.gone == 0
    assert Comment.objects.filter(gone_at=None).count() == 2


def test_a_post_that_left_the_gallery_is_kept_with_its_comments(look, posted):
    look()
    posted.posts[0] |= {"comment_count": 5}
    posted.threads = {}

    run = look()

    assert Post.objects.get().gone_at
    assert Post.objects.get().comments.filter(gone_at=None).count() == 2
    assert (run.state, run.tallies["posts"]["gone"]) == ("done", 1)


def test_a_thousand_comments_take_few_queries_and_little_time(account, django_assert_max_num_queries):
    row = Post.objects.create(
        account=account, imgur_id="post001", is_album=False, comment_count=1000, posted_at=timezone.now(),
        seen_at=timezone.now(),
    )  # fmt: skip
    told = [
        ImgurComment.from_json(comment(n * 10, *(comment(n * 10 + m) for m in range(1, 10)))) for n in range(1, 101)
    ]

    # SQLite takes 999 values in a statement, so a thousand rows are some thirty statements there.
    with django_assert_max_num_queries(50 if connection.vendor == "sqlite" else 15):
        kept = comments.keep_thread(row, told, timezone.now())
    assert (kept.added, Comment.objects.count()) == (1000, 1000)

    with django_assert_max_num_queries(15):
        assert comments.keep_thread(row, told, timezone.now()).added == 0


def test_the_queries_grow_no_faster_than_the_thread(account):
    row = Post.objects.create(
        account=account, imgur_id="post001", is_album=False, posted_at=timezone.now(), seen_at=timezone.now()
    )

    def queries(count: int, first: int) -> int:
        told = [ImgurComment.from_json(comment(first + number)) for number in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as caught:
            comments.keep_thread(row, told, timezone.now())
        return len(caught)

    few, many = queries(400, 10_000), queries(4_000, 20_000)

    assert many <= 11 * few


def test_answers_nested_without_end_are_all_kept(look, posted):
    deepest = comment(500)
    for number in range(499, 399, -1):
        deepest = comment(number, deepest)
    posted.threads["post001"] = [deepest]

    look()

    assert Comment.objects.count() == 101
    assert Comment.objects.get(imgur_id=500).parent_imgur_id == 499


def test_a_thread_that_is_empty_for_a_look_is_read_by_the_next(look, posted, account):
    imgur = posted
    there = imgur.threads["post001"]
    imgur.threads["post001"] = []
    look()

    imgur.threads["post001"] = there
    look()

    assert account.comments.exists()


def test_a_thread_that_stays_empty_is_read_twice_and_not_in_every_look(look, posted):
    posted.threads["post001"] = []

    def readings() -> int:
        look()
        return sum(path == "/3/gallery/post001/comments/new" for path in posted.asked())

    assert [readings() for _ in range(4)] == [1, 1, 0, 0]
