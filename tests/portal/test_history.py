"""History: every change readable, one by one back to what it was, and nobody else's to see."""

import pytest
from django.urls import reverse
from django.utils import timezone

from media_sync import tasks
from media_sync.models import AlbumImage, Change, Operation
from media_sync.services.gone import link_moves
from portal.orders import moved

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rung(monkeypatch) -> list[int]:
    asked: list[int] = []
    monkeypatch.setattr(tasks, "ring", lambda: asked.append(1))
    return asked


@pytest.fixture
def history(cast, as_person):
    def read(person=None, query: str = "") -> str:
        url = reverse("portal:history", args=[cast.team.slug])
        return as_person(person or cast.editor).get(url + query).content.decode()

    return read


def test_it_shows_what_it_was_and_what_it_is(world, history):
    text = history()

    assert "has another title" in text
    assert "Old" in text
    assert world.album.title in text


def test_it_shows_the_pictures_that_came(world, history):
    Change.objects.create(
        account=world.account, album=world.album, kind="images_in", after=[world.image.imgur_id, "nobody"]
    )

    text = history()

    assert "got 2 pictures" in text
    assert reverse("portal:image-thumb", args=[world.image.pk, "s"]) in text


def test_it_shows_which_pictures_moved():
    assert moved(["a", "b", "c", "d"], ["d", "a", "b", "c"]) == [("d", (4, 1))]
    assert moved(["a", "b", "c"], ["c", "b", "a"]) == [("c", (3, 1)), ("b", (2, 2))]
    assert moved(["a", "b"], ["a", "b"]) == []


def test_nobody_elses_history_is_shown(cast, world, make_account, make_album, history):
    theirs = make_account(cast.other_team, by=cast.stranger)
    album = make_album(theirs, title="Theirs alone")
    Change.objects.create(account=theirs, album=album, kind="added")

    assert "Theirs alone" not in history()


def test_it_pages_by_keyset_over_all_accounts(cast, world, make_account, make_album, history):
    other = make_account(cast.team, by=cast.owner)
    album = make_album(other, title="Elsewhere")
    for number in range(60):
        owner = world.account if number % 2 else other
        Change.objects.create(
            account=owner, album=world.album if number % 2 else album, kind="description", after=f"Word-{number:03}"
        )

    first = history()
    further = first.split("?before=")[1].split('"')[0]
    second = history(query=f"?before={further}")

    shown = [number for number in range(60) if f"Word-{number:03}" in first]
    rest = [number for number in range(60) if f"Word-{number:03}" in second]
    assert (shown, rest) == (list(range(20, 60)), list(range(20)))
    assert "Word-058" not in history(query=f"?account={world.account.pk}")


@pytest.mark.parametrize("query", ["?before=x", "?account=0", "?before=" + "9" * 30])
def test_addresses_that_nobody_wrote_are_not_there(cast, world, as_person, query):
    url = reverse("portal:history", args=[cast.team.slug])

    assert as_person(cast.viewer).get(url + query).status_code == 404


def test_an_editor_undoes(cast, world, as_person, rung, history):
    answer = as_person(cast.editor).post(reverse("portal:history-undo", args=[world.change.pk]), follow=True)

    operation = Operation.objects.get(kind="album.edit")
    assert operation.payload["facts"] == {"title": "Old"}
    assert (operation.requested_by, rung) == (cast.editor, [1])
    text = answer.content.decode()
    assert "It is being undone" in text
    assert '<span class="btn__price">1 credit</span>' not in text


def test_it_comes_back_to_the_change_that_was_undone(cast, world, as_person):
    answer = as_person(cast.editor).post(reverse("portal:history-undo", args=[world.change.pk]))

    assert answer.headers["Location"].endswith(f"#change-{world.change.pk}")


def test_what_is_being_undone_is_looked_after_until_it_is(cast, world, as_person, history):
    asks = f'?before={world.change.pk + 1}" hx-select="#change-{world.change.pk}"'
    assert asks not in history()

    as_person(cast.editor).post(reverse("portal:history-undo", args=[world.change.pk]))
    assert asks in history()
    assert f'id="change-{world.change.pk}"' in history(query=f"?before={world.change.pk + 1}")

    Operation.objects.update(state="done", finished_at=timezone.now())
    assert asks not in history()
    assert "Undone." in history()


def test_what_is_gone_is_offered_to_be_restored(cast, world, as_person, history):
    Change.objects.create(account=world.account, image=world.gone, kind="gone")
    price = f"{reverse('portal:restore-price', args=[cast.team.slug])}?image={world.gone.pk}"

    assert price in history(cast.contributor)
    assert reverse("portal:image-thumb", args=[world.gone.pk, "s"]) in history()
    assert price not in history(cast.viewer)
    assert as_person(cast.contributor).get(price).status_code == 200


def test_a_lost_picture_is_restored_and_not_put_back(cast, world, as_person, history):
    Change.objects.filter(pk=world.change.pk).delete()
    Change.objects.create(
        account=world.account, album=world.album, kind="images_out", before=[world.gone.imgur_id], after=[0]
    )
    price = f"{reverse('portal:restore-price', args=[cast.team.slug])}?album={world.album.pk}"

    assert price in history()
    assert "btn__price" not in history()
    assert price not in history(cast.contributor)  # editors put pictures into albums that live
    assert "back into the album" in as_person(cast.editor).get(price).content.decode()


def test_what_was_restored_says_so(cast, world, history, make_image):
    Change.objects.filter(pk=world.change.pk).delete()
    Change.objects.create(account=world.account, image=world.gone, kind="gone")
    Change.objects.create(
        account=world.account, album=world.album, kind="images_out", before=[world.gone.imgur_id], after=[0]
    )
    assert history().count("Restored since.") == 0

    link_moves.keep_image(world.gone, make_image(world.account), batch=None)

    text = history()
    assert text.count("Restored since.") == 2
    assert reverse("portal:restore-price", args=[cast.team.slug]) not in text
    assert "btn__price" not in text


def test_what_cannot_be_undone_is_said(cast, world, as_person, rung):
    type(world.album).objects.update(title="Edited here since")

    answer = as_person(cast.editor).post(reverse("portal:history-undo", args=[world.change.pk]), follow=True)

    assert "somebody has edited it here" in answer.content.decode()
    assert rung == []


def test_a_contributor_sees_and_does_not_undo(cast, world, as_person, history):
    assert "btn__price" not in history(cast.contributor)
    assert as_person(cast.contributor).post(reverse("portal:history-undo", args=[world.change.pk])).status_code == 404


def test_it_comes_back_to_the_page_it_was_pressed_on(cast, world, as_person):
    answer = as_person(cast.editor).post(
        reverse("portal:history-undo", args=[world.change.pk]),
        headers={"Referer": f"http://testserver{world.album.get_absolute_url()}"},
    )

    assert answer.headers["Location"] == f"{world.album.get_absolute_url()}#change-{world.change.pk}"


def test_album_and_image_show_their_last_changes(cast, world, as_person):
    Change.objects.create(account=world.account, image=world.image, kind="back")
    client = as_person(cast.viewer)

    assert "has another title" in client.get(world.album.get_absolute_url()).content.decode()
    assert "is back at Imgur" in client.get(world.image.get_absolute_url()).content.decode()


def test_it_asks_no_more_than_it_must(cast, world, as_person, django_assert_num_queries):
    ids = list(AlbumImage.objects.filter(album=world.album).values_list("image__imgur_id", flat=True))
    for _ in range(30):
        Change.objects.create(account=world.account, album=world.album, kind="order", before=ids, after=ids[::-1])
    client, url = as_person(cast.editor), reverse("portal:history", args=[cast.team.slug])
    client.get(url)

    with django_assert_num_queries(8):
        client.get(url)
