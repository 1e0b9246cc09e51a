"""Figures and moments in words; files in rows; links in forms."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from media_sync.models import BatchFile, Image, Operation
from portal import legs, paging, sharing
from portal.templatetags import words

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def at_noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 kB"),
        (20 * 1024**2, "20 MB"),
        (8_300_000, "7.9 MB"),
        (3 * 1024**4, "3.0 TB"),
        (1024**2 - 1, "1.0 MB"),
        (None, ""),
    ],
)
def test_it_says_sizes(size, said):
    assert words.human_bytes(size) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 21, 14, 6, tzinfo=UTC), "14:06"),
        (datetime(2026, 11, 22, 2, 0, tzinfo=UTC), "tomorrow 02:00"),
        (datetime(2026, 11, 20, 23, 59, tzinfo=UTC), "yesterday 23:59"),
        (datetime(2026, 3, 3, 9, 12, tzinfo=UTC), "3 Mar 09:12"),
        (datetime(2025, 3, 3, 9, 12, tzinfo=UTC), "3 Mar 2025"),
        (None, ""),
    ],
)
def test_it_says_moments(at_noon, moment, said):
    assert words.clock(moment) == said


def test_it_says_moments_in_the_zone_of_the_place(at_noon):
    with timezone.override("Asia/Tokyo"):
        assert words.clock(datetime(2026, 11, 21, 14, 6, tzinfo=UTC)) == "23:06"
        assert words.clock(datetime(2026, 11, 21, 15, 30, tzinfo=UTC)) == "tomorrow 00:30"


def test_it_heads_days(at_noon):
    said = [words.day(NOON - timedelta(days=days)) for days in (0, 1, 2, 400)]

    assert said == ["Today", "Yesterday", "Thursday, 19 November", "17 October 2025"]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mara Kessel", "MK"),
        ("lanternfall", "la"),
        ("lanternfall_press", "lp"),
        ("Mara, personal", "MP"),
        ("", "?"),
        ("Ö", "Ö"),
    ],
)
def test_it_takes_initials(name, letters):
    assert words.initials(name) == letters


def test_it_gives_a_name_always_the_same_colour():
    assert words.hue("lanternfall") == words.hue("lanternfall")
    assert 0 <= words.hue("x") < 360


@pytest.mark.parametrize(("number", "said"), [(0, "0 pictures"), (1, "1 picture"), (4128, "4,128 pictures")])
def test_it_counts(number, said):
    assert words.tally(number, "picture") == said


@pytest.mark.parametrize(("seconds", "said"), [(0, "0:00"), (74.2, "1:14"), (59.6, "1:00"), (None, "")])
def test_it_says_lengths(seconds, said):
    assert words.length_of_time(seconds) == said


@pytest.mark.parametrize(
    ("content_type", "said"),
    [("image/jpeg", "JPEG"), ("image/webp", "WebP"), ("video/quicktime", "MOV"), ("video/x-msvideo", "MSVIDEO")],
)
def test_it_names_types(content_type, said):
    assert words.format_name(content_type) == said


def file_with(operation: Operation | None = None, **fields) -> BatchFile:
    file = BatchFile(name="a.png", size_bytes=200, state="ready", **fields)
    file.operation = operation
    return file


@pytest.mark.parametrize(
    ("file", "tone", "word", "to_us", "to_imgur"),
    [
        (BatchFile(size_bytes=200, received_bytes=50, state="receiving"), "run", "To us, 25 %", 25, 0),
        (BatchFile(size_bytes=0, state="refused", refusal="The file is empty."), "fail", "Not taken", 0, 0),
        (file_with(), "ready", "Safe with us", 100, 0),
        (file_with(image_id=1), "done", "Already at Imgur", 100, 100),
        (file_with(Operation(state="queued")), "ready", "Waits for its turn", 100, 0),
        (file_with(Operation(state="running")), "run", "To Imgur, 62 %", 100, 62),
        (file_with(Operation(state="unknown")), "wait", "Not known yet", 100, 100),
        (file_with(Operation(state="done")), "done", "On Imgur", 100, 100),
        (file_with(Operation(state="failed")), "fail", "Failed", 100, 0),
        (file_with(Operation(state="cancelled")), "fail", "Cancelled", 100, 0),
    ],
)
def test_it_puts_every_state_into_a_word(file, tone, word, to_us, to_imgur):
    row = legs.row_of(file, sent_bytes=125)

    assert (row.tone, row.word, row.to_us, row.to_imgur) == (tone, word, to_us, to_imgur)


def test_it_offers_no_cancelling_of_what_may_be_at_imgur():
    assert legs.row_of(file_with(Operation(state="queued"))).can_cancel
    assert not legs.row_of(file_with(Operation(state="queued", sending_at=NOON))).can_cancel


@pytest.mark.parametrize(("title", "said"), [("Ridge", "![Ridge](L)"), ("a [b]\nc\\", "![a \\[b\\] c\\\\](L)")])
def test_it_escapes_markdown(title, said):
    assert sharing.link_of(Image(title=title, link="L"), sharing.LinkForm.MARKDOWN) == said


def test_it_escapes_html():
    rows = sharing.rows_for(Image(title='"><b>', link="https://x/a.png", width=2, height=1), with_page=False)

    (html,) = [row.text for row in rows if row.label == "HTML"]
    assert html == '<img src="https://x/a.png" alt="&quot;&gt;&lt;b&gt;" width="2" height="1">'


def test_it_offers_no_page_of_imgurs_in_demo_mode():
    labels = [row.label for row in sharing.rows_for(Image(link="L"), with_page=False)]

    assert "Page" not in labels
    assert "Page" in [row.label for row in sharing.rows_for(Image(link="L"), with_page=True)]


@pytest.mark.parametrize("moment", [NOON, NOON.replace(microsecond=999_999), datetime(1969, 5, 1, tzinfo=UTC)])
def test_it_reads_its_own_cursors(moment):
    cursor = paging.Cursor(moment, 7)
    if moment.year < 1970:
        with pytest.raises(paging.CursorError):
            paging.Cursor.parse(str(cursor))
    else:
        assert paging.Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    ("every", "said"),
    [
        (timedelta(minutes=15), "every 15 minutes"),
        (timedelta(minutes=45), "every 45 minutes"),
        (timedelta(minutes=55), "every hour"),
        (timedelta(minutes=62), "every hour"),
        (timedelta(minutes=90), "every 1½ hours"),
        (timedelta(minutes=112), "every 2 hours"),
        (timedelta(minutes=151), "every 2½ hours"),
        (timedelta(hours=6), "every 6 hours"),
        (timedelta(hours=13.4), "every 13 hours"),
        (timedelta(days=3), "every 3 days"),
    ],
)
def test_it_says_a_rhythm_no_more_exactly_than_it_is(every, said):
    assert words.rhythm_in_words(every) == said
