"""A batch on its way: what its page says, and who may stop it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from media_sync.models import Batch, Operation
from portal.templatetags.words import clock


@pytest.fixture
def client(cast, as_person):
    return as_person(cast.contributor)


@pytest.fixture
def show(client, world):
    def ask(**headers: str) -> str:
        return client.get(world.sent.get_absolute_url(), headers=headers).content.decode()

    return ask


def test_it_says_why_a_file_waits_and_until_when(show, world, set_operation):
    until = timezone.now() + timedelta(minutes=20)
    for file in world.sent.files.all():
        set_operation(file, "queued", not_before=until, reason="This hour’s uploads are used.", waits_for="upload-hour")

    text = show()

    assert f"Waits until {clock(until)}. This hour’s uploads are used. It goes on by itself." in text


def test_it_does_not_promise_that_a_broken_link_mends_itself(show, world, set_operation):
    for file in world.sent.files.all():
        set_operation(
            file,
            "queued",
            not_before=timezone.now() + timedelta(minutes=10),
            waits_for="link",
            reason="Imgur refuses the access of lanternfall1. Someone who can sign in to it links it again.",
        )

    text = show()

    assert "links it again." in text
    assert "It goes on by itself" not in text


def test_it_says_what_failed_and_offers_to_send_it_again(show, client, world, set_operation):
    file = world.sent_file
    set_operation(file, "failed", last_error="Imgur refused this file.")

    assert "Imgur refused this file." in show()
    response = client.post(reverse("portal:batch-file-retry", args=[file.pk]))

    assert response.headers["Location"] == world.sent.get_absolute_url()
    file.operation.refresh_from_db()
    assert file.operation.state == Operation.State.QUEUED


def test_it_does_not_send_again_what_has_not_failed(client, world):
    client.post(reverse("portal:batch-file-retry", args=[world.sent_file.pk]))

    assert world.sent.operations.filter(state="queued").count() == 2


def test_it_links_to_what_is_at_imgur(show, world, set_operation, make_image):
    file = world.sent_file
    file.image = make_image(world.account, original=file.original)
    file.save(update_fields=["image"])
    set_operation(file, "done")

    text = show()

    assert file.image.get_absolute_url() in text
    assert file.image.link in text
    assert "1 of 2 on Imgur" in text


def test_it_asks_again_only_while_something_is_under_way(show, world):
    assert 'hx-trigger="every' in show()

    Batch.objects.filter(pk=world.sent.pk).update(state="done", finished_at=timezone.now())

    assert 'hx-trigger="every' not in show()


def test_it_sends_only_the_part_that_changes(show):
    text = show(**{"HX-Request": "true"})

    assert 'id="progress"' in text
    assert "<html" not in text


def test_it_sends_nothing_while_nothing_has_changed(client, world, set_operation):
    text = client.get(world.sent.get_absolute_url()).content.decode()
    seen = text.partition("?seen=")[2].partition('"')[0]
    url = f"{world.sent.get_absolute_url()}?seen={seen}"

    assert client.get(url, headers={"HX-Request": "true"}).status_code == 204
    set_operation(world.sent_file, "failed", last_error="No.")

    assert client.get(url, headers={"HX-Request": "true"}).status_code == 200


def test_it_cancels_what_is_not_sent_yet(client, world, set_operation):
    first, second = world.sent.files.all()
    set_operation(first, "running")

    client.post(reverse("portal:batch-cancel", args=[world.sent.pk]))

    world.sent.refresh_from_db()
    second.operation.refresh_from_db()
    assert world.sent.state == Batch.State.CANCELLED
    assert second.operation.state == Operation.State.CANCELLED


def test_it_leaves_out_one_file(client, world):
    client.post(reverse("portal:batch-file-cancel", args=[world.sent_file.pk]))

    assert list(world.sent.operations.order_by("pk").values_list("state", flat=True)) == ["cancelled", "queued"]


def test_it_lets_an_editor_stop_what_somebody_else_sent(cast, as_person, world):
    as_person(cast.editor).post(reverse("portal:batch-cancel", args=[world.sent.pk]))

    world.sent.refresh_from_db()
    assert world.sent.state == Batch.State.CANCELLED


def test_it_shows_no_buttons_to_those_who_may_not_press_them(cast, as_person, world, set_operation):
    set_operation(world.sent_file, "failed", last_error="No.")

    text = as_person(cast.viewer).get(world.sent.get_absolute_url()).content.decode()

    assert "Cancel the rest" not in text
    assert reverse("portal:batch-file-retry", args=[world.sent_file.pk]) not in text


def test_it_leads_from_a_draft_to_the_upload_page(cast, client, world):
    response = client.get(reverse("portal:batch", args=[world.draft.pk]))

    assert response.headers["Location"] == reverse("portal:upload", args=[cast.team.slug])


def test_it_hides_a_draft_from_everybody_else(cast, as_person, world):
    assert as_person(cast.owner).get(reverse("portal:batch", args=[world.draft.pk])).status_code == 404


def test_it_gives_all_links_in_order(client, world, make_image):
    images = []
    for file in world.sent.files.all():
        file.image = make_image(world.account, original=file.original)
        file.save(update_fields=["image"])
        images.append(file.image)

    text = client.get(reverse("portal:batch-links", args=[world.sent.pk])).content.decode()

    assert f"{images[0].link}\n{images[1].link}" in text


def test_it_shows_the_way_to_a_broken_link(show, cast, world, set_operation):
    for file in world.sent.files.all():
        later = timezone.now() + timedelta(minutes=10)
        set_operation(file, "queued", not_before=later, waits_for="link", reason="Imgur refuses the access of x.")

    text = show()

    assert f'href="{reverse("portal:accounts", args=[cast.team.slug])}">Linked accounts</a>' in text
    assert "goes on without you" not in text


def test_it_sends_a_file_again_without_a_new_page(client, world, set_operation):
    """So that the row stays where the person looks."""
    set_operation(world.sent_file, "failed", last_error="Imgur refused this file.")

    answer = client.post(
        reverse("portal:batch-file-retry", args=[world.sent_file.pk]), headers={"HX-Request": "true"}, follow=True
    )
    part = client.get(answer.redirect_chain[-1][0], headers={"HX-Request": "true"}).content.decode()

    assert part.lstrip().startswith("<div")
    assert 'id="progress"' in part
    assert "<html" not in part
    assert "Imgur refused this file." not in part


def test_a_failed_album_is_made_again_by_a_button(client, show, world):
    Operation.objects.create(
        kind="album.create", team=world.sent.team, account=world.sent.account, batch=world.sent, state="failed",
        last_error="Imgur refused the album.", finished_at=timezone.now(),
    )  # fmt: skip
    address = reverse("portal:batch-album-retry", args=[world.sent.pk])
    assert f'action="{address}"' in show()

    client.post(address)

    assert Operation.objects.get(kind="album.create").state == "queued"
    world.sent.refresh_from_db()
    assert world.sent.state == Batch.State.SENT
