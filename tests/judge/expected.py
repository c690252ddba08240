"""What Then steps expect, for the requirements that no check of the sweep judges.

Each with an answer that is right and one that is wrong, and what is said of the wrong one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from tests.judge.builder import (
    PARTIAL,
    Said,
    World,
    fault,
    jpeg,
    refusal,
    registry_error,
    rendered,
    rendered_refusal,
    renderings,
    retrieved,
)
from tests.judge.good import CT, CT_REQUEST, SECOND, UNKNOWN, converted
from wadows_contract.judge import beyond, either, expectations
from wadows_contract.judge.finding import Case, Finding
from wadows_contract.judge.sweep import sweep
from wadows_spec.constants import IMPLICIT_VR_LE

Judge = Callable[[Case, World], Iterator[Finding]]


@dataclass(frozen=True)
class Expected:
    """A requirement, the expectation that judges it, and an answer of either kind.

    `says` is what came, of the first finding that is broken by the wrong answer.
    """

    requirement: str
    expectation: str
    judge: Judge
    right: Said
    wrong: Said
    says: str


def by(name: str, *arguments: str) -> tuple[str, Judge]:
    """An expectation of one answer, with what a step gives it."""
    return name, lambda case, _: getattr(expectations, name)(case, *arguments)


def _with_code(code: str) -> Said:
    return rendered_refusal(registry_error(code, CT), role="ct", parameters={})


_INVALID = registry_error("urn:dicom:wado:0012", CT)
_OTHER_CODE = _with_code("urn:dicom:wado:0099")
_OTHER_SAID = "error urn:dicom:wado:0099: Why."


def refused_as(requirement: str, situation: str, code: str) -> Expected:
    """A rendering that is refused with the code of a situation, or with one of none."""
    name, judge = by("refused", CT, situation)
    return Expected(requirement, name, judge, _with_code(code), _OTHER_CODE, _OTHER_SAID)


_PICTURE = jpeg(np.full((32, 64), 128))

#: Noise, so that a finer quantisation has something to show.
_NOISE = np.random.default_rng(4711).integers(0, 256, (32, 64))


def _of_quality(quality: int) -> Said:
    return rendered("ct", jpeg(_NOISE, quality=quality), {"ImageQuality": str(quality)})


def _better(case: Case, world: World) -> Iterator[Finding]:
    return expectations.better_image(_of_quality(50).case(world), case)


def _broken(case: Case, world: World) -> Iterator[Finding]:
    return expectations.broken_at_most(sweep(case), {"WSA-03"})


def _gone(code: str) -> Said:
    return refusal(registry_error(code, UNKNOWN), asked=[UNKNOWN])


_NO_MUST_UNDERSTAND = retrieved("ct").swap(' s:mustUnderstand="true"', "")


def served(requirement: str) -> Expected:
    """A request that looks odd and is right, so that the document is due."""
    right, wrong = retrieved("ct"), fault(request=CT_REQUEST)
    return Expected(requirement, *by("delivered", CT), right, wrong, "a Sender fault: Why.")


def as_read(requirement: str, situation: str, code: str) -> Expected:
    """An error of the situation, or the document, as the statement reads it."""
    right = refusal(registry_error(code, CT), asked=[CT])
    return Expected(
        requirement,
        "as_read",
        lambda case, _: either.as_read(case, CT, situation),
        right,
        refusal(asked=[CT]),
        "neither",
    )


def for_either(requirement: str, first: str, second: str, code: str) -> Expected:
    """A rendering that two situations speak against, refused with the code of the second."""
    return Expected(
        requirement,
        "refused_for_either",
        lambda case, _: either.refused_for_either(case, CT, "several-reasons", first, second),
        _with_code(code),
        _OTHER_CODE,
        _OTHER_SAID,
    )


EXPECTED = [
    served("HTTP-07"),
    served("MIME-10"),
    served("WSA-08"),
    served("SAM-01"),
    Expected(
        "RET-04",
        *by("refused", CT, "transfer-syntax-refused"),
        refusal(registry_error("urn:dicom:wado:0007", CT), asked=[CT]),
        retrieved("ct"),
        "no error",
    ),
    Expected(
        "RET-05",
        *by("refused", UNKNOWN, "document-unknown"),
        _gone("XDSMissingDocument"),
        _gone("XDSRegistryBusy"),
        "error XDSRegistryBusy: Why.",
    ),
    Expected(
        "RET-06",
        *by("delivered", CT),
        retrieved(
            "ct",
            asked=[CT, UNKNOWN],
            errors=[registry_error("XDSMissingDocument", UNKNOWN)],
            status=PARTIAL,
        ),
        refusal(
            registry_error("XDSMissingDocument", UNKNOWN),
            registry_error("XDSRepositoryError", CT),
            asked=[CT, UNKNOWN],
        ),
        "error XDSRepositoryError: Why.",
    ),
    Expected(
        "RET-07",
        *by("delivered", CT),
        converted("ct", IMPLICIT_VR_LE),
        refusal(registry_error("urn:dicom:wado:0007", CT), asked=[CT]),
        "error urn:dicom:wado:0007: Why.",
    ),
    as_read("RET-08", "repository-unknown", "XDSUnknownRepositoryId"),
    as_read("RET-09", "identifiers-inconsistent", "urn:dicom:wado:0010"),
    Expected(
        "REN-06",
        "better_image",
        _better,
        _of_quality(90),
        _of_quality(50),
        "steps of ...",
    ),
    refused_as("REN-08", "anonymization-unsupported", "urn:dicom:wado:0002"),
    refused_as("REN-09", "parameter-unsupported", "urn:dicom:wado:0013"),
    Expected(
        "REN-10",
        "content_type_refused",
        lambda case, _: beyond.content_type_refused(case, CT, "content-type-refused"),
        _with_code("urn:dicom:wado:0006"),
        _OTHER_CODE,
        _OTHER_SAID,
    ),
    refused_as("REN-11", "not-an-image", "urn:dicom:wado:0007"),
    refused_as("REN-12", "frame-missing", "urn:dicom:wado:0008"),
    refused_as("REN-13", "value-invalid", "urn:dicom:wado:0012"),
    for_either("REN-13", "parameter-unsupported", "value-invalid", "urn:dicom:wado:0012"),
    Expected(
        "REN-13",
        *by("one_of_two", CT, "value-invalid"),
        renderings([("ct", {}), ("ct", {"Rows": "0"})], [("ct", {}, _PICTURE)], _INVALID),
        renderings([("ct", {}), ("ct", {"Rows": "0"})], [("ct", {}, _PICTURE)]),
        "1 and no error",
    ),
    Expected(
        "REN-01",
        "delivered_or_fault",
        lambda case, _: either.delivered_or_fault(case, CT, "extension-elements"),
        fault(request=CT_REQUEST),
        _with_code("urn:dicom:wado:0012"),
        "error urn:dicom:wado:0012: Why.",
    ),
    refused_as("REN-14", "frame-out-of-range", "urn:dicom:wado:0018"),
    refused_as("REN-15", "processing-failure", "urn:dicom:wado:0014"),
    Expected(
        "SAM-02",
        "broken_at_most",
        _broken,
        _NO_MUST_UNDERSTAND,
        _NO_MUST_UNDERSTAND.swap("<rs:RegistryResponse ", '<rs:RegistryResponse unknown="1" '),
        "REG-01, WSA-03",
    ),
    Expected(
        "SOAP-02",
        *by("fault", "Sender"),
        fault(),
        fault("s:Receiver", status=500),
        "Receiver",
    ),
    Expected(
        "SOAP-03",
        *by("fault", "MustUnderstand"),
        fault("s:MustUnderstand", status=500),
        fault(),
        "Sender",
    ),
    Expected(
        "SOAP-04",
        *by("fault", "VersionMismatch"),
        fault("s:VersionMismatch", status=500),
        fault(),
        "Sender",
    ),
    Expected(
        "SOAP-12",
        "served_or_refused",
        lambda case, _: either.served_or_refused(case, {CT}),
        retrieved("ct"),
        retrieved("second"),
        SECOND,
    ),
    Expected(
        "STM-01",
        "not_served",
        lambda case, _: beyond.not_served(case, CT),
        fault(request=CT_REQUEST),
        retrieved("ct"),
        "the operation retrieve, which is not declared",
    ),
]
