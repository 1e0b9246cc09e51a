"""What ours does with each of Imgur's known quirks, by its number in the field reference (section 7).

Not here, because no call of the API and no answer to one is concerned:

==== ================================================= =====================================================
Q20  A removed file redirects to ``removed.png``       the file host; the archive recognises the picture
Q21  404 in the API, yet the file still loads          the file host; the client says NotFoundError (Q4)
Q34  All totals of a gallery profile are 0             nothing tells these zeros from true ones
Q37  File downloads want a browser's headers           the file host; the archive's downloads
Q38  A placeholder picture for British addresses       the file host; at the API the block shows as Q12
Q39  Sharing needs accepted terms, a verified e-mail   ``terms`` is an argument of sharing; no refusal is recorded
==== ================================================= =====================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from imgur import (
    Album,
    BadRequestError,
    Bearer,
    Call,
    ForbiddenError,
    HttpTransport,
    Image,
    ImgurClient,
    ImgurUnavailableError,
    NotFoundError,
    OutcomeUnknownError,
    RateLimitError,
    RateLimits,
    Timeouts,
    Token,
    TokenRejectedError,
    UploadTicket,
)
from tests.imgur.calls import CREATE, NOW, READ
from tests.imgur.conftest import TOKEN
from tests.imgur.failing_answers import CAPACITY, HTML_404, TOO_FAST, VARNISH, e1, e2, e3, e4, e5, e6
from tests.imgur.payloads import recorded
from tests.imgur.scripted_server import Reply, ScriptedServer, reply_with

IMAGE = recorded("image_upload")["data"]


@pytest.fixture
def client(transport: HttpTransport) -> ImgurClient:
    return ImgurClient(transport)


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def patient(server: ScriptedServer, pauses: list[float]) -> Iterator[ImgurClient]:
    """A client that tries twice more, does not really pause and loses patience soon."""
    timeouts = Timeouts(connect=1, read=0.3, upload_read=0.3, answer=1)
    with HttpTransport(
        auth=Bearer(TOKEN), api_url=server.url, timeouts=timeouts, retries=2, pause=pauses.append
    ) as transport:
        yield ImgurClient(transport)


@pytest.mark.parametrize(
    ("text", "error"), [("Album not found", NotFoundError), ("Comment not found", NotFoundError),
                        ("Unauthorized", ForbiddenError)]
)  # fmt: skip
def test_q01_an_error_inside_a_success_is_an_error(
    server: ScriptedServer, transport: HttpTransport, text: str, error: type[Exception]
) -> None:
    server.script(Reply(body=e1(text, 200, success=True)))

    with pytest.raises(error):
        transport.send(Call.to("DELETE", "/3/account/me/album/{id}", ids={"id": "abc1234"}))


def test_q02_an_image_that_is_not_in_the_album_is_not_found(server: ScriptedServer, transport: HttpTransport) -> None:
    server.script(Reply(body=e1("Unable to find an image with the id, X", 200, success=True)))

    with pytest.raises(NotFoundError):
        transport.send(Call.to("GET", "/3/album/{id}/image/{image_id}", ids={"id": "a", "image_id": "X"}))


def test_q03_a_sentence_in_place_of_the_comment_is_an_error(server: ScriptedServer, transport: HttpTransport) -> None:
    server.script(Reply(body=e6("An error occurred while fetching the comment", 200, success=True)))

    with pytest.raises(NotFoundError):
        transport.send(Call.to("GET", "/3/comment/{id}", ids={"id": 1}))


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_q04_an_html_404_means_the_image_is_deleted(
    server: ScriptedServer, transport: HttpTransport, method: str
) -> None:
    server.script(Reply(status=404, body=HTML_404, headers={"Content-Type": "text/html"}))

    with pytest.raises(NotFoundError):
        transport.send(Call.to(method, "/3/image/{id}", ids={"id": "abc1234"}))


@pytest.mark.parametrize("status", [200, 503])
def test_q05_a_page_instead_of_an_answer_is_tried_again(
    server: ScriptedServer, patient: ImgurClient, status: int
) -> None:
    server.script(Reply(status=status, body=VARNISH), reply_with(IMAGE))

    assert patient.images.get("3MvMVho").id == "3MvMVho"


def test_q06_an_empty_body_is_tried_again_for_a_read_only(server: ScriptedServer, patient: ImgurClient) -> None:
    server.script(Reply(body=b""), reply_with(IMAGE), Reply(body=b""))

    assert patient.images.get("3MvMVho").id == "3MvMVho"
    with pytest.raises(OutcomeUnknownError):
        patient.albums.create()


def test_q07_the_number_inside_counts_where_the_statuses_differ(
    server: ScriptedServer, transport: HttpTransport
) -> None:
    server.script(Reply(status=400, body=e2("Forbidden", 403, 400)), Reply(status=400, body=e2("Slow down", 429, 400)))

    with pytest.raises(ForbiddenError) as forbidden:
        transport.send(READ)
    with pytest.raises(RateLimitError):
        transport.send(READ)
    assert forbidden.value.status == 400


def test_q08_an_error_is_read_in_every_shape(server: ScriptedServer, transport: HttpTransport) -> None:
    text = "file is over the size limit"
    for body in (e1(text, 413), e2(text, 1002, 413), e3(text, 413), e4("413", text), e5(text, 413)):
        server.script(Reply(status=413, body=body))
        with pytest.raises(BadRequestError) as caught:
            transport.send(READ)
        assert caught.value.imgur_text == text


def test_q09_of_two_documents_the_first_counts_and_proves_nothing_for_a_write(
    server: ScriptedServer, transport: HttpTransport
) -> None:
    both = e1("Unable to find an image with the id, x", 404) + b"\n" + e6(True, 200, success=True)
    server.script(Reply(status=404, body=both), Reply(status=404, body=both))

    with pytest.raises(NotFoundError):
        transport.send(READ)
    with pytest.raises(OutcomeUnknownError):
        transport.send(CREATE)


def test_q10_a_null_can_be_a_success(server: ScriptedServer, transport: HttpTransport) -> None:
    server.script(reply_with(None))

    assert transport.send(Call.to("POST", "/3/comment/{id}/report", ids={"id": 1})).data is None


@pytest.mark.parametrize("status", [403, 429, 500])
@pytest.mark.parametrize("body_status", [403, 1203])
def test_q11_over_capacity_waits_ten_minutes_whatever_the_number(
    server: ScriptedServer, transport: HttpTransport, status: int, body_status: int
) -> None:
    server.script(Reply(status=status, body=e1(CAPACITY, body_status)))

    with pytest.raises(ImgurUnavailableError) as caught:
        transport.send(READ)

    assert (caught.value.reason, caught.value.retry_after_seconds) == ("over-capacity", 600)


def test_q12_a_block_of_the_country_is_nobodys_lack_of_permission(
    server: ScriptedServer, transport: HttpTransport
) -> None:
    headers = {"Retry-After": "0", "CDN-Error": "yes"}
    server.script(Reply(status=400, body=e5("These actions are forbidden.", 400), headers=headers))

    with pytest.raises(ImgurUnavailableError) as caught:
        transport.send(READ)

    assert caught.value.reason == "address-blocked"


def test_q13_the_upload_limit_waits_as_long_as_its_sentence_says(server: ScriptedServer, client: ImgurClient) -> None:
    server.script(Reply(status=400, body=e2(TOO_FAST, 429, 400)))
    before = datetime.now(tz=UTC)

    with pytest.raises(RateLimitError) as caught:
        client.images.upload(b"x", name="a.png", content_type="image/png")

    assert caught.value.window == "upload-hour"
    assert caught.value.retry_at is not None
    assert timedelta(minutes=59) <= caught.value.retry_at - before < timedelta(minutes=60)


def test_q14_a_429_with_credits_left_blames_no_window(server: ScriptedServer, transport: HttpTransport) -> None:
    left = {"X-RateLimit-ClientRemaining": "12499", "X-RateLimit-UserRemaining": "2000"}
    server.script(Reply(status=429, body=e4("429", "Too Many Requests"), headers=left))

    with pytest.raises(RateLimitError) as caught:
        transport.send(READ)

    assert (caught.value.window, caught.value.retry_at) == ("unknown", None)


def test_q15_a_reset_is_read_as_epoch_or_seconds_in_any_letter_case_or_not_at_all() -> None:
    epoch = RateLimits.from_headers({"X-RateLimit-UserReset": str(int(NOW.timestamp()) + 3600)}, NOW)
    seconds = RateLimits.from_headers({"x-ratelimit-userreset": "3600"}, NOW)

    assert epoch == seconds
    assert seconds.user is not None
    assert seconds.user.resets_at == NOW + timedelta(hours=1)
    assert RateLimits.from_headers({}, NOW) == RateLimits()


def test_q16_slow_answers_and_bursts_of_faults_are_tried_three_times(
    server: ScriptedServer, patient: ImgurClient, pauses: list[float]
) -> None:
    server.script(Reply(delay_seconds=0.6), Reply(status=502, body=b"upstream\n"), reply_with(IMAGE))

    assert patient.images.get("3MvMVho").id == "3MvMVho"
    assert len(server.received) == 3
    assert 0 < pauses[0] <= pauses[1]


def test_q17_numbers_are_read_from_text_and_text_from_numbers() -> None:
    image = Image.from_json({"id": 1234567, "mp4_size": "2013900", "edited": "1", "datetime": "1424131938"})

    assert (image.id, image.mp4_size, image.edited) == ("1234567", 2013900, True)
    assert image.uploaded_at == datetime(2015, 2, 17, 0, 12, 18, tzinfo=UTC)


def test_q18_missing_null_and_new_keys_are_all_the_same_to_it() -> None:
    album = Album.from_json({"id": "YIAhvya", "privacy": None, "layout": None, "account_id": None, "of_tomorrow": [1]})

    assert (album.privacy, album.layout, album.account_id, album.nsfw) == (None, None, None, None)
    assert album.extra["of_tomorrow"] == [1]


@pytest.mark.parametrize("empty", [[], {}])
def test_q19_an_empty_list_may_be_an_empty_object(empty: object) -> None:
    assert Album.from_json({"id": "a", "images": empty}).images == ()
    assert Image.from_json({"id": "a", "processing": empty}).processing is None


def test_q22_an_album_without_images_is_told_from_one_whose_images_were_not_sent() -> None:
    assert Album.from_json({"id": "a", "images": []}).images == ()
    assert Album.from_json({"id": "a"}).images is None


def test_q23_a_fresh_album_may_not_be_found_yet_and_the_caller_hears_of_it(
    server: ScriptedServer, patient: ImgurClient, pauses: list[float]
) -> None:
    not_yet = Reply(status=404, body=e1("Unable to find an album with the id, z6B0jQx", 404))
    server.script(reply_with({"id": "z6B0jQx", "deletehash": "x"}), not_yet, reply_with({"id": "z6B0jQx"}))

    created = patient.albums.create(title="New")
    with pytest.raises(NotFoundError):
        patient.albums.get(created.id)

    assert patient.albums.get(created.id).id == "z6B0jQx"
    assert not pauses


def test_q24_taking_images_out_claims_nothing_that_only_a_look_can_tell(
    server: ScriptedServer, client: ImgurClient
) -> None:
    server.script(reply_with(True), reply_with([IMAGE]), reply_with([]))

    client.albums.remove_images("z6B0jQx", ["3MvMVho", "1nneRbX"])

    removal = server.received[0]
    assert (removal.method, removal.path) == ("POST", "/3/album/z6B0jQx/remove_images")
    assert parse_qs(removal.body.decode()) == {"ids[]": ["3MvMVho", "1nneRbX"]}
    assert [image.id for image in client.albums.images("z6B0jQx")] == ["3MvMVho"]
    assert client.albums.images("z6B0jQx") == []
    assert [(look.method, look.path) for look in server.received[1:]] == [("GET", "/3/album/z6B0jQx/images")] * 2


def test_q25_the_word_for_a_favourite_and_what_a_look_shows_are_kept_apart(
    server: ScriptedServer, client: ImgurClient
) -> None:
    server.script(reply_with("favorited"), reply_with({**IMAGE, "favorite": False}), reply_with("unfavorited"))

    assert client.images.favorite("3MvMVho") is True
    assert client.images.get("3MvMVho").favorite is False
    assert client.images.favorite("3MvMVho") is False

    toggle, look = ("POST", "/3/image/3MvMVho/favorite"), ("GET", "/3/image/3MvMVho")
    assert [(received.method, received.path) for received in server.received] == [toggle, look, toggle]
    assert server.received[0].body == b""


def test_q26_a_title_is_what_each_answer_says_it_is(server: ScriptedServer, client: ImgurClient) -> None:
    title = "x" * 200
    answers = [{**IMAGE, "title": title}, {**IMAGE, "title": title[:128]}, {**IMAGE, "title": None}]
    server.script(*[reply_with(answer) for answer in answers])

    uploaded = client.images.upload(b"x", name="a.png", content_type="image/png", title=title)

    assert isinstance(uploaded, Image)
    assert uploaded.title == title
    assert client.images.get(uploaded.id).title == title[:128]
    assert client.images.get(uploaded.id).title is None


def test_q27_it_always_tells_imgur_the_true_kind_of_upload(server: ScriptedServer, client: ImgurClient) -> None:
    server.script(*[reply_with(IMAGE)] * 3)

    client.images.upload(b"x", name="a.png", content_type="image/png")
    client.images.upload_base64("aGk=")
    client.images.upload_url("https://example.com/a.png")

    multipart, base64, url = (received.body for received in server.received)
    assert b'name="type"\r\n\r\nfile\r\n' in multipart
    assert parse_qs(base64.decode())["type"] == ["base64"]
    assert parse_qs(url.decode())["type"] == ["url"]


def test_q28_base64_is_percent_encoded(server: ScriptedServer, client: ImgurClient) -> None:
    server.script(reply_with(IMAGE))

    client.images.upload_base64("+/+/aA==")

    assert server.received[0].body.startswith(b"image=%2B%2F%2B%2FaA%3D%3D&")


def test_q29_the_video_of_a_large_gif_is_there_beside_its_still() -> None:
    gif = Image.from_json({
        "id": "q6TxQKy", "type": "image/gif", "size": 27214090,
        "link": "https://i.imgur.com/q6TxQKyh.gif", "mp4": "https://i.imgur.com/q6TxQKy.mp4",
    })  # fmt: skip

    assert gif.link.endswith("h.gif")
    assert gif.mp4 == "https://i.imgur.com/q6TxQKy.mp4"


def test_q30_a_video_in_the_making_says_so() -> None:
    video = Image.from_json({
        "id": "mvWNMH4", "link": "https://i.imgur.com/mvWNMH4.", "mp4": "", "mp4_size": 0,
        "processing": {"status": "pending"},
    })  # fmt: skip

    assert (video.mp4, video.mp4_size, video.processing) == (None, 0, "pending")
    assert video.link == "https://i.imgur.com/mvWNMH4."


def test_q31_a_video_may_bring_a_ticket_that_turns_into_an_id(server: ScriptedServer, client: ImgurClient) -> None:
    done = {"done": {"7234557b": "mvWNMH4"}, "images": {"mvWNMH4": {"ext": ".mp4"}}}
    server.script(reply_with({"errorCode": None, "ticket": "7234557b"}), reply_with({"done": []}), reply_with(done))

    ticket = client.images.upload(b"x", name="a.mp4", content_type="video/mp4")

    assert isinstance(ticket, UploadTicket)
    assert client.images.ticket_result(ticket.ticket) is None
    assert client.images.ticket_result(ticket.ticket) == "mvWNMH4"


def test_q32_a_token_killed_by_another_login_is_rejected_although_the_status_is_403(
    server: ScriptedServer, transport: HttpTransport
) -> None:
    server.script(Reply(status=403, body=e1("The access token provided is invalid.", 403)))

    with pytest.raises(TokenRejectedError):
        transport.send(READ)


def test_q33_an_expired_token_is_no_rate_limit_although_the_status_is_429(
    server: ScriptedServer, transport: HttpTransport
) -> None:
    server.script(Reply(status=429, body=e1("The access token provided has expired.", 429)))

    with pytest.raises(TokenRejectedError):
        transport.send(READ)


@pytest.mark.parametrize("expires_in", [315360000, "315360000"])
def test_q35_a_token_of_ten_years_fits_as_number_and_as_text(expires_in: object) -> None:
    token = Token.from_json({"access_token": "x", "refresh_token": "y", "expires_in": expires_in}, NOW)

    assert token.expires_at == NOW + timedelta(seconds=315360000)


def test_q36_an_own_image_may_name_no_account() -> None:
    image = Image.from_json({"id": "a", "account_url": None, "account_id": None, "deletehash": "abcdefghijklmno"})

    assert (image.account_url, image.account_id) == (None, None)
    assert image.deletehash == "abcdefghijklmno"


def test_q40_an_answer_tells_how_old_it_may_be(server: ScriptedServer, transport: HttpTransport) -> None:
    cached = "max-age=600, stale-while-revalidate=600, stale-if-error=86400, public"
    never = "no-store, no-cache, must-revalidate, post-check=0, pre-check=0"
    server.script(
        reply_with([], headers={"Cache-Control": cached}),
        reply_with([], headers={"Cache-Control": never}),
        reply_with([], headers={"Cache-Control": f"max-age=600, {never}"}),
        reply_with([]),
    )

    assert [transport.send(READ).max_age_seconds for _ in range(4)] == [600, 0, 0, 0]
