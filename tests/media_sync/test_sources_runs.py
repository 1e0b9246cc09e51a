"""The life of a look at a watched source: broken off, gone on with, waiting for its day, beside what a person does."""

import pytest

from imgur import BadRequestError, ImgurError, ImgurUnavailableError
from media_sync.models import SyncRun
from media_sync.services.looking import runs
from media_sync.services.watching import sources
from tests.media_sync.source_looks import look, titles

pytestmark = pytest.mark.django_db
FAULT = ImgurUnavailableError("Could not complete request", status=500, was_sent=True)


def test_it_goes_on_where_it_stopped(watch, board, public):
    public.page_size = 2
    for number in range(6):
        public.put_image(f"post{number}")
    public.fails = [None, ImgurUnavailableError("down", was_sent=True)]
    source = watch(depth_pages=3)

    stopped = look(source)
    assert (stopped.state, stopped.added, stopped.waits_for) == (SyncRun.State.QUEUED, 2, "imgur")
    SyncRun.objects.update(not_before=None)
    run = look(source)

    assert (run.pk, run.state, run.added) == (stopped.pk, SyncRun.State.DONE, 6)
    assert [call.path[-1] for call in public.calls] == ["0", "1", "1", "2"]
    assert len(set(titles(board))) == 6


def test_it_reads_all_that_a_cancelled_look_has_left(watch, board, public):
    public.page_size = 2
    for number in range(6):
        public.put_image(f"post{number}")
    source = watch(depth_pages=3)
    look(source)
    for number in range(6, 12):
        public.put_image(f"post{number}")
    public.fails = [None, ImgurUnavailableError("down", was_sent=True)]
    runs.cancel(look(source))

    look(source)

    assert board.items.count() == 12


def test_it_keeps_nothing_for_a_look_that_was_cancelled(watch, board, public):
    public.put_image("post1")
    source = watch()
    public.on_call = lambda call: runs.cancel(SyncRun.objects.get())

    run = look(source)

    assert run.state == SyncRun.State.CANCELLED
    assert not board.items.exists()


def test_it_waits_when_it_has_spent_its_day(watch, board, public):
    public.page_size = 1
    for number in range(5):
        public.put_image(f"post{number}")

    run = look(watch(depth_pages=5, credits_per_day=2))

    assert (run.state, run.waits_for, run.credits) == (SyncRun.State.QUEUED, "schedule-day", 2)
    assert board.items.count() == 2


def test_a_list_that_holds_nothing_readable_is_tried_again(watch, public):
    public.put_image("")

    run = look(watch())

    assert (run.state, run.waits_for) == (SyncRun.State.QUEUED, "imgur")


def test_an_album_that_is_a_fault_of_imgurs_does_not_keep_the_others_from_being_read(watch, board, public):
    public.put_album("first", 5)
    public.put_album("fault", 5)
    source = watch()
    _cannot_show(public, "fault")

    run = look(source)
    while run.state == SyncRun.State.QUEUED:
        runs.hurry(run)
        run = look(source)

    assert (run.state, run.calls) == (SyncRun.State.DONE, 1 + 4 + 1)
    assert board.items.get(imgur_id="first").pictures.count() == 5
    assert not board.items.filter(wants_pictures=True).exists()


def test_an_album_that_imgur_takes_for_a_wrong_question_does_not_keep_the_others_from_being_read(watch, board, public):
    public.put_album("first", 5)
    public.put_album("wrong", 5)
    source = watch()
    _cannot_show(public, "wrong", BadRequestError("An ID is required.", status=400, was_sent=True))

    run = look(source)

    assert run.state == SyncRun.State.DONE
    assert board.items.get(imgur_id="first").pictures.count() == 5
    assert board.items.get(imgur_id="wrong").gone_at is None


def test_some_albums_that_imgur_cannot_show_do_not_keep_a_board_from_the_others(watch, board, public):
    for number in range(14):
        public.put_album(f"{'wrong' if number % 2 else 'right'}{number}", 5)
    source = watch()
    _cannot_show(public, "wrong", BadRequestError("An ID is required.", status=400, was_sent=True))

    run = look(source)

    assert run.state == SyncRun.State.DONE
    assert all(item.pictures.count() == 5 for item in board.items.filter(imgur_id__startswith="right"))


def test_a_fault_of_all_of_imgur_is_waited_for(watch, board, public):
    for number in range(9):
        public.put_album(f"album{number}", 5)
    source = watch()
    _cannot_show(public, "album")

    run = look(source)
    for _ in range(30):
        runs.hurry(run)
        run = look(source)

    assert board.items.filter(wants_pictures=True).count() >= 9 - 5


def _cannot_show(public, word: str, failure: ImgurError = FAULT) -> None:
    """Imgur has lists, and ``failure`` for each album whose id has ``word`` in it."""

    def fail(call) -> None:
        if call.route == "/3/album/{id}" and word in call.path.rpartition("/")[2]:
            raise failure

    public.on_call = fail


def test_a_source_that_is_removed_in_the_midst_of_a_look_is_no_fault(watch, board, owner, public, caplog):
    public.page_size = 1
    for number in range(3):
        public.put_image(f"post{number}")
    source = watch(depth_pages=3)
    run = runs.start(source.schedule)
    public.on_call = lambda call: sources.remove(source, by=owner) if call.path.endswith("/1") else None

    runs.go_on(run.pk)

    assert not SyncRun.objects.exists()
    assert board.items.count() == 1
    assert "ERROR" not in {record.levelname for record in caplog.records}


def test_a_source_that_is_removed_between_two_pieces_of_a_look_is_no_fault(watch, owner, public, caplog, monkeypatch):
    public.put_image("post1")
    source = watch()
    run = runs.start(source.schedule)
    require = runs._require_leave

    def remove_first(schedule) -> None:
        sources.remove(source, by=owner)
        require(schedule)

    monkeypatch.setattr(runs, "_require_leave", remove_first)

    runs.go_on(run.pk)

    assert "ERROR" not in {record.levelname for record in caplog.records}
