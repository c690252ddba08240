"""Expected failures held against what was found: what they excuse, and what became of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from wadows_contract.expected_failures import ExpectedFailure, in_force
from wadows_contract.level import Level
from wadows_contract.results import (
    BREAKING,
    ExpectedResult,
    Gate,
    Outcome,
    RequirementResult,
    ScenarioResult,
    State,
)

_SHOWN_WELL: Final = (State.PASSED, State.WARNING)


@dataclass(frozen=True)
class Judged:
    """What a run has shown; `partly` names requirements of which a scenario was left out."""

    requirements: Sequence[RequirementResult]
    scenarios: Sequence[ScenarioResult]
    partly: Collection[str]
    complete: bool


def excuse(judged: Judged, entries: Iterable[ExpectedFailure], on: date) -> Judged:
    """Return the same with all that was expected to fail, and did, excused."""
    counting = in_force(entries, on)
    own = {entry.id: entry for entry in judged.scenarios}
    return replace(
        judged,
        requirements=[_requirement(entry, own, counting) for entry in judged.requirements],
        scenarios=[_scenario(entry, counting) for entry in judged.scenarios],
    )


def _requirement(
    entry: RequirementResult,
    scenarios: Mapping[str, ScenarioResult],
    counting: Mapping[str, ExpectedFailure],
) -> RequirementResult:
    """Excuse a requirement that an entry names, or all of whose breaks stand in such scenarios."""
    if not entry.selected or entry.state not in BREAKING:
        return entry
    breaking = {finding.scenario: None for finding in entry.findings if _fails(finding.level)}
    breaking |= {id_: None for id_ in entry.scenarios if scenarios[id_].state in BREAKING}
    if entry.requirement.id in counting:
        return replace(entry, excused=counting[entry.requirement.id].reason)
    if not breaking.keys() <= counting.keys():
        return entry
    reasons = dict.fromkeys(counting[id_].reason for id_ in breaking)
    return replace(entry, excused="; ".join(reasons))


def _scenario(entry: ScenarioResult, counting: Mapping[str, ExpectedFailure]) -> ScenarioResult:
    named = counting.get(entry.id) or counting.get(entry.requirement)
    if entry.state not in BREAKING or named is None:
        return entry
    return replace(entry, excused=named.reason)


def _fails(level: Level) -> bool:
    return level == Level.FAILED


def gate_after(gate: Gate, judged: Judged, expected: Iterable[ExpectedResult]) -> Gate:
    """Return the gate with expected failures in mind; only a verdict can be excused."""
    if gate not in (Gate.CONFORMS, Gate.DOES_NOT_CONFORM):
        return gate
    broken = any(
        entry.state in BREAKING and not entry.excused
        for entry in judged.requirements
        if entry.selected
    )
    stale = any(entry.outcome == Outcome.PASSED for entry in expected)
    return Gate.DOES_NOT_CONFORM if broken or stale else Gate.CONFORMS


def outcomes(
    judged: Judged, entries: Iterable[ExpectedFailure], on: date
) -> Sequence[ExpectedResult]:
    """Return what became of each entry."""
    requirements = {entry.requirement.id: entry for entry in judged.requirements}
    scenarios = {entry.id: entry for entry in judged.scenarios}
    results = []
    for entry in entries:
        if entry.expired(on):
            said = Outcome.EXPIRED, f"the last day was {entry.until}: it counts no more"
        elif entry.id in requirements:
            said = _of_requirement(requirements[entry.id], judged)
        elif entry.id in scenarios:
            said = _of_scenario(scenarios[entry.id], judged)
        else:
            said = Outcome.NOT_JUDGED, "it was not selected"
        results.append(ExpectedResult(entry, *said))
    return results


def _of_requirement(entry: RequirementResult, judged: Judged) -> tuple[Outcome, str]:
    if entry.selected and entry.state in BREAKING:
        return Outcome.FAILED, "it failed, as expected"
    if entry.state not in _SHOWN_WELL:
        return Outcome.NOT_JUDGED, _not_judged(entry.state, entry.reason)
    if not judged.complete:
        return Outcome.NOT_JUDGED, "the run was cut short"
    if entry.requirement.id in judged.partly:
        return Outcome.NOT_JUDGED, "only some of its scenarios were selected, and they passed"
    if entry.state == State.WARNING:
        return Outcome.PASSED, "it only warns, and a warning needs no entry: remove the entry"
    return Outcome.PASSED, "it passed: remove the entry"


def _of_scenario(entry: ScenarioResult, judged: Judged) -> tuple[Outcome, str]:
    breaks = (
        finding.scenario == entry.id and _fails(finding.level)
        for requirement in judged.requirements
        if requirement.selected
        for finding in requirement.findings
    )
    if entry.state in BREAKING or any(breaks):
        return Outcome.FAILED, "it failed, as expected"
    if entry.state != State.PASSED:
        return Outcome.NOT_JUDGED, _not_judged(entry.state, entry.reason)
    return Outcome.PASSED, "it passed: remove the entry"


def _not_judged(state: State, reason: str) -> str:
    return "it was not selected" if reason == "not selected" else f"{state.value}: {reason}"
