"""What Imgur does not tell any more must not keep the rest from being mirrored."""

import pytest

from imgur import ClientRejectedError, ForbiddenError, ImgurUnavailableError, NotFoundError
from media_sync.models import Conversation, Message, Notification, Profile, SyncRun
from media_sync.services.talk.talk_figures import talk_figures
from tests.fakes.talk import comment, post

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


REFUSAL = ForbiddenError("Not allowed.", status=403, was_sent=True)


@pytest.mark.parametrize("failure", [FAULT, REFUSAL])
def test_a_thread_that_cannot_be_read_does_not_keep_the_others_from_being_read(look, imgur, account, failure):
    imgur.posts = [post(f"post{number:03}", comment_count=1) for number in range(3)]
    imgur.threads = {row["id"]: [comment(number, image_id=row["id"])] for number, row in enumerate(imgur.posts, 1)}

    def fail(call) -> None:
        if call.route == "/3/gallery/{id}/comments/{sort}" and "post002" in call.path:
            raise failure

    imgur.before = fail
    runs = [look() for _ in range(4)]

    assert runs[-1].state == "done"
    assert account.comments.count() == 2

    imgur.before = None
    look()
    assert account.comments.count() == 3


def test_many_threads_that_are_refused_do_not_keep_the_others_from_being_read(look, imgur, account):
    imgur.posts = [post(f"post{number:03}", comment_count=1) for number in range(14)]
    imgur.threads = {row["id"]: [comment(number, image_id=row["id"])] for number, row in enumerate(imgur.posts, 1)}
    refused = {row["id"] for row in imgur.posts[::2]}

    def fail(call) -> None:
        if call.route == "/3/gallery/{id}/comments/{sort}" and call.path.split("/")[3] in refused:
            raise REFUSAL

    imgur.before = fail

    look()

    assert account.comments.count() == 7


@pytest.mark.parametrize("failure", [FAULT, REFUSAL])
def test_a_conversation_that_cannot_be_read_does_not_keep_the_others_from_being_read(look, imgur, failure):
    for number in (7, 6, 5):
        imgur.write_to(number, count=2)

    def fail(call) -> None:
        if "/conversations/7/" in call.path:
            raise failure

    imgur.before = fail
    runs = [look() for _ in range(4)]

    assert runs[-1].state == "done"
    assert Message.objects.count() == 4

    imgur.before = None
    look()
    assert Message.objects.count() == 6
