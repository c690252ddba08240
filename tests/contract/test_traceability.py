"""Tables, requirements, scenarios, steps and mutants hold together; each check is shown to fail."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from wadows_contract import traceability
from wadows_contract.features import Scenario, read_feature, scenarios
from wadows_spec.documents import TEST_DOCUMENTS
from wadows_spec.register import register
from wadows_spec.statement import load_statement
from wadows_spec.tables import (
    ErrorCode,
    RenderedParameter,
    SopClass,
    TransferSyntax,
    error_codes,
    rendered_parameters,
    sop_classes,
    transfer_syntaxes,
)

STEPS = [import_module(f"wadows_steps.{name}") for name in ("asked", "asking", "expected")]
GROUPS = {document.role: document.group for document in TEST_DOCUMENTS}

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


@pytest.fixture
def planted(tmp_path: Path) -> list[Scenario]:
    """One sound scenario, to be planted beside unsound ones."""
    path = tmp_path / "planted.feature"
    path.write_text(PLANTED, encoding="utf-8")
    return list(read_feature(path))


def rows(found: list[Scenario]) -> list[str]:
    return traceability.rows_without_scenario(
        found,
        [ErrorCode("urn:dicom:wado:0013", "")],
        [RenderedParameter("Region", "Region", False, "", "")],
        [],
        [SopClass("image", "CT Image Storage", "1.2.840.10008.5.1.4.1.1.2", "2018")],
        GROUPS,
    )


def test_every_row_of_a_table_has_a_scenario() -> None:
    assert [] == traceability.rows_without_scenario(
        scenarios(),
        error_codes(),
        rendered_parameters(),
        transfer_syntaxes(),
        sop_classes(),
        GROUPS,
    )


def test_a_row_without_scenario_is_found(planted: list[Scenario]) -> None:
    assert [] == rows(planted)
    assert [
        "error code urn:dicom:wado:0013 has no scenario",
        "parameter Region has no scenario",
        (
            "SOP class CT Image Storage (1.2.840.10008.5.1.4.1.1.2) is of group image,"
            " which has no scenario"
        ),
    ] == rows([replace(planted[0], steps=(), cells={})])


def test_every_parameter_has_good_boundary_and_bad_values() -> None:
    assert [] == traceability.values_without_scenario(scenarios(), rendered_parameters())


def test_a_missing_kind_of_value_is_found(planted: list[Scenario]) -> None:
    region = [RenderedParameter("Region", "Region", False, "", "")]
    good, boundary, odd = (
        replace(planted[0], cells={"parameter": "Region", "kind": kind})
        for kind in ("good", "boundary", "odd")
    )
    another = replace(planted[0], cells={"parameter": "Rows", "kind": "bad"})

    assert ["parameter Region has no bad value"] == (
        traceability.values_without_scenario([good, boundary, another], region)
    )
    assert "scenario T9001 is of a kind 'odd', which there is not" in (
        traceability.values_without_scenario([odd], region)
    )


def test_a_transfer_syntax_must_be_asked_for_of_its_own_group() -> None:
    explicit = TransferSyntax("image", "Explicit", "1.2.840.10008.1.2.1", "2018")
    video = replace(explicit, group="video")
    image_only = [entry for entry in scenarios() if entry.id == "T0609[1.2.840.10008.1.2.1]"]

    found = traceability.rows_without_scenario(image_only, [], [], [explicit, video], [], GROUPS)

    assert [
        "transfer syntax Explicit (1.2.840.10008.1.2.1) of the video table has no scenario"
    ] == found


def test_every_requirement_has_a_scenario_and_the_reverse() -> None:
    assert [] == traceability.loose_requirements(scenarios(), register())


def test_a_loose_requirement_is_found(planted: list[Scenario]) -> None:
    known = {"REN-09": register()["REN-09"]}
    excused = replace(register()["REN-08"], reason="nobody can provoke it")

    assert [] == traceability.loose_requirements(planted, known | {"REN-08": excused})
    assert ["requirement REN-08 has neither scenario nor reason"] == (
        traceability.loose_requirements(planted, known | {"REN-08": register()["REN-08"]})
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"requirement": "REN-99"}, "scenario T9001 stands under no requirement of the register"),
        ({"tags": ("should",)}, "scenario T9001 stands under REN-09 but is tagged another level"),
        ({"rule": "Other words"}, "the rule of REN-09 is not titled as the register has it"),
    ],
    ids=["requirement", "level", "title"],
)
def test_a_loose_scenario_is_found(
    planted: list[Scenario], change: dict[str, str], expected: str
) -> None:
    scenario = replace(planted[0], **change)  # type: ignore[arg-type]
    known = {"REN-09": replace(register()["REN-09"], reason="left out here")}

    assert [expected] == traceability.loose_requirements([scenario], known)


def test_every_requirement_has_a_mutant_that_says_so(mutants: Mapping[str, str]) -> None:
    assert [] == traceability.unproven_requirements(register(), mutants)


def test_an_unproven_requirement_is_found() -> None:
    proven = register()["REN-09"]
    known = {"REN-09": proven}

    assert [] == traceability.unproven_requirements(known, {proven.mutant: "REN-09"})
    assert ["requirement REN-09 has neither mutant nor reason"] == (
        traceability.unproven_requirements({"REN-09": replace(proven, mutant="")}, {})
    )
    assert [
        f"requirement REN-09 names the mutant {proven.mutant}, which breaks nothing: there is none"
    ] == traceability.unproven_requirements(known, {})
    assert ["mutant idle breaks REN-99, which is no requirement"] == (
        traceability.unproven_requirements(known, {proven.mutant: "REN-09", "idle": "REN-99"})
    )


def test_scenarios_have_names_and_ids_of_their_own() -> None:
    assert [] == traceability.doubled_scenarios(scenarios())


def test_doubled_scenarios_are_found(planted: list[Scenario]) -> None:
    twin = replace(planted[0], line=planted[0].line + 10)

    assert [
        "planted: two scenarios are called 'A region'",
        "the id T9001 is given to 2 scenarios or rows",
    ] == traceability.doubled_scenarios([*planted, twin])
    assert ["planted: 'A region' has no id"] == (
        traceability.doubled_scenarios([replace(planted[0], id="")])
    )


def test_every_scenario_is_collected(certified: Path) -> None:
    """pytest-bdd drops scenarios silently: Gherkin's own parser counts them too."""
    lines = (certified / "evidence.jsonl").read_text(encoding="utf-8").splitlines()
    ran = [line for line in lines if line.startswith('{"event": "scenario"')]

    assert len(scenarios()) == len(ran)


def test_steps_are_documented_and_used() -> None:
    texts = {text for scenario in scenarios() for text in scenario.steps}

    assert [] == traceability.unsound_steps(traceability.step_definitions(STEPS), texts)


def test_unsound_steps_are_found(tmp_path: Path) -> None:
    module = planted_module(
        tmp_path,
        "@given('a word')\n"
        "def first():\n    '''Say it.'''\n"
        "@then(parsers.parse('a \"{word}\" comes'))\n"
        "def second():\n    pass\n",
    )

    assert [
        "step 'a \"{word}\" comes' has no docstring",
        "step 'a word' is used by no scenario",
        "no step fits 'a guess'",
    ] == traceability.unsound_steps(
        traceability.step_definitions([module]), ['a "thing" comes', "a guess"]
    )


def planted_module(folder: Path, source: str) -> ModuleType:
    path = folder / "planted.py"
    path.write_text(source, encoding="utf-8")
    module = ModuleType("planted")
    module.__file__ = str(path)
    return module


@pytest.mark.parametrize("package", sorted(traceability.ARROWS))
def test_law_1_suite_and_reference_share_no_code(package: str) -> None:
    source = import_module(package).__file__
    assert source is not None

    assert [] == traceability.forbidden_imports(Path(source).parent, package)


@pytest.mark.parametrize(
    "line",
    [
        "import wadows_contract.wire",
        "from wadows_contract import wire",
        "def late():\n    from wadows_contract.wire import message",
        "importlib.import_module('wadows_contract.judge')",
    ],
)
def test_a_broken_law_1_is_found(tmp_path: Path, line: str) -> None:
    (tmp_path / "planted.py").write_text(line, encoding="utf-8")

    assert ["planted.py imports wadows_contract"] == (
        traceability.forbidden_imports(tmp_path, "wadows_reference")
    )


def test_the_code_that_a_feature_shows_is_the_specifications() -> None:
    """The features name the code of a situation; the shipped statement must agree."""
    emits = load_statement("dcm4chee-arc").emits
    shown = {
        (step.split('"')[1], step.split('"')[3])
        for scenario in scenarios()
        for step in scenario.steps
        if step.startswith("it is refused as ")
    }

    assert {(situation, emits[situation]) for situation, _ in shown} == shown
