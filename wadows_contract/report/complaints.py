"""What a report explains at length: why a requirement is not simply passed.

One defect of an endpoint shows in nearly every exchange.
So findings that say the same become one complaint, with the exchanges that they stand in.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wadows_contract.evidence import Event
from wadows_contract.level import Level
from wadows_contract.report.words import EXPLAINED
from wadows_contract.results import BrokenFinding, RequirementResult, Results, ScenarioResult, State

#: What differs from one exchange to the next though the defect is the same:
#: UUIDs, digests, UIDs and other long numbers, and sizes.
_VARIES = re.compile(
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{8,}"
    r"|[0-9]+(?:\.[0-9]+){3,}|[0-9]{5,}|[0-9]+(?= (?:more|bytes))"
)
#: Beyond this many characters two findings are not compared.
_COMPARED = 2_000


@dataclass(frozen=True)
class Place:
    """Where something stands in the evidence; `line` counts from 1, 0 if it is not there."""

    scenario: str
    exchange: str
    line: int


@dataclass(frozen=True)
class Complaint:
    """Something to be explained, in the words of its first place; `places` has them all."""

    level: State | Level
    expected: str
    got: str
    where: str
    places: tuple[Place, ...]


class Evidence:
    """Where the exchanges of a run stand among its events."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.lines: dict[str, int] = {}
        self.seconds: dict[str, float] = {}
        self._latest: dict[str, str] = {}
        for line, event in enumerate(events, 1):
            if event["event"] == "exchange":
                id_, scenario = event["id"], event["scenario"]
                self.lines[id_] = line
                self._latest[scenario] = id_
                spent = self.seconds.get(scenario, 0.0)
                self.seconds[scenario] = spent + float(event.get("seconds", 0.0))

    def place(self, scenario: str, exchange: str = "") -> Place:
        """Return the place of an exchange, by default the latest of its scenario."""
        id_ = exchange or self._latest.get(scenario, "")
        return Place(scenario, id_, self.lines.get(id_, 0))


def explained(results: Results) -> Sequence[RequirementResult]:
    """Return the requirements that need explaining: the worst state first, what was expected last.

    A requirement with nothing but information needs none.
    """
    return sorted(
        (entry for entry in results.requirements if entry.state in EXPLAINED),
        key=lambda entry: (EXPLAINED.index(entry.state), bool(entry.excused)),
    )


def informing(results: Results) -> Sequence[RequirementResult]:
    """Return the requirements of which something was found that is information."""
    return [
        entry
        for entry in results.requirements
        if entry.selected and any(each.level == Level.INFORMATION for each in entry.findings)
    ]


def complaints(
    entry: RequirementResult, scenarios: Mapping[str, ScenarioResult], evidence: Evidence
) -> Sequence[Complaint]:
    """Return what is to be said against a requirement; `scenarios` is by id."""
    said = _alike([each for each in entry.findings if each.level != Level.INFORMATION], entry)
    return [
        *_of_scenarios(entry, scenarios, evidence),
        *(_complaint(findings, evidence) for findings in said),
    ]


def information(entry: RequirementResult, evidence: Evidence) -> Sequence[Complaint]:
    """Return what was found of a requirement that weighs nothing."""
    said = _alike([each for each in entry.findings if each.level == Level.INFORMATION], entry)
    return [_complaint(findings, evidence) for findings in said]


def _of_scenarios(
    entry: RequirementResult, scenarios: Mapping[str, ScenarioResult], evidence: Evidence
) -> Iterable[Complaint]:
    """Yield what scenarios say of a requirement whose state no finding gives."""
    if entry.state not in (State.ERROR, State.NOT_TESTABLE):
        return
    by_reason: dict[str, list[Place]] = {}
    for own in (scenarios[id_] for id_ in entry.scenarios if id_ in scenarios):
        if own.state in (entry.state, State.FAILED):
            by_reason.setdefault(own.reason, []).append(evidence.place(own.id))
    if not by_reason:
        by_reason[entry.reason] = [evidence.place(id_) for id_ in entry.scenarios[:1]]
    for reason, places in by_reason.items():
        yield Complaint(entry.state, entry.requirement.title, reason, "", tuple(places))


def _alike(
    findings: Iterable[BrokenFinding], entry: RequirementResult
) -> Iterable[Sequence[BrokenFinding]]:
    """Return findings, alike ones together: the worst first, then those of its own scenarios."""
    alike: dict[tuple[str, ...], list[BrokenFinding]] = {}
    for finding in sorted(
        findings,
        key=lambda each: (list(Level).index(each.level), each.scenario not in entry.scenarios),
    ):
        texts = (finding.expected, finding.got, finding.where)
        key = (finding.level, *(_VARIES.sub("#", text[:_COMPARED]) for text in texts))
        alike.setdefault(key, []).append(finding)
    return alike.values()


def _complaint(findings: Sequence[BrokenFinding], evidence: Evidence) -> Complaint:
    first = findings[0]
    places = dict.fromkeys(evidence.place(each.scenario, each.exchange) for each in findings)
    return Complaint(first.level, first.expected, first.got, first.where, tuple(places))
