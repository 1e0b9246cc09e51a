"""The page of what is gone, its price, and bringing it back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from media_sync.models import Batch, Image, LinkMove
from media_sync.services.gone import link_moves
from portal.views import gone as gone_view

pytestmark = pytest.mark.django_db


@pytest.fixture
def slug(cast, world) -> str:
    return cast.team.slug


def page(client, slug, **query) -> str:
    return client.get(reverse("portal:gone", args=[slug]), query).content.decode()


def price(client, slug, **query):
    return client.get(reverse("portal:restore-price", args=[slug]), query)


def restore(client, slug, **data):
    return client.post(reverse("portal:restore", args=[slug]), data)


def test_it_lists_what_is_gone_with_reason_and_nothing_else(world, slug, cast, as_person):
    shown = page(as_person(cast.viewer), slug)

    assert world.gone.name in shown
    assert "Deleted at Imgur" in shown
    assert world.image.name not in shown
    assert 'type="checkbox"' not in shown  # a viewer restores nothing


def test_what_is_not_kept_says_so_and_cannot_be_ticked(world, slug, cast, make_image, as_person):
    make_image(world.account, original=None, title="Lost", gone_at=timezone.now())

    shown = page(as_person(cast.contributor), slug)

    assert "The original of “Lost” is not kept" in shown
    assert shown.count("disabled") == 1


def test_what_was_restored_leads_to_its_new_place(world, slug, cast, make_image, as_person):
    new = make_image(world.account)
    link_moves.keep_image(world.gone, new, batch=None)
    client = as_person(cast.contributor)

    for shown in (page(client, slug), client.get(world.gone.get_absolute_url()).content.decode()):
        assert f'href="{new.get_absolute_url()}">{new.link}' in shown
    assert f"It was {world.gone.link} before" in client.get(new.get_absolute_url()).content.decode()


def test_where_nothing_is_left_to_restore_nothing_is_offered(world, slug, cast, make_image, as_person):
    client = as_person(cast.editor)
    assert "Restore what is ticked" in page(client, slug)

    link_moves.keep_image(world.gone, make_image(world.account), batch=None)

    assert "Restore what is ticked" not in page(client, slug)


def test_it_pages_through_many(world, slug, cast, make_image, as_person, monkeypatch):
    monkeypatch.setattr(gone_view, "_ROWS", 2)
    now = timezone.now()
    for number in range(3):
        make_image(world.account, name=f"older-{number}", gone_at=now - timedelta(days=number + 1))
    client = as_person(cast.viewer)

    first = client.get(reverse("portal:gone", args=[slug]))
    second = page(client, slug, before=str(first.context["page"].next))

    assert "older-0" in first.content.decode()
    assert "older-1" not in first.content.decode()
    assert "older-1" in second
    assert "older-2" in second


@pytest.mark.parametrize("query", [{"account": "999999"}, {"account": "x"}, {"before": "nonsense"}])
def test_it_finds_nothing_for_what_it_does_not_understand(query, slug, cast, as_person):
    assert as_person(cast.viewer).get(reverse("portal:gone", args=[slug]), query).status_code == 404


def test_the_price_stands_there_before_anything_is_sent(world, slug, cast, as_person):
    response = price(as_person(cast.contributor), slug, image=world.gone.pk)

    assert response.context["restoration"].credits == 10
    assert "10 credits" in response.content.decode()
    assert not Batch.objects.filter(files__restores=world.gone).exists()


def test_an_album_whose_pictures_live_says_why_it_costs_so_little(world, slug, cast, make_album, as_person):
    album = make_album(world.account, [world.image], title="Unmade", gone_at=timezone.now())

    text = price(as_person(cast.contributor), slug, album=album.pk).content.decode()
    assert "without an upload: its pictures are at Imgur still" in text

    batch = restore(as_person(cast.contributor), slug, album=album.pk).headers["Location"]
    text = as_person(cast.contributor).get(batch).content.decode()
    assert "an album of pictures that are at Imgur" in text
    assert "0 of 0" not in text


def test_restoring_sends_a_batch_and_a_second_click_finds_it(world, slug, cast, as_person):
    client = as_person(cast.contributor)

    first = restore(client, slug, image=world.gone.pk)
    second = restore(client, slug, image=world.gone.pk)

    batch = Batch.objects.get(files__restores=world.gone)
    assert first.headers["Location"] == second.headers["Location"] == batch.get_absolute_url()
    assert (batch.state, batch.created_by) == (Batch.State.SENT, cast.contributor)
    assert batch.operations.count() == 1


def test_several_things_become_several_batches(world, slug, cast, make_album, make_image, as_person):
    album = make_album(world.account, [make_image(world.account, colour="pink", gone_at=timezone.now())],
                       gone_at=timezone.now())  # fmt: skip

    response = restore(as_person(cast.contributor), slug, image=world.gone.pk, album=album.pk)

    assert response.headers["Location"] == reverse("portal:gone", args=[slug])
    assert Batch.objects.filter(state="sent", files__restores__isnull=False).distinct().count() == 2


def test_a_picture_that_comes_with_its_album_is_not_paid_twice(world, slug, cast, make_album, as_person):
    album = make_album(world.account, [world.gone], gone_at=timezone.now())

    response = price(as_person(cast.contributor), slug, image=world.gone.pk, album=album.pk)

    assert response.context["restoration"].credits == 11


def test_a_whole_account_is_for_editors(world, slug, cast, as_person):
    assert price(as_person(cast.contributor), slug, account=world.account.pk).status_code == 404
    assert restore(as_person(cast.contributor), slug, account=world.account.pk).status_code == 404

    response = price(as_person(cast.editor), slug, account=world.account.pk)

    assert [part.images for part in response.context["restoration"].parts] == [(world.gone,)]


def test_an_album_that_lives_is_for_editors(world, slug, cast, as_person):
    world.album.places.create(image=world.gone, position=9)

    assert price(as_person(cast.contributor), slug, album=world.album.pk).status_code == 404
    assert price(as_person(cast.editor), slug, album=world.album.pk).status_code == 200
    assert "Put them back" in as_person(cast.editor).get(world.album.get_absolute_url()).content.decode()
    assert "Put them back" not in as_person(cast.contributor).get(world.album.get_absolute_url()).content.decode()


def test_things_of_another_team_are_not_there(world, slug, cast, make_account, make_image, make_album, as_person):
    account = make_account(cast.other_team)
    theirs = make_image(account, gone_at=timezone.now())
    album = make_album(account, [theirs], gone_at=timezone.now())
    client = as_person(cast.owner)

    for wanted in ({"image": theirs.pk}, {"album": album.pk}, {"account": account.pk},
                   {"image": world.gone.pk, "to": account.pk}, {"image": "x"}):  # fmt: skip
        assert price(client, slug, **wanted).status_code == 404
        assert restore(client, slug, **wanted).status_code == 404
    assert not Batch.objects.filter(files__restores__isnull=False).exists()


def test_a_refusal_is_a_sentence(world, slug, cast, as_person):
    response = restore(as_person(cast.contributor), slug, image=world.image.pk)

    assert response.status_code == 422
    assert f"“{world.image}” is still at Imgur." in response.content.decode()


def test_choosing_nothing_leads_back(slug, cast, as_person):
    response = price(as_person(cast.contributor), slug)

    assert response.headers["Location"] == reverse("portal:gone", args=[slug])


def test_an_account_that_is_not_linked_says_so(world, slug, cast, as_person):
    type(world.account).objects.filter(pk=world.account.pk).update(state="broken")

    response = restore(as_person(cast.contributor), slug, image=world.gone.pk)

    assert response.status_code == 422
    assert "is not linked at the moment" in response.content.decode()


def test_titles_are_text(world, slug, cast, make_image, as_person):
    Image.objects.filter(pk=world.gone.pk).update(title="<script>alert(1)</script>", gone_reason="<b>bold</b>")
    client = as_person(cast.contributor)

    for shown in (page(client, slug), price(client, slug, image=world.gone.pk).content.decode()):
        assert "<script>alert" not in shown
        assert "<b>bold" not in shown


def test_the_page_costs_the_same_however_much_is_gone(
    world, slug, cast, make_image, as_person, django_assert_num_queries
):
    client = as_person(cast.contributor)
    page(client, slug)
    for _ in range(10):
        old, new = make_image(world.account, gone_at=timezone.now()), make_image(world.account)
        link_moves.keep_image(old, new, batch=None)

    with django_assert_num_queries(8):
        page(client, slug)
    assert LinkMove.objects.count() == 10
