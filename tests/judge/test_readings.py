"""Each reading of an unclear clause that a statement can take changes what is judged."""

from dataclasses import replace

import pytest

from tests.judge.builder import (
    ERROR,
    PARTIAL,
    Said,
    World,
    fault,
    jpeg,
    refusal,
    registry_error,
    rendered,
    retrieved,
)
from tests.judge.good import CT, CT_SHOWN
from wadows_contract.judge import expectations
from wadows_contract.judge.sweep import sweep
from wadows_contract.level import Level, level_of
from wadows_spec.register import register
from wadows_spec.vocabulary import READINGS


def reading(world: World, **readings: str) -> World:
    """Judge by a statement that reads clauses so."""
    keys = {key.replace("_", "-"): value for key, value in readings.items()}
    assert all(value in READINGS[key] for key, value in keys.items())
    return replace(world, statement=replace(world.statement, readings=keys))


def broken(said: Said, world: World) -> list[tuple[str, str, str]]:
    """What the sweep finds broken: the requirement, and what was expected and came."""
    findings = sweep(said.case(world))
    return [(each.requirement, each.expected, each.got) for each in findings if not each.met]


@pytest.mark.parametrize(
    ("requirement", "key"),
    [("WSA-03", "response-action-must-understand"), ("REG-13", "severity-left-out")],
)
@pytest.mark.parametrize(
    ("value", "level"), [("must", Level.FAILED), ("warning", Level.WARNING), ("", Level.WARNING)]
)
def test_what_weighs_as_much_as_the_statement_says(
    requirement: str, key: str, value: str, level: Level, world: World
) -> None:
    readings = {key: value} if value else {}
    statement = replace(world.statement, readings=readings)

    assert level == level_of(register()[requirement], statement)


# fault-status


@pytest.mark.parametrize(
    ("code", "status", "value", "expected"),
    [
        ("s:Sender", 500, "either", []),
        ("s:Sender", 400, "400", []),
        ("s:Sender", 500, "400", [("HTTP-03", "400", "500")]),
        ("s:Receiver", 500, "400", []),
        ("s:Receiver", 400, "400", [("HTTP-03", "500", "400")]),
    ],
)
def test_fault_status(
    code: str, status: int, value: str, expected: list[tuple[str, str, str]], world: World
) -> None:
    assert expected == broken(fault(code, status=status), reading(world, fault_status=value))


# enlargement and echo: the CT has 32 rows of 64.

AS_STORED = rendered("ct", jpeg(CT_SHOWN), {"Rows": "64"})
TWICE = rendered("ct", jpeg(CT_SHOWN.repeat(2, axis=0).repeat(2, axis=1)), {"Rows": "64"})


@pytest.mark.parametrize(
    ("said", "value", "expected"),
    [
        (AS_STORED, "either", []),
        (TWICE, "either", []),
        (AS_STORED, "enlarged", [("REN-04", "64 rows of 128", "32 rows of 64")]),
        (TWICE, "enlarged", []),
        (AS_STORED, "not-enlarged", []),
        (TWICE, "not-enlarged", [("REN-04", "32 rows of 64", "64 rows of 128")]),
    ],
)
def test_enlargement(
    said: Said, value: str, expected: list[tuple[str, str, str]], world: World
) -> None:
    assert expected == broken(said, reading(world, enlargement=value))


SHRUNK = {"Rows": "16", "Columns": "64"}


@pytest.mark.parametrize(
    ("columns", "value", "expected"),
    [
        ("64", "asked", []),
        ("32", "asked", [("REN-03", "64", "32")]),
        ("32", "used", []),
        ("64", "used", [("REN-03", "32", "64")]),
        (None, "used", [("REN-03", "32", "nothing")]),
    ],
)
def test_echo_of_a_size(
    columns: str | None, value: str, expected: list[tuple[str, str, str]], world: World
) -> None:
    """The box is 16 rows of 64, and the image has 16 rows of 32."""
    new = "" if columns is None else f"<w:Columns>{columns}</w:Columns>"
    said = rendered("ct", jpeg(CT_SHOWN[::2, ::2]), SHRUNK)

    assert expected == broken(
        said.swap("<w:Columns>64</w:Columns>", new), reading(world, echo=value)
    )


@pytest.mark.parametrize(
    ("new", "value", "expected"),
    [
        ("<w:ImageQuality>80</w:ImageQuality>", "asked", [("REN-03", "90", "80")]),
        ("<w:ImageQuality>80</w:ImageQuality>", "used", []),
        ("", "used", [("REN-03", "the value used", "nothing")]),
    ],
)
def test_echo_of_another_parameter(
    new: str, value: str, expected: list[tuple[str, str, str]], world: World
) -> None:
    said = rendered("ct", jpeg(CT_SHOWN), {"ImageQuality": "90"})

    judged = broken(
        said.swap("<w:ImageQuality>90</w:ImageQuality>", new), reading(world, echo=value)
    )
    assert expected == judged


# rendered-registry-response

OF_WADO = rendered("ct", jpeg(CT_SHOWN))
OF_EBRS = OF_WADO.swap("w:RegistryResponse", "rs:RegistryResponse", 2)


@pytest.mark.parametrize(
    ("said", "value", "problem"),
    [
        (OF_WADO, "either", ""),
        (OF_EBRS, "either", ""),
        (OF_WADO, "wado", ""),
        (OF_EBRS, "wado", "This element is not expected"),
        (OF_WADO, "ebrs", "the RegistryResponse is of urn:dicom:wado:ws:2011, and not of"),
        (OF_EBRS, "ebrs", ""),
        (retrieved("ct"), "wado", ""),
        (retrieved("ct"), "ebrs", ""),
    ],
)
def test_rendered_registry_response(said: Said, value: str, problem: str, world: World) -> None:
    judged = broken(said, reading(world, rendered_registry_response=value))

    assert (["REG-01"] if problem else []) == [requirement for requirement, _, _ in judged]
    assert problem in "".join(got for _, _, got in judged)


# repository-unknown and identifiers-inconsistent: the step takes either, or the first alone

SITUATIONS = ("repository-unknown", "identifiers-inconsistent")
CODES = {
    "repository-unknown": "XDSUnknownRepositoryId",
    "identifiers-inconsistent": "XDSMissingDocument",
}


def judged(said: Said, situation: str, world: World) -> list[bool]:
    return [each.met for each in expectations.refused_or_delivered(said.case(world), CT, situation)]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_document_or_its_error(situation: str, world: World) -> None:
    right = registry_error(CODES[situation], CT)
    wrong = registry_error("urn:dicom:wado:0012", CT)

    assert [True] == judged(retrieved("ct"), situation, world)
    assert [True, True] == judged(refusal(right, asked=[CT]), situation, world)
    assert [False, True] == judged(refusal(wrong, asked=[CT]), situation, world)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_neither_or_both_will_not_do(situation: str, world: World) -> None:
    both = retrieved("ct", errors=[registry_error(CODES[situation], CT)], status=PARTIAL)

    assert [False] == judged(retrieved("second", asked=[CT]), situation, world)
    assert [True, False] == judged(both, situation, world)
    assert [False] == judged(fault(), situation, world)


def test_an_error_of_whatever_code(world: World) -> None:
    said = refusal(registry_error("X", CT, ERROR), asked=[CT])

    assert [True, True] == [each.met for each in expectations.refused(said.case(world), CT)]
    assert [False, False] == [
        each.met for each in expectations.refused(retrieved("ct").case(world), CT)
    ]


def test_a_document_that_is_asked_for_where_it_is_not_keeps_its_series(world: World) -> None:
    """Whether it may come is for another rule to say; that it is what it is, for DOC-02."""
    said = retrieved("ct")
    misplaced = replace(
        said, request=said.request.replace(b'seriesInstanceUID="', b'seriesInstanceUID="9.')
    )

    assert said.request != misplaced.request
    assert [] == broken(misplaced, world)
