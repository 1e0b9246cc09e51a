"""Watching public sources through the pages: what is understood, what it costs, what is said and done."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ImgurApp
from media_sync.models import AuditEntry, Board, BoardItem, SyncRun, WatchedSource

pytestmark = pytest.mark.django_db
PLAN = {
    "depth_pages": "2",
    "cadence": "3600",
    "credits_per_day": "50",
    "keeps_originals": "on",
    "sort": "time",
    "window": "week",
}


@pytest.fixture
def client(cast, as_person):
    return as_person(cast.editor)


@pytest.fixture
def app(make_account, cast) -> ImgurApp:
    return make_account(cast.team, by=cast.owner).app


@pytest.fixture
def add(cast, client, app):
    def post(what: str = "r/lakes", **fields: str):
        address = reverse("portal:source-add", args=[cast.team.slug])
        return client.post(address, PLAN | {"what": what, "board": "new", "new_board": "Lakes"} | fields)

    return post


@pytest.fixture
def source(cast, make_source) -> WatchedSource:
    return make_source(cast.team, by=cast.editor, board=None)


def ask(client, cast, what: str) -> str:
    return client.get(reverse("portal:source-new", args=[cast.team.slug]), {"what": what}).content.decode()


def act(client, source: WatchedSource, what: str, **fields: str):
    return client.post(reverse(f"portal:source-{what}", args=[source.pk]), fields)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("https://imgur.com/r/EarthPorn/top/month", "<b>Subreddit:</b> r/earthporn"),
        ("https://imgur.com/a/AbCdE12", "<b>Public album:</b> album AbCdE12"),
        ("blue & lake", "<b>Search:</b> search for “blue &amp; lake”"),
        ("imgur.com/gallery/user", "<b>Gallery section:</b> gallery: user submitted"),
    ],
)
def test_it_says_what_it_understood(what, words, cast, client):
    assert words in ask(client, cast, what)


def test_it_takes_order_and_window_from_the_address(cast, client):
    page = ask(client, cast, "https://imgur.com/r/earthporn/top/month")

    assert '<option value="top" selected>' in page
    assert '<option value="month" selected>' in page


def test_it_says_why_it_did_not_understand(cast, client):
    page = ask(client, cast, "https://example.com/a/AbCdE12")

    assert "This is a page of example.com. Only pages of Imgur can be watched." in page
    assert 'value="https://example.com/a/AbCdE12"' in page


def test_it_tells_the_price_before(cast, client):
    page = ask(client, cast, "r/lakes")

    assert "<b>" in page
    assert "One look costs up to 36 credits" in page
    assert "100 credits</p>" in page


def test_it_asks_for_nothing_that_an_album_has_not(cast, client):
    page = ask(client, cast, "imgur.com/a/AbCdE12")

    for name in ("sort", "window", "depth_pages"):
        assert f'name="{name}"' not in page


def test_it_tells_the_price_of_what_is_filled_in_and_adds_nothing(cast, client, app):
    address = reverse("portal:source-add", args=[cast.team.slug])
    fields = PLAN | {"what": "r/lakes", "board": "new", "new_board": "", "tell": "1", "credits_per_day": "9999"}

    part = client.post(address, fields | {"new_board": "Lakes"}, headers={"HX-Request": "true"}).content.decode()
    whole = client.post(address, fields | {"new_board": "Lakes"}).content.decode()
    wrong = client.post(address, fields | {"depth_pages": "0"}, headers={"HX-Request": "true"}).content.decode()

    assert "1,608 credits</p>" in part  # (2 + 60 + 5) 24 times
    assert part.lstrip().startswith('<div class="stack stack--s" id="price"')
    assert "1,608 credits</p>" in whole
    assert "as soon as everything in the form is right" in wrong
    assert not WatchedSource.objects.exists()


def test_it_adds_a_source_with_its_board_and_begins_to_look(add, cast, app, client):
    response = add("https://imgur.com/r/Lakes")

    source = WatchedSource.objects.get()
    assert response.headers["Location"] == f"{source.board.get_absolute_url()}?show=sources"
    assert (source.board.title, source.board.team, source.app) == ("Lakes", cast.team, app)
    assert (source.kind, source.address, source.options) == ("subreddit", "lakes", {"sort": "time"})
    assert (source.depth_pages, source.keeps_originals, source.created_by) == (2, True, cast.editor)
    assert (source.schedule.chosen_seconds, source.schedule.credits_per_day) == (3600, 50)
    assert source.schedule.periodic_task.interval.every == 3600
    assert SyncRun.objects.get().requested_by == cast.editor
    assert AuditEntry.objects.get(action="watches a source").person == cast.editor
    assert "The first look begins at once" in client.get(response.headers["Location"]).content.decode()


def test_it_adds_to_a_board_that_is_there(add, source, app):
    add("#lakes", board=str(source.board_id), sort="viral")

    assert Board.objects.count() == 1
    assert source.board.sources.get(kind="tag").options == {"sort": "viral"}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"depth_pages": "51"}, "At most 50 pages"),
        ({"depth_pages": "x"}, "Write a whole number."),
        ({"credits_per_day": "0"}, "To spend none, pause it."),
        ({"credits_per_day": "1000000"}, "At most 10,000."),
        ({"cadence": "1"}, "Select a valid choice"),
        ({"sort": "rising"}, "Select a valid choice"),
        ({"new_board": "  "}, "Give the new board a title."),
        ({"board": "999999"}, "Select a valid choice"),
        ({"what": "https://example.com/"}, "Only pages of Imgur"),
    ],
)
def test_it_refuses_what_is_wrong_with_a_sentence(fields, sentence, add):
    response = add(**fields)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not WatchedSource.objects.exists()
    assert not Board.objects.exists()


def test_it_fills_no_board_of_another_team(add, cast, make_source):
    theirs = make_source(cast.other_team).board

    response = add(board=str(theirs.pk), new_board="")

    assert response.status_code == 422
    assert theirs.sources.count() == 1
    assert theirs.title not in response.content.decode()


@pytest.mark.parametrize(
    ("there", "again"),
    [
        ("r/lakes", "https://imgur.com/r/LAKES"),
        ("@LanternFall", "imgur.com/user/lanternfall"),
        ("imgur.com/a/AbCdE12", "imgur.com/gallery/a-title-AbCdE12"),
    ],
)
def test_it_kindly_refuses_what_the_board_watches_already(there, again, add, cast, make_source, app):
    source = make_source(cast.team, there, by=cast.editor)

    response = add(again, board=str(source.board_id), sort=source.options.get("sort", ""))

    assert response.status_code == 422
    assert "Lakes watches this already. Change that one instead" in response.content.decode()
    assert WatchedSource.objects.count() == 1


@pytest.mark.parametrize("again", ["imgur.com/a/abcde12", "r/lakes"])
def test_another_album_or_another_board_is_not_the_same(again, add, cast, make_source, app):
    make_source(cast.team, "imgur.com/a/AbCdE12", by=cast.editor)
    make_source(cast.team, "r/lakes", by=cast.editor)

    add(again, new_board="Another")

    assert WatchedSource.objects.count() == 3


def test_it_says_that_there_is_no_application(cast, client):
    ImgurApp.objects.all().delete()
    address = reverse("portal:source-add", args=[cast.team.slug])

    response = client.post(address, PLAN | {"what": "r/lakes", "board": "new", "new_board": "Lakes"})

    assert "No Imgur application is set up." in response.content.decode()
    assert not Board.objects.exists()


def test_it_changes_a_source(source, client):
    response = act(client, source, "change", **(PLAN | {"sort": "top", "window": "year", "cadence": "learned"}))

    source.refresh_from_db()
    assert response.status_code == 302
    assert source.options == {"sort": "top", "window": "year"}
    assert (source.depth_pages, source.keeps_originals) == (2, True)
    assert (source.schedule.chosen_seconds, source.schedule.credits_per_day) == (None, 50)


def test_it_does_not_change_a_source_into_another_one(source, cast, make_source, client):
    make_source(cast.team, "imgur.com/r/lakes/top/week", board=source.board, by=cast.editor)

    response = act(client, source, "change", **(PLAN | {"sort": "top", "window": "week"}))

    assert response.status_code == 422
    assert "watches this already" in response.content.decode()
    source.refresh_from_db()
    assert source.options == {"sort": "time"}


def test_it_shows_how_a_source_is_watched(source, client):
    act(client, source, "change", **PLAN)

    page = client.get(reverse("portal:source", args=[source.pk])).content.decode()

    assert 'name="depth_pages" value="2"' in page
    assert '<option value="3600" selected>' in page
    assert "never more than 50 credits" in page


def test_it_looks_now_and_only_once(source, client, cast):
    act(client, source, "look")
    act(client, source, "look")

    run = SyncRun.objects.unfinished().get()
    assert (run.schedule.source, run.requested_by) == (source, cast.editor)


def test_it_pauses_and_goes_on(source, client, start_look):
    start_look(source)

    act(client, source, "pause")
    source.schedule.refresh_from_db()
    paused = (source.schedule.is_paused, source.schedule.periodic_task.enabled)
    page = client.get(f"{source.board.get_absolute_url()}?show=sources").content.decode()
    act(client, source, "go-on")

    assert paused == (True, False)
    assert not SyncRun.objects.unfinished().exists()
    assert "paused</span>" in page
    source.refresh_from_db()
    assert not source.schedule.is_paused
    assert source.schedule.periodic_task.enabled


def test_it_removes_a_source_and_leaves_what_it_brought(source, cast, client, make_board_item, start_look):
    make_board_item(cast.team, source=source)
    start_look(source)

    act(client, source, "remove")

    assert not WatchedSource.objects.exists()
    assert not SyncRun.objects.exists()
    assert BoardItem.objects.get().source is None
    assert "Post 1" in client.get(Board.objects.get().get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "queued", "finished_at": None}, ["under way", "About to begin.", "every 3s"]),
        (
            {"state": "queued", "finished_at": None, "not_before": timezone.now() + timedelta(hours=3),
             "reason": "This schedule has spent its credits for today."},
            ["waits</span>", "has spent its credits for today"],
        ),
        ({"state": "failed", "last_error": "Imgur refused it."}, ["failed</span>", "Imgur refused it."]),
        ({}, ["works</span>", "Next about", "Today 0 of 1,000 credits"]),
    ],
)  # fmt: skip
def test_it_says_how_a_source_stands(fields, words, source, client):
    SyncRun.objects.update(**fields)

    page = client.get(f"{source.board.get_absolute_url()}?show=sources").content.decode()

    for word in words:
        assert word in page


def test_it_says_that_a_source_is_not_there(source, client):
    WatchedSource.objects.update(missing_since=timezone.now(), missing_reason="Imgur does not have it, or no longer.")

    page = client.get(f"{source.board.get_absolute_url()}?show=sources").content.decode()

    assert "not there</span>" in page
    assert "Imgur does not have it, or no longer. What it has brought stays." in page


def test_an_album_is_called_by_its_title_as_soon_as_that_is_known(cast, as_person, make_source):
    source = make_source(cast.team, "https://imgur.com/a/AbCdE12", by=cast.editor)
    page, client = f"{source.board.get_absolute_url()}?show=sources", as_person(cast.viewer)
    assert "album AbCdE12" in client.get(page).content.decode()

    WatchedSource.objects.filter(pk=source.pk).update(title="Tom & Jerry")

    assert "album “Tom &amp; Jerry”" in client.get(page).content.decode()
    mirror = client.get(f"/t/{cast.team.slug}/mirror/").content.decode()
    assert "album “Tom &amp; Jerry”" in mirror
    assert "No account is mirrored yet" in mirror
