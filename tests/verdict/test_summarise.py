"""From events to states, verdict and gate, along the table of states."""

from dataclasses import replace

import pytest

from tests.verdict.events import (
    MAY,
    SHOULD,
    STATEMENT,
    SUBJECT,
    broken,
    ended,
    judged,
    planned,
    run,
)
from wadows_contract.evidence import Event
from wadows_contract.level import Level, level_of
from wadows_contract.report.results_json import as_json
from wadows_contract.results import Gate, Results, State, counts
from wadows_contract.verdict import summarise
from wadows_spec.register import register


def state_of(results: Results, requirement: str = SUBJECT) -> State:
    return next(
        entry.state for entry in results.requirements if entry.requirement.id == requirement
    )


def reason_of(results: Results, requirement: str = SUBJECT) -> str:
    return next(
        entry.reason for entry in results.requirements if entry.requirement.id == requirement
    )


MUST, WARN = broken(SUBJECT), broken(SUBJECT, Level.WARNING)
INFORM = broken(SUBJECT, Level.INFORMATION)
STATES: list[tuple[str, list[str | None], list[Event], bool, State]] = [
    # What there is, the scenarios' ends, broken findings, whether a finding was met, the state
    ("all well", ["passed"], [], True, State.PASSED),
    ("shown by the sweep alone", ["not shown"], [], True, State.PASSED),
    ("declared or not, it was shown", ["not applicable"], [], True, State.PASSED),
    ("passed beside not shown", ["passed", "not shown"], [], True, State.PASSED),
    ("a SHOULD missed", ["passed"], [WARN], True, State.WARNING),
    ("a SHOULD missed, nothing else known", ["not shown"], [WARN], False, State.WARNING),
    ("information is no warning", ["passed"], [INFORM], True, State.PASSED),
    ("information shows it", ["passed"], [INFORM], False, State.PASSED),
    ("information where no document was", ["not shown"], [INFORM], False, State.PASSED),
    ("information beside a warning", ["passed"], [INFORM, WARN], True, State.WARNING),
    ("information beside a MUST broken", ["failed"], [INFORM, MUST], True, State.FAILED),
    ("information makes nothing testable", ["not testable"], [INFORM], True, State.NOT_TESTABLE),
    ("a MUST broken in its own scenario", ["failed"], [MUST], False, State.FAILED),
    ("a MUST broken in another", ["passed"], [MUST], True, State.FAILED),
    ("a MUST broken, one scenario well", ["passed", "failed"], [MUST], True, State.FAILED),
    ("failed beats warning", ["passed"], [WARN, MUST, WARN], True, State.FAILED),
    ("failed beats not testable", ["not testable"], [MUST], True, State.FAILED),
    ("failed beats not applicable", ["not applicable"], [MUST], False, State.FAILED),
    ("failed beats not shown", ["not shown"], [MUST], False, State.FAILED),
    ("could not be judged", ["not testable"], [], False, State.NOT_TESTABLE),
    ("not testable beats passed", ["passed", "not testable"], [], True, State.NOT_TESTABLE),
    ("not testable beats warning", ["not testable"], [WARN], True, State.NOT_TESTABLE),
    ("not testable beats not shown", ["not shown", "not testable"], [], False, State.NOT_TESTABLE),
    ("failed without a finding is never green", ["failed"], [], True, State.NOT_TESTABLE),
    ("not run", [None], [], False, State.NOT_SHOWN),
    ("not run, but shown by others", [None], [], True, State.PASSED),
    ("nothing came", ["passed"], [], False, State.NOT_SHOWN),
    ("no document", ["not shown"], [], False, State.NOT_SHOWN),
    ("not declared", ["not applicable"], [], False, State.NOT_APPLICABLE),
    ("in part not declared", ["not applicable", "not shown"], [], False, State.NOT_SHOWN),
    ("our fault", ["error"], [], False, State.ERROR),
    ("error beats failed", ["failed", "error"], [MUST], True, State.ERROR),
    ("error beats not testable", ["not testable", "error"], [], True, State.ERROR),
]


@pytest.mark.parametrize(
    ("states", "findings", "subject_met", "expected"),
    [row[1:] for row in STATES],
    ids=[row[0] for row in STATES],
)
def test_state(
    states: list[str | None], findings: list[Event], subject_met: bool, expected: State
) -> None:
    assert expected == state_of(judged(*findings, states=states, subject_met=subject_met))


GATES: list[tuple[str, list[str | None], list[Event], str, Gate]] = [
    ("passed", ["passed"], [], "conforms to dcm4chee-arc", Gate.CONFORMS),
    ("warning", ["passed"], [WARN], "conforms to dcm4chee-arc", Gate.CONFORMS),
    ("information", ["passed"], [INFORM], "conforms to dcm4chee-arc", Gate.CONFORMS),
    ("not shown", ["not shown"], [], "conforms to dcm4chee-arc", Gate.CONFORMS),
    ("not applicable", ["not applicable"], [], "conforms to dcm4chee-arc", Gate.CONFORMS),
    ("failed", ["failed"], [MUST], "does not conform", Gate.DOES_NOT_CONFORM),
    ("not testable", ["not testable"], [], "does not conform", Gate.DOES_NOT_CONFORM),
    ("error", ["error"], [], "no verdict: the suite failed", Gate.SUITE_FAILED),
    ("error beside failed", ["failed", "error"], [MUST], "no verdict: the suite failed",
     Gate.SUITE_FAILED),
    ("not run", [None], [], "incomplete", Gate.SUITE_FAILED),
]  # fmt: skip


@pytest.mark.parametrize(
    ("states", "findings", "verdict", "gate"), [row[1:] for row in GATES], ids=[r[0] for r in GATES]
)
def test_verdict_and_gate(
    states: list[str | None], findings: list[Event], verdict: str, gate: Gate
) -> None:
    results = judged(*findings, states=states, subject_met=False)

    assert (verdict, gate) == (results.verdict, results.gate)


def test_reasons_are_those_of_the_first_scenario_in_the_state() -> None:
    states = ["passed", "not testable", "not testable"]

    assert f"T-{SUBJECT}-1: why 1" == reason_of(judged(states=states))
    assert "nothing that came could show it" == reason_of(judged(subject_met=False))
    assert f"T-{SUBJECT}-0: it was not run" == reason_of(judged(states=[None], subject_met=False))


def test_a_should_becomes_a_must_where_the_statement_reads_it_so() -> None:
    strict = replace(STATEMENT, readings={"response-action-must-understand": "must"})

    lenient_results = judged(broken(SHOULD))
    strict_results = judged(broken(SHOULD), statement=strict)

    assert State.WARNING == state_of(lenient_results, SHOULD)
    assert Gate.CONFORMS == lenient_results.gate
    assert State.FAILED == state_of(strict_results, SHOULD)
    assert ("does not conform", Gate.DOES_NOT_CONFORM) == (
        strict_results.verdict,
        strict_results.gate,
    )


@pytest.mark.parametrize(
    ("level", "certainty", "reading", "at_most", "expected"),
    [
        ("must", "R", "", Level.FAILED, Level.FAILED),
        ("must", "R", "", Level.WARNING, Level.WARNING),
        ("must", "I", "", Level.FAILED, Level.WARNING),  # nothing only inferred may fail a run
        ("must", "M", "", Level.FAILED, Level.WARNING),
        ("should", "R", "", Level.FAILED, Level.WARNING),
        ("should", "R", "strict", Level.FAILED, Level.FAILED),
        ("should", "R", "strict", Level.WARNING, Level.WARNING),
        ("must", "R", "lax", Level.FAILED, Level.WARNING),
        ("must", "R", "of another statement", Level.FAILED, Level.FAILED),
        ("must", "R", "", Level.INFORMATION, Level.INFORMATION),
        ("may", "R", "", Level.FAILED, Level.INFORMATION),
        ("should", "R", "of another statement", Level.FAILED, Level.WARNING),
    ],
)
def test_level(level: str, certainty: str, reading: str, at_most: Level, expected: Level) -> None:
    requirement = replace(register()[SUBJECT], level=level, certainty=certainty, reading=reading)
    statement = replace(STATEMENT, readings={"strict": "must", "lax": "warning"})

    assert expected == level_of(requirement, statement, at_most)


def test_a_may_is_information_however_often_it_is_not_kept() -> None:
    results = judged(broken(MAY), broken(MAY))

    assert (State.PASSED, "conforms to dcm4chee-arc", Gate.CONFORMS) == (
        state_of(results, MAY),
        results.verdict,
        results.gate,
    )
    (entry,) = (each for each in results.requirements if each.requirement.id == MAY)
    assert [Level.INFORMATION] * 2 == [finding.level for finding in entry.findings]


def test_a_selection_is_incomplete_and_its_gate_is_that_of_what_was_selected() -> None:
    well = judged(others_selected=False)
    ill = judged(MUST, others_selected=False)

    assert ("incomplete", Gate.CONFORMS) == (well.verdict, well.gate)
    assert ("incomplete", Gate.DOES_NOT_CONFORM) == (ill.verdict, ill.gate)
    assert 1.0 == well.coverage
    assert [f"T-{SUBJECT}-0"] == [entry.id for entry in well.scenarios]
    assert {State.NOT_SHOWN} == {entry.state for entry in well.requirements if not entry.selected}


def test_what_was_not_selected_does_not_count() -> None:
    results = judged(MUST, selected=False)

    assert (State.NOT_SHOWN, "not selected") == (state_of(results), reason_of(results))
    assert ("incomplete", Gate.CONFORMS) == (results.verdict, results.gate)


def test_one_scenario_left_out_of_a_requirement_makes_it_incomplete() -> None:
    events = run()
    events.insert(1, planned(SUBJECT, "T-left-out", selected=False))

    results = summarise(events, STATEMENT)

    assert ("incomplete", Gate.CONFORMS) == (results.verdict, results.gate)


def test_what_pytest_left_out_counts_as_not_selected() -> None:
    left_out = {"event": "left out", "scenarios": [f"T-{SUBJECT}-0"]}

    results = judged(left_out)

    assert ("incomplete", Gate.CONFORMS) == (results.verdict, results.gate)
    assert "not selected" == reason_of(results)


def test_nothing_selected_is_no_success() -> None:
    results = judged(selected=False, others_selected=False)

    assert ("incomplete", Gate.SUITE_FAILED, 0.0) == (
        results.verdict,
        results.gate,
        results.coverage,
    )


def test_a_requirement_without_any_scenario_makes_the_run_incomplete() -> None:
    events = [event for event in run() if event.get("requirement") != SUBJECT]

    assert "incomplete" == summarise(events, STATEMENT).verdict


@pytest.mark.parametrize("end", [{}, {"event": "end", "complete": False}])
def test_a_run_that_was_cut_short(end: Event) -> None:
    results = judged(end=end)

    assert not results.complete
    assert ("incomplete", Gate.SUITE_FAILED) == (results.verdict, results.gate)


def test_an_endpoint_that_cannot_be_reached() -> None:
    events = [event for event in run() if event["event"] in ("run", "planned")]
    unreachable: list[Event] = [
        {"event": "unreachable", "reason": "Connection refused"},
        {"event": "end", "complete": False},
    ]

    results = summarise(events + unreachable, STATEMENT)

    assert Gate.UNREACHABLE == results.gate
    assert "incomplete" == results.verdict
    assert {State.NOT_SHOWN} == {entry.state for entry in results.requirements}


def test_coverage_is_what_was_shown_of_what_applies() -> None:
    events = run()
    ends = {
        "HTTP-01": "not applicable",
        "HTTP-02": "not applicable",
        "HTTP-03": "not shown",
        "MIME-01": "not testable",
    }
    for event in events:
        if event["event"] == "met":
            event["requirements"] = [id_ for id_ in event["requirements"] if id_ not in ends]
        elif event["event"] == "scenario" and event["scenario"].removeprefix("T-") in ends:
            event["state"] = ends[event["scenario"].removeprefix("T-")]
    # A violation and a warning are shown too.
    events[-1:-1] = [MUST, broken("REG-02", Level.WARNING)]

    results = summarise(events, STATEMENT)

    apply = len(register()) - 2
    assert round((apply - 2) / apply, 4) == results.coverage
    assert 1.0 == judged().coverage


def test_the_last_word_about_a_scenario_counts() -> None:
    """An error while tearing down comes after the scenario's own end."""
    results = judged(ended(f"T-{SUBJECT}-0", "error", "teardown"))

    assert (State.ERROR, f"T-{SUBJECT}-0: teardown") == (state_of(results), reason_of(results))


def test_findings_are_kept_with_their_level() -> None:
    results = judged(MUST, WARN)

    (entry,) = (entry for entry in results.requirements if entry.requirement.id == SUBJECT)

    assert [State.FAILED, State.WARNING] == [finding.level for finding in entry.findings]
    assert ("T-elsewhere-1", "this", "that", "there") == (
        entry.findings[0].exchange,
        entry.findings[0].expected,
        entry.findings[0].got,
        entry.findings[0].where,
    )


def test_as_json() -> None:
    results = judged(MUST, {"event": "remark", "text": "It rained."})

    table = as_json(results)

    assert ("does not conform", 1, True) == (table["verdict"], table["gate"], table["complete"])
    assert ["It rained."] == table["remarks"]
    assert list(register()) == [entry["id"] for entry in table["requirements"]]
    (subject,) = (entry for entry in table["requirements"] if entry["id"] == SUBJECT)
    assert ("failed", "failed") == (subject["state"], subject["findings"][0]["level"])


def test_counts_go_from_the_worst_on() -> None:
    states = [State.PASSED, State.FAILED, State.PASSED, State.NOT_SHOWN]

    assert [("failed", 1), ("passed", 2), ("not shown", 1)] == list(counts(states).items())
