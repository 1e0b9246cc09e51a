"""Client and sandbox agree, row by row of Imgur's API: over HTTP, with a round trip through both.

For every row and method of the registry: the client sends what the registry says, the sandbox answers what the
reference promises and counts what the registry says it costs, nothing of the answer is lost in the model, and what a
write changed is there when it is read again. The last is what the scenarios look at; the rest is ``Trial.call``.
"""

from __future__ import annotations

import pytest

from imgur.endpoints.table import ENDPOINTS, Endpoint
from tests.conformance.reference import DATA, PROMISES
from tests.conformance.scenarios import read_all
from tests.conformance.trial import Trial
from tests.fixtures.sandbox import Sandbox

SCENARIOS = read_all()
TRIALS = [
    (row, endpoint, name)
    for endpoint in ENDPOINTS
    for row in endpoint.rows
    for name in (endpoint.call, endpoint.walker)
    if name
]


def named(trial: tuple[str, Endpoint, str]) -> str:
    row, endpoint, name = trial
    return "-".join([row, name, *endpoint.options.values()])


@pytest.mark.parametrize("trial", TRIALS, ids=named)
def test_a_row_conforms(trial: tuple[str, Endpoint, str], town: Sandbox) -> None:
    row, endpoint, name = trial
    assert (row, name) in SCENARIOS, f"Write a scenario for {row} {name} in tests/conformance/scenarios/."
    on_trial = Trial(town, row, endpoint, name)

    SCENARIOS[row, name](on_trial)

    assert on_trial.calls, "The scenario never called the method on trial."


def test_every_row_is_on_trial() -> None:
    assert {row for row, _, _ in TRIALS} == set(DATA)
    assert len(DATA) == 145


def test_no_scenario_is_for_what_is_not_in_the_registry() -> None:
    assert set(SCENARIOS) == {(row, name) for row, _, name in TRIALS}


def test_every_promise_is_some_rows() -> None:
    assert set(PROMISES) == set(DATA.values())
