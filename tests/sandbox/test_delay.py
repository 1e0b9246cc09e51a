"""The way to Imgur and back, as long as it is told to be."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.fixtures.sandbox import Person, Sandbox

DELAY_SECONDS = 0.3


@pytest.fixture
def late(sandbox: Sandbox) -> Iterator[Sandbox]:
    sandbox.set_limits(delay_milliseconds=int(DELAY_SECONDS * 1000))
    yield sandbox
    sandbox.set_limits(delay_milliseconds=0)


def seconds_of(address: str) -> float:
    began = time.monotonic()
    assert requests.get(address, allow_redirects=False, timeout=10).status_code < 400
    return time.monotonic() - began


def test_every_answer_waits(late: Sandbox, owner: Person) -> None:
    call = f"{late.url}/3/account/lanternfall?client_id={late.client_id}"

    assert seconds_of(call) >= DELAY_SECONDS
    assert seconds_of(f"{late.media_url}/removed.png") >= DELAY_SECONDS
    assert seconds_of(f"{late.media_url}/zzzzzzz.png") >= DELAY_SECONDS
    late.set_limits(delay_milliseconds=0)
    assert seconds_of(call) < DELAY_SECONDS


def test_orders_do_not_wait(late: Sandbox) -> None:
    assert seconds_of(f"{late.url}/_control/limits") < DELAY_SECONDS


def test_eight_wait_at_the_same_time(late: Sandbox) -> None:
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        took = list(pool.map(seconds_of, [f"{late.media_url}/removed.png"] * 24))

    assert min(took) >= DELAY_SECONDS
    # Three rounds of eight, and not twenty-four of one.
    assert time.monotonic() - began < 8 * DELAY_SECONDS


def test_the_command_line_sets_it(sandbox: Sandbox) -> None:
    sandbox.verb("limits", "--delay-milliseconds", "40")

    assert sandbox.control("limits", method="GET")["delay_milliseconds"] == 40


@pytest.mark.parametrize("value", [-1, 60_001, "soon"])
def test_it_refuses_a_delay_that_makes_no_sense(sandbox: Sandbox, value: object) -> None:
    answer = requests.post(f"{sandbox.url}/_control/limits", json={"delay_milliseconds": value}, timeout=10)

    assert answer.status_code == 400
