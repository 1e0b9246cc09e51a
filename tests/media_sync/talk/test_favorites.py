"""Favorites: newest first until known; what the account let go is kept and marked."""

import pytest

from media_sync.models import Favorite
from tests.fakes.talk import post

pytestmark = pytest.mark.django_db


def _ids(favorites):
    return [favorite.imgur_id for favorite in favorites]


@pytest.fixture
def likes(imgur):
    imgur.favorites = [post(f"like{number:03}") for number in range(12)]
    return imgur.favorites


def test_all_are_here_in_imgurs_order(look, likes):
    run = look()

    assert _ids(Favorite.objects.newest()) == [like["id"] for like in likes]
    assert run.tallies["favorites"] == {"added": 12, "changed": 0, "gone": 0}


def test_new_ones_come_in_front_and_the_rest_is_not_read_again(look, likes, imgur):
    look()
    likes[0:0] = [post("new0001"), post("new0002")]

    run = look()

    assert _ids(Favorite.objects.newest()) == [like["id"] for like in likes]
    assert [path for path in imgur.asked() if "favorites" in path] == [
        "/3/account/me/favorites/0/newest", "/3/account/me/favorites/1/newest",
    ]  # fmt: skip
    assert run.tallies["favorites"]["added"] == 2


def test_one_let_go_is_marked_by_the_next_walk_and_kept(look, likes, time_passes):
    look()
    likes.pop(7)
    run = look()
    assert run.gone == 0

    time_passes(days=15)
    run = look()

    gone = Favorite.objects.get(imgur_id="like007")
    assert gone.gone_at
    assert gone.title == "Post like007"
    assert gone.gone_reason == "No favorite any more."
    assert run.tallies["favorites"]["gone"] == 1
    assert Favorite.objects.at_imgur().count() == 11


def test_one_that_is_liked_again_is_there_again(look, likes, time_passes):
    look()
    taken = likes.pop(7)
    time_passes(days=15)
    look()

    likes.insert(0, taken)
    time_passes(days=15)
    run = look()

    assert _ids(Favorite.objects.newest().at_imgur()) == [like["id"] for like in likes]
    assert run.tallies["favorites"] == {"added": 0, "changed": 1, "gone": 0}


def test_a_page_that_repeats_is_the_end(look, imgur, likes):
    """A server that ignores the number of the page."""
    del likes[5:]
    likes *= 3

    run = look()

    assert run.state == "done"
    assert [path for path in imgur.asked() if "favorites" in path] == [
        "/3/account/me/favorites/0/newest", "/3/account/me/favorites/1/newest",
    ]  # fmt: skip
    assert Favorite.objects.at_imgur().count() == 5


def test_what_no_id_can_be_does_not_stop_the_look(look, likes):
    likes[3] = post("x" * 300)

    assert look().state == "done"
    assert Favorite.objects.count() == 11
