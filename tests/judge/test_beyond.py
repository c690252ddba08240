"""What an endpoint does though its statement leaves it out: noted, and never a mistake."""

from dataclasses import replace

import pytest

from tests.judge.builder import (
    FAILURE,
    Said,
    World,
    fault,
    image,
    jpeg,
    page,
    refusal,
    registry_error,
    rendered,
    rendered_refusal,
    retrieved,
)
from tests.judge.good import CT, CT_REQUEST, CT_SHOWN, recoded
from wadows_contract.judge import beyond
from wadows_contract.judge.sweep import sweep
from wadows_spec.constants import EXPLICIT_VR_LE, IMPLICIT_VR_LE

BEYOND = "STM-01"
RLE = "1.2.840.10008.1.2.5"
NOTHING = (BEYOND, True, "nothing more")
REFUSED_SYNTAX = refusal(registry_error("urn:dicom:wado:0007", CT), asked=[CT])
IN_IMPLICIT = retrieved(
    "ct", syntaxes=[IMPLICIT_VR_LE], contents=[recoded("ct", IMPLICIT_VR_LE)]
)  # fmt: skip

Judged = list[tuple[str, bool, str]]


def as_told(findings: object) -> Judged:
    return [(each.requirement, each.met, each.got) for each in findings]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (retrieved("ct"), (BEYOND, False, "the operation retrieve, which is not declared")),
        (
            rendered("ct", jpeg(CT_SHOWN)),
            (BEYOND, False, "the operation rendered, which is not declared"),
        ),
        (REFUSED_SYNTAX, NOTHING),
        (fault(request=CT_REQUEST), NOTHING),
        (page(404, CT_REQUEST), NOTHING),
        (replace(retrieved("ct"), reply=None, failure="refused"), NOTHING),
        (retrieved("second", asked=[CT]), NOTHING),
    ],
    ids=["retrieve", "rendered", "error", "fault", "page", "no answer", "another document"],
)
def test_an_operation(said: Said, expected: tuple[str, bool, str], world: World) -> None:
    assert [expected] == as_told(beyond.not_served(said.case(world), CT))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            IN_IMPLICIT,
            [
                (BEYOND, False,
                 "the document in Implicit VR Little Endian, which is not declared"),
                ("", True, "the document in Implicit VR Little Endian"),
            ],
        ),
        (
            REFUSED_SYNTAX,
            [NOTHING, ("", True, "error urn:dicom:wado:0007: Why."), ("", True, "the document"),
             ("RET-04", True, "error urn:dicom:wado:0007: Why.")],
        ),
        (
            # Which code it has is not this rule's.
            refusal(registry_error("urn:dicom:wado:0012", CT), asked=[CT]),
            [NOTHING, ("", True, "error urn:dicom:wado:0012: Why."), ("", True, "the document"),
             ("RET-04", False, "error urn:dicom:wado:0012: Why.")],
        ),
        (
            # Not in the transfer syntax asked for.
            retrieved("ct", syntaxes=[IMPLICIT_VR_LE]),
            [NOTHING, ("", False, "no error"), ("", False, "the document")],
        ),
        (
            # Another document.
            retrieved("second", asked=[CT]),
            [NOTHING, ("", False, "no error"), ("", True, "the document")],
        ),
        (
            retrieved("ct", errors=[registry_error("urn:dicom:wado:0007", CT)], status=FAILURE),
            [NOTHING, ("", True, "error urn:dicom:wado:0007: Why."), ("", False, "the document"),
             ("RET-04", True, "error urn:dicom:wado:0007: Why.")],
        ),
        (fault(request=CT_REQUEST), [NOTHING, ("", False, "a Sender fault: Why.")]),
    ],
    ids=["it comes", "refused", "with another code", "in another one", "another document",
         "with an error beside it", "fault"],
)  # fmt: skip
def test_a_transfer_syntax(said: Said, expected: Judged, world: World) -> None:
    case = said.case(world)

    assert expected == as_told(beyond.syntax_refused(case, CT, "transfer-syntax-refused"))


EITHER = f"Explicit VR Little Endian ({EXPLICIT_VR_LE})"


@pytest.mark.parametrize(
    ("said", "declared", "expected"),
    [
        (
            retrieved("ct"),
            {EXPLICIT_VR_LE},
            [NOTHING, ("", True, EITHER)],
        ),
        (
            # One that was asked for, but is not declared.
            retrieved(
                "ct",
                syntaxes=[EXPLICIT_VR_LE, IMPLICIT_VR_LE],
                contents=[recoded("ct", IMPLICIT_VR_LE)],
            ),
            {EXPLICIT_VR_LE},
            [
                (BEYOND, False,
                 "the document in Implicit VR Little Endian, which is not declared"),
                ("", True, f"Implicit VR Little Endian ({IMPLICIT_VR_LE})"),
            ],
        ),
        (
            # One that is declared, but was not asked for.
            retrieved("ct", syntaxes=[IMPLICIT_VR_LE]),
            {EXPLICIT_VR_LE, IMPLICIT_VR_LE},
            [NOTHING, ("", False, EITHER)],
        ),
        (
            retrieved("ct", contents=[b"x" * 200]),
            {EXPLICIT_VR_LE},
            [NOTHING, ("", False, "no DICM after a preamble of 128 bytes: b'xxxx'")],
        ),
        # That nothing came is for another expectation to say.
        (REFUSED_SYNTAX, {EXPLICIT_VR_LE}, []),
        (retrieved("second", asked=[CT]), {EXPLICIT_VR_LE}, []),
    ],
    ids=["declared", "not declared", "not asked for", "no document", "refused", "another document"],
)  # fmt: skip
def test_one_of_several_transfer_syntaxes(
    said: Said, declared: set[str], expected: Judged, world: World
) -> None:
    assert expected == as_told(beyond.in_transfer_syntaxes(said.case(world), {CT: declared}))


def asked_as(said: Said, asked: str, called: str) -> Said:
    """The same rendering, asked for in a content type, and called one."""
    request = said.request.replace(b"image/jpeg", asked.encode())
    renamed = said.swap("<x:mimeType>image/jpeg<", f"<x:mimeType>{called}<")
    return replace(renamed, request=request).swap("Type: image/jpeg", f"Type: {called}")


PNG = rendered("ct", image(CT_SHOWN, "PNG"))
REFUSED_TYPE = rendered_refusal(registry_error("urn:dicom:wado:0006", CT), role="ct", parameters={})


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            asked_as(PNG, "image/png", "image/png"),
            [(BEYOND, False, "an image as image/png, which is not declared"),
             ("", True, "an image as image/png")],
        ),
        (
            asked_as(PNG, "Image/PNG", "image/png"),
            [(BEYOND, False, "an image as image/png, which is not declared"),
             ("", True, "an image as image/png")],
        ),
        (
            # No PNG, whatever it is called.
            asked_as(rendered("ct", jpeg(CT_SHOWN)), "image/png", "image/png"),
            [NOTHING, ("", False, "no error"), ("", False, "the document")],
        ),
        (
            # Nobody asked for a JPEG.
            asked_as(rendered("ct", jpeg(CT_SHOWN)), "image/png", "image/jpeg"),
            [NOTHING, ("", False, "no error"), ("", False, "the document")],
        ),
        (
            asked_as(PNG, "image/x-unknown", "image/x-unknown"),
            [NOTHING, ("", False, "no error"), ("", False, "the document")],
        ),
        (
            REFUSED_TYPE,
            [NOTHING, ("", True, "error urn:dicom:wado:0006: Why."), ("", True, "the document")],
        ),
    ],
    ids=["it comes", "in another case", "by name only", "a JPEG", "of no known type", "refused"],
)  # fmt: skip
def test_a_content_type(said: Said, expected: Judged, world: World) -> None:
    case = said.case(world)

    assert expected == as_told(beyond.content_type_refused(case, CT, "content-type-refused"))


def test_an_image_in_another_type_that_was_asked_for_need_be_no_jpeg(world: World) -> None:
    judged = {
        each.requirement for each in sweep(asked_as(PNG, "image/png", "image/png").case(world))
    }

    assert "REN-01" not in judged
    assert "REN-04" in judged


def test_an_image_in_a_type_that_was_not_asked_for_has_to_be_one(world: World) -> None:
    broken = [each for each in sweep(PNG.case(world)) if not each.met]

    assert {"REN-01"} == {each.requirement for each in broken}
