"""Rate limits: what is counted, what is said about it, and what is refused."""

import datetime
import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox


def figures(answer: requests.Response) -> dict[str, int]:
    """The rate headers of an answer, names without their beginnings."""
    names = [name for name in answer.headers if "ratelimit" in name.lower() or "rate-limit" in name.lower()]
    return {name.removeprefix("X-").removeprefix("RateLimit-"): int(answer.headers[name]) for name in names}


def used(sandbox: Sandbox) -> dict[str, int]:
    return {window["kind"]: window["used"] for window in sandbox.state()["credits"]["windows"]}


def test_it_tells_what_is_left(sandbox: Sandbox, owner: Person) -> None:
    told = figures(sandbox.api("GET", "account/me/albums", headers=owner.bearer))

    assert told == {
        "UserLimit": 2000,
        "UserRemaining": 1999,
        "UserReset": 3600,
        "ClientLimit": 12500,
        "ClientRemaining": 12499,
        "ClientReset": 86400,
    }


def test_it_tells_moments_instead_of_seconds_when_told_to(sandbox: Sandbox) -> None:
    sandbox.set_limits(reset_style="epoch")

    told = figures(sandbox.api("GET", "account/lanternfall/albums"))

    assert 3590 < told["UserReset"] - sandbox.state()["clock"] <= 3601


def test_it_takes_ten_for_an_upload_and_nothing_for_credits(sandbox: Sandbox, picture: Callable[..., bytes]) -> None:
    answer = sandbox.api("POST", "image", files={"image": picture()})
    credits = sandbox.api("GET", "credits")

    assert (figures(answer)["UserRemaining"], figures(answer)["ClientRemaining"]) == (1990, 12490)
    told = credits.json()["data"]
    assert (told["UserRemaining"], told["ClientRemaining"]) == (1990, 12490)
    assert (told["UserLimit"], told["ClientLimit"]) == (2000, 12500)
    assert 3590 < told["UserReset"] - sandbox.state()["clock"] <= 3601
    assert used(sandbox) == {"client-day": 10, "user-hour": 10, "post-hour": 1, "upload-hour": 1}


@pytest.mark.parametrize("path", ["credits", "account/lanternfall"])
def test_it_shows_no_limits_where_imgur_does_not(sandbox: Sandbox, path: str) -> None:
    assert figures(sandbox.api("GET", path)) == {}


def test_it_shows_no_limits_with_errors_but_for_posts(sandbox: Sandbox, owner: Person) -> None:
    assert figures(sandbox.api("GET", "image/unknown")) == {}

    failed = sandbox.api("POST", "image/unknown", headers=owner.bearer)
    assert figures(failed) == {
        "Post-Rate-Limit-Limit": 1250,
        "Post-Rate-Limit-Remaining": 1249,
        "Post-Rate-Limit-Reset": 3600,
    }
    worked = figures(sandbox.api("POST", "album", headers=owner.bearer))
    assert (worked["Post-Rate-Limit-Remaining"], worked["UserRemaining"]) == (1248, 1997)


@pytest.mark.parametrize(
    ("limit", "window"), [("client_day", "client-day"), ("user_hour", "user-hour"), ("post_hour", "post-hour")]
)
def test_it_refuses_when_a_window_is_full_and_takes_nothing(sandbox: Sandbox, limit: str, window: str) -> None:
    albums = sandbox.state()["albums"]
    sandbox.set_limits(**{limit: 2})
    answers = [sandbox.api("POST", "album") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    state = sandbox.state()
    assert state["refusals"]["by_window"][window] == 2
    assert state["refusals"]["429"] == 2
    assert state["credits"]["spent"] == 2
    assert state["albums"] == albums + 2
    assert set(used(sandbox).values()) == {2}


@pytest.mark.parametrize("form", ["E1", "E2", "E4"])
def test_it_refuses_in_the_form_that_is_set(sandbox: Sandbox, form: str) -> None:
    sandbox.set_limits(client_day=0, refusal_form=form)

    answer = sandbox.api("GET", "account/lanternfall")

    assert answer.status_code == 429
    body = answer.json()
    if form == "E4":
        assert set(body) == {"errors"}
        (error,) = body["errors"]
        assert (error["code"], error["status"], error["detail"]) == ("429", "Too Many Requests", "Too Many Requests")
    else:
        error = body["data"]["error"]
        assert (error if form == "E1" else error["message"]) == "Daily client requests exceeded"
        assert (body["success"], body["status"], body["data"]["method"]) == (False, 429, "GET")


def test_it_limits_uploads_with_an_error_of_its_own(sandbox: Sandbox, picture: Callable[..., bytes]) -> None:
    sandbox.set_limits(upload_hour=2)
    answers = [sandbox.api("POST", "image", files={"image": picture()}) for _ in range(3)]

    refused = answers[2]
    assert [answer.status_code for answer in answers] == [200, 200, 400]
    error = refused.json()["data"]["error"]
    assert (error["code"], error["type"]) == (429, "ImgurException")
    assert error["message"] == "You are uploading too fast. Please wait 60 more minutes."
    assert figures(refused).keys() == {"Post-Rate-Limit-Limit", "Post-Rate-Limit-Remaining", "Post-Rate-Limit-Reset"}
    state = sandbox.state()
    assert (state["refusals"]["upload_limit"], state["refusals"]["429"], state["credits"]["spent"]) == (1, 0, 20)

    sandbox.move_clock(1800)
    message = sandbox.api("POST", "image", files={"image": picture()}).json()["data"]["error"]["message"]
    assert message == "You are uploading too fast. Please wait 30 more minutes."


def test_it_opens_a_new_window_when_the_old_one_ends(sandbox: Sandbox) -> None:
    sandbox.set_limits(user_hour=1, hour_seconds=300)
    assert [sandbox.api("GET", "account/lanternfall").status_code for _ in range(2)] == [200, 429]

    sandbox.move_clock(200)
    assert sandbox.api("GET", "account/lanternfall").status_code == 429
    sandbox.move_clock(150)
    assert sandbox.api("GET", "account/lanternfall").status_code == 200


def test_it_opens_windows_anew_on_request(sandbox: Sandbox) -> None:
    sandbox.set_limits(user_hour=1)
    sandbox.api("GET", "account/lanternfall")

    sandbox.set_limits(reset_windows=True)

    assert sandbox.api("GET", "account/lanternfall").ok


def test_it_keeps_the_windows_of_two_addresses_apart(sandbox: Sandbox) -> None:
    sandbox.set_limits(user_hour=1)
    sandbox.api("GET", "account/lanternfall")

    session = requests.Session()
    session.mount("http://", _From("127.0.0.9"))
    answer = session.get(f"{sandbox.url}/3/account/lanternfall", headers=sandbox.client, timeout=10)

    assert answer.ok
    assert sandbox.api("GET", "account/lanternfall").status_code == 429


class _From(requests.adapters.HTTPAdapter):
    """Sends from another address of this computer."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__()

    def init_poolmanager(self, *arguments: object, **options: object) -> None:
        super().init_poolmanager(*arguments, source_address=(self.address, 0), **options)  # type: ignore[arg-type]


def test_it_never_gives_a_credit_twice(sandbox: Sandbox) -> None:
    sandbox.set_limits(user_hour=60)

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: sandbox.api("GET", "account/lanternfall/albums/count"), range(150)))

    assert Counter(answer.status_code for answer in answers) == {200: 60, 429: 90}
    left = [int(answer.headers["X-RateLimit-UserRemaining"]) for answer in answers if answer.ok]
    assert sorted(left) == list(range(60))
    assert used(sandbox)["client-day"] == 60


def test_it_blocks_the_application_after_five_exhausted_days(sandbox: Sandbox) -> None:
    sandbox.set_limits(client_day=2, user_hour=1000)
    _to_the_first_of_a_month(sandbox)

    for _ in range(5):
        answers = [sandbox.api("GET", "account/lanternfall") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        sandbox.move_clock(86_401)

    assert sandbox.api("GET", "account/lanternfall").status_code == 429
    refused = sandbox.state()["refusals"]["by_window"]
    # The block begins with the fifth day's last credit.
    assert (refused["client-day"], refused["month"]) == (4, 2)
    sandbox.move_clock(31 * 86_400)
    assert sandbox.api("GET", "account/lanternfall").ok


def test_a_day_is_exhausted_by_a_call_that_does_not_fit(sandbox: Sandbox, picture: Callable[..., bytes]) -> None:
    sandbox.set_limits(client_day=15)
    _to_the_first_of_a_month(sandbox)

    for _ in range(5):
        # Ten of fifteen are taken, and the second upload finds five.
        uploads = [sandbox.api("POST", "image", files={"image": picture()}) for _ in range(2)]
        assert [answer.status_code for answer in uploads] == [200, 429]
        sandbox.move_clock(86_401)

    assert sandbox.api("GET", "account/lanternfall").status_code == 429
    assert sandbox.state()["refusals"]["by_window"]["month"] == 1


def _to_the_first_of_a_month(sandbox: Sandbox) -> None:
    now = datetime.datetime.fromtimestamp(sandbox.state()["clock"], datetime.UTC)
    first = (now.replace(day=1, hour=0, minute=0, second=5) + datetime.timedelta(days=32)).replace(day=1)
    sandbox.move_clock((first - now).total_seconds())


def test_it_changes_limits_from_the_command_line_while_it_runs(sandbox: Sandbox) -> None:
    sandbox.api("GET", "account/lanternfall")

    shown = sandbox.verb("limits", "--user-hour", "60", "--upload-hour", "5", "--hour-seconds", "30", "--json")

    values = json.loads(shown.stdout)
    assert (values["user_hour"], values["upload_hour"], values["hour_seconds"]) == (60, 5, 30)
    told = figures(sandbox.api("GET", "account/lanternfall/albums"))
    assert (told["UserLimit"], told["UserRemaining"]) == (60, 58)
    assert told["UserReset"] <= 30
    sandbox.verb("limits", "--reset-windows")
    assert figures(sandbox.api("GET", "account/lanternfall/albums"))["UserRemaining"] == 59


def test_it_takes_limits_from_the_environment(make_sandbox: Callable[..., Sandbox]) -> None:
    strict = make_sandbox(SANDBOX_USER_HOUR="3", SANDBOX_CLIENT_DAY="7", SANDBOX_RESET_STYLE="epoch")

    told = figures(strict.api("GET", "account/lanternfall/albums"))

    assert (told["UserLimit"], told["ClientLimit"]) == (3, 7)
    assert told["UserReset"] > 1_000_000_000


def test_it_keeps_counting_over_a_restart(sandbox: Sandbox) -> None:
    sandbox.set_limits(user_hour=2)
    sandbox.api("GET", "account/lanternfall")
    sandbox.kill()
    sandbox.start()

    assert [sandbox.api("GET", "account/lanternfall").status_code for _ in range(2)] == [200, 429]
