"""What Then steps expect: met, broken, or impossible to judge."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from tests.judge.builder import (
    ERROR,
    FAILURE,
    PARTIAL,
    SUCCESS,
    WARNING,
    Said,
    World,
    fault,
    image,
    jpeg,
    page,
    plain,
    refusal,
    registry_error,
    rendered,
    rendered_refusal,
    request_envelope,
    retrieved,
)
from tests.judge.good import CT, CT_REQUEST, CT_SHOWN, SECOND, UNKNOWN
from wadows_contract.judge import expectations
from wadows_contract.judge.expectations import Unreadable
from wadows_contract.judge.finding import Case, Finding
from wadows_spec.constants import (
    RETRIEVE_ACTION,
    SOAP11,
    SOAP12,
    WSA,
)

ONE_CAME = retrieved(
    "ct", asked=[CT, UNKNOWN], errors=[registry_error("XDSMissingDocument", UNKNOWN)],
    status=PARTIAL,
)  # fmt: skip
NONE_CAME = refusal(registry_error("XDSMissingDocument", UNKNOWN), asked=[UNKNOWN])
NO_ANSWER = replace(retrieved("ct"), reply=None, failure="refused")


def broken(findings: Iterator[Finding]) -> list[tuple[str, str]]:
    """Return what was expected and what came, of each finding that is broken."""
    listed = list(findings)
    assert listed, "nothing was judged"
    return [(finding.expected, finding.got) for finding in listed if not finding.met]


@pytest.mark.parametrize(
    ("said", "instance", "expected"),
    [
        (retrieved("ct"), CT, []),
        (retrieved("ct", "second"), SECOND, []),
        (ONE_CAME, CT, []),
        (rendered("ct", jpeg(CT_SHOWN)), CT, []),
        (plain(retrieved("ct")), CT, []),
        (
            retrieved("ct", errors=[registry_error("A", CT, WARNING)]),
            CT,
            [],
        ),
        (ONE_CAME, UNKNOWN, [("the document", "error XDSMissingDocument: Why.")]),
        (retrieved("ct"), SECOND, [("the document", "nothing")]),
        (NONE_CAME, UNKNOWN, [("the document", "error XDSMissingDocument: Why.")]),
        (
            retrieved("ct", errors=[registry_error("A", CT)], status=PARTIAL),
            CT,
            [("the document", "error A: Why.")],
        ),
        (
            # Where one document was asked for, an error can be about no other.
            retrieved("ct", errors=[registry_error("A", None)], status=PARTIAL),
            CT,
            [("the document", "error A: Why.")],
        ),
        (
            # Where two were, an error about the other keeps this one from nobody.
            retrieved("ct", asked=[CT, SECOND], errors=[registry_error("A", None)], status=PARTIAL),
            CT,
            [],
        ),
        (fault(request=CT_REQUEST), CT, [("the document", "a Sender fault: Why.")]),
        (fault("Sender", request=CT_REQUEST), CT, [("the document", "a Sender fault: Why.")]),
    ],
)  # fmt: skip
def test_delivered(
    said: Said, instance: str, expected: list[tuple[str, str]], world: World
) -> None:
    assert expected == broken(expectations.delivered(said.case(world), instance))


ACCEPTED = [
    "XDSMissingDocument",
    "XDSDocumentUniqueIdError",
    "urn:dicom:wado:0015",
    "urn:dicom:wado:0016",
    "urn:dicom:wado:0017",
]
CODES = (
    "error XDSMissingDocument (or XDSDocumentUniqueIdError, urn:dicom:wado:0015,"
    " urn:dicom:wado:0016, urn:dicom:wado:0017)"
)


@pytest.mark.parametrize("code", ACCEPTED)
@pytest.mark.parametrize("location", [UNKNOWN, f" {UNKNOWN} ", None, "", "Store.java:17"])
def test_refused_with_each_accepted_code(code: str, location: str | None, world: World) -> None:
    """Where the location is wrong, that is another requirement's."""
    case = refusal(registry_error(code, location), asked=[UNKNOWN]).case(world)

    assert [] == broken(expectations.refused(case, UNKNOWN, "document-unknown"))


def test_refused_beside_a_document(world: World) -> None:
    case = ONE_CAME.case(world)

    assert [] == broken(expectations.refused(case, UNKNOWN, "document-unknown"))


def test_refused_with_a_right_code_among_others(world: World) -> None:
    errors = [registry_error("A", UNKNOWN), registry_error("XDSMissingDocument", UNKNOWN)]

    case = refusal(*errors, asked=[UNKNOWN]).case(world)

    assert [] == broken(expectations.refused(case, UNKNOWN, "document-unknown"))


def test_refused_by_an_error_for_the_whole_request(world: World) -> None:
    said = refusal(registry_error("XDSMissingDocument", None), asked=[SECOND, UNKNOWN])

    for instance in (SECOND, UNKNOWN):
        case = said.case(world)
        assert [] == broken(expectations.refused(case, instance, "document-unknown"))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            refusal(registry_error("urn:dicom:wado:0007", UNKNOWN), asked=[UNKNOWN]),
            [(CODES, "error urn:dicom:wado:0007: Why.")],
        ),
        (
            refusal(registry_error("xdsmissingdocument", UNKNOWN), asked=[UNKNOWN]),
            [(CODES, "error xdsmissingdocument: Why.")],
        ),
        (
            refusal(registry_error("", UNKNOWN, context=""), asked=[UNKNOWN]),
            [(CODES, "error without code: no context")],
        ),
        (
            refusal(registry_error("XDSMissingDocument", UNKNOWN, WARNING), asked=[UNKNOWN]),
            [(CODES, "no error")],
        ),
        (
            refusal(registry_error("XDSMissingDocument", CT), asked=[CT, UNKNOWN]),
            [(CODES, "no error")],
        ),
        (refusal(asked=[UNKNOWN], status=SUCCESS), [(CODES, "no error")]),
        (fault(request=CT_REQUEST), [(CODES, "a Sender fault: Why.")]),
    ],
)
def test_not_refused(said: Said, expected: list[tuple[str, str]], world: World) -> None:
    assert expected == broken(expectations.refused(said.case(world), UNKNOWN, "document-unknown"))


def test_refused_and_delivered_all_the_same(world: World) -> None:
    said = retrieved("ct", errors=[registry_error("XDSMissingDocument", CT)], status=PARTIAL)

    assert [("no document beside its error", "the document")] == broken(
        expectations.refused(said.case(world), CT, "document-unknown")
    )


def test_exact_codes_accept_nothing_else(world: World) -> None:
    exact = {situation: frozenset({code}) for situation, code in world.statement.emits.items()}
    strict = replace(world, statement=replace(world.statement, accepts=exact))
    said = refusal(registry_error("XDSDocumentUniqueIdError", UNKNOWN), asked=[UNKNOWN])

    assert [("error XDSMissingDocument", "error XDSDocumentUniqueIdError: Why.")] == broken(
        expectations.refused(said.case(strict), UNKNOWN, "document-unknown")
    )


@pytest.mark.parametrize(
    ("situation", "code"),
    [
        ("transfer-syntax-refused", "urn:dicom:wado:0007"),
        ("transfer-syntax-refused", "urn:dicom:wado:0006"),
        ("content-type-refused", "urn:dicom:wado:0006"),
        ("not-an-image", "urn:dicom:wado:0007"),
        ("frame-missing", "urn:dicom:wado:0008"),
        ("frame-out-of-range", "urn:dicom:wado:0018"),
        ("value-invalid", "urn:dicom:wado:0012"),
        ("parameter-unsupported", "urn:dicom:wado:0013"),
        ("anonymization-unsupported", "urn:dicom:wado:0002"),
        ("processing-failure", "urn:dicom:wado:0014"),
    ],
)
def test_refused_in_each_situation(situation: str, code: str, world: World) -> None:
    right = rendered_refusal(registry_error(code, CT), role="ct", parameters={})
    wrong = rendered_refusal(registry_error("urn:dicom:wado:0099", CT), role="ct", parameters={})

    assert [] == broken(expectations.refused(right.case(world), CT, situation))
    assert broken(expectations.refused(wrong.case(world), CT, situation))


def test_status(world: World) -> None:
    case = ONE_CAME.case(world)

    assert [] == broken(expectations.status(case, "PartialSuccess"))
    assert [(SUCCESS, PARTIAL)] == broken(expectations.status(case, "Success"))
    assert [(FAILURE, "nothing")] == broken(
        expectations.status(NONE_CAME.swap(f' status="{FAILURE}"', "").case(world), "Failure")
    )
    assert [(FAILURE, "a Sender fault: Why.")] == broken(
        expectations.status(fault().case(world), "Failure")
    )


BARE = request_envelope(RETRIEVE_ACTION, "<nothing/>")


@pytest.mark.parametrize(
    ("said", "code", "expected"),
    [
        (fault(), "Sender", []),
        (fault(status=500), "Sender", []),
        (fault("s:MustUnderstand", status=500), "MustUnderstand", []),
        (page(400, BARE), "Sender", []),
        (page(400, BARE, "application/json", b"{}"), "Sender", []),
        (page(400, BARE, "application/xhtml+xml", b"<html/>"), "Sender", []),
        (page(400, BARE).saying(b""), "Sender", []),
        (fault().swap(SOAP12, SOAP11).swap("s:Code><s:Value>s:Sender</s:Value></s:Code>",
                                           "faultcode>s:VersionMismatch</faultcode>"),
         "VersionMismatch", []),
        (fault("s:VersionMismatch", status=500), "Sender or VersionMismatch", []),
        (fault(), "Sender or VersionMismatch", []),
        (page(400, BARE), "Sender or VersionMismatch", []),
        (fault("VersionMismatch", status=500), "Sender or VersionMismatch",
         [("a Sender or VersionMismatch fault", "VersionMismatch of no namespace")]),
        (fault("s:Receiver", status=500), "Sender or VersionMismatch",
         [("a Sender or VersionMismatch fault", "Receiver")]),
        (fault("s:Receiver", status=500), "Sender", [("a Sender fault", "Receiver")]),
        (fault("a:Sender"), "Sender", [("a Sender fault", f"{{{WSA}}}Sender")]),
        (fault("Sender"), "Sender", [("a Sender fault", "Sender of no namespace")]),
        (fault(""), "Sender", [("a Sender fault", "a fault without code")]),
        (page(500, BARE), "Sender", [("a Sender fault", "HTTP 500 without a fault")]),
        (page(200, BARE), "Sender", [("a Sender fault", "HTTP 200 without a fault")]),
        (page(415, BARE), "Sender", [("a Sender fault", "HTTP 415 without a fault")]),
        (page(400, BARE), "MustUnderstand",
         [("a MustUnderstand fault", "HTTP 400 without a fault")]),
        (page(400, BARE), "VersionMismatch",
         [("a VersionMismatch fault", "HTTP 400 without a fault")]),
        (retrieved("ct"), "Sender", [("a Sender fault", "HTTP 200 without a fault")]),
        (replace(retrieved("ct"), status=400), "Sender",
         [("a Sender fault", "HTTP 400 without a fault")]),
    ],
)  # fmt: skip
def test_fault(said: Said, code: str, expected: list[tuple[str, str]], world: World) -> None:
    assert expected == broken(expectations.fault(said.case(world), code))


# Quality

#: Noise, so that a finer quantisation has something to show.
NOISE = np.random.default_rng(4711).integers(0, 256, (32, 64))


def of_quality(quality: int) -> Said:
    return rendered("ct", jpeg(NOISE, quality=quality), {"ImageQuality": str(quality)})


def test_a_better_image(world: World) -> None:
    worse, better = of_quality(20).case(world), of_quality(90).case(world)

    assert [] == broken(expectations.better_image(worse, better))


@pytest.mark.parametrize(("first", "second"), [(90, 20), (50, 50)])
def test_no_better_image(first: int, second: int, world: World) -> None:
    findings = list(
        expectations.better_image(*(of_quality(q).case(world) for q in (first, second)))
    )

    assert [False, False] == [finding.met for finding in findings]
    assert ["finer quantisation at the higher quality", "more bytes at the higher quality"] == [
        finding.expected for finding in findings
    ]


def test_a_longer_file_is_no_better_image(world: World) -> None:
    padded = rendered("ct", jpeg(NOISE, quality=20, comment=b"x" * 60_000))

    (finding,) = broken(expectations.better_image(of_quality(20).case(world), padded.case(world)))

    assert "finer quantisation at the higher quality" == finding[0]


def test_a_png_is_no_better_image(world: World) -> None:
    png = rendered("ct", image(NOISE, "PNG"))

    assert broken(expectations.better_image(of_quality(20).case(world), png.case(world)))


# What cannot be judged

JUDGES: list[Callable[[Case], Iterator[Finding]]] = [
    lambda case: expectations.delivered(case, CT),
    lambda case: expectations.refused(case, CT, "document-unknown"),
    lambda case: expectations.status(case, "Success"),
    lambda case: expectations.better_image(case, case),
]


@pytest.mark.parametrize("judge", JUDGES, ids=["delivered", "refused", "status", "better"])
@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (NO_ANSWER, "no answer: refused"),
        (page(500, CT_REQUEST), "no envelope: "),
        (page(200, CT_REQUEST).saying(b""), "no envelope: no element found"),
        (retrieved("ct").swap("</s:Envelope>", ""), "no envelope: "),
    ],
)
def test_what_cannot_be_read(
    judge: Callable[[Case], Iterator[Finding]], said: Said, reason: str, world: World
) -> None:
    with pytest.raises(Unreadable, match=reason):
        list(judge(said.case(world)))


def test_a_fault_needs_an_answer(world: World) -> None:
    with pytest.raises(Unreadable, match="no answer: refused"):
        list(expectations.fault(NO_ANSWER.case(world), "Sender"))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (rendered("ct", b"<html/>"), "the image cannot be decoded"),
        (rendered("ct", jpeg(CT_SHOWN)).swap("cid:1@x", "cid:2@x"), "no image came"),
        (rendered_refusal(registry_error("A", CT), role="ct", parameters={}), "no image came"),
        (fault(request=CT_REQUEST), "a Sender fault: Why."),
    ],
)
def test_quality_needs_two_images(said: Said, reason: str, world: World) -> None:
    with pytest.raises(Unreadable, match=reason):
        list(expectations.better_image(of_quality(20).case(world), said.case(world)))


def test_severity_is_error_unless_it_says_warning(world: World) -> None:
    for severity in (ERROR, None, "urn:x"):
        said = refusal(registry_error("XDSMissingDocument", UNKNOWN, severity), asked=[UNKNOWN])
        case = said.case(world)
        assert [] == broken(expectations.refused(case, UNKNOWN, "document-unknown"))
