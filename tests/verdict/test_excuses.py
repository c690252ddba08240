"""Expected failures turn the gate, both ways, and never the verdict."""

from typing import Any

import pytest

from tests.verdict.events import STATEMENT, SUBJECT, broken, judged, planned, run
from wadows_contract.evidence import Event
from wadows_contract.level import Level
from wadows_contract.results import Gate, Outcome, Results
from wadows_contract.verdict import summarise
from wadows_spec.errors import ConfigurationError

TODAY = "2026-11-22"
FIRST, SECOND = f"T-{SUBJECT}-0", f"T-{SUBJECT}-1"
CONFORMS, DOES_NOT = "conforms to dcm4chee-arc", "does not conform"
GREEN, RED = Gate.CONFORMS, Gate.DOES_NOT_CONFORM
EXPECTED, STALE = Outcome.FAILED, Outcome.PASSED


def header(*ids: str, until: str = "", on: str = TODAY) -> Event:
    """Return what a header pins, with an entry for each id."""
    end = f"until = {until}\n" if until else ""
    text = "".join(
        f'[[expected]]\nid = "{id_}"\nreason = "Ticket {number}"\n{end}'
        for number, id_ in enumerate(ids, 1)
    )
    return {"expected_failures": {"given": "known.toml", "text": text, "on": on}}


def excused(results: Results, requirement: str = SUBJECT) -> str:
    return next(
        entry.excused for entry in results.requirements if entry.requirement.id == requirement
    )


MUST_FIRST, MUST_SECOND = broken(SUBJECT, scenario=FIRST), broken(SUBJECT, scenario=SECOND)
SWEPT, OTHER = broken(SUBJECT), broken("REG-02", scenario=FIRST)
WARN = broken(SUBJECT, Level.WARNING, FIRST)
INFORM = broken(SUBJECT, Level.INFORMATION, FIRST)

DECISIONS: list[tuple[str, list[str], list[str], list[Event], str, Gate, list[Outcome]]] = [
    # What there is, the entries, how two scenarios ended, findings, verdict, gate, outcomes
    ("no entry", [], ["failed", "passed"], [MUST_FIRST], DOES_NOT, RED, []),
    ("the requirement", [SUBJECT], ["failed", "passed"], [MUST_FIRST], DOES_NOT, GREEN,
     [EXPECTED]),
    ("the scenario", [FIRST], ["failed", "passed"], [MUST_FIRST], DOES_NOT, GREEN, [EXPECTED]),
    ("both of them", [SUBJECT, FIRST], ["failed", "passed"], [MUST_FIRST], DOES_NOT, GREEN,
     [EXPECTED, EXPECTED]),
    ("one of two scenarios", [FIRST], ["failed", "failed"], [MUST_FIRST, MUST_SECOND], DOES_NOT,
     RED, [EXPECTED]),
    ("two of two scenarios", [FIRST, SECOND], ["failed", "failed"], [MUST_FIRST, MUST_SECOND],
     DOES_NOT, GREEN, [EXPECTED, EXPECTED]),
    ("the requirement, for two scenarios", [SUBJECT], ["failed", "failed"],
     [MUST_FIRST, MUST_SECOND], DOES_NOT, GREEN, [EXPECTED]),
    ("another requirement", ["REG-02"], ["failed", "passed"], [MUST_FIRST], DOES_NOT, RED,
     [STALE]),
    ("the other scenario", [SECOND], ["failed", "passed"], [MUST_FIRST], DOES_NOT, RED, [STALE]),
    ("a scenario, but a sweep found it elsewhere too", [FIRST], ["failed", "passed"],
     [MUST_FIRST, SWEPT], DOES_NOT, RED, [EXPECTED]),
    ("a scenario that passed, for what was found in it", [FIRST], ["passed", "passed"], [OTHER],
     DOES_NOT, GREEN, [EXPECTED]),
    ("the requirement, for what was found elsewhere", [SUBJECT], ["passed", "passed"], [SWEPT],
     DOES_NOT, GREEN, [EXPECTED]),
    ("one requirement of two that are broken", [SUBJECT], ["failed", "passed"],
     [MUST_FIRST, OTHER], DOES_NOT, RED, [EXPECTED]),
    ("a scenario, for both that it broke", [FIRST], ["failed", "passed"], [MUST_FIRST, OTHER],
     DOES_NOT, GREEN, [EXPECTED]),
    ("not testable, no entry", [], ["not testable", "passed"], [], DOES_NOT, RED, []),
    ("not testable", [SUBJECT], ["not testable", "passed"], [], DOES_NOT, GREEN, [EXPECTED]),
    ("a scenario that is not testable", [FIRST], ["not testable", "passed"], [], DOES_NOT, GREEN,
     [EXPECTED]),
    ("failed is listed, not testable is not", [FIRST], ["failed", "not testable"], [MUST_FIRST],
     DOES_NOT, RED, [EXPECTED]),
    ("failed without a finding", [FIRST], ["failed", "passed"], [], DOES_NOT, GREEN, [EXPECTED]),
    ("passed, no entry", [], ["passed", "passed"], [], CONFORMS, GREEN, []),
    ("the requirement passed", [SUBJECT], ["passed", "passed"], [], CONFORMS, RED, [STALE]),
    ("the scenario passed", [FIRST], ["passed", "passed"], [], CONFORMS, RED, [STALE]),
    ("the scenario passed, its requirement did not", [SECOND], ["passed", "passed"],
     [broken(SUBJECT, scenario=FIRST)], DOES_NOT, RED, [STALE]),
    ("only a warning, no entry", [], ["passed", "passed"], [WARN], CONFORMS, GREEN, []),
    ("the requirement only warns", [SUBJECT], ["passed", "passed"], [WARN], CONFORMS, RED,
     [STALE]),
    ("the scenario only warns", [FIRST], ["passed", "passed"], [WARN], CONFORMS, RED, [STALE]),
    ("only information", [SUBJECT], ["passed", "passed"], [INFORM], CONFORMS, RED, [STALE]),
    ("a scenario not shown", [FIRST], ["not shown", "passed"], [], CONFORMS, GREEN,
     [Outcome.NOT_JUDGED]),
    ("not applicable", [SUBJECT, FIRST], ["not applicable", "not applicable"], [], CONFORMS,
     GREEN, [Outcome.NOT_JUDGED, Outcome.NOT_JUDGED]),
    ("nothing of that name", ["T9999"], ["passed", "passed"], [], CONFORMS, GREEN,
     [Outcome.NOT_JUDGED]),
    ("the suite's error", [SUBJECT, FIRST], ["error", "passed"], [], "no verdict: the suite failed",
     Gate.SUITE_FAILED, [Outcome.NOT_JUDGED, Outcome.NOT_JUDGED]),
    ("an error beside what is expected", [FIRST], ["failed", "error"], [MUST_FIRST],
     "no verdict: the suite failed", Gate.SUITE_FAILED, [EXPECTED]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("entries", "states", "findings", "verdict", "gate", "expected"),
    [row[1:] for row in DECISIONS],
    ids=[row[0] for row in DECISIONS],
)
def test_decision(
    entries: list[str],
    states: list[str],
    findings: list[Event],
    verdict: str,
    gate: Gate,
    expected: list[Outcome],
) -> None:
    met = "not applicable" not in states
    results = judged(*findings, states=states, subject_met=met, header=header(*entries))

    assert (verdict, gate) == (results.verdict, results.gate)
    assert expected == [entry.outcome for entry in results.expected]


def test_a_requirement_not_shown_is_neither() -> None:
    results = judged(states=["not shown"], subject_met=False, header=header(SUBJECT))

    (result,) = results.expected
    assert (Outcome.NOT_JUDGED, f"not shown: {FIRST}: why 0") == (result.outcome, result.remark)
    assert GREEN == results.gate


@pytest.mark.parametrize(
    ("until", "on", "gate", "outcome"),
    [
        ("2026-11-21", "2026-11-22", RED, Outcome.EXPIRED),
        ("2026-11-22", "2026-11-22", GREEN, EXPECTED),
        ("2026-11-23", "2026-11-22", GREEN, EXPECTED),
        ("2026-11-22", "2027-01-01", RED, Outcome.EXPIRED),
    ],
)
def test_an_entry_counts_until_its_last_day(
    until: str, on: str, gate: Gate, outcome: Outcome
) -> None:
    pinned = header(SUBJECT, until=until, on=on)

    results = judged(MUST_FIRST, states=["failed"], header=pinned)

    assert (DOES_NOT, gate) == (results.verdict, results.gate)
    assert [outcome] == [entry.outcome for entry in results.expected]


def test_an_expired_entry_for_what_passes_fails_nothing_and_says_so() -> None:
    results = judged(header=header(SUBJECT, until="2026-01-31"))

    (result,) = results.expected
    assert (CONFORMS, GREEN) == (results.verdict, results.gate)
    assert "the last day was 2026-01-31: it counts no more" == result.remark


def test_the_remark_says_what_to_do() -> None:
    def remark(*findings: Event, states: list[str]) -> str:
        return judged(*findings, states=states, header=header(SUBJECT)).expected[0].remark

    assert "it failed, as expected" == remark(MUST_FIRST, states=["failed"])
    assert "it passed: remove the entry" == remark(states=["passed"])
    assert "it only warns, and a warning needs no entry: remove the entry" == remark(
        WARN, states=["passed"]
    )


@pytest.mark.parametrize("end", [{}, {"event": "end", "complete": False}])
def test_a_run_that_was_cut_short_is_never_excused(end: Event) -> None:
    failed = judged(MUST_FIRST, states=["failed"], end=end, header=header(SUBJECT))
    passed = judged(end=end, header=header(SUBJECT))

    assert (Gate.SUITE_FAILED, EXPECTED) == (failed.gate, failed.expected[0].outcome)
    # What a whole run would have found is not known.
    assert (Gate.SUITE_FAILED, Outcome.NOT_JUDGED) == (passed.gate, passed.expected[0].outcome)


def test_an_endpoint_that_cannot_be_reached_is_never_excused() -> None:
    unreachable: list[Event] = [
        {"event": "unreachable", "reason": "Connection refused"},
        {"event": "end", "complete": False},
    ]
    events = [
        event for event in run(header=header(SUBJECT)) if event["event"] in ("run", "planned")
    ]

    results = summarise(events + unreachable, STATEMENT)

    assert (Gate.UNREACHABLE, Outcome.NOT_JUDGED) == (results.gate, results.expected[0].outcome)


def test_a_selection_is_judged_by_what_was_selected() -> None:
    def gate(*findings: Event, **kwargs: Any) -> tuple[str, Gate, Outcome]:
        results = judged(*findings, header=header(SUBJECT), **kwargs)
        return results.verdict, results.gate, results.expected[0].outcome

    alone: dict[str, Any] = {"others_selected": False}
    assert ("incomplete", GREEN, EXPECTED) == gate(MUST_FIRST, states=["failed"], **alone)
    assert ("incomplete", RED, STALE) == gate(**alone)
    assert ("incomplete", GREEN, Outcome.NOT_JUDGED) == gate(selected=False)


@pytest.mark.parametrize(
    ("findings", "states", "gate", "outcome"),
    [
        # It may still fail in the scenario that was left out.
        ([], ["passed"], GREEN, Outcome.NOT_JUDGED),
        ([MUST_FIRST], ["failed"], GREEN, EXPECTED),
    ],
)
def test_a_requirement_of_which_a_scenario_was_left_out(
    findings: list[Event], states: list[str], gate: Gate, outcome: Outcome
) -> None:
    events = run(*findings, states=states, header=header(SUBJECT))
    events.insert(1, planned(SUBJECT, "T-left-out", selected=False))

    results = summarise(events, STATEMENT)

    assert (gate, outcome) == (results.gate, results.expected[0].outcome)


def test_what_is_excused_says_by_what() -> None:
    twice = [MUST_FIRST, MUST_SECOND]
    by_scenario = judged(*twice, states=["failed"] * 2, header=header(FIRST, SECOND))
    by_requirement = judged(*twice, states=["failed"] * 2, header=header(SUBJECT))
    in_part = judged(*twice, states=["failed"] * 2, header=header(FIRST))

    assert "Ticket 1; Ticket 2" == excused(by_scenario)
    assert "Ticket 1" == excused(by_requirement)
    assert "" == excused(in_part)
    for results, expected in (
        (by_scenario, ["Ticket 1", "Ticket 2"]),
        (by_requirement, ["Ticket 1", "Ticket 1"]),
        (in_part, ["Ticket 1", ""]),
    ):
        own = [entry.excused for entry in results.scenarios if entry.requirement == SUBJECT]
        assert expected == own


def test_what_passed_is_not_excused() -> None:
    results = judged(header=header(SUBJECT, FIRST))

    assert "" == excused(results)
    assert {""} == {entry.excused for entry in results.scenarios}


def test_pinned_entries_that_were_changed_are_refused() -> None:
    for pinned in ({"text": "no TOML", "on": TODAY}, {"text": "", "on": "one day"}, {"text": ""}):
        with pytest.raises(ConfigurationError, match="expected failures in the evidence"):
            judged(header={"expected_failures": pinned})
