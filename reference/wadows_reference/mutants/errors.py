"""Mutants of the errors for each situation: another code, no error, one about another document."""

from collections.abc import Collection
from typing import Final

from wadows_reference.answer import status_of
from wadows_reference.message import Message
from wadows_reference.mutants.answers import remove_error
from wadows_reference.mutants.registry import mutant
from wadows_reference.xml import qname
from wadows_spec.constants import UNKNOWN_UID, WADO, XDSB


def _wado(number: str) -> str:
    return f"urn:dicom:wado:{number}"


_INVALID_VALUE: Final = _wado("0012")
_PROCESSING_FAILURE: Final = _wado("0014")
#: Codes by which the statements know a document that is not there.
_UNKNOWN: Final = (
    "XDSMissingDocument",
    "XDSDocumentUniqueIdError",
    *map(_wado, ("0015", "0016", "0017")),
)

#: What else is red where no error comes, and why.
_SEVERAL: Final = " Where two things are wrong, the error that is due by REN-13 is missing, too."
_ALSO: Final = {
    "RET-04": " It is due as well where a conversion is not declared (RET-07).",
    "RET-05": " So is the document that does not exist in scenarios about the status (REG-03), "
    "other documents beside it (RET-04, RET-06, RET-09), and what an error says (REG-04, REG-05, "
    "REG-10 and REG-13 have no other to look at).",
    "REN-08": _SEVERAL,
    "REN-09": _SEVERAL,
    "REN-10": _SEVERAL,
    "REN-11": _SEVERAL,
    "REN-13": " Where the frame is wrong as well, REN-14 misses it.",
    "REN-15": " A conversion that fails has the same code (RET-04).",
}

# Mutant, requirement, codes replaced, operation (rendered or not; None for both), code put there.
_TABLE: Final[tuple[tuple[str, str, Collection[str], bool | None, str], ...]] = (
    (
        "transfer-syntax-refused-with-another-code",
        "RET-04",
        (_wado("0007"), _wado("0006")),
        False,
        _INVALID_VALUE,
    ),
    ("unknown-document-with-another-code", "RET-05", _UNKNOWN, False, _INVALID_VALUE),
    ("anonymization-refused-with-another-code", "REN-08", (_wado("0002"),), None, _INVALID_VALUE),
    ("parameter-refused-with-another-code", "REN-09", (_wado("0013"),), None, _INVALID_VALUE),
    ("content-type-refused-with-another-code", "REN-10", (_wado("0006"),), True, _INVALID_VALUE),
    ("not-an-image-with-another-code", "REN-11", (_wado("0007"),), True, _INVALID_VALUE),
    ("frame-missing-with-another-code", "REN-12", (_wado("0008"),), None, _INVALID_VALUE),
    ("invalid-value-with-another-code", "REN-13", (_wado("0012"),), None, _PROCESSING_FAILURE),
    ("frame-out-of-range-with-another-code", "REN-14", (_wado("0018"),), None, _INVALID_VALUE),
    ("processing-failure-with-another-code", "REN-15", (_wado("0014"),), None, _INVALID_VALUE),
)


def _enter(
    name: str, requirement: str, codes: Collection[str], rendered: bool | None, put: str
) -> None:
    @mutant(name, requirement, f"Instead of {' or '.join(codes)} the errorCode is {put}.")
    def change(message: Message) -> None:
        if rendered in (None, message.is_rendered):
            for error in message.errors():
                if error.get("errorCode") in codes:
                    error.set("errorCode", put)


def _enter_silent(
    name: str, requirement: str, codes: Collection[str], rendered: bool | None
) -> None:
    @mutant(
        name,
        requirement,
        f"No error comes where its code would be {' or '.join(codes)}: "
        f"the document is neither there nor refused (REG-06).{_ALSO.get(requirement, '')}",
    )
    def change(message: Message) -> None:
        registry = message.registry_response()
        if registry is None or rendered not in (None, message.is_rendered):
            return
        silent = [error for error in message.errors() if error.get("errorCode") in codes]
        for error in silent:
            remove_error(registry, error)
        if silent:
            registry.set("status", status_of(len(message.documents()), len(message.errors())))


for row in _TABLE:
    _enter(*row)
    _enter_silent(row[0].replace("-with-another-code", "-without-error"), *row[1:4])


@mutant(
    "misplaced-document-with-another-code",
    "RET-09",
    f"That a document is not where it was asked for gets {_INVALID_VALUE}, save {UNKNOWN_UID}.",
)
def _misplaced(message: Message) -> None:
    if not message.is_rendered:
        for error in message.errors():
            known = error.get("location") != UNKNOWN_UID
            if known and error.get("errorCode") in (*_UNKNOWN, _wado("0010")):
                error.set("errorCode", _INVALID_VALUE)


@mutant(
    "error-about-the-document-beside-it",
    "REG-06",
    "An error names the first document that comes, and not the one that does not: "
    "whatever error is due beside documents is missing (RET-06, RET-09, REN-12, REN-13).",
)
def _error_about_the_document_beside_it(message: Message) -> None:
    for document in message.documents()[:1]:
        uid = document.findtext(qname(XDSB, "DocumentUniqueId")) or document.findtext(
            qname(WADO, "SourceDocumentUniqueId")
        )
        for error in message.errors():
            error.set("location", uid or "")


@mutant(
    "error-about-nobody",
    "REG-05",
    "An error beside documents names a document that nobody asked for, "
    "so that the one that does not come has none (REG-06), "
    "whatever error is due for it (RET-06, RET-09, REN-12, REN-13).",
)
def _error_about_nobody(message: Message) -> None:
    for error in message.errors() if message.documents() else ():
        error.set("location", "1.2.3.4.5.6.7.8.9")


@mutant(
    "codes-exchanged",
    "RET-04",
    "Two errors of one answer have each other's errorCode.",
)
def _codes_exchanged(message: Message) -> None:
    errors = message.errors()
    if len(errors) == 2:
        codes = [error.get("errorCode", "") for error in errors]
        for error, code in zip(errors, reversed(codes), strict=True):
            error.set("errorCode", code)
