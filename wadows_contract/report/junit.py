"""JUnit: a suite of requirements and a suite of scenarios."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from wadows_contract.evidence import Event
from wadows_contract.report.complaints import Complaint, Evidence, complaints, information
from wadows_contract.report.text import clip, one_line, percent, printable
from wadows_contract.report.words import repeat_command
from wadows_contract.results import (
    Outcome,
    RequirementResult,
    Results,
    ScenarioResult,
    State,
)
from wadows_spec.ledger import ledger_of

#: Characters of one finding, and findings of one requirement, beyond which only a count is given.
_MAX_TEXT: Final = 2_000
_MAX_COMPLAINTS: Final = 10
_MAX_PLACES: Final = 10

#: The element that a state has; a state without one is a test case that passed.
_ELEMENTS: Final = {
    State.ERROR: "error",
    State.FAILED: "failure",
    State.NOT_TESTABLE: "failure",
    State.NOT_SHOWN: "skipped",
    State.NOT_APPLICABLE: "skipped",
}
_COUNTED: Final = {"error": "errors", "failure": "failures", "skipped": "skipped"}


def junit(results: Results, events: Sequence[Event]) -> bytes:
    """Return the run as JUnit XML, well-formed whatever the endpoint sent."""
    evidence = Evidence(events)
    by_id = {entry.id: entry for entry in results.scenarios}
    root = etree.Element("testsuites", name="wadows-contract")
    requirements = _suite(root, "requirements", results)
    for entry in results.requirements:
        said = complaints(entry, by_id, evidence)
        _requirement(requirements, entry, results, said, information(entry, evidence))
    scenarios = _suite(root, "scenarios", results)
    for scenario in results.scenarios:
        _scenario(scenarios, scenario, results, evidence)
    for suite in (requirements, scenarios, root):
        _count(suite)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _suite(root: etree._Element, name: str, results: Results) -> etree._Element:
    header = results.header
    suite: etree._Element = etree.SubElement(root, "testsuite", name=name)
    if started := str(header.get("started", "")):
        suite.set("timestamp", printable(started))
    properties = etree.SubElement(suite, "properties")
    for key, value in (
        ("endpoint", header.get("endpoint", "")),
        ("statement", dict(header.get("statement", {})).get("name", "")),
        ("suite", header.get("suite", "")),
        ("verdict", results.verdict),
        ("coverage", percent(results.coverage)),
    ):
        etree.SubElement(properties, "property", name=key, value=printable(str(value)))
    return suite


def _case(suite: etree._Element, group: str, name: str) -> etree._Element:
    case: etree._Element = etree.SubElement(
        suite, "testcase", classname=printable(group), name=printable(one_line(name, 300))
    )
    return case


@dataclass(frozen=True)
class _Told:
    """What a test case has to say; `message` is one line, `text` and `aside` may be many."""

    state: State
    excused: str
    stale: str
    message: str
    text: str
    aside: str = ""


def _outcome(case: etree._Element, told: _Told) -> None:
    """Add what is to be said: skipped if it was expected to fail, a failure if it then passed."""
    tag, kind = _ELEMENTS.get(told.state), told.state.value
    message, text, aside = told.message, told.text, told.aside
    if told.excused:
        tag, message = "skipped", f"{kind}, as expected: {told.excused}"
    elif told.stale:
        tag, kind, message = "failure", "unexpectedly passed", told.stale
    if tag is not None:
        outcome = etree.SubElement(case, tag, message=printable(one_line(message, 500)))
        if tag != "skipped":
            outcome.set("type", kind)
            outcome.text, text = printable(text), ""
    shown = told.excused or tag != "skipped"
    if said := "\n\n".join(each for each in (text if shown else "", aside) if each):
        etree.SubElement(case, "system-out").text = printable(said)


def _requirement(
    suite: etree._Element,
    entry: RequirementResult,
    results: Results,
    said: Sequence[Complaint],
    informed: Sequence[Complaint],
) -> None:
    requirement = entry.requirement
    case = _case(suite, f"requirements.{requirement.operation}", f"{requirement.id} "
                 f"{requirement.title}")  # fmt: skip
    head = [requirement.title, f"clause: {requirement.clause}"]
    head += [f"ledger: {unclear.id}: {unclear.question}" for unclear in ledger_of(requirement)]
    message = f"expected {said[0].expected}; got {said[0].got}" if said else entry.reason
    _outcome(
        case,
        _Told(
            state=entry.state,
            excused=entry.excused,
            stale=_stale(results, requirement.id),
            message=message,
            text=_all(["\n".join(head)], said, results),
            aside=_all([f"information: {requirement.title}"], informed, results),
        ),
    )


def _stale(results: Results, id_: str) -> str:
    """Say that what was expected to fail passed; empty if it was not, or did not."""
    return next(
        (
            f"{id_} was expected to fail ({result.entry.reason}), but {result.remark}"
            for result in results.expected
            if result.entry.id == id_ and result.outcome == Outcome.PASSED
        ),
        "",
    )


def _all(head: Sequence[str], said: Sequence[Complaint], results: Results) -> str:
    """Return complaints as text; nothing if there are none."""
    if not said:
        return ""
    blocks = [_in_words(complaint, results) for complaint in said[:_MAX_COMPLAINTS]]
    if len(said) > _MAX_COMPLAINTS:
        blocks.append(f"{len(said) - _MAX_COMPLAINTS} more are in results.json.")
    return "\n\n".join([*head, *blocks])


def _in_words(complaint: Complaint, results: Results) -> str:
    lines = [
        f"expected: {clip(complaint.expected, _MAX_TEXT)}",
        f"got: {clip(complaint.got, _MAX_TEXT)}",
    ]
    if complaint.where:
        lines.append(f"where: {clip(complaint.where, _MAX_TEXT)}")
    listed = [place for place in complaint.places if place.exchange]
    if listed:
        named = ", ".join(
            f"{place.exchange} (evidence.jsonl, line {place.line})" if place.line
            else place.exchange
            for place in listed[:_MAX_PLACES]
        )  # fmt: skip
        more = len(listed) - _MAX_PLACES
        lines.append(f"exchange: {named}" + (f" and {more} more" if more > 0 else ""))
    if complaint.places:
        command = repeat_command(results.header, complaint.places[0].scenario)
        lines.append(f"run it again: {command}")
    return "\n".join(lines)


def _scenario(
    suite: etree._Element, scenario: ScenarioResult, results: Results, evidence: Evidence
) -> None:
    case = _case(suite, f"scenarios.{scenario.feature}", f"{scenario.id} {scenario.name}")
    case.set("time", f"{evidence.seconds.get(scenario.id, 0.0):.4f}")
    place = evidence.place(scenario.id)
    text = "\n".join(
        line
        for line in (
            clip(scenario.reason, _MAX_TEXT),
            f"requirement: {scenario.requirement}",
            f"exchange: {place.exchange} (evidence.jsonl, line {place.line})" if place.line else "",
            f"run it again: {repeat_command(results.header, scenario.id)}",
        )
        if line
    )
    told = _Told(
        state=scenario.state,
        excused=scenario.excused,
        stale=_stale(results, scenario.id),
        message=scenario.reason or scenario.state.value,
        text="" if scenario.state == State.PASSED else text,
    )
    _outcome(case, told)


def _count(suite: etree._Element) -> None:
    """Enter the counts of a suite, or of all suites, into its attributes."""
    cases = list(suite.iter("testcase"))
    suite.set("tests", str(len(cases)))
    for tag, attribute in _COUNTED.items():
        suite.set(attribute, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.4f}")
