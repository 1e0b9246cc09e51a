"""Living links: what has moved is replaced, and not a character else."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media_sync.models import LinkMove
from media_sync.services.gone import link_moves, link_rewriting
from media_sync.services.gone.link_rewriting import Verdict, rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(cast, make_account, make_image, make_album):
    """OldPng1 moved to NewJpg2, OldGif3 to NewMp44; aOldA1 to aNewA2 (albums); LivesOn lives, LostOne is gone."""
    account = make_account(cast.team, by=cast.owner)
    gone = {"gone_at": timezone.now(), "gone_reason": "Deleted"}

    def image(imgur_id, extension, **fields):
        return make_image(account, imgur_id=imgur_id, link=f"https://i.imgur.com/{imgur_id}.{extension}", **fields)

    link_moves.keep_image(image("OldPng1", "png", **gone), image("NewJpg2", "jpg"), batch=None)
    link_moves.keep_image(image("OldGif3", "gif", **gone), image("NewMp44", "mp4"), batch=None)
    link_moves.keep_album(
        make_album(account, [], imgur_id="aOldA1", **gone), make_album(account, [], imgur_id="aNewA2"), batch=None
    )
    image("LivesOn", "png")
    image("LostOne", "png", **gone)
    return cast.team


FORMS = [
    ("https://imgur.com/OldPng1", "https://imgur.com/NewJpg2"),
    ("http://imgur.com/OldPng1/", "http://imgur.com/NewJpg2/"),
    ("imgur.com/OldPng1", "imgur.com/NewJpg2"),
    ("//i.imgur.com/OldPng1.png", "//i.imgur.com/NewJpg2.jpg"),
    ("https://i.imgur.com/OldPng1.png", "https://i.imgur.com/NewJpg2.jpg"),
    ("HTTPS://I.IMGUR.COM/OldPng1.PNG", "HTTPS://I.IMGUR.COM/NewJpg2.jpg"),
    ("https://imgur.com/OldPng1.png", "https://imgur.com/NewJpg2.jpg"),
    ("https://m.imgur.com/OldPng1", "https://m.imgur.com/NewJpg2"),
    ("https://www.imgur.com/OldPng1", "https://www.imgur.com/NewJpg2"),
    *((f"https://i.imgur.com/OldPng1{size}.jpg", f"https://i.imgur.com/NewJpg2{size}.jpg") for size in "sbtmlh"),
    ("https://i.imgur.com/OldPng1l.png", "https://i.imgur.com/NewJpg2l.png"),
    ("https://i.imgur.com/OldPng1.webp", "https://i.imgur.com/NewJpg2.webp"),
    ("https://i.imgur.com/OldPng1.png?1", "https://i.imgur.com/NewJpg2.jpg?1"),
    ("https://i.imgur.com/OldPng1.png?fb&x=1#top", "https://i.imgur.com/NewJpg2.jpg?fb&x=1#top"),
    ("https://i.imgur.com/OldGif3.gifv", "https://i.imgur.com/NewMp44.gifv"),
    ("https://i.imgur.com/OldGif3.mp4", "https://i.imgur.com/NewMp44.mp4"),
    ("https://i.imgur.com/OldGif3.gif", "https://i.imgur.com/NewMp44.gif"),
    ("https://i.imgur.com/OldPng1.gifv", "https://i.imgur.com/NewJpg2.jpg"),
    ("https://imgur.com/download/OldPng1", "https://imgur.com/download/NewJpg2"),
    ("https://imgur.com/an-old-gate-OldPng1", "https://imgur.com/an-old-gate-NewJpg2"),
    ("https://imgur.com/a/aOldA1", "https://imgur.com/a/aNewA2"),
    ("https://imgur.com/a/aOldA1#3", "https://imgur.com/a/aNewA2#3"),
    ("https://imgur.com/a/aOldA1/embed?pub=true", "https://imgur.com/a/aNewA2/embed?pub=true"),
    ("https://imgur.com/a/our-town-aOldA1", "https://imgur.com/a/our-town-aNewA2"),
    ("https://imgur.com/gallery/aOldA1", "https://imgur.com/a/aNewA2"),
    ("https://imgur.com/gallery/our-town-aOldA1", "https://imgur.com/a/our-town-aNewA2"),
    ("https://imgur.com/gallery/OldPng1", "https://imgur.com/NewJpg2"),
    ("https://imgur.io/a/aOldA1", "https://imgur.io/a/aNewA2"),
    ("https://i.imgur.io/OldPng1.png", "https://i.imgur.io/NewJpg2.jpg"),
    ("https://imgur.com/topic/Maps/aOldA1", "https://imgur.com/a/aNewA2"),
    (
        '<blockquote class="imgur-embed-pub" lang="en" data-id="a/aOldA1"><a href="//imgur.com/a/aOldA1">Town</a>',
        '<blockquote class="imgur-embed-pub" lang="en" data-id="a/aNewA2"><a href="//imgur.com/a/aNewA2">Town</a>',
    ),
    (
        '<blockquote class="imgur-embed-pub" data-id="OldPng1">',
        '<blockquote class="imgur-embed-pub" data-id="NewJpg2">',
    ),
    ("https://imgur.com/t/maps/aOldA1", "https://imgur.com/a/aNewA2"),
    ("https://imgur.com/r/pics/OldPng1", "https://imgur.com/NewJpg2"),
    ("[img]https://i.imgur.com/OldPng1.png[/img]", "[img]https://i.imgur.com/NewJpg2.jpg[/img]"),
    ("![a](https://i.imgur.com/OldPng1.png)", "![a](https://i.imgur.com/NewJpg2.jpg)"),
    ("[[https://imgur.com/a/aOldA1|Town]]", "[[https://imgur.com/a/aNewA2|Town]]"),
    ('<img src="//i.imgur.com/OldPng1.png">', '<img src="//i.imgur.com/NewJpg2.jpg">'),
    ("<a href='http://imgur.com/OldPng1'>x</a>", "<a href='http://imgur.com/NewJpg2'>x</a>"),
    ("See imgur.com/OldPng1.", "See imgur.com/NewJpg2."),
    ("_https://imgur.com/OldPng1_", "_https://imgur.com/NewJpg2_"),
    ("https://imgur.com/OldPng1,https://imgur.com/OldPng1", "https://imgur.com/NewJpg2,https://imgur.com/NewJpg2"),
]


@pytest.mark.parametrize(("old", "new"), FORMS, ids=[old for old, _ in FORMS])
def test_it_replaces_every_form_of_a_link_by_the_same_form(old, new, town):
    assert rewrite(old, team=town).text == new


@pytest.mark.parametrize(
    "text",
    [
        "https://i.imgur.com/LivesOn.png",
        "https://imgur.com/LostOne",
        "https://imgur.com/Unknown",
        "https://imgur.com/oldpng1",  # ids know upper and lower case
        "https://imgur.com/OldPng12",
        "https://imgur.com/OldPng1-more",
        "https://imgur.com/a/OldPng1",  # a picture's id is no album's
        "https://imgur.com/aOldA1",
        "https://i.stack.imgur.com/OldPng1.png",
        "https://notimgur.com/OldPng1",
        "https://imgur.com.example/OldPng1",
        "https://imgur.community/OldPng1",
        "https://example.org/imgur.com/OldPng1",
        "https://web.archive.org/web/2020/https://imgur.com/OldPng1",
        "https://imgur.com@example.org/OldPng1",
        "someone@imgur.com/OldPng1",
        "https://imgur.com/user/OldPng1",
        "OldPng1",
        "",
    ],
)
def test_it_leaves_everything_else_alone(text, town):
    assert rewrite(text, team=town).text == text


def test_it_reports_what_it_did_and_what_it_could_not(town):
    told = rewrite(
        "imgur.com/OldPng1 imgur.com/OldPng1 imgur.com/LivesOn imgur.com/LostOne imgur.com/Unknown imgur.com/upload",
        team=town,
    )

    assert [(one.link, one.verdict, one.new, one.count) for one in told.found] == [
        ("imgur.com/OldPng1", Verdict.REPLACED, "imgur.com/NewJpg2", 2),
        ("imgur.com/LivesOn", Verdict.LIVES, "imgur.com/LivesOn", 1),
        ("imgur.com/LostOne", Verdict.GONE, "imgur.com/LostOne", 1),
        ("imgur.com/Unknown", Verdict.UNKNOWN, "imgur.com/Unknown", 1),
    ]
    assert told.count("replaced") == 2


def test_it_follows_a_chain_to_its_living_end(town, cast, make_image):
    account = cast.team.linked_accounts.get()
    middle = account.images.get(imgur_id="NewJpg2")
    middle.gone_at = timezone.now()
    middle.save()
    newest = make_image(account, imgur_id="Newest5", link="https://i.imgur.com/Newest5.webp")
    link_moves.keep_image(middle, newest, batch=None)

    told = rewrite("https://i.imgur.com/OldPng1.png https://imgur.com/NewJpg2", team=town)

    assert told.text == "https://i.imgur.com/Newest5.webp https://imgur.com/Newest5"


def test_a_chain_whose_end_is_gone_stays_as_it_was(town, cast):
    cast.team.linked_accounts.get().images.filter(imgur_id="NewJpg2").update(gone_at=timezone.now())

    told = rewrite("imgur.com/OldPng1", team=town)

    assert (told.text, told.found[0].verdict) == ("imgur.com/OldPng1", Verdict.GONE)


def test_it_survives_a_circle(town, cast):
    account = cast.team.linked_accounts.get()
    account.images.update(gone_at=timezone.now())
    first, second = account.images.get(imgur_id="OldPng1"), account.images.get(imgur_id="NewJpg2")
    link_moves.keep_image(second, first, batch=None)

    assert rewrite("imgur.com/OldPng1", team=town).found[0].verdict == Verdict.GONE

    account.images.filter(pk=first.pk).update(gone_at=None)
    assert rewrite("imgur.com/OldPng1 imgur.com/NewJpg2", team=town).text == "imgur.com/OldPng1 imgur.com/OldPng1"


def test_an_id_that_came_back_lives(town, cast):
    cast.team.linked_accounts.get().images.filter(imgur_id="OldPng1").update(gone_at=None)

    assert rewrite("imgur.com/OldPng1", team=town).found[0].verdict == Verdict.LIVES


def test_an_id_that_ends_like_a_size_is_itself_first(town, cast, make_image):
    account = cast.team.linked_accounts.get()
    make_image(account, imgur_id="OldPng1s")

    assert rewrite("https://i.imgur.com/OldPng1s.jpg", team=town).found[0].verdict == Verdict.LIVES


def test_another_team_learns_nothing(town, cast):
    told = rewrite("imgur.com/OldPng1 imgur.com/LivesOn imgur.com/LostOne", team=cast.other_team)

    assert {one.verdict for one in told.found} == {Verdict.UNKNOWN}


def test_links_of_the_sandbox_count_in_demo_mode(town, settings):
    settings.IMGUR_SITE_URL, settings.IMGUR_MEDIA_URL = "http://127.0.0.1:8001", "http://127.0.0.1:8001/media"
    link_rewriting._pattern.cache_clear()
    try:
        told = rewrite("http://127.0.0.1:8001/a/aOldA1 http://127.0.0.1:8001/OldPng1.png", team=town)
    finally:
        link_rewriting._pattern.cache_clear()

    assert told.text == "http://127.0.0.1:8001/a/aNewA2 http://127.0.0.1:8001/NewJpg2.jpg"


_PIECES = st.one_of(
    st.text(), st.sampled_from([old for old, _ in FORMS]), st.sampled_from(["//", "imgur.com/", "/a/", "-"])
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_PIECES, max_size=8).map(" ".join))
def test_doing_it_twice_is_doing_it_once_and_other_text_is_untouched(town, text):
    once = rewrite(text, team=town).text

    assert rewrite(once, team=town).text == once
    # Take out of both what is replaced, and they are the same.
    assert _without_links(once) == _without_links(text)


def _without_links(text: str) -> str:
    return link_rewriting._pattern().sub("", text).replace("gallery/", "")


def test_a_megabyte_of_malice_takes_no_longer_than_a_page_may(town):
    for text in (
        "imgur.com/" + "a-" * 500_000,
        "imgur.com/" * 100_000,
        "https://imgur.com/a/" * 50_000,
        "//" * 500_000,
    ):
        assert rewrite(text, team=town).text == text


def test_the_command_rewrites_standard_input(town, cast, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Käse imgur.com/OldPng1\n".encode())))

    call_command("archive", "links", "--team", cast.team.slug)

    assert capsys.readouterr().out == "Käse imgur.com/NewJpg2\n"


def test_the_command_speaks_json_and_refuses_too_much(town, cast, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"imgur.com/OldPng1 imgur.com/Unknown")))
    call_command("archive", "links", "--team", cast.team.slug, "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["replaced"], told["unknown"], told["text"]) == (1, 1, "imgur.com/NewJpg2 imgur.com/Unknown")

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"x" * (1024 * 1024 + 1))))
    with pytest.raises(CommandError, match="more than 1 MB"):
        call_command("archive", "links", "--team", cast.team.slug)


def test_a_move_is_kept_once_and_only_for_what_was_gone(town, cast, make_image):
    account = cast.team.linked_accounts.get()
    living, other = account.images.get(imgur_id="LivesOn"), make_image(account)

    link_moves.keep_image(living, other, batch=None)
    link_moves.keep_image(living, living, batch=None)

    assert not LinkMove.objects.filter(old_imgur_id="LivesOn").exists()
