"""Lists that are empty or cut off for a while."""

import pytest

from imgur import Call, ImgurUnavailableError
from media_sync.models import Comment, Favorite, Message, Post
from media_sync.services.looking import runs
from tests.fakes.talk import ME, comment, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_lists(imgur):
    imgur.favorites = [post(f"like{number:03}") for number in range(30)]
    imgur.posts = [post(f"post{number:03}") for number in range(30)]
    imgur.comments = [comment(number, author=ME, image_id="foreign") for number in range(90, 60, -1)]
    return imgur


@pytest.fixture
def cut_lists(look, long_lists, time_passes):
    """All three end much too early; what they had."""
    look()
    time_passes(days=15)
    had = {name: list(getattr(long_lists, name)) for name in ("favorites", "posts", "comments")}
    del long_lists.favorites[:]
    del long_lists.posts[5:]
    del long_lists.comments[:]
    return had


def _at_imgur() -> list[int]:
    return [model.objects.filter(gone_at=None).count() for model in (Favorite, Post, Comment)]


def test_a_list_without_most_of_its_members_is_not_believed_at_once(look, cut_lists, long_lists):
    run = look()

    assert (run.state, run.gone) == ("done", 0)
    assert _at_imgur() == [30, 30, 30]

    for name, members in cut_lists.items():
        getattr(long_lists, name)[:] = members
    look()
    assert _at_imgur() == [30, 30, 30]


def test_it_is_believed_when_the_next_look_finds_the_same(look, cut_lists):
    look()
    run = look()

    assert run.gone == 30 + 25 + 30
    assert _at_imgur() == [0, 5, 0]


def test_a_look_that_broke_off_in_the_list_has_not_found_the_same(look, long_lists):
    look()
    long_lists.favorites.insert(0, post("newest"))

    def fail(call: Call) -> None:
        if "favorites/1/" in call.path:
            raise ImgurUnavailableError("Imgur is down.", status=503)

    long_lists.before = fail
    runs.cancel(look())
    long_lists.before = None
    del long_lists.favorites[:]

    run = look()

    assert (run.state, run.gone) == ("done", 0)
    assert _at_imgur() == [31, 30, 30]


def test_a_conversation_without_a_message_is_not_believed_where_imgur_counts_some(look, long_lists):
    long_lists.write_to(5, count=3)
    look()
    long_lists.write_to(5)
    written = long_lists.mail.pop(5)
    long_lists.mail[5] = []

    run = look()

    assert (run.state, Message.objects.filter(gone_at=None).count()) == ("done", 3)

    long_lists.mail[5] = written
    look()
    assert Message.objects.filter(gone_at=None).count() == 4


def test_a_conversation_that_stays_without_a_message_is_asked_for_once_more_and_not_in_every_look(look, long_lists):
    long_lists.write_to(5, count=3)
    long_lists.mail[5] = []

    readings = [_readings(look, long_lists) for _ in range(4)]

    assert readings == [1, 1, 0, 0]


def _readings(look, imgur) -> int:
    look()
    return sum("/conversations/5/" in path for path in imgur.asked())
