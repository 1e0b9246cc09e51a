"""Boards and posts: what is shown, to whom, and how little it takes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from media_sync.models import AuditEntry, Board, BoardItem, BoardPicture, Original, OriginalFetch, SyncRun
from media_sync.services.archive import fetches
from portal.views import boards as boards_view

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(cast, make_source):
    return make_source(cast.team, by=cast.editor)


@pytest.fixture
def show(cast, as_person):
    """A page as a member of the cast sees it, its text."""

    def get(address: str, *, person=None, **headers: str) -> str:
        response = as_person(person or cast.viewer).get(address, headers=headers)
        assert response.status_code == 200
        return response.content.decode()

    return get


def boards_address(cast) -> str:
    return reverse("portal:boards", args=[cast.team.slug])


def test_it_says_what_to_do_first(cast, show):
    assert "Paste the address of a public album" in show(boards_address(cast), person=cast.editor)
    assert "as soon as an editor of" in show(boards_address(cast))


def test_it_lists_boards_with_what_is_watched_and_a_cover(cast, source, make_source, make_board_item, show):
    make_source(cast.team, "#lakes", board=source.board, by=cast.editor)
    item = make_board_item(cast.team, source=source)

    page = show(boards_address(cast))

    assert "#lakes, r/lakes" in page or "r/lakes, #lakes" in page
    assert reverse("portal:board-picture-thumb", args=[item.pictures.get().pk, "m"]) in page


def test_a_mature_picture_is_no_cover_of_a_board(cast, source, make_board_item, show):
    make_board_item(cast.team, source=source, is_nsfw=True)

    assert "<img" not in show(boards_address(cast))


def test_it_shows_posts_with_what_one_wants_to_know(cast, source, make_board_item, show):
    item = make_board_item(cast.team, source=source, title="Deep & cold", points=1234, colours=("navy", "teal"))
    gone = make_board_item(cast.team, source=source, gone_at=timezone.now(), gone_reason="Gone.", colours=("gold",))

    page = show(source.board.get_absolute_url())

    assert "Deep &amp; cold" in page
    assert "1,234 points" in page
    assert "by maker" in page
    assert "r/lakes" in page
    assert page.count("Gone, kept") == 1
    for picture in (item.pictures.first(), gone.pictures.get()):
        assert reverse("portal:board-picture-thumb", args=[picture.pk, "m"]) in page
    assert "imgur.com/" not in page.replace("imgur.com/gallery", "")


def test_it_loads_nothing_from_imgur_for_what_is_not_kept(cast, source, make_board_item, show):
    item = make_board_item(cast.team, source=source, colours=("",))

    assert "not kept here" in show(source.board.get_absolute_url())
    page = show(item.get_absolute_url())
    assert "not kept here" in page
    assert "i.imgur.com" not in page


def test_it_says_of_each_picture_why_it_is_not_here(cast, source, make_board_item, show):
    item = make_board_item(cast.team, source=source, colours=("", "", ""))
    fetches.ask_for_pictures(item.pictures.all()[:2])
    OriginalFetch.objects.filter(picture=item.pictures.first()).update(state=OriginalFetch.State.REMOVED)

    page = show(item.get_absolute_url())

    for words in ("was gone before we had it", "still to fetch", "not kept here"):
        assert page.count(words) == 1


def test_it_veils_what_is_mature(cast, source, make_board_item, show):
    make_board_item(cast.team, source=source)
    item = make_board_item(cast.team, source=source, is_nsfw=True)

    assert show(source.board.get_absolute_url()).count("albumcard__pic veiled") == 1
    page = show(item.get_absolute_url())
    assert 'id="unveil"' in page
    assert "veiled" in page


def test_it_writes_strangers_words_as_words(cast, source, make_board_item, show):
    item = make_board_item(cast.team, source=source, title="<script>alert(1)</script>", author="<b>x</b>")
    BoardPicture.objects.update(description="<img src=x onerror=alert(2)>", title="<i>y</i>")

    for page in (show(source.board.get_absolute_url()), show(item.get_absolute_url())):
        assert "<script>alert" not in page
        assert "<b>x" not in page
        assert "<img src=x" not in page


def test_a_board_goes_on_page_by_page(cast, source, make_board_item, show, monkeypatch):
    monkeypatch.setattr(boards_view, "_ITEMS", 2)
    items = [make_board_item(cast.team, source=source, colours=()) for _ in range(5)]
    address, seen = source.board.get_absolute_url(), []

    for _ in range(3):
        page = show(address, **{"HX-Request": "true"})
        seen += [item.title for item in items if f">{item.title}<" in page]
        address = source.board.get_absolute_url() + page.partition('hx-get="')[2].partition('"')[0]

    assert seen == [item.title for item in items]
    assert "That is all." in page


def test_a_post_goes_on_picture_by_picture(cast, source, make_board_item, show, monkeypatch):
    monkeypatch.setattr(boards_view, "_PICTURES", 2)
    item = make_board_item(cast.team, source=source, colours=("", "", "", "", ""))
    # What was taken out keeps its place, so two may have the same.
    item.pictures.filter(position__in=(2, 3)).update(position=1)
    BoardPicture.objects.update(content_type="")
    for picture in item.pictures.all():
        BoardPicture.objects.filter(pk=picture.pk).update(title=f"Number {picture.pk}.")
    address, seen = item.get_absolute_url(), []

    for _ in range(3):
        page = show(address, **{"HX-Request": "true"})
        seen += [picture.pk for picture in item.pictures.all() if f"Number {picture.pk}." in page]
        address = item.get_absolute_url() + page.partition('hx-get="')[2].partition('"')[0]

    assert seen == [picture.pk for picture in item.pictures.all()]


@pytest.mark.parametrize("query", ["?before=x", "?before=1"])
def test_it_finds_nothing_at_a_place_that_is_none(query, cast, source, as_person):
    assert as_person(cast.viewer).get(source.board.get_absolute_url() + query).status_code == 404


@pytest.mark.parametrize("after", ["x", "1", "1-", "-1-2", "1-2-3", "1" * 40 + "-1"])
def test_it_finds_no_picture_behind_a_place_that_is_none(after, cast, make_board_item, as_person):
    item = make_board_item(cast.team)

    assert as_person(cast.viewer).get(f"{item.get_absolute_url()}?after={after}").status_code == 404


def test_it_serves_a_kept_picture_from_our_archive(cast, make_board_item, as_person, picture):
    kept = make_board_item(cast.team).pictures.get()

    response = as_person(cast.viewer).get(reverse("portal:board-picture-file", args=[kept.pk]))

    assert b"".join(response.streaming_content) == picture("navy")
    assert f'filename="{kept.imgur_id}.png"' in response.headers["Content-Disposition"]
    assert "sandbox" in response.headers["Content-Security-Policy"]
    thumb = as_person(cast.viewer).get(reverse("portal:board-picture-thumb", args=[kept.pk, "s"]))
    assert thumb.headers["Content-Type"] == "image/webp"


def test_it_finds_no_file_of_a_picture_that_is_not_kept(cast, make_board_item, as_person):
    lacking = make_board_item(cast.team, colours=("",)).pictures.get()

    for name, arguments in (("file", [lacking.pk]), ("thumb", [lacking.pk, "m"])):
        assert as_person(cast.viewer).get(reverse(f"portal:board-picture-{name}", args=arguments)).status_code == 404


def test_it_tells_a_viewer_of_sources_but_lets_them_change_nothing(cast, source, show):
    page = show(f"{source.board.get_absolute_url()}?show=sources")

    assert "r/lakes" in page
    assert "3 new, 1 credit" in page
    for word in ("Look now", "Pause", "Remove", "Delete the board", "Watch something"):
        assert word not in page


def test_it_says_on_the_board_that_a_source_brings_nothing(cast, source, show):
    SyncRun.objects.update(state=SyncRun.State.FAILED, last_error="Imgur did not answer for hours.")

    page = show(source.board.get_absolute_url())

    assert "<b>r/lakes:</b> Imgur did not answer for hours." in page


def test_it_renames_a_board(cast, source, as_person):
    address = reverse("portal:board-rename", args=[source.board_id])

    as_person(cast.editor).post(address, {"title": "Ponds"})
    refused = as_person(cast.editor).post(address, {"title": "  "}, follow=True)

    assert Board.objects.get().title == "Ponds"
    assert "A board needs a title." in refused.content.decode()
    assert AuditEntry.objects.get(action="renamed a board").details == {"before": "Lakes"}


def test_it_deletes_a_board_with_what_is_on_it_and_leaves_originals_to_the_archive(
    cast, source, make_board_item, start_look, as_person, monkeypatch
):
    monkeypatch.setattr("media_sync.services.watching.boards._ITEMS_AT_A_TIME", 2)
    for _ in range(5):
        make_board_item(cast.team, source=source)
    start_look(source)

    response = as_person(cast.editor).post(reverse("portal:board-delete", args=[source.board_id]), follow=True)

    assert "The board “Lakes” is deleted." in response.content.decode()
    for model in (Board, BoardItem, SyncRun):
        assert not model.objects.exists()
    assert Original.objects.count() == 1
    assert AuditEntry.objects.filter(action="deleted a board", person=cast.editor).exists()


@pytest.mark.parametrize("page", ["boards", "board", "sources", "item"])
def test_it_asks_the_same_few_questions_however_much_there_is(
    page, cast, source, make_source, make_board_item, as_person, django_assert_num_queries
):
    for number in range(12):
        item = make_board_item(cast.team, source=source, colours=("navy", "teal"))
        make_source(cast.team, f"r/other{number}", board=source.board, by=cast.editor)
    make_source(cast.team, by=cast.editor)
    board = source.board.get_absolute_url()
    address = {"boards": boards_address(cast), "board": board, "sources": f"{board}?show=sources"} | {
        "item": item.get_absolute_url()
    }
    client = as_person(cast.editor)
    client.get(address[page])

    with django_assert_num_queries({"boards": 8, "board": 9, "sources": 7, "item": 6}[page]) as asked:
        assert client.get(address[page]).status_code == 200
    statements = " ".join(query["sql"].upper() for query in asked.captured_queries)
    assert "COUNT(" not in statements
    assert " OFFSET " not in statements
