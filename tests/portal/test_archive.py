"""The archive page: what is kept, what waits and why, what is damaged or could not be had; and trying again."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from media_sync import tasks
from media_sync.archive import pauses
from media_sync.models import Board, BoardItem, BoardPicture, Image, Original, OriginalFetch
from media_sync.services.archive import archive_health, fetches, originals

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr(pauses, "_here", pauses._Here())


@pytest.fixture
def account(make_account, cast):
    return make_account(cast.team)


@pytest.fixture
def page(cast, as_person):
    def ask(person=None, query: str = "", team=None) -> str:
        address = reverse("portal:archive", args=[(team or cast.team).slug])
        html = as_person(person or cast.viewer).get(address + query).content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index("<main") :]))

    return ask


def end(image: Image, state: str, error: str = "", **fields) -> OriginalFetch:
    fetches.ask_for_images([image])
    OriginalFetch.objects.filter(image=image).update(
        state=state, last_error=error, finished_at=timezone.now(), **fields
    )
    return OriginalFetch.objects.get(image=image)


def test_an_empty_archive_says_what_will_be_there(page):
    assert "Nothing is kept yet" in page()


def test_it_counts_what_is_kept_of_each_account(page, account, make_image):
    make_image(account, colour="teal")
    make_image(account, colour="teal")
    make_image(account, original=None)

    text = page()

    assert "2 of 3 originals kept" in text
    assert "in 1 file" in text
    assert f"{account.username} 2 of 3 originals" in text


def test_it_claims_nothing_of_what_was_not_read_again(page, account, make_image):
    image = make_image(account)
    assert "read again so far" in page()

    Original.objects.filter(pk=image.original_id).update(verified_at=timezone.now())
    cache.clear()
    assert "every byte as it was" in page()


def test_it_knows_this_team_only(page, account, make_image, make_account, cast):
    other = make_account(cast.other_team)
    end(make_image(other, original=None, title="Of strangers"), "failed", "secret reason")
    make_image(other, colour="red")
    Original.objects.update(damage="missing", damaged_at=timezone.now())
    make_image(account, colour="teal")

    text = page()

    assert "1 of 1 original kept" in text
    assert "Of strangers" not in text
    assert "secret reason" not in text
    assert "Damaged" not in text


def test_boards_count_too(page, cast):
    board = Board.objects.create(team=cast.team, title="Finds")
    item = BoardItem.objects.create(board=board, imgur_id="post1", is_album=False, seen_at=timezone.now())
    picture = BoardPicture.objects.create(item=item, imgur_id="pic1")
    BoardPicture.objects.create(item=item, imgur_id="never asked for")
    fetches.ask_for_pictures([picture])

    text = page()

    assert "Boards 0 of 1 originals" in text
    assert "1 still to fetch" in text


def test_it_tells_why_some_wait(page, account, make_image):
    fetches.ask_for_images([make_image(account, original=None, title="Blue range")])
    OriginalFetch.objects.update(
        reason="Imgur’s file host is overloaded.", not_before=timezone.now() + timedelta(hours=1)
    )

    assert "Blue range : Imgur’s file host is overloaded." in page().replace("range:", "range :")


def test_it_tells_how_fast_they_come_and_how_long_the_rest_takes(page, account, make_image):
    come = make_image(account, original=None)
    fetches.ask_for_images([come, *(make_image(account, original=None) for _ in range(3))])
    original = make_image(account, colour="teal").original
    Original.objects.update(size_bytes=6_000_000)
    Image.objects.filter(pk=come.pk).update(original=original)
    OriginalFetch.objects.filter(image=come).update(state="kept", finished_at=timezone.now())

    text = page()

    assert "98 kB a second, 1 file in the last minute" in text
    assert "3 still to fetch, no credits needed, about 3 minutes" in text


def test_it_tells_when_the_host_wants_to_be_left_alone(page, account, make_image):
    fetches.ask_for_images([make_image(account, original=None)])
    pauses.pause(600)

    assert "Downloads wait until" in page()


def test_it_lists_what_could_not_be_had_with_the_reason(page, account, make_image):
    end(make_image(account, original=None, title="Lost one"), "failed", "Imgur’s file host answered with error 500.")
    end(make_image(account, original=None, title="Gone one"), "removed")

    text = page()

    assert "Lost one Failed today" in text
    assert "answered with error 500" in text
    assert "Gone one Removed at Imgur today" in text
    assert "2 could not be had" in text


def test_the_list_goes_on_behind_its_page(page, account, make_image):
    for number in range(45):
        at = timezone.now() - timedelta(minutes=number)
        image = make_image(account, original=None, title=f"Nr {number:03}")
        OriginalFetch.objects.filter(pk=end(image, "failed").pk).update(finished_at=at)
    assert "Nr 039" in page()
    assert "Nr 040" not in page()

    last = OriginalFetch.objects.order_by("-finished_at")[39]
    moment = int((last.finished_at.timestamp()) * 1_000_000)
    text = page(query=f"?before={moment}-{last.pk}")

    assert "Nr 044" in text
    assert "Nr 030" not in text


@pytest.mark.parametrize("before", ["x", "1-x", "9" * 40 + "-1"])
def test_a_page_that_is_none_is_not_found(cast, as_person, before):
    address = reverse("portal:archive", args=[cast.team.slug])

    assert as_person(cast.viewer).get(address, {"before": before}).status_code == 404


def test_damage_is_listed_with_what_happens(page, account, make_image):
    image = make_image(account, colour="teal", title="Agate")
    Original.objects.update(damage="altered", damaged_at=timezone.now())
    fetches.ask_for_healing(image.original)

    text = page()

    assert "Agate" in text
    assert "Other bytes than were kept" in text
    assert "being fetched from Imgur again" in text
    assert "1 damaged" in text


def test_damage_that_nobody_can_mend_says_so(page, account, make_image):
    make_image(account, colour="teal", title="Agate", gone_at=timezone.now())
    Original.objects.update(damage="missing", damaged_at=timezone.now())

    text = page()

    assert "Agate" in text
    assert "Restore it from a back-up" in text


@pytest.fixture
def rung(monkeypatch):
    bells = []
    monkeypatch.setattr(tasks, "ring_for_downloads", lambda: bells.append(1))
    return bells


def test_an_editor_tries_all_failed_ones_again(cast, as_person, account, make_image, make_account, rung):
    failed = end(make_image(account, original=None), "failed")
    removed = end(make_image(account, original=None), "removed")
    others = end(make_image(make_account(cast.other_team), original=None), "failed")

    as_person(cast.editor).post(reverse("portal:archive-retry", args=[cast.team.slug]))

    states = dict(OriginalFetch.objects.values_list("pk", "state"))
    assert states == {failed.pk: "waiting", removed.pk: "removed", others.pk: "failed"}
    assert rung


def test_an_editor_tries_a_single_one_again(cast, as_person, account, make_image, rung):
    removed, other = (end(make_image(account, original=None), "removed") for _ in range(2))

    as_person(cast.editor).post(reverse("portal:archive-retry", args=[cast.team.slug]), {"fetch": removed.pk})

    states = dict(OriginalFetch.objects.values_list("pk", "state"))
    assert states == {removed.pk: "waiting", other.pk: "removed"}


@pytest.mark.parametrize("number", ["x", "9" * 30, "-1", "0"])
def test_what_is_no_download_is_not_found(cast, as_person, number):
    address = reverse("portal:archive-retry", args=[cast.team.slug])

    assert as_person(cast.editor).post(address, {"fetch": number}).status_code == 404


def test_another_teams_download_is_not_found(cast, as_person, make_account, make_image):
    others = end(make_image(make_account(cast.other_team), original=None), "failed")
    address = reverse("portal:archive-retry", args=[cast.team.slug])

    assert as_person(cast.editor).post(address, {"fetch": others.pk}).status_code == 404
    assert OriginalFetch.objects.get().state == "failed"


def test_it_asks_little_however_much_there_is(
    cast, as_person, account, make_image, django_assert_num_queries, monkeypatch
):
    for _ in range(12):
        end(make_image(account, original=None), "failed")
    client = as_person(cast.editor)
    address = reverse("portal:archive", args=[cast.team.slug])
    client.get(address)

    with django_assert_num_queries(14):
        client.get(address)


def test_slow_figures_are_remembered(cast, account, make_image, monkeypatch):
    cache.clear()
    monkeypatch.setattr(archive_health, "_SLOW_SECONDS", -1)
    make_image(account, colour="teal")
    assert archive_health.figures_of(cast.team).kept == 1

    make_image(account, colour="red")

    assert archive_health.figures_of(cast.team).kept == 1
    cache.clear()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "original still to fetch"),
        ("waiting", "waits to be fetched"),
        ("removed", "removed at Imgur"),
        ("failed", "could not be fetched"),
        ("refused", "not taken"),
    ],
)
def test_a_tile_without_original_says_why(cast, as_person, account, make_image, make_album, state, words):
    image = make_image(account, original=None, width=300, height=200)
    album = make_album(account, [image])
    if state:
        end(image, state)
    client = as_person(cast.viewer)

    library = client.get(reverse("portal:library", args=[cast.team.slug])).content.decode()

    for html in (library, client.get(album.get_absolute_url()).content.decode()):
        assert words in html
        assert "--tint:hsl(" in html
        assert "imgur.com/" not in re.sub(r'href="[^"]*"|value="[^"]*"', "", html)
    assert "--r:1.5000" in library


def test_the_pictures_page_says_why_its_original_is_not_here(cast, as_person, account, make_image):
    image = make_image(account, original=None)
    end(image, "failed", "Imgur’s file host answered with error 500.")

    html = as_person(cast.viewer).get(image.get_absolute_url()).content.decode()

    assert "Our copy could not be made. Imgur’s file host answered with error 500." in html
    assert "Could not be fetched" in html
    assert "<img" not in html[html.index("view__pic") : html.index("view__side")]


def test_the_file_of_it_is_not_found_and_says_why(cast, as_person, account, make_image):
    image = make_image(account, original=None)
    fetches.ask_for_images([image])

    response = as_person(cast.viewer).get(reverse("portal:image-file", args=[image.pk]))

    assert response.status_code == 404
    assert "waits to be fetched from Imgur" in response.content.decode()
    assert as_person(cast.stranger).get(reverse("portal:image-file", args=[image.pk])).status_code == 404


def test_a_file_that_storage_has_lost_is_not_found(cast, as_person, account, make_image):
    image = make_image(account, colour="teal")
    originals.local_path(image.original).unlink()

    assert as_person(cast.viewer).get(reverse("portal:image-file", args=[image.pk])).status_code == 404
    assert as_person(cast.viewer).get(reverse("portal:image-thumb", args=[image.pk, "l"])).status_code == 404
