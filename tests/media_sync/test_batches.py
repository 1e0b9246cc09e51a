"""Batches: one draft each, order, price, sending once, duplicates, cancelling."""

import pytest

from accounts.models import LinkedAccount
from media_sync.models import Batch, BatchFile, Operation
from media_sync.services.credits import prices
from media_sync.services.sending import batches, operations
from media_sync.services.sending.batches import CannotSendError
from tests.media_sync.conftest import png, run_all

pytestmark = pytest.mark.django_db


def _send(draft, owner, account, title="Cats"):
    return batches.send(draft, user=owner, account=account, album_title=title, privacy="hidden")


def _names(batch) -> list[str]:
    return list(batch.files.values_list("name", flat=True))


def test_everybody_has_one_draft_in_a_team(owner, team, draft):
    assert batches.draft_for(user=owner, team=team) == draft
    assert Batch.objects.count() == 1


def test_files_keep_the_order_in_which_their_places_were_asked_for(draft, own_storage):
    for position in (2, 0, 1):
        batches.reserve_place(draft, client_key=f"k{position}", name=f"{position}.png", size_bytes=9, position=position)

    assert _names(draft) == ["0.png", "1.png", "2.png"]


def test_it_reorders_and_ignores_what_is_not_its_own(draft, add_file):
    files = [add_file(f"{name}.png", png("red", (8, 9 + ord(name)))) for name in "abc"]

    batches.reorder(draft, [files[2].pk, 999_999, files[0].pk])

    assert _names(draft) == ["c.png", "a.png", "b.png"]


def test_it_holds_so_many_files_at_most(draft, add_file, settings):
    settings.UPLOAD_MAX_FILES_PER_BATCH = 1
    add_file("a.png")

    file = batches.reserve_place(draft, client_key="two", name="b.png", size_bytes=9)

    assert file.state == BatchFile.State.REFUSED
    assert "holds 1 files at most" in file.refusal


def test_twenty_files_and_an_album_cost_201_credits(draft, add_file, account):
    for number in range(20):
        add_file(f"{number}.png", png("red", (8, 9 + number)))

    assert prices.price(draft, account=account, with_album=True)[:4] == (201, 20, 0, 1)


def test_equal_files_go_up_once(draft, add_file, owner, account):
    add_file("a.png", png("red"))
    add_file("b.png", png("red"))

    assert prices.price(draft, account=account, with_album=True).credits == 11
    assert len(_send(draft, owner, account)) == 1
    first, second = draft.files.all()
    assert first.operation == second.operation
    assert (first.is_duplicate, second.is_duplicate) == (False, True)


def test_what_is_at_imgur_already_joins_without_an_upload(draft, add_file, owner, account, team, full_budget, imgur):
    add_file("a.png", png("red"))
    for operation in _send(draft, owner, account, title=""):
        operations.run(operation.pk)
    second = batches.draft_for(user=owner, team=team)
    add_file("again.png", png("red"), batch=second)

    assert prices.price(second, account=account, with_album=True)[:4] == (1, 0, 1, 1)
    _send(second, owner, account)
    run_all()

    assert imgur.albums[0]["images"] == [imgur.images[0]["id"]]
    assert len(imgur.images) == 1


def test_a_picture_that_is_gone_at_imgur_goes_up_again(draft, add_file, owner, account, team, full_budget, imgur):
    from django.utils import timezone

    add_file("a.png", png("red"))
    for operation in _send(draft, owner, account, title=""):
        operations.run(operation.pk)
    account.images.update(gone_at=timezone.now())
    second = batches.draft_for(user=owner, team=team)
    add_file("again.png", png("red"), batch=second)

    assert prices.price(second, account=account, with_album=False)[:4] == (10, 1, 0, 0)


def test_sending_twice_sends_once(draft, add_file, owner, account):
    add_file("a.png")

    assert len(_send(draft, owner, account)) == 1
    assert _send(draft, owner, account) == []
    assert Operation.objects.count() == 1


def test_it_does_not_send_while_files_are_arriving(draft, add_file, owner, account):
    add_file("a.png")
    batches.reserve_place(draft, client_key="late", name="late.png", size_bytes=99)

    with pytest.raises(CannotSendError, match="still on their way"):
        _send(draft, owner, account)


def test_it_does_not_send_nothing(draft, add_file, owner, account):
    add_file("notes.txt", b"words")

    with pytest.raises(CannotSendError, match="nothing to send"):
        _send(draft, owner, account)


def test_it_does_not_send_as_another_teams_account(draft, add_file, owner, account):
    from accounts.models import User
    from accounts.services import teams

    add_file("a.png")
    other = teams.create_team(name="Other", owner=User.objects.create_user("x@y.example"))
    LinkedAccount.objects.filter(pk=account.pk).update(team=other)
    account.refresh_from_db()

    with pytest.raises(CannotSendError):
        _send(draft, owner, account)


def test_refused_files_are_left_out_of_what_is_sent(draft, add_file, owner, account):
    add_file("notes.txt", b"words")
    add_file("a.png")

    assert len(_send(draft, owner, account)) == 1


def test_cancelling_keeps_what_is_at_imgur_and_sends_nothing_more(draft, add_file, owner, account, full_budget, imgur):
    add_file("a.png", png("red"))
    add_file("b.png", png("teal"))
    first, second = _send(draft, owner, account)
    operations.run(first.pk)

    batches.cancel(draft)

    operations.run(second.pk)
    draft.refresh_from_db()
    second.refresh_from_db()
    assert (draft.state, second.state) == (Batch.State.CANCELLED, Operation.State.CANCELLED)
    assert imgur.routes() == ["POST /3/image"]


def test_cancelling_the_last_waiting_file_makes_the_album_of_the_rest(
    draft, add_file, owner, account, full_budget, imgur
):
    add_file("a.png", png("red"))
    add_file("b.png", png("teal"))
    first, _ = _send(draft, owner, account)
    operations.run(first.pk)

    batches.cancel_file(draft.files.get(name="b.png"))
    create = Operation.objects.get(kind="album.create")
    operations.run(create.pk)

    assert len(imgur.albums) == 1
    draft.refresh_from_db()
    assert draft.state == Batch.State.DONE


def test_cancelling_a_draft_throws_it_away(draft, add_file):
    add_file("a.png")

    batches.cancel(draft)

    assert not Batch.objects.exists()


def test_without_a_title_the_pictures_stay_loose(draft, add_file, owner, account, full_budget, imgur):
    add_file("a.png")
    (upload,) = _send(draft, owner, account, title="")

    operations.run(upload.pk)

    draft.refresh_from_db()
    assert draft.state == Batch.State.DONE
    assert imgur.albums == []


def test_a_removed_file_is_out_of_the_draft_but_not_out_of_a_sent_batch(draft, add_file, owner, account):
    keep, drop = add_file("keep.png", png("red")), add_file("drop.png", png("teal"))
    batches.remove_file(drop)
    assert _names(draft) == ["keep.png"]

    _send(draft, owner, account)
    batches.remove_file(keep)

    assert _names(draft) == ["keep.png"]
