"""The account's own comments."""

import pytest

from imgur import ImgurRefusedError
from media_sync.models import Comment
from tests.fakes.talk import ME, comment, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(imgur):
    imgur.comments = [comment(number, author=ME, image_id="foreign") for number in range(112, 100, -1)]
    return imgur.comments


def _pages(imgur):
    return [int(path.rpartition("/")[2]) for path in imgur.asked() if "/comments/newest/" in path]


def test_all_are_here_newest_first(look, said, imgur):
    look()

    assert [row.imgur_id for row in Comment.objects.own().newest()] == [one["id"] for one in said]
    assert _pages(imgur) == [0, 1, 2, 3]


def test_later_only_what_is_new_is_read(look, said, imgur):
    look()
    said.insert(0, comment(113, author=ME, image_id="foreign"))

    run = look()

    assert _pages(imgur) == [0, 1]
    assert run.tallies["comments"]["added"] == 1


def test_new_votes_are_no_news(look, said):
    look()
    said[0] |= {"ups": 90, "points": 89}

    run = look()

    assert Comment.objects.get(imgur_id=112).points == 89
    assert run.changed == 0


def test_what_threads_brought_does_not_hide_what_lies_behind(look, said, imgur):
    """Ten answers below the own post are known when the list is read, but the list has shown none of them."""
    look()
    imgur.posts = [post("post001", comment_count=6)]
    new = [comment(200 + number, author=ME) for number in range(6, 0, -1)]
    imgur.threads = {"post001": new}
    look_at_threads = look()
    assert look_at_threads.tallies["comments"]["added"] == 6

    said[0:0] = [*new, comment(150, author=ME, image_id="foreign")]
    look()

    assert Comment.objects.filter(imgur_id=150).exists()


def test_one_deleted_there_is_marked_by_the_next_walk_and_kept(look, said, time_passes):
    look()
    said.pop(6)
    time_passes(days=15)

    run = look()

    gone = Comment.objects.get(imgur_id=106)
    assert gone.gone_at
    assert gone.text == "Words 106"
    assert run.tallies["comments"]["gone"] == 1


def test_a_look_that_fails_behind_the_new_ones_leaves_nothing_out(look, said, imgur):
    look()
    said[0:0] = [comment(number, author=ME, image_id="foreign") for number in range(140, 120, -1)]

    def refuse(call) -> None:
        if "/comments/newest/2" in call.path:
            raise ImgurRefusedError("no", status=418, was_sent=True)

    imgur.before = refuse
    assert look().state == "failed"
    imgur.before = None

    look()

    assert Comment.objects.own().count() == 32


def test_texts_are_kept_as_people_wrote_them_and_never_break_a_database(look, imgur):
    imgur.comments = [
        comment(1, author=ME, comment="Tom &amp; Jerry&#039;s"),
        comment(2, author=ME, comment="whole 😀", platform="x" * 500, surprise={"of": "tomorrow"}),
    ]

    assert look().state == "done"

    texts = dict(Comment.objects.values_list("imgur_id", "text"))
    assert texts == {1: "Tom & Jerry's", 2: "whole 😀"}
    assert Comment.objects.get(imgur_id=2).details["surprise"] == {"of": "tomorrow"}
    look()
    assert Comment.objects.count() == 2
