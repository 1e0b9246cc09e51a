"""Every route, by those who may not: strangers find nothing, viewers nothing that changes, signed out the sign-in."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import LinkedAccount, Membership, Team
from media_sync.models import AuditEntry, Batch, BatchFile, Board, Operation, SyncRun, SyncSchedule, WatchedSource
from portal.urls import urlpatterns
from tests.portal.addresses import ADDRESSES, PERSONAL, TUS

pytestmark = pytest.mark.django_db


def ask(client: Client, address, cast, world):
    data = {"data": address.data} if address.data else {}
    return getattr(client, address.method)(address.url(cast, world), headers=TUS, **data)


@contextmanager
def undone() -> Iterator[None]:
    """One world serves all addresses: what a request that is allowed has changed is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows() -> list[object]:
    """What a refused request must leave as it is."""
    return [
        list(LinkedAccount.objects.order_by("pk").values("pk", "state")),
        list(Batch.objects.order_by("pk").values("pk", "state", "team", "created_by", "album_title")),
        list(BatchFile.objects.order_by("pk").values("pk", "state", "position", "operation__state")),
        list(Operation.objects.order_by("pk").values("pk", "state")),
        list(SyncSchedule.objects.order_by("pk").values("pk", "is_paused", "chosen_seconds", "credits_per_day")),
        list(SyncRun.objects.order_by("pk").values("pk", "state", "not_before")),
        list(Team.objects.order_by("pk").values("pk", "daily_credits")),
        list(Membership.objects.order_by("pk").values("pk", "daily_credits")),
        list(Board.objects.order_by("pk").values("pk", "title")),
        list(WatchedSource.objects.order_by("pk").values("pk", "options", "depth_pages", "keeps_originals")),
        list(AuditEntry.objects.order_by("pk").values("pk")),
    ]


def test_it_knows_every_route():
    assert {pattern.name for pattern in urlpatterns} == {address.name for address in ADDRESSES} | PERSONAL


def test_it_hides_everything_from_a_stranger(cast, world, as_person, subtests):
    for address in ADDRESSES:
        with subtests.test(str(address)), undone():
            before = rows()

            response = ask(as_person(cast.stranger), address, cast, world)

            assert response.status_code == 404
            assert rows() == before


def test_it_sends_people_who_are_signed_out_to_sign_in(cast, world, subtests):
    for address in ADDRESSES:
        with subtests.test(str(address)), undone():
            before = rows()

            response = ask(Client(), address, cast, world)

            assert response.status_code == 302
            assert response.headers["Location"].startswith(reverse("account_login"))
            assert rows() == before


@pytest.mark.parametrize("name", sorted(PERSONAL))
def test_it_sends_people_who_are_signed_out_to_sign_in_first(name):
    assert Client().get(reverse(f"portal:{name}")).headers["Location"].startswith(reverse("account_login"))


def test_it_hides_from_a_viewer_what_changes_something(cast, world, as_person, subtests):
    for address in [a for a in ADDRESSES if a.least_role != "viewer"]:
        with subtests.test(str(address)), undone():
            before = rows()

            response = ask(as_person(cast.viewer), address, cast, world)

            assert response.status_code == 404
            assert rows() == before


def test_it_shows_a_viewer_what_there_is_to_see(cast, world, as_person, subtests):
    for address in [a for a in ADDRESSES if a.least_role == "viewer"]:
        with subtests.test(str(address)), undone():
            assert ask(as_person(cast.viewer), address, cast, world).status_code in {200, 302}


def test_it_leaves_editing_to_editors(cast, world, as_person, subtests):
    for address in [a for a in ADDRESSES if a.least_role == "editor"]:
        with subtests.test(str(address)), undone():
            before = rows()

            assert ask(as_person(cast.contributor), address, cast, world).status_code == 404
            assert rows() == before
            assert ask(as_person(cast.editor), address, cast, world).status_code in {200, 302, 422}


def test_it_leaves_linking_to_owners(cast, world, as_person, subtests):
    for address in [a for a in ADDRESSES if a.least_role == "owner"]:
        with subtests.test(str(address)), undone():
            assert ask(as_person(cast.editor), address, cast, world).status_code == 404


@pytest.mark.parametrize("name", ["upload-price", "upload-send", "upload-row", "upload-remove", "incoming-file"])
def test_it_keeps_a_draft_to_the_person_who_lays_it_together(name, cast, world, as_person):
    address = next(a for a in ADDRESSES if a.name == name)

    assert ask(as_person(cast.owner), address, cast, world).status_code == 404


def test_it_lets_a_former_member_see_nothing(cast, world, as_person):
    client = as_person(cast.viewer)
    cast.viewer.memberships.filter(team=cast.team).delete()

    assert client.get(reverse("portal:image-file", args=[world.image.pk])).status_code == 404


def test_it_changes_nothing_on_a_get(cast, world, as_person, subtests):
    for address in [a for a in ADDRESSES if a.method == "post"]:
        with subtests.test(str(address)), undone():
            before = rows()

            response = as_person(cast.owner).get(address.url(cast, world))

            assert response.status_code == 405
            assert rows() == before


def test_it_takes_no_post_where_one_only_looks(cast, world, as_person, subtests):
    for address in [a for a in ADDRESSES if a.method == "get"]:
        with subtests.test(str(address)), undone():
            assert as_person(cast.owner).post(address.url(cast, world)).status_code == 405


def test_it_asks_for_a_csrf_token(cast, world, subtests):
    for address in [a for a in ADDRESSES if a.method in {"post", "patch", "delete"}]:
        with subtests.test(str(address)), undone():
            client = Client(enforce_csrf_checks=True)
            client.force_login(cast.contributor)
            before = rows()

            response = ask(client, address, cast, world)

            assert response.status_code == 403
            assert "This page was too old" in response.content.decode()
            assert rows() == before


def test_it_leads_back_to_the_page_of_the_form_after_signing_in(cast, world):
    send = reverse("portal:upload-send", args=[world.draft.pk])
    page = reverse("portal:upload", args=[cast.team.slug])

    there = Client().post(send, headers={"Referer": f"http://testserver{page}?x=1"}).headers["Location"]
    elsewhere = Client().post(send, headers={"Referer": "https://evil.example/steal/"}).headers["Location"]

    assert there.endswith(f"?next={page}%3Fx%3D1")
    assert elsewhere.endswith("?next=/")


@pytest.mark.parametrize("role", ["owner", "editor", "viewer"])
@pytest.mark.parametrize(
    ("page", "of"), [("batch", "draft"), ("batch-links", "draft"), ("batch-file-thumb", "draft_file")]
)
def test_a_draft_is_its_own_persons_alone(role, page, of, cast, world, as_person):
    address = reverse(f"portal:{page}", args=[getattr(world, of).pk])

    assert as_person(getattr(cast, role)).get(address).status_code == 404
    assert as_person(cast.contributor).get(address).status_code in {200, 302}
