"""From the events of a run to states, verdict and gate.

The unit is the requirement: its state is the worst that any finding or scenario says of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from wadows_contract.evidence import Event
from wadows_contract.excuses import Judged, excuse, gate_after, outcomes
from wadows_contract.expected_failures import pinned_expected_failures
from wadows_contract.level import Level, level_of
from wadows_contract.results import (
    BREAKING,
    BrokenFinding,
    Gate,
    RequirementResult,
    Results,
    ScenarioResult,
    State,
)
from wadows_spec.register import Requirement, register
from wadows_spec.statement import Statement

_LOST: Final = "the evidence was redacted; before, it was {}"
#: What is kept of a check that was met, for each requirement; there are tens of thousands.
_MET: Final = {"met": True}
_SHOWN: Final = (State.PASSED, State.WARNING, State.FAILED)


def summarise(events: Sequence[Event], statement: Statement) -> Results:
    """Judge a run by its events; `events` begin with the header of the run."""
    header = events[0]
    planned = plan_of(events)
    ended = {event["scenario"]: event for event in events if event["event"] == "scenario"}
    scenarios = tuple(
        _redacted_scenario(_scenario(event, ended), header)
        for event in planned
        if event["selected"]
    )
    findings = _findings(events)
    selected = {event["requirement"] for event in planned if event["selected"]}
    requirements = tuple(
        _redacted(_requirement(entry, scenarios, findings, entry.id in selected, statement), header)
        for entry in register().values()
    )
    footer = events[-1] if events[-1]["event"] == "end" else {"complete": False}
    complete = bool(footer["complete"]) and all(scenario.id in ended for scenario in scenarios)
    everything = len(selected) == len(register()) and all(event["selected"] for event in planned)
    judged = [entry for entry in requirements if entry.selected]
    gate, whole = _gate(events, judged, complete), complete and everything
    left_out = {event["requirement"] for event in planned if not event["selected"]}
    entries, on = pinned_expected_failures(header)
    seen = excuse(Judged(requirements, scenarios, left_out, complete), entries, on)
    expected = outcomes(seen, entries, on)
    return Results(
        header=header,
        verdict=_verdict(judged, statement, _with_lost(gate, judged, header), whole),
        gate=_no_better_than_before(gate_after(gate, seen, expected), header),
        coverage=_coverage(judged),
        requirements=tuple(seen.requirements),
        scenarios=tuple(seen.scenarios),
        complete=complete,
        remarks=tuple(event["text"] for event in events if event["event"] == "remark"),
        expected=tuple(expected),
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


def lost_state(header: Event, id_: str) -> State | None:
    """Return the state that a redacted copy cannot show any more; None if it lost none."""
    lost = header.get("redacted", {}).get("lost", {}).get(id_)
    return State(lost) if lost else None


def _redacted_scenario(scenario: ScenarioResult, header: Event) -> ScenarioResult:
    lost = lost_state(header, scenario.id)
    return replace(scenario, state=State.NOT_SHOWN, reason=_LOST.format(lost)) if lost else scenario


def _redacted(requirement: RequirementResult, header: Event) -> RequirementResult:
    lost = lost_state(header, requirement.requirement.id)
    if not lost:
        return requirement
    return replace(requirement, state=State.NOT_SHOWN, reason=_LOST.format(lost), findings=())


def _findings(events: Iterable[Event]) -> Mapping[str, list[Event]]:
    by_requirement: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event["event"] == "finding":
            by_requirement[event["requirement"]].append(event)
        elif event["event"] == "met":
            for requirement in event["requirements"]:
                by_requirement[requirement].append(_MET)
    return by_requirement


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
            level=level_of(requirement, statement, Level(event["at_most"])),
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
    if any(finding.level == Level.FAILED for finding in broken):
        return State.FAILED, ""
    for state in (State.FAILED, State.NOT_TESTABLE):
        if state in by_state:
            return State.NOT_TESTABLE, by_state[state]
    if any(finding.level == Level.WARNING for finding in broken):
        return State.WARNING, ""
    if met or broken:
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
    if any(entry.state in BREAKING for entry in judged):
        return Gate.DOES_NOT_CONFORM
    return Gate.CONFORMS


def _with_lost(gate: Gate, judged: Sequence[RequirementResult], header: Event) -> Gate:
    """Return the gate with what a redacted copy cannot show any more: that it was broken."""
    broken = any(lost_state(header, entry.requirement.id) in BREAKING for entry in judged)
    return Gate.DOES_NOT_CONFORM if broken and gate == Gate.CONFORMS else gate


def _no_better_than_before(gate: Gate, header: Event) -> Gate:
    """Return the gate of a redacted copy: never a better one than the original had."""
    before = header.get("redacted", {}).get("gate", Gate.CONFORMS)
    return Gate.DOES_NOT_CONFORM if (gate, before) == (0, Gate.DOES_NOT_CONFORM) else gate


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
