"""Mutants of the status of a registry response, and of what stands beside it."""

from typing import Final

from wadows_reference.message import Message
from wadows_reference.mutants.answers import remove_error
from wadows_reference.mutants.registry import mutant
from wadows_reference.xml import qname
from wadows_spec.constants import (
    RS,
    STATUS_FAILURE,
    STATUS_PARTIAL,
    STATUS_SUCCESS,
    UNKNOWN_UID,
)

_IHE: Final = "urn:ihe:iti:2007:ResponseStatusType:"
_OASIS: Final = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:"

# Mutant, requirement, the status replaced, the status put there, and what that is.
_TABLE: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    (
        "failure-beside-documents",
        "REG-03",
        STATUS_PARTIAL,
        STATUS_FAILURE,
        "The status is Failure although some documents come.",
    ),
    (
        "failure-with-every-document",
        "REG-03",
        STATUS_SUCCESS,
        STATUS_FAILURE,
        "The status is Failure although every document comes.",
    ),
    (
        "partial-success-without-an-error",
        "REG-03",
        STATUS_SUCCESS,
        STATUS_PARTIAL,
        "The status is PartialSuccess although every document comes.",
    ),
    (
        "partial-success-of-nothing",
        "REG-03",
        STATUS_FAILURE,
        STATUS_PARTIAL,
        "The status is PartialSuccess although no document comes.",
    ),
    ("success-of-ihe", "REG-02", STATUS_SUCCESS, f"{_IHE}Success", "Success is an URN of IHE."),
    ("failure-of-ihe", "REG-02", STATUS_FAILURE, f"{_IHE}Failure", "Failure is an URN of IHE."),
    (
        "success-by-its-name-alone",
        "REG-02",
        STATUS_SUCCESS,
        "Success",
        "The status Success is no URN.",
    ),
    (
        "status-of-no-profile",
        "REG-02",
        STATUS_FAILURE,
        f"{_OASIS}Unavailable",
        "The status is Unavailable, which ebRS has and IHE does not, where Failure is due.",
    ),
    ("status-empty", "REG-02", STATUS_PARTIAL, "", "The status PartialSuccess is an empty text."),
)

#: A scenario of REG-03 asks for each status, and none of these is it.
_ALSO: Final = " Thus it is not the status that is due, either (REG-03)."


def _enter(name: str, requirement: str, old: str, new: str, sentence: str) -> None:
    @mutant(name, requirement, sentence + (_ALSO if requirement == "REG-02" else ""))
    def change(message: Message) -> None:
        registry = message.registry_response()
        if registry is not None and registry.get("status") == old:
            registry.set("status", new)


for row in _TABLE:
    _enter(*row)


@mutant(
    "status-missing",
    "REG-02",
    "There is no status where some documents come, though the schema (REG-01) needs one." + _ALSO,
)
def _status_missing(message: Message) -> None:
    registry = message.registry_response()
    if registry is not None and registry.get("status") == STATUS_PARTIAL:
        del registry.attrib["status"]


@mutant(
    "status-of-a-namespace",
    "REG-02",
    "The attribute status is of a namespace where some documents come: "
    "the schema (REG-01) has none for it." + _ALSO,
)
def _status_of_a_namespace(message: Message) -> None:
    registry = message.registry_response()
    if registry is not None and registry.get("status") == STATUS_PARTIAL:
        registry.set(qname(RS, "status"), registry.attrib.pop("status"))


@mutant(
    "errors-left-out-beside-documents",
    "REG-06",
    "Where documents come, nothing is said of those that do not. "
    "The status stays PartialSuccess, which then stands beside no error (REG-03), "
    "and no rule finds the error that is due by it.",
)
def _errors_left_out(message: Message) -> None:
    registry = message.registry_response()
    if registry is not None and message.documents():
        for error in message.errors():
            remove_error(registry, error)


@mutant(
    "success-with-nothing",
    "REG-03",
    "For a document that does not exist the status is Success and nothing comes: "
    "neither document nor error (REG-06), and so not the error that is due (RET-05).",
)
def _success_with_nothing(message: Message) -> None:
    registry, errors = message.registry_response(), message.errors()
    unknown = {UNKNOWN_UID} == {error.get("location") for error in errors}
    if registry is not None and unknown and not message.documents():
        for error in errors:
            remove_error(registry, error)
        registry.set("status", STATUS_SUCCESS)
