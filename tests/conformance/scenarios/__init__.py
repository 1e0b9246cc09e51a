"""A scenario for every row and method of the client's registry, in files by group: what is done, and what is seen then.

@conforms("AC37", "account.follow_tag")
def follows_a_tag(trial: Trial) -> None: ...
"""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules

from tests.conformance.trial import Trial

Scenario = Callable[[Trial], None]
SCENARIOS: dict[tuple[str, str], Scenario] = {}


def conforms(rows: str, *names: str) -> Callable[[Scenario], Scenario]:
    """Register a scenario for these ``rows`` (with spaces between) and methods or walkers of the registry."""

    def register(scenario: Scenario) -> Scenario:
        for key in [(row, name) for row in rows.split() for name in names]:
            if key in SCENARIOS:
                raise ValueError(f"There are two scenarios for {key}.")
            SCENARIOS[key] = scenario
        return scenario

    return register


def read_all() -> dict[tuple[str, str], Scenario]:
    """All scenarios, by row and method."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return SCENARIOS
