"""What a run was judged to be: states, findings, expected failures, verdict and gate."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from wadows_contract.evidence import Event
from wadows_contract.expected_failures import ExpectedFailure
from wadows_contract.level import Level
from wadows_spec.register import Requirement


class State(StrEnum):
    """What is known of a requirement or a scenario, the worst first."""

    ERROR = "error"
    FAILED = "failed"
    NOT_TESTABLE = "not testable"
    WARNING = "warning"
    PASSED = "passed"
    NOT_SHOWN = "not shown"
    NOT_APPLICABLE = "not applicable"


class Gate(IntEnum):
    """The exit code."""

    CONFORMS = 0
    DOES_NOT_CONFORM = 1
    USAGE = 2
    UNREACHABLE = 3
    SUITE_FAILED = 4


class Outcome(StrEnum):
    """What became of an entry of the expected-failures file."""

    FAILED = "failed"
    PASSED = "passed"
    EXPIRED = "expired"
    NOT_JUDGED = "not judged"


#: States of which one is enough that an endpoint does not conform.
BREAKING: Final = (State.FAILED, State.NOT_TESTABLE)


@dataclass(frozen=True)
class ScenarioResult:
    """A scenario, or one row of an outline, and how it ended.

    `excused` is the reason why that it failed was expected; empty if it was not.
    """

    id: str
    name: str
    feature: str
    requirement: str
    state: State
    reason: str
    excused: str = ""


@dataclass(frozen=True)
class BrokenFinding:
    """A finding that a requirement was not met, and where its exchange is recorded."""

    scenario: str
    exchange: str
    expected: str
    got: str
    where: str
    level: Level


@dataclass(frozen=True)
class RequirementResult:
    """A requirement with its state; `reason` says why where no finding does.

    `excused` is the reason why all that breaks it was expected; empty if it was not.
    """

    requirement: Requirement
    state: State
    reason: str
    findings: tuple[BrokenFinding, ...]
    scenarios: tuple[str, ...]
    selected: bool
    excused: str = ""


@dataclass(frozen=True)
class ExpectedResult:
    """An entry of the expected-failures file, what became of it, and that in words."""

    entry: ExpectedFailure
    outcome: Outcome
    remark: str


@dataclass(frozen=True)
class Results:
    """A run, judged."""

    header: Event
    verdict: str
    gate: Gate
    coverage: float
    requirements: tuple[RequirementResult, ...]
    scenarios: tuple[ScenarioResult, ...]
    complete: bool
    remarks: tuple[str, ...]
    expected: tuple[ExpectedResult, ...] = ()


def counts(states: Iterable[State]) -> dict[str, int]:
    """Count states, the worst first, leaving out those that do not occur."""
    listed = list(states)
    return {state.value: n for state in State if (n := listed.count(state))}
