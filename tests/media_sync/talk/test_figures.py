"""How much of an account's talk is here."""

import pytest

from media_sync.models import Favorite
from media_sync.services.talk import talk_figures as figures

pytestmark = pytest.mark.django_db


def test_they_count_what_is_at_imgur_still(look, full_of_talk, account):
    look()
    Favorite.objects.filter(imgur_id="like003").update(gone_at="2026-01-01T00:00Z")

    told = figures.talk_figures(account)

    # Two threads of two, five comments elsewhere and one answer that a notification told of.
    assert (told.favorites, told.posts, told.comments, told.conversations) == (5, 6, 10, 2)
    assert told.unread_notifications == 2
    assert told.refusals == {}


def test_they_take_six_queries(account, django_assert_num_queries):
    with django_assert_num_queries(6):
        figures.talk_figures(account)


def test_they_count_no_further_than_most(look, full_of_talk, account, monkeypatch):
    look()
    monkeypatch.setattr(figures, "MOST", 3)

    assert figures.talk_figures(account).comments == 4
