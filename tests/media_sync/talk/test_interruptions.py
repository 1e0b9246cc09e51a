"""A look goes on where it stopped: Imgur away, a worker killed, at every single call."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from imgur import ImgurUnavailableError
from media_sync.models import (
    Comment,
    Conversation,
    Favorite,
    Message,
    Notification,
    Post,
    Profile,
    ProfileSettings,
    SyncRun,
    TalkMark,
)
from media_sync.services.looking import runs

pytestmark = pytest.mark.django_db

MODELS = (Comment, Conversation, Favorite, Message, Notification, Post, Profile, ProfileSettings, TalkMark)
MOMENTS = {
    "seen_at", "listed_at", "read_at", "missed_at", "walked_at", "thread_read_at", "totals_read_at", "ordered_at",
}  # fmt: skip


class Killed(BaseException):
    """The worker is gone, as by a power cut."""


def _mirror() -> dict[str, list[Any]]:
    """All that is here, but for our own keys and clocks."""
    found = {}
    for model in MODELS:
        columns = [f.attname for f in model._meta.concrete_fields if not f.is_relation and f.name not in MOMENTS]
        rows = model._default_manager.values(*[name for name in columns if name != "id"])
        found[model.__name__] = sorted(map(repr, rows))
    found["order"] = list(Favorite.objects.newest().values_list("imgur_id", flat=True))
    return found


def _forget() -> None:
    for model in (SyncRun, Notification, Message, *MODELS):
        model._default_manager.all().delete()


def _once(number: int, error: BaseException):
    """Raise ``error`` at the call ``number``, and at no other."""
    made = []

    def before(call) -> None:
        made.append(call)
        if len(made) == number:
            raise error

    return before


@pytest.mark.parametrize(("way", "first"), [("imgur is away", 1), ("the worker is killed", 2)])
def test_it_goes_on_where_it_stopped(look, full_of_talk, way, first):
    """At every call, in one way or the other."""
    run = look()
    calls, whole = run.calls, _mirror()
    assert calls == 21

    for number in range(first, calls + 1, 2):
        _forget()
        error = ImgurUnavailableError("504", status=504) if way == "imgur is away" else Killed()
        full_of_talk.before = _once(number, error)
        try:
            assert look().state == "queued"
        except Killed:
            SyncRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
            assert runs.take_up_abandoned() == 1

        run = look()

        assert run.state == "done", f"at call {number}"
        assert _mirror() == whole, f"at call {number}"
        # The piece that was cut off is done again (two calls at most), and the last one of the step before it.
        assert run.calls <= calls + 3, f"at call {number}"


def test_a_worker_that_has_lost_its_run_writes_nothing(look, full_of_talk):
    def lose(call) -> None:
        if call.route == "/3/account/{username}/favorites/{page}/{sort}":
            SyncRun.objects.update(lease_token="somebody else")

    full_of_talk.before = lose

    look()

    assert not Favorite.objects.exists()
    assert Comment.objects.exists()


def test_a_cancelled_look_keeps_what_it_has(look, full_of_talk):
    def cancel(call) -> None:
        if call.route == "/3/account/{username}/favorites/{page}/{sort}":
            runs.cancel(SyncRun.objects.get())

    full_of_talk.before = cancel

    run = look()

    assert run.state == "cancelled"
    assert Comment.objects.exists()
    assert not Favorite.objects.exists()


@pytest.mark.parametrize(
    "route",
    ["/3/conversations/{id}/{page}/{offset}", "/3/gallery/{id}/comments/{sort}", "/3/account/{username}"],
)
def test_what_fails_again_and_again_at_the_beginning_of_a_step_counts_up(look, full_of_talk, route):
    full_of_talk.refuses = {route: ImgurUnavailableError("504", status=504, was_sent=True)}

    found = [look() for _ in range(3)]

    assert [run.attempts for run in found] == [1, 2, 3]
    # Nothing of the step before is asked for again.
    assert len(full_of_talk.asked()) == 1


def test_what_kills_its_worker_at_the_beginning_of_a_step_counts_up(look, full_of_talk):
    def kill(call) -> None:
        if call.route == "/3/gallery/{id}/comments/{sort}":
            raise Killed

    full_of_talk.before = kill
    for _ in range(3):
        with pytest.raises(Killed):
            look()
        SyncRun.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        runs.take_up_abandoned()

    assert SyncRun.objects.get().attempts == 3
