"""What a look at an account's talk costs. The figures stand in docs/decisions/talk-mirror.md too."""

import pytest

from tests.fakes.talk import ME, comment, post

pytestmark = pytest.mark.django_db

UNCHANGED = [
    "/3/conversations",
    "/3/notification",
    "/3/account/me/comments/newest/0",
    "/3/account/me/submissions/0/newest",
    "/3/account/me/favorites/0/newest",
    "/3/account/me",
]


def test_an_unchanged_account_costs_six_calls(look, full_of_talk):
    look()

    run = look()

    assert full_of_talk.asked() == UNCHANGED
    assert (run.state, run.calls, run.audit_calls, run.credits) == ("done", 6, 0, 6)
    assert (run.added, run.changed, run.gone) == (0, 0, 0)


def test_once_a_day_settings_and_totals_make_eight(look, full_of_talk, time_passes):
    look()
    time_passes(hours=23, minutes=1)

    run = look()

    assert set(full_of_talk.asked()) - set(UNCHANGED) == {
        "/3/account/me/settings", "/3/account/me/gallery_profile",
    }  # fmt: skip
    assert (run.calls, run.audit_calls) == (8, 0)


def test_a_short_list_is_walked_through_every_day_as_an_audit(look, imgur, time_passes):
    imgur.favorites = [post("like001")]
    imgur.comments = [comment(1, author=ME)]
    imgur.posts = [post("post001")]
    look()
    time_passes(days=1, minutes=1)

    run = look()

    assert (run.calls, run.audit_calls) == (8, 3)
    assert {path for path in imgur.asked() if "/1" in path} == {
        "/3/account/me/comments/newest/1", "/3/account/me/submissions/1/newest", "/3/account/me/favorites/1/newest",
    }  # fmt: skip


def test_a_long_list_is_walked_through_every_fourteen_days(look, full_of_talk, time_passes):
    look()
    time_passes(days=13, hours=23)
    assert not [path for path in (look(), full_of_talk.asked())[1] if "favorites/1" in path]

    time_passes(hours=2)
    run = look()

    assert "/3/account/me/favorites/2/newest" in full_of_talk.asked()
    assert run.audit_calls >= 3
    look()
    assert "/3/account/me/favorites/1/newest" not in full_of_talk.asked()


def test_an_address_that_is_not_confirmed_is_asked_for_again(look, imgur, time_passes):
    imgur.is_verified = False
    look()
    time_passes(days=1)
    look()
    assert "/3/account/me/verifyemail" in imgur.asked()

    imgur.is_verified = True
    time_passes(days=1)
    look()
    time_passes(days=1)
    look()

    assert "/3/account/me/verifyemail" not in imgur.asked()
