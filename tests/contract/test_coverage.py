"""Every rule has a requirement or a reason, and every requirement all that proves it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.judge.expected import EXPECTED
from tests.judge.good import GOOD
from tests.judge.wrong import WRONG
from wadows_contract import proofs
from wadows_contract.conversation import Conversation
from wadows_contract.features import Scenario, read_feature, scenarios
from wadows_contract.judge.finding import CHECKS
from wadows_contract.proofs import Proofs
from wadows_spec import coverage
from wadows_spec.coverage import THEMES
from wadows_spec.errors import ConfigurationError
from wadows_spec.ledger import ledger
from wadows_spec.malformed import malformed_requests
from wadows_spec.register import Requirement, register
from wadows_steps import expected

CHECKED = {requirement for requirement, _ in CHECKS}
USED = proofs.expectations_of_steps(expected, Conversation)
SAID = proofs.expectations(scenarios(), USED)

PLANTED = """\
Feature: Planted
  @REN-09 @must
  Rule: A parameter that is not supported is refused
    @T9001
    Scenario: A region
      Given the document "signed"
      When the consumer retrieves it rendered with "Region" "0,0,1,1"
      Then it is refused as "parameter-unsupported" with "urn:dicom:wado:0013"
"""
ALL = Proofs(
    checks=[],
    expected={"REN-09": {"refused"}},
    right=["REN-09"],
    wrong=["REN-09"],
    mutants=["REN-09"],
    covered=["REN-09"],
)


@pytest.fixture
def planted(tmp_path: Path) -> list[Scenario]:
    """One scenario, of REN-09."""
    path = tmp_path / "planted.feature"
    path.write_text(PLANTED, encoding="utf-8")
    return list(read_feature(path))


@pytest.fixture
def one() -> dict[str, Requirement]:
    return {"REN-09": register()["REN-09"]}


def test_every_requirement_has_all_that_proves_it(mutants: Mapping[str, str]) -> None:
    found = Proofs(
        checks=CHECKED,
        expected=SAID,
        right={*(id_ for *_, shown in GOOD for id_ in shown), *(e.requirement for e in EXPECTED)},
        wrong={*(bad.requirement for bad in WRONG), *(e.requirement for e in EXPECTED)},
        mutants=set(mutants.values()),
        covered={id_ for row in coverage.coverage() for id_ in row.requirements},
    )

    assert [] == proofs.missing_proofs(register(), scenarios(), found)


@pytest.mark.parametrize(
    ("field", "what"),
    [
        ("expected", "check, and no expectation in its scenarios"),
        ("covered", "rule of a standard or of another tool"),
        ("right", "right answer written by hand"),
        ("wrong", "wrong answer written by hand"),
        ("mutants", "mutant"),
    ],
)
def test_a_missing_proof_is_found(
    field: str, what: str, one: dict[str, Requirement], planted: list[Scenario]
) -> None:
    lacking = replace(ALL, **{field: {}})  # type: ignore[arg-type]

    assert [] == proofs.missing_proofs(one, planted, ALL)
    assert [f"REN-09 has no {what}"] == proofs.missing_proofs(one, planted, lacking)


def test_a_missing_scenario_is_found(one: dict[str, Requirement]) -> None:
    assert ["REN-09 has no scenario"] == proofs.missing_proofs(one, [], ALL)


def test_a_check_does_instead_of_an_expectation(
    one: dict[str, Requirement], planted: list[Scenario]
) -> None:
    checked = replace(ALL, checks=["REN-09"], expected={})

    assert [] == proofs.missing_proofs(one, planted, checked)


def test_a_reason_stands_for_answers_and_mutant(
    one: dict[str, Requirement], planted: list[Scenario]
) -> None:
    lacking = replace(ALL, right=[], wrong=[], mutants=[])
    excused = {"REN-09": replace(one["REN-09"], reason="nobody can provoke it")}

    assert [] == proofs.missing_proofs(excused, planted, lacking)
    assert 3 == len(proofs.missing_proofs(one, planted, lacking))


def test_what_is_named_is_in_the_register(mutants: Mapping[str, str]) -> None:
    assert [] == proofs.unknown_requirements(
        register(),
        [
            *((f"coverage row {row.key}", row.requirements) for row in coverage.coverage()),
            *((f"ledger entry {entry.id}", entry.requirements) for entry in ledger()),
            *(
                (f"request {row.request}", [row.requirement])
                for row in malformed_requests().values()
            ),
            *((f"mutant {name}", [broken]) for name, broken in mutants.items()),
            ("a check", CHECKED),
            ("a right answer", [id_ for *_, shown in GOOD for id_ in shown]),
            ("a wrong answer", [id_ for bad in WRONG for id_ in (bad.requirement, *bad.also)]),
            ("an expectation's test", [entry.requirement for entry in EXPECTED]),
        ],
    )


def test_an_unknown_requirement_is_found(one: dict[str, Requirement]) -> None:
    named = [("coverage row a", ["REN-09"]), ("coverage row b", ["REN-09", "REN-99"])]

    assert ["coverage row b names REN-99, which is no requirement"] == (
        proofs.unknown_requirements(one, named)
    )


def test_every_scenario_has_something_to_end_with() -> None:
    assert [] == proofs.unjudged_scenarios(scenarios(), CHECKED)


def test_a_scenario_without_a_check_is_found(planted: list[Scenario]) -> None:
    ending = replace(planted[0], steps=("the answer follows this rule",))

    assert [] == proofs.unjudged_scenarios(planted, [])
    assert [] == proofs.unjudged_scenarios([ending], ["REN-09"])
    assert ["scenario T9001 ends with the check of REN-09, which has none"] == (
        proofs.unjudged_scenarios([ending], ["REN-08"])
    )


def test_expectations_are_read_from_the_steps() -> None:
    """Used by a step itself, imported by name, and by a method of the engine."""
    assert {"delivered"} == USED["it is returned"]
    assert {"served_or_refused"} == USED["it is served or refused"]
    assert {"better_image"} == USED["the second image is of better quality than the first"]
    assert {"delivered", "in_transfer_syntaxes", "syntax_refused"} == (
        USED['it is returned in "{syntax}" where that is declared, else refused']
    )
    assert set() == USED["the answer follows this rule"]


def test_expectations_are_those_of_the_scenarios(planted: list[Scenario]) -> None:
    assert {"REN-09": {"refused"}} == proofs.expectations(planted, USED)


def test_an_expectation_is_tried_as_its_scenarios_use_it() -> None:
    """What a right and a wrong answer show of an expectation counts only for who uses it."""
    assert [] == [
        f"no scenario of {entry.requirement} ends with {entry.expectation}"
        for entry in EXPECTED
        if entry.expectation not in SAID.get(entry.requirement, ())
    ]


# The table


def test_every_theme_has_rows() -> None:
    assert list(THEMES) == list(dict.fromkeys(row.theme for row in coverage.coverage()))


def test_a_reason_names_what_the_ledger_has() -> None:
    named = {id_ for row in coverage.coverage() for id_ in re.findall("`(.*?)`", row.reason)}

    assert named
    assert set() == named - {entry.id for entry in ledger()}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("a,soup,A rule,A text,SOAP-01,", "'soup' is no theme"),
        ("a,soap,A rule,A text,,", "either requirements or a reason"),
        ("a,soap,A rule,A text,SOAP-01,A reason", "either requirements or a reason"),
        ("a,soap,A rule,A text,SOAP-01,\na,soap,A rule,A text,SOAP-01,", "a key stands twice"),
    ],
)
def test_an_unsound_table_is_found(
    line: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "coverage.csv"
    table.write_text(f"key,theme,rule,source,requirements,reason\n{line}\n", encoding="utf-8")
    monkeypatch.setattr(coverage, "data_path", lambda _: table)

    with pytest.raises(ConfigurationError, match=problem):
        coverage.coverage.__wrapped__()


def test_a_table_of_other_columns_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "coverage.csv"
    table.write_text("key,rule\na,A rule\n", encoding="utf-8")
    monkeypatch.setattr(coverage, "data_path", lambda _: table)

    with pytest.raises(ConfigurationError, match="the columns are not key, theme, rule"):
        coverage.coverage.__wrapped__()
