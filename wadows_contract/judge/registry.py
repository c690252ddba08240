"""The registry response: schema, status, errors, and one answer for each document asked for."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

from lxml import etree

from wadows_contract.judge.finding import Case, Finding, check, compare, rule
from wadows_contract.wire.registry import RegistryAnswer
from wadows_spec.constants import (
    SEVERITY_ERROR,
    SEVERITY_WARNING,
    STATUS_FAILURE,
    STATUS_PARTIAL,
    STATUS_SUCCESS,
    XOP,
)
from wadows_spec.data import data_path

STATUSES = {"Success": STATUS_SUCCESS, "PartialSuccess": STATUS_PARTIAL, "Failure": STATUS_FAILURE}
_SCHEMAS = {"retrieve": "wsdl/xds-b.xsd", "rendered": "wsdl/wado-ws.xsd"}


def _answered(case: Case) -> RegistryAnswer | None:
    return case.answer.registry if case.answer and case.asked.operation else None


@cache
def _schema(operation: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(data_path(_SCHEMAS[operation])))


@check("REG-01")
def schema(case: Case) -> Iterator[Finding]:
    """The body is valid; xop:Include stands for base64 text, and is put aside first."""
    if not _answered(case) or not case.answer or not case.answer.envelope:
        return
    body = case.answer.envelope.body
    assert body is not None
    optimised = etree.fromstring(etree.tostring(body, with_tail=False))
    etree.strip_elements(optimised, f"{{{XOP}}}Include", with_tail=False)
    validator = _schema(case.asked.operation)
    met = validator.validate(optimised)
    problem = "; ".join(dict.fromkeys(entry.message for entry in validator.error_log))
    yield rule(met, "a valid response", problem or "a valid response", "the SOAP Body")


@check("REG-02")
def status_is_known(case: Case) -> Iterator[Finding]:
    """PartialSuccess is IHE's URN, the other two are OASIS's."""
    if answer := _answered(case):
        expected = ", ".join(STATUSES.values())
        met = answer.status in STATUSES.values()
        yield rule(met, expected, answer.status or "nothing", "RegistryResponse/@status")


@check("REG-03")
def status_agrees(case: Case) -> Iterator[Finding]:
    """All delivered is Success, some PartialSuccess, none Failure; warnings change nothing."""
    answer = _answered(case)
    if answer is None or answer.status is None or answer.status not in STATUSES.values():
        return
    errors = sum(error.severity != SEVERITY_WARNING for error in answer.errors)
    match errors, len(answer.documents):
        case 0, _:
            expected = STATUS_SUCCESS
        case _, 0:
            expected = STATUS_FAILURE
        case _:
            expected = STATUS_PARTIAL
    where = f"@status beside {len(answer.documents)} documents and {errors} errors"
    yield compare(expected, answer.status, where)


@check("REG-04")
def errors_explain(case: Case) -> Iterator[Finding]:
    """Code and context are mandatory; severity is Error where it is absent (ebRS)."""
    for error in ((answer := _answered(case)) and answer.errors) or ():
        where = f"RegistryError {error.location or ''}"
        yield rule(bool(error.code), "errorCode", error.code or "nothing", where)
        yield rule(bool(error.context), "codeContext", error.context or "nothing", where)
        severity = error.severity or SEVERITY_ERROR
        met = severity in (SEVERITY_ERROR, SEVERITY_WARNING)
        yield rule(met, f"{SEVERITY_ERROR} or {SEVERITY_WARNING}", severity, where)


@check("REG-05")
def errors_have_a_location(case: Case) -> Iterator[Finding]:
    """ITI TF-2 3.43.5: location is the DocumentUniqueId, but for an error about the request."""
    answer = _answered(case)
    several = len({entry.document for entry in case.asked.documents}) > 1
    if answer is None or (several and _one_error_for_all(case, answer)):
        return
    asked = {entry.document for entry in case.asked.documents}
    for error in answer.errors:
        yield rule(
            (error.location or "").strip() in asked,
            "the DocumentUniqueId of a document asked for",
            error.location or "nothing",
            f"RegistryError {error.code or ''}",
        )


@check("REG-06")
def each_is_answered(case: Case) -> Iterator[Finding]:
    """Each document asked for: the document, or an error and no document."""
    answer = _answered(case)
    if answer is None:
        return
    whole_request = _one_error_for_all(case, answer)
    returned = {document.document for document in answer.documents}
    failed = {
        (error.location or "").strip()
        for error in answer.errors
        if error.severity != SEVERITY_WARNING
    }
    unnamed = any(not (error.location or "").strip() for error in answer.errors)
    for uid in dict.fromkeys(entry.document for entry in case.asked.documents):
        answers = (uid in returned) + (uid in failed)
        if not answers and (whole_request or (unnamed and len(case.asked.documents) == 1)):
            answers = 1
        got = ("neither", "one of them", "both")[answers]
        yield rule(answers == 1, "the document or an error", got, f"document {uid}")


def _one_error_for_all(case: Case, answer: RegistryAnswer) -> bool:
    """Tell an error about the request from one about a document, which it would name."""
    if answer.status != STATUS_FAILURE or len(answer.errors) != 1 or answer.documents:
        return False
    location = (answer.errors[0].location or "").strip()
    return location not in {entry.document for entry in case.asked.documents}


@check("REG-07")
def nothing_else(case: Case) -> Iterator[Finding]:
    """No document comes that was not asked for, none oftener than it was asked for."""
    answer = _answered(case)
    if answer is None:
        return
    asked = Counter(entry.document for entry in case.asked.documents)
    for uid, times in Counter(document.document for document in answer.documents).items():
        expected = f"at most {asked[uid]} times"
        yield rule(times <= asked[uid], expected, f"{times} times", f"document {uid}")


@check("REG-08")
def repository_is_echoed(case: Case) -> Iterator[Finding]:
    """RepositoryUniqueId of each document as it was asked with."""
    for uid, asked, got in _asked_and_answered(case, "repository"):
        yield rule(got in asked, " or ".join(map(str, asked)), str(got), f"document {uid}")


@check("REG-09")
def home_community_is_echoed(case: Case) -> Iterator[Finding]:
    """HomeCommunityId of each document as it was asked with, absent if it was absent."""
    for uid, asked, got in _asked_and_answered(case, "home"):
        expected = " or ".join(entry or "none" for entry in asked)
        yield rule(got in asked, expected, got or "none", f"document {uid}")


def _asked_and_answered(
    case: Case, field: str
) -> Iterator[tuple[str, list[str | None], str | None]]:
    answer = _answered(case)
    for document in answer.documents if answer else ():
        asked = [
            getattr(entry, field)
            for entry in case.asked.documents
            if entry.document == document.document
        ]
        if asked:
            yield document.document, asked, getattr(document, field)
