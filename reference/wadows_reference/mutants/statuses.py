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

#: Of every request that is right however odd it looks the status is expected, too.
_ODD: Final = " It does so of odd requests, too (HTTP-07, MIME-10, WSA-08)."

# Mutant, requirement, operation (rendered or not; None for both: scenarios of other requirements
# ask for a status as well), the status replaced, the status put there, and what that is.
_TABLE: Final[tuple[tuple[str, str, bool | None, str, str, str], ...]] = (
    (
        "failure-beside-documents",
        "REG-03",
        False,
        STATUS_PARTIAL,
        STATUS_FAILURE,
        "The status is Failure although some documents come.",
    ),
    (
        "failure-with-every-document",
        "REG-03",
        False,
        STATUS_SUCCESS,
        STATUS_FAILURE,
        f"The status is Failure although every document comes.{_ODD}",
    ),
    (
        "partial-success-without-an-error",
        "REG-03",
        False,
        STATUS_SUCCESS,
        STATUS_PARTIAL,
        f"The status is PartialSuccess although every document comes.{_ODD}",
    ),
    (
        "partial-success-of-nothing",
        "REG-03",
        None,
        STATUS_FAILURE,
        STATUS_PARTIAL,
        "The status is PartialSuccess although no document comes.",
    ),
    (
        "success-of-ihe",
        "REG-02",
        True,
        STATUS_SUCCESS,
        f"{_IHE}Success",
        "Success of a rendered answer is an URN of IHE.",
    ),
    (
        "failure-of-ihe",
        "REG-02",
        None,
        STATUS_FAILURE,
        f"{_IHE}Failure",
        "Failure is an URN of IHE.",
    ),
    (
        "success-by-its-name-alone",
        "REG-02",
        True,
        STATUS_SUCCESS,
        "Success",
        "The status Success of a rendered answer is no URN.",
    ),
    (
        "status-of-no-profile",
        "REG-02",
        None,
        STATUS_FAILURE,
        f"{_OASIS}Unavailable",
        "The status is Unavailable, which ebRS has and IHE does not, where Failure is due.",
    ),
    (
        "status-empty",
        "REG-02",
        False,
        STATUS_PARTIAL,
        "",
        "The status PartialSuccess is an empty text.",
    ),
)

#: A scenario of REG-03 asks for each status, and none of these is it.
_ALSO: Final = " Thus it is not the status that is due, either (REG-03)."


def _enter(
    name: str, requirement: str, rendered: bool | None, old: str, new: str, sentence: str
) -> None:
    also = _ALSO if requirement == "REG-02" and not rendered else ""

    @mutant(name, requirement, sentence + also)
    def change(message: Message) -> None:
        registry = message.registry_response()
        due = registry is not None and registry.get("status") == old
        if registry is not None and due and rendered in (None, message.is_rendered):
            registry.set("status", new)


for row in _TABLE:
    _enter(*row)


def _is_partial(message: Message) -> bool:
    """Tell whether this answers RAD-69, and some documents come."""
    registry = message.registry_response()
    partial = registry is not None and registry.get("status") == STATUS_PARTIAL
    return partial and not message.is_rendered


@mutant(
    "status-missing",
    "REG-02",
    "There is no status where some documents come, though the schema (REG-01) needs one." + _ALSO,
)
def _status_missing(message: Message) -> None:
    registry = message.registry_response()
    if registry is not None and _is_partial(message):
        del registry.attrib["status"]


@mutant(
    "status-of-a-namespace",
    "REG-02",
    "The attribute status is of a namespace where some documents come: "
    "the schema (REG-01) has none for it." + _ALSO,
)
def _status_of_a_namespace(message: Message) -> None:
    registry = message.registry_response()
    if registry is not None and _is_partial(message):
        registry.set(qname(RS, "status"), registry.attrib.pop("status"))


@mutant(
    "errors-left-out-beside-documents",
    "REG-06",
    "Where documents come by RAD-69, nothing is said of those that do not. "
    "The status stays PartialSuccess, which then stands beside no error (REG-03), "
    "and the errors that are due beside documents are missing (RET-06, RET-09).",
)
def _errors_left_out(message: Message) -> None:
    registry = message.registry_response()
    if registry is not None and _is_partial(message):
        for error in message.errors():
            remove_error(registry, error)


@mutant(
    "success-with-nothing",
    "REG-03",
    "For a document that does not exist the status is Success and nothing comes: "
    "neither document nor error (REG-06), and so not the error that is due (RET-05), "
    "nor any that could show what errors are to be like (REG-04, REG-10, REG-13).",
)
def _success_with_nothing(message: Message) -> None:
    registry, errors = message.registry_response(), message.errors()
    unknown = {UNKNOWN_UID} == {error.get("location") for error in errors}
    if registry is not None and unknown and not message.documents():
        for error in errors:
            remove_error(registry, error)
        registry.set("status", STATUS_SUCCESS)
