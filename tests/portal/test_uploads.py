"""The upload page: places, order, price, sending; and all of it by a plain form."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media_sync.models import Batch, BatchFile, Operation
from media_sync.services.sending import batches


@pytest.fixture
def client(cast, as_person, storage_folder):
    return as_person(cast.contributor)


@pytest.fixture
def account(cast, make_account):
    return make_account(cast.team)


@pytest.fixture
def page(cast):
    return reverse("portal:upload", args=[cast.team.slug])


def send(client, draft, to, **values):
    data = {"account": to.pk, "album_title": "Flume", "privacy": "hidden"} | values
    return client.post(reverse("portal:upload-send", args=[draft.pk]), data)


def reserve(client, cast, files):
    url = reverse("portal:upload-places", args=[cast.team.slug])
    return client.post(url, json.dumps(files), content_type="application/json")


def test_it_gives_places_in_the_order_of_the_drop(client, cast):
    files = [{"key": f"k{n}", "name": f"{n}.png", "size": 10} for n in (3, 1, 2)]

    response = reserve(client, cast, files)

    assert response.status_code == 201
    assert [file.name for file in BatchFile.objects.order_by("position")] == ["3.png", "1.png", "2.png"]
    text = response.content.decode()
    assert text.index("3.png") < text.index("1.png") < text.index("2.png")


def test_it_gives_the_same_places_after_a_reload(client, cast):
    files = [{"key": "k", "name": "a.png", "size": 10}]

    reserve(client, cast, files)
    reserve(client, cast, files)

    assert BatchFile.objects.count() == 1


def test_it_takes_the_others_when_one_cannot_be_taken(client, cast):
    files = [{"key": "a", "name": "a.png", "size": 10}, {"key": "b", "name": "b.png", "size": 0}]

    response = reserve(client, cast, files)

    assert "The file is empty." in response.content.decode()
    assert list(BatchFile.objects.values_list("state", flat=True)) == ["receiving", "refused"]


@pytest.mark.parametrize(
    "body",
    [
        "", "not json", "{}", "[]", '["a"]', '[{"key": "a", "name": "b"}]',
        '[{"key": "", "name": "b", "size": 1}]', '[{"key": "a", "name": "b", "size": -1}]',
        '[{"key": "a", "name": "b", "size": "1"}]', '[{"key": 1, "name": "b", "size": 1}]', "\ud800",
        "[" * 200_000, r'[{"key": "a\ud800", "name": "b", "size": 1}]', r'[{"key": "a", "name": "b\udfff", "size": 1}]',
        r'[{"key": "a\u0000", "name": "b", "size": 1}]', r'[{"key": "a", "name": "b\u0000", "size": 1}]',
    ],
    ids=lambda body: body[:40].encode("unicode_escape").decode(),
)  # fmt: skip
def test_it_refuses_a_list_that_it_cannot_read(client, cast, body):
    url = reverse("portal:upload-places", args=[cast.team.slug])

    response = client.post(url, body.encode("utf-8", "surrogatepass"), content_type="application/json")

    assert response.status_code == 400
    assert response.content.decode() == "The list of files cannot be read."
    assert not BatchFile.objects.exists()


def test_it_takes_any_name_that_can_be_kept(client, cast):
    reserve(client, cast, [{"key": "k", "name": "Grüße \U0001f3ee.png", "size": 10}])

    assert BatchFile.objects.get().name == "Grüße \U0001f3ee.png"


def test_it_refuses_more_places_than_a_batch_has(client, cast, settings):
    settings.UPLOAD_MAX_FILES_PER_BATCH = 2
    files = [{"key": str(n), "name": "a.png", "size": 1} for n in range(3)]

    assert reserve(client, cast, files).status_code == 400


def test_it_shows_the_draft_again(client, cast, make_draft, account, page):
    make_draft(cast.team, cast.contributor, ("teal", "red"))

    text = client.get(page).content.decode()

    assert text.index("teal.png") < text.index("red.png")
    assert "Safe with us" in text
    assert "21 credits" not in text  # no album title yet
    assert "20 credits" in text


def test_it_says_why_nothing_can_be_sent(client, cast, account, page):
    assert "Choose files first." in client.get(page).content.decode()

    reserve(client, cast, [{"key": "a", "name": "a.png", "size": 10}])

    assert "1 file is still on the way to us." in client.get(page).content.decode()


def test_it_says_that_no_account_works(client, cast, make_draft, make_account, page):
    make_account(cast.team, state="broken")
    make_draft(cast.team, cast.contributor)

    text = client.get(page).content.decode()

    assert "There is no Imgur account to send it to." in text
    assert "No Imgur account is linked that works." in text


def test_it_keeps_the_order_that_was_chosen(client, cast, make_draft):
    draft = make_draft(cast.team, cast.contributor, ("teal", "red", "navy"))
    last, *others = reversed(draft.files.values_list("pk", flat=True))

    response = client.post(reverse("portal:upload-order", args=[draft.pk]), {"file": [last, *others]})

    assert response.status_code == 204
    assert [file.name for file in draft.files.order_by("position")] == ["navy.png", "red.png", "teal.png"]


@pytest.mark.parametrize("values", [{}, {"file": ["x"]}, {"file": ["1", "-2"]}, {"file": ["9" * 30]}])
def test_it_refuses_an_order_that_it_cannot_read(client, cast, make_draft, values):
    draft = make_draft(cast.team, cast.contributor)

    assert client.post(reverse("portal:upload-order", args=[draft.pk]), values).status_code == 400


def test_it_prices_what_the_form_says_and_keeps_it(client, cast, make_draft, account):
    draft = make_draft(cast.team, cast.contributor, ("teal", "red"))

    response = client.post(
        reverse("portal:upload-price", args=[draft.pk]),
        {"account": account.pk, "album_title": "Flume", "privacy": "public"},
        headers={"HX-Request": "true"},
    )

    assert "21 credits" in response.content.decode()
    draft.refresh_from_db()
    assert (draft.account, draft.album_title, draft.privacy) == (account, "Flume", "public")


def test_it_prices_without_what_the_account_has_already(client, cast, make_draft, make_image, account):
    make_image(account, colour="red")
    draft = make_draft(cast.team, cast.contributor, ("teal", "red"))
    batches.describe(draft, account=account, album_title="", privacy="hidden")

    text = client.get(reverse("portal:upload", args=[cast.team.slug])).content.decode()

    assert "1 upload at 10 credits, 1 picture without a new upload" in text


def test_it_does_not_keep_an_account_of_another_team(client, cast, make_draft, make_account):
    theirs = make_account(cast.other_team)
    draft = make_draft(cast.team, cast.contributor)

    client.post(
        reverse("portal:upload-price", args=[draft.pk]), {"account": theirs.pk, "album_title": "x", "privacy": "hidden"}
    )

    draft.refresh_from_db()
    assert draft.account is None


def test_it_removes_a_file(client, cast, make_draft, page):
    file = make_draft(cast.team, cast.contributor).files.get()

    response = client.post(reverse("portal:upload-remove", args=[file.pk]))

    assert response.headers["Location"] == page
    assert not BatchFile.objects.exists()


def test_it_tells_the_page_that_a_file_is_gone(client, cast, make_draft):
    file = make_draft(cast.team, cast.contributor).files.get()

    response = client.post(reverse("portal:upload-remove", args=[file.pk]), headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert response.content == b""
    assert response.headers["HX-Trigger"] == "draft-changed"


def test_it_shows_one_row_again(client, cast, make_draft):
    file = make_draft(cast.team, cast.contributor).files.get()

    text = client.get(reverse("portal:upload-row", args=[file.pk])).content.decode()

    assert f'id="file-{file.pk}"' in text
    assert "<html" not in text


def test_it_sends_a_batch(client, cast, make_draft, account):
    draft = make_draft(cast.team, cast.contributor, ("teal", "red"))

    response = send(client, draft, account)

    assert response.headers["Location"] == draft.get_absolute_url()
    draft.refresh_from_db()
    assert (draft.state, draft.album_title) == (Batch.State.SENT, "Flume")
    assert Operation.objects.filter(batch=draft, state="queued").count() == 2


def test_it_sends_once_however_often_one_presses(client, cast, make_draft, account):
    draft = make_draft(cast.team, cast.contributor)

    first, second = send(client, draft, account), send(client, draft, account)

    assert first.headers["Location"] == second.headers["Location"]
    assert Operation.objects.count() == 1


def test_it_sends_nothing_while_files_are_on_their_way(client, cast, make_draft, account):
    draft = make_draft(cast.team, cast.contributor)
    reserve(client, cast, [{"key": "late", "name": "late.png", "size": 10}])

    response = send(client, draft, account)

    assert response.status_code == 422
    assert "on their way to us" in response.content.decode()
    assert not Operation.objects.exists()


@pytest.mark.parametrize("values", [{"privacy": "nobody"}, {"album_title": "x" * 129}, {"account": ""}])
def test_it_refuses_a_form_that_is_wrong_and_shows_it_again(client, cast, make_draft, account, values):
    draft = make_draft(cast.team, cast.contributor)

    response = send(client, draft, account, **values)

    assert response.status_code == 422
    assert not Operation.objects.exists()


def test_it_does_not_send_to_an_account_of_another_team(client, cast, make_draft, make_account):
    draft = make_draft(cast.team, cast.contributor)

    response = send(client, draft, make_account(cast.other_team))

    assert response.status_code == 422
    assert not Operation.objects.exists()


def test_it_takes_files_without_scripts(client, cast, picture, page):
    files = [SimpleUploadedFile(f"{colour}.png", picture(colour)) for colour in ("teal", "red")]
    files += [SimpleUploadedFile("notes.png", b"not a picture"), SimpleUploadedFile("empty.png", b"")]

    response = client.post(reverse("portal:upload-files", args=[cast.team.slug]), {"chosen": files})

    assert response.headers["Location"] == page
    text = client.get(page).content.decode()
    assert text.count("Safe with us") == 2
    assert "This is not a picture" in text
    assert "The file is empty." in text


def test_it_asks_for_a_file_when_none_was_chosen(client, cast):
    response = client.post(reverse("portal:upload-files", args=[cast.team.slug]))

    assert response.status_code == 422
    assert "Choose at least one file." in response.content.decode()
