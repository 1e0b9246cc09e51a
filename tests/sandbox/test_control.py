"""The control address: state, clock, faults, reset."""

import time
from collections.abc import Callable

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox, wait_until


def test_it_is_off_unless_asked_for(make_sandbox: Callable[..., Sandbox]) -> None:
    closed = make_sandbox(SANDBOX_CONTROL="0")

    for path in ("state", "limits", "faults", "reset"):
        assert requests.get(f"{closed.url}/_control/{path}", timeout=10).status_code == 404


def test_it_counts_what_happened(sandbox: Sandbox, owner: Person) -> None:
    before = sandbox.state()
    sandbox.api("GET", "account/me/albums", headers=owner.bearer)
    sandbox.api("GET", "account/me/albums/0", headers=owner.bearer)
    sandbox.api("GET", "image/unknown")
    sandbox.api("GET", "no/such/route")

    state = sandbox.state()
    assert (state["images"], state["albums"]) == (before["images"], before["albums"])
    assert state["images"] > sum(counts["images"] for counts in state["accounts"].values()) > 300
    assert state["accounts"]["lanternfall"] == {"images": 22, "albums": 5}
    assert state["calls"] == {
        "total": 4,
        "by_route": {
            "GET /3/account/{username}/albums[/{page:int}]": 2,
            "GET /3/image/{handle}": 1,
            "unknown": 1,
        },
        "by_status": {"200": 2, "404": 2},
    }
    assert state["credits"]["spent"] == 3
    window = state["credits"]["windows"][0]
    assert (window["kind"], window["key"], window["used"]) == ("client-day", sandbox.client_id, 3)


def test_it_goes_back_to_the_beginning(sandbox: Sandbox, owner: Person, picture: Callable[..., bytes]) -> None:
    images = sandbox.state()["images"]
    image = sandbox.api("GET", "account/me/images?perPage=1", headers=owner.bearer).json()["data"][0]
    sandbox.api("DELETE", f"image/{image['id']}", headers=owner.bearer)
    sandbox.api("POST", "image", headers=owner.bearer, files={"image": picture()})
    sandbox.control("revoke", {"username": owner.username})
    sandbox.set_limits(user_hour=1)
    sandbox.move_clock(5000)
    sandbox.order_fault("500", times=9)

    sandbox.reset()

    assert sandbox.api("GET", "account/me/images?perPage=1", headers=owner.bearer).json()["data"][0] == image
    assert requests.get(image["link"], allow_redirects=False, timeout=10).status_code == 200
    assert sandbox.state()["images"] == images
    assert abs(sandbox.state()["clock"] - time.time()) < 5


@pytest.mark.parametrize(
    ("kind", "status", "text"),
    [
        ("500", 500, '{"data":"An error occurred","success":false,"status":500}'),
        ("502", 502, "502 error"),
        ("503", 503, "Varnish cache server"),
        ("504", 504, "Gateway Time-out"),
        ("html", 200, "<html>"),
        ("429", 429, '"code":"429"'),
        ("upload-limit", 400, "Please wait 59 more minutes."),
        ("over-capacity", 403, "Imgur is temporarily over capacity. Please try again later."),
        ("over-capacity-1203", 429, '"status":1203'),
        ("cdn-block", 400, "These actions are forbidden."),
        ("413", 413, "file is over the size limit"),
        ("417", 417, "Internal expectation failed"),
        ("token-invalid", 403, "The access token provided is invalid."),
        ("success-with-error", 200, '"success":true'),
    ],
)
def test_it_spoils_the_next_answer(sandbox: Sandbox, kind: str, status: int, text: str) -> None:
    sandbox.order_fault(kind)

    spoilt, healthy = (sandbox.api("GET", "account/lanternfall") for _ in range(2))

    assert spoilt.status_code == status
    assert text in spoilt.text
    assert not [name for name in spoilt.headers if name.startswith("X-RateLimit")]
    assert healthy.json()["data"]["url"] == "lanternfall"


def test_it_sends_an_empty_body(sandbox: Sandbox) -> None:
    sandbox.order_fault("empty")

    answer = sandbox.api("GET", "account/lanternfall")
    assert (answer.status_code, answer.content) == (200, b"")


def test_it_sends_two_documents(sandbox: Sandbox) -> None:
    sandbox.order_fault("two-documents")

    answer = sandbox.api("GET", "account/lanternfall")
    assert [line[:9] for line in answer.text.splitlines()] == ['{"data":{'] * 2
    with pytest.raises(ValueError, match="Extra data"):
        answer.json()


def test_it_spoils_only_what_a_rule_names_and_so_often(sandbox: Sandbox, owner: Person) -> None:
    sandbox.order_fault("500", method="post", path="/3/album", times=2)

    def status(method: str, path: str) -> int:
        return sandbox.api(method, path, headers=owner.bearer).status_code

    assert [status("GET", "account/me"), status("GET", "album/x")] == [200, 404]
    assert [status("POST", "album") for _ in range(3)] == [500, 500, 200]


@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
@pytest.mark.parametrize("kind", ["502", "drop"])
def test_it_spoils_before_or_after_the_call_took_effect(
    sandbox: Sandbox, owner: Person, kind: str, when: str, made: int
) -> None:
    albums = sandbox.state()["albums"]
    sandbox.order_fault(kind, when=when)

    if kind == "drop":
        with pytest.raises(requests.ConnectionError):
            sandbox.api("POST", "album", headers=owner.bearer)
    else:
        assert sandbox.api("POST", "album", headers=owner.bearer).status_code == 502

    # A dropped connection is noticed here before the sandbox has counted it there.
    wait_until(lambda: sandbox.state()["calls"]["by_status"] != {}, "the call was not counted", seconds=10)
    state = sandbox.state()
    assert state["albums"] == albums + made
    assert state["credits"]["spent"] == made
    assert state["calls"]["by_status"] == {"dropped" if kind == "drop" else "502": 1}


def test_it_drops_an_upload_and_answers_the_next_on_the_same_session(
    sandbox: Sandbox, owner: Person, picture: Callable[..., bytes]
) -> None:
    session = requests.Session()
    session.headers.update(owner.bearer)
    assert session.get(f"{sandbox.url}/3/account/me", timeout=10).ok
    sandbox.order_fault("drop", method="POST", path="/3/image", when="after")

    with pytest.raises(requests.ConnectionError):
        session.post(f"{sandbox.url}/3/image", files={"image": picture()}, timeout=10)

    assert session.get(f"{sandbox.url}/3/account/me/images/count", timeout=10).json()["data"] == 23


@pytest.mark.parametrize("when", ["before", "after"])
def test_it_answers_slowly(sandbox: Sandbox, when: str) -> None:
    albums = sandbox.state()["albums"]
    sandbox.order_fault("slow", seconds=1.2, when=when, path="/3/album")
    began = time.monotonic()
    with pytest.raises(requests.ReadTimeout):
        requests.post(f"{sandbox.url}/3/album", headers=sandbox.client, timeout=0.5)
    in_between = sandbox.state()["albums"]
    time.sleep(max(0, 1.4 - (time.monotonic() - began)))

    assert in_between == albums + (when == "after")
    assert sandbox.state()["albums"] == albums + 1


def test_it_leaves_the_rate_headers_out(sandbox: Sandbox) -> None:
    sandbox.order_fault("no-rate-headers", times=2)

    posted = sandbox.api("POST", "album")
    read = sandbox.api("GET", "account/lanternfall/albums")
    healthy = sandbox.api("GET", "account/lanternfall/albums")

    for answer in (posted, read):
        assert answer.ok
        assert not [name for name in answer.headers if "rate" in name.lower() and name.lower().startswith("x-")]
    assert healthy.headers["X-RateLimit-UserRemaining"] == "1997"


def test_it_lists_and_clears_rules(sandbox: Sandbox) -> None:
    rules = sandbox.control("faults", [{"kind": "drop", "when": "after"}, {"kind": "slow", "seconds": 2, "times": 3}])

    assert [(rule["kind"], rule["times"], rule["when"]) for rule in rules] == [
        ("drop", 1, "after"),
        ("slow", 3, "before"),
    ]
    assert sandbox.control("faults", method="GET") == rules
    assert sandbox.control("faults", method="DELETE") == []
    assert sandbox.api("GET", "account/lanternfall").ok


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("faults", {"kind": "unheard of"}),
        ("faults", {"kind": "500", "colour": "red"}),
        ("faults", {"kind": "500", "times": 0}),
        ("faults", {"kind": "500", "when": "during"}),
        ("limits", {"no_such_switch": 1}),
        ("limits", {"user_hour": "many"}),
        ("limits", {"user_hour": -1}),
        ("limits", {"reset_style": "hours"}),
        ("revoke", {"username": "nobody_here"}),
    ],
)
def test_it_refuses_orders_that_make_no_sense(sandbox: Sandbox, path: str, body: dict[str, object]) -> None:
    answer = requests.post(f"{sandbox.url}/_control/{path}", json=body, timeout=10)

    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")
    assert sandbox.api("GET", "account/lanternfall").ok


def test_it_moves_its_clock(sandbox: Sandbox, picture: Callable[..., bytes]) -> None:
    sandbox.move_clock(86_400)
    sandbox.move_clock(-400)

    made = sandbox.api("POST", "image", files={"image": picture()}).json()["data"]["datetime"]
    assert abs(made - time.time() - 86_000) < 5
    sandbox.control("clock", method="DELETE")
    assert abs(sandbox.state()["clock"] - time.time()) < 5
