"""From the events of a run to states, verdict and gate.

The unit is the requirement: its state is the worst that any finding or scenario says of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from wadows_contract.evidence import Event
from wadows_spec.register import Requirement, register
from wadows_spec.statement import Statement


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


_BREAKS = {State.FAILED, State.NOT_TESTABLE}
_SHOWN = {State.PASSED, State.WARNING, State.FAILED}


@dataclass(frozen=True)
class ScenarioResult:
    """A scenario, or one row of an outline, and how it ended."""

    id: str
    name: str
    feature: str
    requirement: str
    state: State
    reason: str


@dataclass(frozen=True)
class BrokenFinding:
    """A finding that a requirement was not met, and where its exchange is recorded."""

    scenario: str
    exchange: str
    expected: str
    got: str
    where: str
    level: State


@dataclass(frozen=True)
class RequirementResult:
    """A requirement with its state; `reason` says why where no finding does."""

    requirement: Requirement
    state: State
    reason: str
    findings: tuple[BrokenFinding, ...]
    scenarios: tuple[str, ...]
    selected: bool


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


def summarise(events: Sequence[Event], statement: Statement) -> Results:
    """Judge a run by its events; `events` begin with the header of the run."""
    header = events[0]
    planned = plan_of(events)
    ended = {event["scenario"]: event for event in events if event["event"] == "scenario"}
    scenarios = tuple(_scenario(event, ended) for event in planned if event["selected"])
    findings = _findings(events)
    selected = {event["requirement"] for event in planned if event["selected"]}
    requirements = tuple(
        _requirement(entry, scenarios, findings, entry.id in selected, statement)
        for entry in register().values()
    )
    footer = events[-1] if events[-1]["event"] == "end" else {"complete": False}
    complete = bool(footer["complete"]) and all(scenario.id in ended for scenario in scenarios)
    everything = len(selected) == len(register()) and all(event["selected"] for event in planned)
    judged = [entry for entry in requirements if entry.selected]
    gate = _gate(events, judged, complete)
    return Results(
        header=header,
        verdict=_verdict(judged, statement, gate, complete and everything),
        gate=gate,
        coverage=_coverage(judged),
        requirements=requirements,
        scenarios=scenarios,
        complete=complete,
        remarks=tuple(event["text"] for event in events if event["event"] == "remark"),
    )


def plan_of(events: Sequence[Event]) -> list[Event]:
    """Return what was planned for each scenario; what pytest left out counts as not selected."""
    left_out = {id_ for event in events if event["event"] == "left out"
                for id_ in event["scenarios"]}  # fmt: skip
    return [
        event | {"selected": event["selected"] and event["scenario"] not in left_out}
        for event in events
        if event["event"] == "planned"
    ]


def _scenario(planned: Event, ended: Mapping[str, Event]) -> ScenarioResult:
    end = ended.get(planned["scenario"], {"state": State.NOT_SHOWN, "reason": "it was not run"})
    return ScenarioResult(
        id=planned["scenario"],
        name=planned["name"],
        feature=planned["feature"],
        requirement=planned["requirement"],
        state=State(end["state"]),
        reason=end["reason"],
    )


def _findings(events: Iterable[Event]) -> Mapping[str, list[Event]]:
    by_requirement: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event["event"] == "finding":
            by_requirement[event["requirement"]].append(event)
        elif event["event"] == "met":
            for requirement in event["requirements"]:
                by_requirement[requirement].append({"met": True})
    return by_requirement


def level_of(requirement: Requirement, statement: Statement, warning: bool = False) -> State:
    """Return what breaking a requirement means: failed, or a warning."""
    reading = statement.readings.get(requirement.reading)
    must = requirement.can_fail if reading is None else reading == "must"
    return State.FAILED if must and not warning else State.WARNING


def _requirement(
    requirement: Requirement,
    scenarios: Iterable[ScenarioResult],
    findings: Mapping[str, list[Event]],
    selected: bool,
    statement: Statement,
) -> RequirementResult:
    own = [entry for entry in scenarios if entry.requirement == requirement.id]
    found = findings.get(requirement.id, [])
    broken = tuple(
        BrokenFinding(
            **{key: event[key] for key in ("scenario", "exchange", "expected", "got", "where")},
            level=level_of(requirement, statement, event["warning"]),
        )
        for event in found
        if not event["met"]
    )
    state, reason = _state(own, broken, any(event["met"] for event in found), selected)
    return RequirementResult(
        requirement, state, reason, broken, tuple(entry.id for entry in own), selected
    )


def _state(
    own: Sequence[ScenarioResult], broken: Sequence[BrokenFinding], met: bool, selected: bool
) -> tuple[State, str]:
    if not selected:
        return State.NOT_SHOWN, "not selected"
    by_state = {entry.state: f"{entry.id}: {entry.reason}" for entry in reversed(own)}
    if State.ERROR in by_state:
        return State.ERROR, by_state[State.ERROR]
    if any(finding.level == State.FAILED for finding in broken):
        return State.FAILED, ""
    for state in (State.FAILED, State.NOT_TESTABLE):
        if state in by_state:
            return State.NOT_TESTABLE, by_state[state]
    if broken:
        return State.WARNING, ""
    if met:
        return State.PASSED, ""
    if set(by_state) == {State.NOT_APPLICABLE}:
        return State.NOT_APPLICABLE, by_state[State.NOT_APPLICABLE]
    return State.NOT_SHOWN, by_state.get(State.NOT_SHOWN, "nothing that came could show it")


def _gate(events: Sequence[Event], judged: Sequence[RequirementResult], complete: bool) -> Gate:
    if any(entry.state == State.ERROR for entry in judged) or not judged:
        return Gate.SUITE_FAILED
    if any(event["event"] == "unreachable" for event in events):
        return Gate.UNREACHABLE
    if not complete:
        return Gate.SUITE_FAILED
    if any(entry.state in _BREAKS for entry in judged):
        return Gate.DOES_NOT_CONFORM
    return Gate.CONFORMS


def _verdict(
    judged: Sequence[RequirementResult], statement: Statement, gate: Gate, whole: bool
) -> str:
    if gate == Gate.SUITE_FAILED and any(entry.state == State.ERROR for entry in judged):
        return "no verdict: the suite failed"
    if not whole:
        return "incomplete"
    if gate in (Gate.DOES_NOT_CONFORM, Gate.UNREACHABLE):
        return "does not conform"
    return f"conforms to {statement.name}"


def _coverage(judged: Sequence[RequirementResult]) -> float:
    """Return the share, 0 to 1, of requirements shown among those that apply."""
    apply = [entry for entry in judged if entry.state != State.NOT_APPLICABLE]
    shown = [entry for entry in apply if entry.state in _SHOWN]
    return round(len(shown) / len(apply), 4) if apply else 0.0


def counts(states: Iterable[State]) -> dict[str, int]:
    """Count states, the worst first, leaving out those that do not occur."""
    listed = list(states)
    return {state.value: n for state in State if (n := listed.count(state))}


def as_json(results: Results) -> dict[str, Any]:
    """Return what results.json holds; `report/results.schema.json` describes it."""
    header = {key: value for key, value in results.header.items() if key != "event"}
    return {
        "format": 1,
        "verdict": results.verdict,
        "gate": int(results.gate),
        "coverage": results.coverage,
        "complete": results.complete,
        "run": header,
        "remarks": list(results.remarks),
        "requirements": [_requirement_json(entry) for entry in results.requirements],
        "scenarios": [
            {
                "id": entry.id,
                "name": entry.name,
                "feature": entry.feature,
                "requirement": entry.requirement,
                "state": entry.state.value,
                "reason": entry.reason,
            }
            for entry in results.scenarios
        ],
    }


def _requirement_json(entry: RequirementResult) -> dict[str, Any]:
    return {
        "id": entry.requirement.id,
        "title": entry.requirement.title,
        "level": entry.requirement.level,
        "clause": entry.requirement.clause,
        "state": entry.state.value,
        "reason": entry.reason,
        "selected": entry.selected,
        "findings": [
            {
                "scenario": finding.scenario,
                "exchange": finding.exchange,
                "level": finding.level.value,
                "expected": finding.expected,
                "got": finding.got,
                "where": finding.where,
            }
            for finding in entry.findings
        ],
        "scenarios": list(entry.scenarios),
        "mutant": entry.requirement.mutant,
    }
