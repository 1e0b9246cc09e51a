"""What Imgur does not tell any more must not keep the rest from being mirrored."""

import pytest

from imgur import ClientRejectedError, ForbiddenError, ImgurUnavailableError, NotFoundError
from media_sync.models import Conversation, Notification, Profile, SyncRun
from media_sync.services.talk.talk_figures import talk_figures

pytestmark = pytest.mark.django_db

FAULT = ImgurUnavailableError("Could not complete request", status=500, was_sent=True)


def test_a_call_that_imgur_has_taken_away_ends_nothing(look, full_of_talk, account):
    full_of_talk.refuses = {
        "/3/conversations": NotFoundError("There is no such call.", status=404, was_sent=True),
        "/3/notification": ForbiddenError("Not allowed.", status=403, was_sent=True),
    }

    run = look()

    assert run.state == "done"
    assert account.comments.exists()
    assert account.favorites.exists()
    assert talk_figures(account).refusals == {
        "conversations": "There is no such call.", "notifications": "Not allowed.",
    }  # fmt: skip


def test_what_was_mirrored_before_stays_as_it_is(look, full_of_talk):
    look()
    full_of_talk.refuses = {
        "/3/conversations": NotFoundError("There is no such call.", status=404, was_sent=True),
        "/3/notification": NotFoundError("There is no such call.", status=404, was_sent=True),
    }

    run = look()

    assert run.gone == 0
    assert not Conversation.objects.exclude(gone_at=None).exists()
    assert not Notification.objects.exclude(gone_at=None).exists()


def test_the_refusal_is_forgotten_when_imgur_tells_again(look, full_of_talk, account):
    full_of_talk.refuses = {"/3/conversations": NotFoundError("No such call.", status=404, was_sent=True)}
    look()
    full_of_talk.refuses = {}

    look()

    assert talk_figures(account).refusals == {}


def test_totals_that_are_a_fault_for_years_are_given_up_after_some_waiting(look, full_of_talk, account):
    full_of_talk.refuses = {"/3/account/{username}/gallery_profile": FAULT}

    states = [look().state for _ in range(4)]

    assert states == ["queued", "queued", "queued", "done"]
    assert SyncRun.objects.count() == 1
    assert set(talk_figures(account).refusals) == {"totals"}
    assert Profile.objects.get().username == "lanternfall"


def test_imgur_that_is_down_is_waited_for(look, full_of_talk):
    full_of_talk.poison = ImgurUnavailableError("No connection.", reason="unreachable")

    states = [look().state for _ in range(5)]

    assert set(states) == {"queued"}


def test_an_application_that_is_not_accepted_is_for_an_admin(look, full_of_talk):
    full_of_talk.refuses = {"/3/conversations": ClientRejectedError("Invalid client_id", status=403, was_sent=True)}

    run = look()

    assert run.state == "failed"
    assert "admin" in run.last_error
