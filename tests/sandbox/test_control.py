"""The control address: state, clock, faults, reset."""

import json
import math
import time
from collections.abc import Callable

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox


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
    assert state["images"] == sum(counts["images"] for counts in state["accounts"].values()) == 77
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
        ("faults", {"kind": "slow", "seconds": -1}),
        ("faults", {"kind": "slow", "minutes": 2000}),
        ("limits", {"no_such_switch": 1}),
        ("limits", {"user_hour": "many"}),
        ("limits", {"user_hour": -1}),
        ("limits", {"reset_style": "hours"}),
        ("limits", {"video_mode": "sideways"}),
        ("revoke", {"username": "nobody_here"}),
        ("revoke", {"username": "trailwiki", "only": ["access"]}),
        ("revoke", ["trailwiki"]),
        ("limits", [1]),
        ("limits", "words"),
        ("limits", {"reset_style": ["epoch"]}),
        ("limits", {"clock_shift": "nan"}),
        ("limits", {"clock_shift": None}),
        ("clock", {"seconds": math.nan}),
        ("clock", {"seconds": math.inf}),
        ("clock", {"seconds": "soon"}),
        ("clock", {"seconds": 1e300}),
        ("clock", [5]),
        ("faults", ["500"]),
        ("faults", "500"),
        ("faults", {"kind": "500", "when": ["after"]}),
        ("faults", {"kind": "500", "times": 10**30}),
        ("faults", {"kind": "slow", "seconds": math.nan}),
        ("faults", {"kind": "slow", "seconds": [1]}),
    ],
)
def test_it_refuses_orders_that_make_no_sense(sandbox: Sandbox, path: str, body: object) -> None:
    answer = requests.post(f"{sandbox.url}/_control/{path}", data=json.dumps(body), timeout=10)

    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")
    assert sandbox.api("GET", "account/lanternfall").ok


def test_it_refuses_an_order_that_is_no_json(sandbox: Sandbox) -> None:
    for body in ("{", "[" * 100_000):
        answer = requests.post(f"{sandbox.url}/_control/limits", data=body, timeout=10)
        assert (answer.status_code, answer.json()) == (400, {"error": "The body has to be JSON."})


def test_it_moves_its_clock(sandbox: Sandbox, picture: Callable[..., bytes]) -> None:
    sandbox.move_clock(86_400)
    sandbox.move_clock(-400)

    made = sandbox.api("POST", "image", files={"image": picture()}).json()["data"]["datetime"]
    assert abs(made - time.time() - 86_000) < 5
    sandbox.control("clock", method="DELETE")
    assert abs(sandbox.state()["clock"] - time.time()) < 5
