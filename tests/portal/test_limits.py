"""Limits as people meet them: what counts, what is said, and that nothing is lost."""

import json
import re
from base64 import b64encode
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import limits
from accounts.shared_redis import redis_client
from media_sync.models import Batch, BatchFile
from tests.portal.addresses import TUS

BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9"}
PIECE = "application/offset+octet-stream"


@pytest.fixture
def client(cast, counting, as_person, storage_folder):
    return as_person(cast.contributor)


@pytest.fixture
def place(cast, client):
    """A place for a file of so many bytes; the address of its bytes."""

    def make(key: str, length: int) -> str:
        metadata = f"filename {b64encode(b'cat.png').decode()},key {b64encode(key.encode()).decode()}"
        wanted = TUS | {"Upload-Length": str(length), "Upload-Metadata": metadata}
        return client.post(reverse("portal:incoming", args=[cast.team.slug]), headers=wanted).headers["Location"]

    return make


def patch(client, location: str, content: bytes, offset: int = 0):
    headers = TUS | {"Upload-Offset": str(offset)}
    return client.patch(location, data=content, content_type=PIECE, headers=headers)


def send(client, draft, account, **extra):
    data = {"account": account.pk, "album_title": "Flume", "privacy": "hidden"}
    return client.post(reverse("portal:upload-send", args=[draft.pk]), data, **extra)


def test_a_file_counts_when_it_begins_to_come(client, place, settings):
    settings.LIMIT_FILES_PER_HOUR_PER_PERSON = 2
    first, second, third = (place(key, 10) for key in "abc")

    assert patch(client, first, b"abcd").status_code == 204
    assert patch(client, second, b"abcd").status_code == 204
    refused = patch(client, third, b"abcd")
    # What has begun to come may come whole.
    rest = patch(client, first, b"ef", 4)

    assert refused.status_code == 429
    assert 1790 <= int(refused.headers["Retry-After"]) <= 1800
    assert refused.headers["Tus-Resumable"] == "1.0.0"
    assert rest.status_code == 204


def test_a_refused_piece_leaves_what_is_here_and_may_come_again(client, place, settings, moved_clock):
    settings.LIMIT_UPLOAD_BYTES_PER_HOUR_PER_PERSON = 6
    location = place("a", 10)
    patch(client, location, b"abcdef")

    assert patch(client, location, b"ghij", 6).status_code == 429
    assert client.head(location, headers=TUS).headers["Upload-Offset"] == "6"
    moved_clock.on(hours=1)
    assert patch(client, location, b"ghij", 6).status_code == 204


def test_a_refused_piece_is_heard_out(client, place, settings):
    """Closing the line on a browser that still sends would show it a broken connection in place of the answer."""
    settings.LIMIT_UPLOAD_BYTES_PER_HOUR_PER_PERSON = 6
    location = place("a", 300_006)
    patch(client, location, b"abcdef")
    sent = BytesIO(b"x" * 300_000)

    refused = client.patch(
        location,
        headers=TUS | {"Upload-Offset": "6"},
        **{"wsgi.input": sent, "CONTENT_LENGTH": "300000", "CONTENT_TYPE": PIECE},
    )

    assert refused.status_code == 429
    assert sent.tell() == 300_000


def test_another_person_behind_the_same_address_goes_on(cast, client, place, as_person, settings, make_draft):
    settings.LIMIT_CHANGES_PER_HOUR_PER_PERSON = 1
    place("a", 10)
    price = reverse("portal:upload-price", args=[make_draft(cast.team, cast.contributor).pk])
    assert client.post(price).status_code == 429

    draft = make_draft(cast.team, cast.editor)
    assert as_person(cast.editor).post(reverse("portal:upload-price", args=[draft.pk])).status_code == 200


def test_files_of_the_plain_form_count_too(cast, client, settings, picture):
    settings.LIMIT_FILES_PER_HOUR_PER_PERSON = 2
    url = reverse("portal:upload-files", args=[cast.team.slug])

    def post(*colours: str):
        files = [SimpleUploadedFile(f"{colour}.png", picture(colour)) for colour in colours]
        return client.post(url, {"chosen": files}, headers=BROWSER)

    assert post("red", "navy").status_code == 302
    assert post("gold").status_code == 429
    assert BatchFile.objects.count() == 2


def test_bytes_of_the_plain_form_count_too(cast, client, settings, picture):
    settings.LIMIT_UPLOAD_BYTES_PER_HOUR_PER_PERSON = len(picture("red"))
    url = reverse("portal:upload-files", args=[cast.team.slug])

    def post():
        return client.post(url, {"chosen": SimpleUploadedFile("red.png", picture("red"))}, headers=BROWSER)

    assert [post().status_code for _ in range(2)] == [302, 429]


def test_a_batch_too_many_stays_as_it_is_laid_together(
    cast, client, settings, make_account, make_draft, make_sent, moved_clock
):
    settings.LIMIT_BATCHES_PER_HOUR_PER_PERSON = 1
    account = make_account(cast.team)
    first = make_draft(cast.team, cast.contributor, ("teal",))
    assert send(client, first, account).status_code == 302
    second = make_draft(cast.team, cast.contributor, ("red", "gold"))

    refused = send(client, second, account, headers=BROWSER)

    second.refresh_from_db()
    assert refused.status_code == 429
    assert second.state == Batch.State.DRAFT
    assert second.files.count() == 2
    moved_clock.on(hours=1)
    assert send(client, second, account).status_code == 302


def test_a_person_reads_what_happened_what_it_means_and_when_it_goes_on(
    cast, client, settings, make_account, make_draft
):
    settings.LIMIT_BATCHES_PER_HOUR_PER_PERSON = 1
    draft, account = make_draft(cast.team, cast.contributor), make_account(cast.team)
    send(client, draft, account)
    page = reverse("portal:upload", args=[cast.team.slug])

    refused = send(client, draft, account, headers=BROWSER | {"Referer": f"http://testserver{page}"})

    text = refused.content.decode()
    assert refused.status_code == 429
    assert 3590 <= int(refused.headers["Retry-After"]) <= 3600
    assert refused.headers["Cache-Control"] == "no-store"
    assert "Too much at once" in text
    assert "That is more batches in an hour than we take from one person." in text
    assert "nothing is lost" in text
    assert re.search(r"works again (at|tomorrow) \d\d:\d\d\.", text)
    assert f'href="{page}">Back' in text
    assert text.count("<h1") == 1


def test_a_refusal_leads_to_no_other_host(cast, client, settings, make_draft):
    settings.LIMIT_CHANGES_PER_HOUR_PER_PERSON = 1
    price = reverse("portal:upload-price", args=[make_draft(cast.team, cast.contributor).pk])
    client.post(price)

    text = client.post(price, headers=BROWSER | {"Referer": "http://testserver//evil.example/"}).content.decode()

    assert 'href="/evil.example/">Back' in text


def test_htmx_gets_a_toast_and_the_page_stays_as_it_is(cast, client, settings, make_draft):
    settings.LIMIT_CHANGES_PER_HOUR_PER_PERSON = 1
    price = reverse("portal:upload-price", args=[make_draft(cast.team, cast.contributor).pk])
    client.post(price)

    refused = client.post(price, headers={"HX-Request": "true"})

    assert refused.status_code == 429
    assert refused.headers["HX-Retarget"] == "[data-toasts]"
    assert refused.headers["HX-Reswap"] == "innerHTML"
    assert "<html" not in refused.content.decode()
    assert "That is more changes in an hour than we take from one person." in refused.content.decode()
    # htmx shows no other answer from 400 on, unless it is told to.
    page = client.get(reverse("portal:upload", args=[cast.team.slug])).content.decode()
    handling = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", page)[1])["responseHandling"]
    assert next(rule for rule in handling if re.fullmatch(rule["code"], "429"))["swap"] is True


def test_a_script_gets_a_sentence(client, place, settings):
    settings.LIMIT_FILES_PER_HOUR_PER_PERSON = 1
    patch(client, place("a", 10), b"abcd")

    refused = patch(client, place("b", 10), b"abcd")

    assert refused.headers["Content-Type"].startswith("text/plain")
    assert "Nothing was changed, and it goes on " in refused.content.decode()


def test_linking_counts(cast, counting, as_person, settings):
    settings.LIMIT_OAUTH_STARTS_PER_HOUR_PER_PERSON = 1
    owner = as_person(cast.owner)
    url = reverse("portal:account-link", args=[cast.team.slug])

    assert [owner.post(url).status_code for _ in range(2)] == [302, 429]


def test_signing_in_with_imgur_counts_by_address(db, counting, settings, make_account, cast):
    make_account(cast.team)
    settings.LIMIT_OAUTH_STARTS_PER_HOUR_PER_ADDRESS = 1
    url = reverse("imgur_login")

    assert [Client().post(url).status_code for _ in range(2)] == [302, 429]
    assert Client(REMOTE_ADDR="192.0.2.8").post(url).status_code == 302


def test_every_change_counts_and_no_look(cast, client, settings):
    settings.LIMIT_CHANGES_PER_HOUR_PER_PERSON = 2
    look, change = reverse("portal:settings"), reverse("portal:team-switch", args=[cast.team.slug])

    assert {client.get(look).status_code for _ in range(5)} == {200}
    assert [client.post(change).status_code for _ in range(3)] == [302, 302, 429]
    assert client.get(look).status_code == 200


def test_strangers_changes_are_counted_by_address(db, counting, settings):
    cache.clear()
    settings.LIMIT_CHANGES_PER_HOUR_PER_ADDRESS = 1
    url, wrong = reverse("account_login"), {"login": "nobody@x.example", "password": "wrong"}

    assert [Client().post(url, wrong).status_code for _ in range(2)] == [200, 429]
    assert Client(REMOTE_ADDR="192.0.2.8").post(url, wrong).status_code == 200


def test_what_csrf_refuses_is_not_counted_as_the_persons(cast, counting, settings):
    settings.LIMIT_CHANGES_PER_HOUR_PER_PERSON = 1
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.contributor)
    url = reverse("portal:team-switch", args=[cast.team.slug])

    assert {client.post(url).status_code for _ in range(3)} == {403}
    assert limits.refusals(counting) == {}


def test_people_upload_while_redis_is_away(cast, as_person, storage_folder, settings, picture):
    redis_client.cache_clear()
    settings.LIMIT_FILES_PER_HOUR_PER_PERSON = settings.LIMIT_CHANGES_PER_HOUR_PER_PERSON = 1
    client, url = as_person(cast.contributor), reverse("portal:upload-files", args=[cast.team.slug])

    for colour in ("red", "navy"):
        assert client.post(url, {"chosen": SimpleUploadedFile("a.png", picture(colour))}).status_code == 302
    redis_client.cache_clear()


def test_counting_asks_the_database_nothing(cast, client, settings, django_assert_num_queries):
    settings.LIMIT_CHANGES_PER_HOUR_PER_PERSON = 1
    url = reverse("portal:team-switch", args=[cast.team.slug])
    client.post(url)

    with django_assert_num_queries(2):  # session and person
        assert client.post(url).status_code == 429


def test_no_address_stands_in_the_log(cast, as_person, counting, settings, caplog):
    settings.LIMIT_CHANGES_PER_HOUR_PER_PERSON = 1
    client = as_person(cast.contributor)
    for _ in range(2):
        client.post(reverse("portal:team-switch", args=[cast.team.slug]), REMOTE_ADDR="192.0.2.7")

    assert f"Too many changes from person {cast.contributor.pk}" in caplog.text
    assert "192.0.2.7" not in caplog.text
